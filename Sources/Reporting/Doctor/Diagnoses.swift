public import Tuning

/// How what is known of a node's nodekeel reads as diagnoses.
public enum Diagnoses {
    /// How many intervals a pass may be late.
    private static let latePasses: Int64 = 3
    /// A service that takes more than this share of one processor, in thousandths, is no light guest any more.
    private static let cpuPerMille: Int64 = 10
    /// What the service may have in memory before it is worth a look, in bytes: the unit allows 128 MiB.
    private static let residentLimit: Int64 = 48 << 20
    /// The write bits of a group and of everybody.
    private static let foreignWriteBits: UInt32 = 0o022

    /// Whether the service runs, looks in time, and what it cannot watch.
    public static func ofService(
        _ service: StatusAnswer.Service,
        report: Report?,
        intervalSeconds: Int64,
        now: Moment
    ) -> [Diagnosis] {
        guard service.isRunning else {
            return [
                Diagnosis(
                    "service",
                    .failed,
                    "nodekeeld does not run: drift is neither told nor put right",
                    remedy: "systemctl start nodekeeld; if it ends again, journalctl -u nodekeeld says why"
                )
            ]
        }
        let blind = service.blindSpots.map { spot in
            Diagnosis(
                "watching",
                .degraded,
                "blind to \(spot); changes there are found within \(Quantity.span(seconds: intervalSeconds))",
                remedy: "journalctl -x MESSAGE_ID=\(MessageKind.watchingDegraded.rawValue) says what it takes"
            )
        }
        let watching = blind.isEmpty ? [Diagnosis("watching", .ok, "every source of events works")] : blind
        return [Diagnosis("service", .ok, "nodekeeld runs"), ofLastPass(report, intervalSeconds, now)] + watching
    }

    private static func ofLastPass(_ report: Report?, _ intervalSeconds: Int64, _ now: Moment) -> Diagnosis {
        let remedy =
            "journalctl -u nodekeeld says what keeps it; systemctl restart nodekeeld changes nothing on the node"
        guard let report, report.moment.boot == now.boot else {
            return Diagnosis("last pass", .failed, "no pass was made in this boot", remedy: remedy)
        }
        let age = max(now.uptimeSeconds - report.moment.uptimeSeconds, 0)
        let text = "\(Quantity.span(seconds: age)) ago, one is due every \(Quantity.span(seconds: intervalSeconds))"
        guard age > latePasses * intervalSeconds + 60 else { return Diagnosis("last pass", .ok, text) }
        return Diagnosis("last pass", .degraded, text, remedy: remedy)
    }

    /// What a report says of writes and quarrels, and who else tunes here.
    public static func ofReport(_ report: Report) -> [Diagnosis] {
        let failures = report.outcomes.filter { $0.outcome != .applied }.map { one in
            Diagnosis(
                "writes",
                .failed,
                "\(one.change.knob): \(one.outcome)",
                remedy: "nodekeel explain \(one.change.setting) says what holds it"
            )
        }
        let quarrels = report.findings.filter { $0.verdict == .contested }.map { finding in
            Diagnosis(
                "quarrel",
                .degraded,
                "somebody keeps changing \(finding.desired.target.knob)",
                remedy: "nodekeel explain \(finding.desired.setting) names the last writers and what ends it"
            )
        }
        // What threatens anything but a sysctl is in how a component is configured, not in who else tunes it.
        let others = report.findings.filter { $0.desired.target.knob.kind == "sysctl" }.cautions.map { one in
            Diagnosis("other tools", .degraded, one.caution.danger, remedy: one.caution.remedy)
        }
        let none = Diagnosis("other tools", .ok, "nobody else is known to set what nodekeel keeps")
        let written = Diagnosis("writes", .ok, "every write of the last run was made")
        return (failures.isEmpty ? [written] : failures) + quarrels + (others.isEmpty ? [none] : others)
    }

    /// What the service costs.
    public static func ofCost(cpuMilliseconds: Int64, ageSeconds: Int64, residentByteCount: Int64, wakeCount: Int64)
        -> Diagnosis
    {
        let age = max(ageSeconds, 1)
        let perMille = cpuMilliseconds / age
        let text =
            "\(perMille / 10).\(perMille % 10) % of one CPU, \(Quantity.size(residentByteCount)) resident, "
            + "\(wakeCount / age).\(wakeCount * 10 / age % 10) wake-ups a second over \(Quantity.span(seconds: age))"
        // The first minute is reading everything once.
        let isDear = age > 120 && perMille > cpuPerMille || residentByteCount > residentLimit
        return Diagnosis(
            "own cost",
            isDear ? .degraded : .ok,
            text,
            remedy: isDear
                ? "see in journalctl -u nodekeeld what keeps it busy; a longer 'interval' in policy costs less" : nil
        )
    }

    /// Whether a file that decides or remembers can be written by others than its owner, root.
    public static func ofFile(_ path: String, mode: UInt32, user: UInt32) -> Diagnosis? {
        guard user != 0 || mode & foreignWriteBits != 0 else { return nil }
        let bits = String(mode & 0o7777, radix: 8)
        return Diagnosis(
            "files",
            .failed,
            "\(path) can be written by others than root (owner \(user), mode \(bits)): who writes it rules this node",
            remedy: "find out what is in it, then chown root:root \(path) && chmod go-w \(path)"
        )
    }
}
