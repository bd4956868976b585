public import Tuning

/// What `status` answers: on one screen, whether this node is as it should be and whether anybody is looking.
public struct StatusAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    /// What is known of the service.
    public struct Service: Hashable, Sendable, Encodable {
        /// Whether it runs.
        public var isRunning: Bool
        /// In how many seconds it makes its next pass at the latest; nil if it makes none.
        public var nextPassInSeconds: Int64?
        /// What it cannot watch, each with the reason: changes there are found by the next pass only.
        public var blindSpots: [String]
        /// What holds in place of the policy on disk, and why that cannot be used here; nil if it is in force.
        public var policyRejection: String?

        /// A service.
        public init(
            isRunning: Bool,
            nextPassInSeconds: Int64? = nil,
            blindSpots: [String] = [],
            policyRejection: String? = nil
        ) {
            self.isRunning = isRunning
            self.nextPassInSeconds = nextPassInSeconds
            self.blindSpots = blindSpots
            self.policyRejection = policyRejection
        }
    }

    /// An apply that waits to be confirmed.
    public struct OnTrial: Hashable, Sendable, Encodable {
        /// What was written.
        public var settings: [Setting.ID]
        /// In how many seconds it is undone.
        public var secondsLeft: Int64

        /// An open trial.
        public init(settings: [Setting.ID], secondsLeft: Int64) {
            self.settings = settings
            self.secondsLeft = secondsLeft
        }
    }

    let node: String?
    let trial: OnTrial?
    let report: Report?
    let service: Service
    let policy: PolicyLine?
    let holds: [Hold]
    let originals: [Original]
    let restarts: [RestartLine]
    let now: Moment
    let units: Units

    /// The answer.
    ///
    /// - Parameters:
    ///   - node: What the node is called, for `fleet`; nil where that is not known.
    ///   - trial: An apply that waits to be confirmed.
    ///   - report: The last report; nil if there is none yet.
    ///   - policy: The policy; nil if it could not be loaded. One that the service has rejected is not told.
    ///   - holds: The holds that are in force.
    ///   - originals: The ledger: what `revert` would put back.
    ///   - restarts: How the restarts stand that something written waits for.
    ///   - settings: The catalogue, which knows what the numbers count.
    public init(
        node: String? = nil,
        trial: OnTrial? = nil,
        report: Report?,
        service: Service,
        policy: PolicyLine?,
        holds: [Hold],
        originals: [Original],
        restarts: [RestartLine] = [],
        now: Moment,
        settings: [Setting]
    ) {
        self.node = node
        self.trial = trial
        self.report = report
        self.service = service
        self.policy = service.policyRejection == nil ? policy : nil
        self.holds = holds
        self.originals = originals
        self.restarts = restarts
        self.now = now
        units = Units(of: settings)
    }

    public func text(in style: Style) -> String {
        StatusText(answer: self).text(in: style)
    }

    /// How old the last report is, in seconds; nil without one, or if the clock was set back.
    var ageSeconds: Int64? {
        guard let report else { return nil }
        let (seconds, overflow) = now.epochSeconds.subtractingReportingOverflow(report.moment.epochSeconds)
        return overflow || seconds < 0 ? nil : seconds
    }

    /// Whether the last report is of an earlier boot, and says nothing of this one.
    var isOfEarlierBoot: Bool {
        report.map { $0.moment.boot != now.boot } ?? false
    }
}

extension StatusAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, node, verdict, summary, fingerprint, lastPass, ageSeconds, isOfEarlierBoot
        case service, policy, trial, holds, restarts, notMet, originals
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let tally = report.map { Tally(of: $0.findings) }
        try container.encode(StatusAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encodeIfPresent(node, forKey: .node)
        try container.encode(tally?.worst, forKey: .verdict)
        try container.encode(tally, forKey: .summary)
        try container.encode(report?.fingerprint, forKey: .fingerprint)
        try container.encode(report?.moment, forKey: .lastPass)
        try container.encode(ageSeconds, forKey: .ageSeconds)
        try container.encode(isOfEarlierBoot, forKey: .isOfEarlierBoot)
        try container.encode(service, forKey: .service)
        try container.encode(policy, forKey: .policy)
        try container.encodeIfPresent(trial, forKey: .trial)
        try container.encode(holds, forKey: .holds)
        try container.encode(restarts, forKey: .restarts)
        try container.encode(report?.findings.filter { $0.verdict != .met } ?? [], forKey: .notMet)
        try container.encode(originals, forKey: .originals)
    }
}
