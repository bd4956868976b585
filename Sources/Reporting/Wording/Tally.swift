public import Tuning

/// How many settings have which verdict; a setting with several knobs counts once, with the worst of them.
public struct Tally: Sendable {
    /// The verdicts from the best to the worst.
    static let order: [Verdict] = [.met, .unknown, .unmet, .drifted, .contested]

    /// The settings in the order of the findings, each with its verdict.
    private let verdicts: [(setting: Setting.ID, verdict: Verdict)]

    /// The tally of a run's findings.
    public init(of findings: [Finding]) {
        var verdicts: [(setting: Setting.ID, verdict: Verdict)] = []
        var places: [Setting.ID: Int] = [:]
        for finding in findings {
            if let place = places[finding.desired.setting] {
                verdicts[place].verdict = Tally.worse(verdicts[place].verdict, finding.verdict)
            } else {
                places[finding.desired.setting] = verdicts.count
                verdicts.append((finding.desired.setting, finding.verdict))
            }
        }
        self.verdicts = verdicts
    }

    /// How many settings there are.
    public var settingCount: Int { verdicts.count }

    /// How many have this verdict.
    public func count(of verdict: Verdict) -> Int {
        verdicts.count { $0.verdict == verdict }
    }

    /// The worst verdict of all; nil where nothing is wanted of the node.
    public var worst: Verdict? {
        verdicts.map(\.verdict).reduce(nil) { worst, next in worst.map { Tally.worse($0, next) } ?? next }
    }

    /// The settings that are not met, the worst first.
    public var notMet: [Setting.ID] {
        Tally.order.reversed().filter { $0 != .met }.flatMap { verdict in
            verdicts.filter { $0.verdict == verdict }.map(\.setting)
        }
    }

    /// Every setting with its verdict, the worst first.
    var worstFirst: [(Setting.ID, Verdict)] {
        Tally.order.reversed().flatMap { verdict in
            verdicts.filter { $0.verdict == verdict }.map { ($0.setting, verdict) }
        }
    }

    /// All of it on one line: `5 settings: 4 met, 1 drifted`.
    public var text: String {
        guard settingCount > 0 else { return "no setting applies to this node" }
        let counts = Tally.order.filter { count(of: $0) > 0 }.map { "\(count(of: $0)) \($0.rawValue)" }
        return "\(Quantity.count(settingCount, "setting")): \(counts.joined(separator: ", "))"
    }

    /// The same with the names of those that are not met, no more than three.
    public var textWithNames: String {
        guard !notMet.isEmpty else { return text }
        let shown = notMet.prefix(3).map { $0.rawValue.escaped(limit: 64) }
        let more = notMet.count > 3 ? " and \(notMet.count - 3) more" : ""
        return "\(text) (\(shown.joined(separator: ", "))\(more))"
    }

    private static func worse(_ one: Verdict, _ other: Verdict) -> Verdict {
        (order.firstIndex(of: one) ?? 0) < (order.firstIndex(of: other) ?? 0) ? other : one
    }
}

extension Tally: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { return nil }
    }

    /// A number for each verdict, also where it is 0: a reader needs no second look.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(settingCount, forKey: Key("settings"))
        for verdict in Tally.order {
            try container.encode(count(of: verdict), forKey: Key(verdict.rawValue))
        }
    }
}
