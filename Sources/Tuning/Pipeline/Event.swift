/// Something worth telling: a transition, never a state.
public enum Event: Hashable, Sendable {
    /// A knob stopped holding what it should, and policy only lets us tell.
    case drifted(Finding, from: Value?)
    /// A knob stopped holding what it should, and was put back.
    case putBack(Finding, from: Value?, found: Observation)
    /// A knob keeps being changed: nothing is written until the pause is over.
    case contested(Finding)
    /// A setting that can only be observed is not met.
    case unmet(Finding)
    /// A knob that was told of holds what it should again.
    case resolved(Finding)
    /// A change was made that is no answer to drift.
    case applied(Change)
    /// A process took the place of one that had ended, and was given what that one had.
    case processTuned(Finding, Change)
    /// A change was refused by the machine.
    case failed(CarriedOut)
    /// A knob that could be read cannot be read any more.
    case unreadable(Finding)
}

extension Event {
    /// The transitions from one report to the next. `judged` are the findings before anything was put right, `settled`
    /// those after it, with what has been told marked in their standing.
    public static func transitions(
        from previous: Report?,
        judged: [Finding],
        settled: inout [Finding],
        outcomes: [CarriedOut],
        at now: Moment
    ) -> [Event] {
        var events: [Event] = []
        var causes: Set<String> = []
        let earlier = previous?.findings(in: now.boot) ?? []
        var (places, earlierPlaces) = (FindingPlaces(), FindingPlaces())
        let made = Dictionary(outcomes.map { (Report.Key($0.change), $0) }, uniquingKeysWith: { first, _ in first })
        for (guess, finding) in judged.enumerated() {
            let outcome = made.isEmpty ? nil : made[Report.Key(finding.desired)]
            let before = earlierPlaces.place(of: finding.desired, guess: guess, in: earlier).map { earlier[$0] }
            let index = places.place(of: finding.desired, guess: guess, in: settled)
            // A verdict that has just changed was told of only where something else has told it.
            let isTold = finding.standing.isTold
            let event = transition(to: finding, from: before, outcome: outcome, isTold: isTold, at: now)
            if let event {
                // A kubelet that would not start is one thing to tell, not one for each of its fields.
                let cause = finding.causeOfAllFields ?? before?.causeOfAllFields
                if cause.map({ causes.insert($0).inserted }) ?? true { events.append(event) }
            }
            if let index, settled[index].verdict == finding.verdict {
                settled[index].standing.isTold = isTold || event != nil
            }
        }
        return events
    }

    private static func transition(
        to finding: Finding,
        from before: Finding?,
        outcome: CarriedOut?,
        isTold: Bool,
        at now: Moment
    ) -> Event? {
        if let outcome {
            if outcome.outcome != .applied { return isTold ? nil : .failed(outcome) }
            if let before, finding.observation.isOfNewProcesses(since: before.observation, finding.desired.target) {
                return .processTuned(finding, outcome.change)
            }
            return finding.verdict == .drifted
                ? .putBack(finding, from: before?.value, found: finding.observation)
                : .applied(outcome.change)
        }
        guard !isTold else { return nil }
        let hasLasted = now.uptimeSeconds - finding.standing.since >= finding.desired.hysteresisSeconds
        return switch finding.verdict {
        case .met: before.map { $0.standing.isTold && $0.verdict != .met } ?? false ? .resolved(finding) : nil
        case .drifted: hasLasted ? .drifted(finding, from: before?.value) : nil
        case .contested: .contested(finding)
        case .unmet: hasLasted ? .unmet(finding) : nil
        case .unknown: .unreadable(finding)
        }
    }
}

extension Finding {
    /// Why nothing is known of any field of the kubelet, as this finding has it; nil where that is not so.
    fileprivate var causeOfAllFields: String? {
        guard desired.target.knob.isKubeletField, case .unreadable(let reason) = observation else { return nil }
        return reason
    }
}
