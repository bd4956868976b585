public import Tuning

/// What `revert` answers: what got back what it held before nodekeel, and what was left.
public struct RevertAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let outcomes: [CarriedOut]
    private let untouched: [Original]
    private let leftToService: [Original]
    private let holds: [Hold]
    private let units: Units

    /// The answer for a revert.
    ///
    /// - Parameters:
    ///   - outcomes: What was written, and what became of it.
    ///   - untouched: Originals that were asked for and needed no write: the knob holds them already, or a reboot has
    ///     reset it since.
    ///   - leftToService: Flags in manifests of static pods, which nodekeeld gives back.
    ///   - holds: The holds that keep the service from tuning the settings again.
    ///   - settings: The catalogue, which knows what the numbers count.
    public init(
        outcomes: [CarriedOut],
        untouched: [Original],
        leftToService: [Original] = [],
        holds: [Hold],
        settings: [Setting]
    ) {
        self.outcomes = outcomes
        self.untouched = untouched
        self.leftToService = leftToService
        self.holds = holds
        units = Units(of: settings)
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        page.add(OutcomeTable.table(of: outcomes, units: units))
        if !untouched.isEmpty {
            page.add(heading: "Nothing to put back")
            var table = Table([.init(title: "", canWrap: true), .init(title: "", canWrap: true)], indent: 3)
            for original in untouched {
                table.add([Span(original.knob.description), Span(original.setting.rawValue, .faint)])
            }
            page.add(table)
        }
        if !leftToService.isEmpty {
            page.add(heading: "Given back by nodekeeld, which restarts one program at a time and looks after it")
            page.add(leftToService.map { Note("", $0.knob.description) }, indent: 3)
        }
        page.addSpace()
        page.add(Span(OutcomeTable.summary(of: outcomes, done: "put back"), outcomes.areAllApplied ? .good : .bad))
        for hold in holds { page.add(paragraph: hold.sentence) }
        return page.text
    }
}

extension RevertAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, outcomes, untouched, leftToService, holds
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(RevertAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(outcomes, forKey: .outcomes)
        try container.encode(untouched, forKey: .untouched)
        try container.encode(leftToService, forKey: .leftToService)
        try container.encode(holds, forKey: .holds)
    }
}

extension [CarriedOut] {
    /// Whether every write did what it should.
    var areAllApplied: Bool { allSatisfy { $0.outcome == .applied } }
}
