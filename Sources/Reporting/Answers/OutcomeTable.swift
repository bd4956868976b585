import Tuning

/// Writes and what became of them.
enum OutcomeTable {
    static func table(of outcomes: [CarriedOut], units: Units) -> Table {
        var table = Table([
            .init(title: "OUTCOME"),
            .init(title: "KNOB", canWrap: true),
            .init(title: "FROM", isNumeric: true, canWrap: true),
            .init(title: "TO", isNumeric: true, canWrap: true),
            .init(title: "SETTING", canWrap: true),
        ])
        for one in outcomes {
            let wording = Wording(one.change.target, unit: units[one.change.setting])
            table.add(
                [
                    Span(one.outcome.word, one.outcome == .applied ? .good : .bad),
                    Span(one.change.knob.description),
                    Span(wording.observed(one.change.before)),
                    Span(wording.written(one.change.text)),
                    Span(one.change.setting.rawValue),
                ],
                notes: notes(on: one, wording)
            )
        }
        return table
    }

    /// How many writes there were, and how many went wrong.
    static func summary(of outcomes: [CarriedOut], done: String = "applied") -> String {
        guard !outcomes.isEmpty else { return "nothing to write" }
        let failures = outcomes.count { $0.outcome != .applied }
        let text = "\(Quantity.count(outcomes.count - failures, "write")) \(done)"
        return failures == 0 ? text : "\(text), \(failures) failed"
    }

    /// The command that takes back what was written.
    static func undo(of outcomes: [CarriedOut]) -> String? {
        guard outcomes.contains(where: { $0.outcome == .applied }) else { return nil }
        return "nodekeel revert"
    }

    private static func notes(on one: CarriedOut, _ wording: Wording) -> [Note] {
        switch one.outcome {
        case .applied where one.change.activation == .immediate: []
        case .applied: [Note("live", one.change.activation.text)]
        case .ignored(let value):
            [Note("but", "the write was taken, and the knob holds \(wording.value(value, withUnit: true))", .bad)]
        case .failed(let reason): [Note("because", reason, .bad)]
        }
    }
}

extension Outcome {
    /// The outcome in one word.
    var word: String {
        switch self {
        case .applied: "applied"
        case .ignored: "ignored"
        case .failed: "failed"
        }
    }
}
