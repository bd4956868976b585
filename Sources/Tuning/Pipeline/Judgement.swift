/// The moment at which a pass is judged.
public struct Moment: Hashable, Sendable, Codable {
    /// The kernel's random ID of this boot.
    public var boot: String
    /// Seconds since boot, suspend included.
    public var uptimeSeconds: Int64
    /// Seconds since 1970, for people.
    public var epochSeconds: Int64

    /// A moment.
    public init(boot: String, uptimeSeconds: Int64, epochSeconds: Int64) {
        self.boot = boot
        self.uptimeSeconds = uptimeSeconds
        self.epochSeconds = epochSeconds
    }
}

extension Finding {
    /// Judges what a knob said against what is wanted and what was found before in the same boot.
    public init(
        judging desired: Desired,
        observed observation: Observation,
        at now: Moment,
        after previous: Finding?,
        effect: (Target, Value) -> Effect
    ) {
        var standing = previous?.standing ?? Standing(since: now.uptimeSeconds)
        standing.settle(now: now.uptimeSeconds)
        let target = desired.target
        let value = observation.value.map(target.meaning(of:))
        let isAccepted = value.map { target.bound.accepts($0, previous: previous?.value) }
        let verdict: Verdict
        switch (isAccepted, observation) {
        case (true?, _):
            verdict = standing.contestedUntil == nil ? .met : .contested
            standing.hasBeenMet = true
        case (false?, _),
            (nil, .missing) where target.knob.isMadeByWriting:
            // What was wanted may have moved under a knob that did not: that is no drift.
            let hasMoved = previous.map { $0.desired.target.bound != target.bound } ?? false
            // Neither is it when a process ended and another took its place, or under a hold, where anything may be.
            let isRenewed = previous.map { observation.isOfNewProcesses(since: $0.observation, target) } ?? false
            if hasMoved || isRenewed || desired.hold != nil { standing.hasBeenMet = false }
            let wasAccepted = previous?.verdict == .met || previous.map(\.isHeldWhileContested) ?? false
            // Nobody fights over what is only read.
            let isOurs = !target.knob.isReadOnly
            if standing.hasBeenMet, wasAccepted, isOurs { standing.countDrift(now: now.uptimeSeconds) }
            verdict = standing.contestedUntil != nil ? .contested : standing.hasBeenMet ? .drifted : .unmet
        default:
            verdict = .unknown
        }
        if verdict != previous?.verdict {
            standing.since = now.uptimeSeconds
            standing.isTold = false
        }
        self.init(
            desired: desired,
            observation: observation,
            verdict: verdict,
            effect: isAccepted == true ? value.map { effect(target, $0) } : nil,
            standing: standing
        )
    }

    /// The same where what drifted was put back and read back as it should be: if it departs by the next look, that is a
    /// drift of its own. Whoever writes without a pause would else be answered, and told of, for ever without being counted.
    public func put(right outcome: CarriedOut) -> Finding {
        guard verdict == .drifted, outcome.outcome == .applied, desired.target.knob.carrier == nil else { return self }
        var finding = self
        finding.verdict = .met
        return finding
    }

    /// Whether the knob holds what it should although it is contested.
    private var isHeldWhileContested: Bool {
        verdict == .contested && (value.map { desired.target.bound.accepts($0) } ?? false)
    }
}

extension Observation {
    /// Whether what departs from a target are processes that were not there at an earlier look.
    func isOfNewProcesses(since earlier: Observation, _ target: Target) -> Bool {
        guard case .priority = target.knob, let now = threads else { return false }
        return now.departsOnlyInNewProcesses(from: target.bound, since: earlier.threads)
    }

    /// The priorities of threads, where that is what was read.
    private var threads: ThreadPriorities? {
        if case .value(_, let text, _) = self { ThreadPriorities(text) } else { nil }
    }
}
