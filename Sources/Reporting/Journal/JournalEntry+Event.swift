public import Tuning

extension JournalEntry {
    /// The entry that tells of a transition, in the units of the catalogue's settings.
    public init(_ event: Event, units: Units) {
        switch event {
        case .drifted(let finding, let before):
            self.init(.drifted, .warning, of: finding, from: before, units: units) { words in
                words.closed(words.change(from: before), words.suspicion, words.restraint)
            }
        case .putBack(let finding, let before, let found):
            self.init(.putBack, .warning, of: finding, from: before, found: found, units: units) { words in
                words.closed(words.change(from: before), words.suspicion, words.repair)
            }
        case .contested(let finding):
            self.init(.contested, .error, of: finding, units: units) { words in
                let advice = finding.attribution?.write == nil ? words.suspicion ?? "find who writes it" : nil
                return words.closed(words.quarrel, "nothing is written for \(finding.pause)", advice)
            }
        case .unmet(let finding):
            self.init(.unmet, .warning, of: finding, units: units) { $0.closed($0.standing(), $0.restraint) }
        case .resolved(let finding):
            self.init(.resolved, .notice, of: finding, units: units) { $0.closed($0.recovery) }
        case .unreadable(let finding):
            self.init(.unreadable, .warning, of: finding, units: units) { words in
                words.closed(words.loss, "nobody knows whether it is right")
            }
        case .applied(let change): self.init(applied: change, units: units)
        case .processTuned(let finding, let change): self.init(tuned: finding, by: change, units: units)
        case .failed(let one): self.init(failed: one, units: units)
        }
    }

    private init(
        _ kind: MessageKind,
        _ priority: Priority,
        of finding: Finding,
        from before: Value? = nil,
        found: Observation? = nil,
        units: Units,
        message: (FindingSentence) -> String
    ) {
        self.init(
            kind,
            priority,
            message(FindingSentence(finding, units: units)),
            and: .fields(of: finding, from: before, found: found, units: units)
        )
    }
}

extension Finding {
    /// How long nothing is written from the pass on that found the knob contested, in words.
    fileprivate var pause: String {
        let since = standing.since
        let (seconds, overflow) = (standing.contestedUntil ?? since).subtractingReportingOverflow(since)
        return Quantity.span(seconds: overflow ? 0 : seconds)
    }
}
