public import Tuning

/// What Prometheus takes of a pass, for node_exporter's textfile collector.
///
/// Labels are of a bounded set: settings, verdicts, effects, activations. What only a reader needs, such as values and
/// reasons, is in `status` and the journal.
/// sources: https://prometheus.io/docs/instrumenting/exposition_formats/
public struct MetricsText: Sendable {
    /// The most settings that have series of their own, the worst first: of custom settings there may be thousands.
    static let settingLimit = 200
    /// The most holds and activations.
    static let listLimit = 64

    private let report: Report?
    private let policy: PolicyLine?
    private let isPolicyRejected: Bool
    private let holds: [Hold]
    private let drifts: [Setting.ID: Int64]
    private let passMilliseconds: Int64

    /// The metrics of a pass.
    ///
    /// - Parameters:
    ///   - report: What the pass came to; nil if no policy has let a pass be made yet.
    ///   - policy: The policy in force; nil if there is none.
    ///   - drifts: How often knobs of each setting drifted since the service started.
    public init(
        of report: Report?,
        policy: PolicyLine?,
        isPolicyRejected: Bool,
        holds: [Hold],
        drifts: [Setting.ID: Int64],
        passMilliseconds: Int64
    ) {
        self.report = report
        self.policy = policy
        self.isPolicyRejected = isPolicyRejected
        self.holds = holds
        self.drifts = drifts
        self.passMilliseconds = passMilliseconds
    }

    /// The text, family by family.
    public var text: String {
        Metric.allCases.map { metric in
            let samples = samples(of: metric)
            guard !samples.isEmpty else { return "" }
            let lines = samples.map { "\(metric.rawValue)\($0.labels) \($0.value)\n" }
            return "# HELP \(metric.rawValue) \(metric.help)\n# TYPE \(metric.rawValue) \(metric.kind)\n"
                + lines.joined()
        }.joined()
    }

    private struct Sample {
        var labels = ""
        var value: String
    }

    private func samples(of metric: Metric) -> [Sample] {
        // Without a pass nothing is known but why: no family may say 0 of what nobody has looked at.
        guard let report else { return metric == .policyRejected ? [rejection] : [] }
        let tally = Tally(of: report.findings)
        switch metric {
        case .settingVerdict:
            return tally.worstFirst.prefix(MetricsText.settingLimit).map { setting, verdict in
                sample([("setting", setting.rawValue), ("verdict", verdict.rawValue)])
            }
        case .settingEffect:
            return effects(of: report).prefix(MetricsText.settingLimit).map { setting, effect in
                sample([("setting", setting.rawValue), ("effect", effect)])
            }
        case .settings:
            return Tally.order.map { sample([("verdict", $0.rawValue)], Int64(tally.count(of: $0))) }
        case .drifts:
            return drifts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
                .prefix(MetricsText.settingLimit).map { sample([("setting", $0.key.rawValue)], $0.value) }
        case .failedWrites: return [sample([], Int64(report.outcomes.count { $0.outcome != .applied }))]
        case .pendingActivations:
            return pending(in: report).prefix(MetricsText.listLimit).map { sample([("activation", $0.name)], $0.count) }
        case .holdExpiry:
            return expiries.prefix(MetricsText.listLimit).map { setting, end in
                Sample(labels: labels([("setting", setting)]), value: end == .max ? "+Inf" : "\(end)")
            }
        case .policyRejected: return [rejection]
        case .lastPass: return [sample([], report.moment.epochSeconds)]
        case .lastPassDuration:
            let rest = String(passMilliseconds % 1_000)
            let digits = String(repeating: "0", count: 3 - rest.count) + rest
            return [Sample(value: "\(passMilliseconds / 1_000).\(digits)")]
        case .fingerprint:
            let names = [
                ("fingerprint", report.fingerprint), ("version", report.nodekeelVersion),
                ("profile", policy?.profile ?? ""), ("mode", policy?.mode.rawValue ?? ""),
            ]
            return [sample(names)]
        }
    }

    private var rejection: Sample { sample([], isPolicyRejected ? 1 : 0) }

    private func sample(_ names: [(String, String)], _ value: Int64 = 1) -> Sample {
        Sample(labels: labels(names), value: "\(value)")
    }

    private func labels(_ names: [(String, String)]) -> String {
        guard !names.isEmpty else { return "" }
        return "{" + names.map { "\($0.0)=\"\(MetricsText.escaped($0.1))\"" }.joined(separator: ",") + "}"
    }

    /// A label's value: backslash, quotation mark and newline have escapes, and nothing else that moves a cursor is let in.
    private static func escaped(_ text: String) -> String {
        text.escaped(limit: 128).reduce(into: "") { label, character in
            if character == "\\" || character == "\"" { label.append("\\") }
            label.append(character)
        }
    }

    /// The settings that are met, each with the least of what its knobs do.
    private func effects(of report: Report) -> [(Setting.ID, String)] {
        let order = ["effective", "pending", "inert", "masked"]
        var found: [(Setting.ID, String)] = []
        for finding in report.findings {
            guard let word = finding.effect?.word else { continue }
            guard let place = found.firstIndex(where: { $0.0 == finding.desired.setting }) else {
                found.append((finding.desired.setting, word))
                continue
            }
            let (new, old) = (order.firstIndex(of: word) ?? 0, order.firstIndex(of: found[place].1) ?? 0)
            if new > old { found[place].1 = word }
        }
        return found
    }

    private func pending(in report: Report) -> [(name: String, count: Int64)] {
        var counts: [String: Int64] = [:]
        for finding in report.findings {
            if case .pending(let activation)? = finding.effect { counts[activation.description, default: 0] += 1 }
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The holds by setting, each with its latest end.
    private var expiries: [(String, Int64)] {
        var ends: [String: Int64] = [:]
        for hold in holds { ends[hold.setting.rawValue] = max(ends[hold.setting.rawValue] ?? 0, hold.endsAt ?? .max) }
        return ends.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
