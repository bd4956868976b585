import Tuning

/// A node of 16 CPUs on which somebody lowered the connection-tracking table.
enum Samples {
    static let now = Moment(boot: "b00t", uptimeSeconds: 7_200, epochSeconds: 1_795_269_300)

    static let tableKnob = Knob.sysctl("net/netfilter/nf_conntrack_max")
    static let bucketsKnob = Knob.sysctl("net/netfilter/nf_conntrack_buckets")
    static let bootFile = Knob.file("/etc/modprobe.d/nodekeel-conntrack.conf")

    static let tableReason = "144420 entries for each of 16 CPUs online"

    static let settings: [Setting] = [
        setting(
            "connection-tracking-table",
            .entries,
            parameters: [
                Parameter("entriesPerCPU", "entries for each CPU online", range: 1...10_000_000, preset: 32_768),
                Parameter("memoryPercent", "the share of memory it may take", range: 1...50, preset: 5),
            ],
            limitRange: 0...Int64.max
        ),
        setting("connection-tracking-buckets", .buckets),
        setting("connection-tracking-boot", .none),
        setting("connection-tracking-pressure", .percent, strictestMode: .observe),
        setting("kube-proxy-conntrack", .entries, strictestMode: .observe),
    ]

    static func setting(
        _ id: Setting.ID,
        _ unit: Setting.Unit,
        parameters: [Parameter] = [],
        strictestMode: Mode = .enforce,
        limitRange: ClosedRange<Int64>? = nil
    ) -> Setting {
        Setting(
            id: id,
            summary: "The connection-tracking table has room for every CPU's share",
            why: "A full table drops the first packet of every new connection: name look-ups time out, probes fail, "
                + "and nothing in the application's log says why.",
            unit: unit,
            sources: ["kernel Documentation/networking/nf_conntrack-sysctl.rst"],
            parameters: parameters,
            limitRange: limitRange,
            strictestMode: strictestMode
        ) { _, _ in .leaveAlone(because: "no IPVS here") }
    }

    static func value(_ number: Int64, isWritable: Bool = true) -> Observation {
        .value(.integer(number), text: "\(number)\n", isWritable: isWritable)
    }

    static func text(_ text: String) -> Observation {
        .value(.text(text), text: text, isWritable: true)
    }

    static func finding(
        _ setting: Setting.ID = "connection-tracking-table",
        _ knob: Knob = tableKnob,
        _ bound: Bound = .exactly(.integer(2_310_720)),
        holds observation: Observation = value(131_072),
        verdict: Verdict = .drifted,
        effect: Effect? = nil,
        mode: Mode = .enforce,
        because: String = tableReason,
        cautions: [Caution] = [],
        hold: Hold? = nil,
        since: Int64 = 6_480,
        contestedUntil: Int64? = nil
    ) -> Finding {
        var standing = Standing(since: since)
        standing.contestedUntil = contestedUntil
        return Finding(
            desired: Desired(
                setting: setting,
                target: Target(knob, bound, zeroIsUnlimited: knob == tableKnob),
                mode: mode,
                because: because,
                cautions: cautions,
                hold: hold
            ),
            observation: observation,
            verdict: verdict,
            effect: verdict == .met ? effect ?? .effective : effect,
            standing: standing
        )
    }

    static let caution = Caution(
        danger: "kube-proxy will lower the table to 1048576 at its next start",
        remedy: "set conntrack.maxPerCore to 0 in the ConfigMap kube-system/kube-proxy"
    )

    /// Four settings of which two are as they should be.
    static let findings: [Finding] = [
        finding(cautions: [caution]),
        finding(
            "connection-tracking-buckets",
            bucketsKnob,
            .atLeast(577_680),
            holds: value(578_048),
            verdict: .met,
            because: "a quarter of 2310720 entries"
        ),
        finding(
            "connection-tracking-boot",
            bootFile,
            .exactly(.text("options nf_conntrack hashsize=577680\n")),
            holds: .missing,
            verdict: .unmet,
            because: "the module takes its size when it is loaded"
        ),
        finding(
            "connection-tracking-pressure",
            .occupancy(.connectionTracking),
            .atMost(85),
            holds: value(12),
            verdict: .met,
            mode: .observe,
            because: "above this a burst fills it"
        ),
    ]

    static func leftAlone(_ id: Setting.ID = "kube-proxy-conntrack") -> [LeftAlone] {
        let setting = setting(id, .none)
        let profile = Profile(name: "large-cluster", summary: "", mode: .enforce, values: [:])
        return Wishes(of: [setting], for: Facts(), under: Policy(profile: profile), holds: []).leftAlone
    }

    static func report(_ findings: [Finding] = findings, outcomes: [CarriedOut] = []) -> Report {
        Report(
            nodekeelVersion: nodekeelVersion,
            moment: now,
            findings: findings,
            leftAlone: leftAlone(),
            outcomes: outcomes
        )
    }

    static func change(
        _ knob: Knob = tableKnob,
        from before: Observation = value(131_072),
        to text: String? = "2310720",
        setting: Setting.ID = "connection-tracking-table"
    ) -> Change {
        let wanted: Bound =
            if case .file = knob {
                text.map { .exactly(.text($0)) } ?? .oneOf([])
            } else {
                .exactly(Value(kernelText: text ?? ""))
            }
        return Change(
            setting: setting,
            knob: knob,
            before: before,
            text: text,
            target: Target(knob, wanted, zeroIsUnlimited: knob == tableKnob),
            because: tableReason
        )
    }

    static func hold(fromRevert isFromRevert: Bool = false, endsAt: Int64? = nil, reason: String = "load test") -> Hold
    {
        Hold(
            setting: "connection-tracking-table",
            reason: reason,
            isFromRevert: isFromRevert,
            endsAt: endsAt
        )
    }
}
