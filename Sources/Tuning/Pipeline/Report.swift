/// Findings and outcomes of one run.
public struct Report: Hashable, Sendable, Codable {
    /// The version of this shape; it changes when a reader would have to.
    public static let currentSchemaVersion = 1

    /// The version of the shape this report was written in.
    public var schemaVersion: Int
    /// The nodekeel that wrote it.
    public var nodekeelVersion: String
    /// When.
    public var moment: Moment
    /// What groups nodes that are alike: wanted, observed and version, in one word.
    public var fingerprint: String
    /// What was found.
    public var findings: [Finding]
    /// What does not apply.
    public var leftAlone: [LeftAlone]
    /// What was changed in this run.
    public var outcomes: [CarriedOut]

    /// A report; the fingerprint is computed.
    public init(
        nodekeelVersion: String,
        moment: Moment,
        findings: [Finding],
        leftAlone: [LeftAlone],
        outcomes: [CarriedOut]
    ) {
        schemaVersion = Report.currentSchemaVersion
        self.nodekeelVersion = nodekeelVersion
        self.moment = moment
        fingerprint = Fingerprint(of: findings, leftAlone: leftAlone, version: nodekeelVersion).text
        self.findings = findings
        self.leftAlone = leftAlone
        self.outcomes = outcomes
    }

    /// What makes a finding the same one in the next report: who asks, and of which knob.
    public struct Key: Hashable, Sendable {
        private let setting: Setting.ID
        private let knob: Knob

        /// The key of a desired.
        public init(_ desired: Desired) {
            setting = desired.setting
            knob = desired.target.knob
        }

        /// The key of what a change was made for.
        init(_ change: Change) {
            setting = change.setting
            knob = change.knob
        }
    }

    /// The findings as the next report goes by them; none if this one is of another boot.
    public func findings(in boot: String) -> [Finding] { moment.boot == boot ? findings : [] }

    /// The report without its quarrels about what is chosen, for a run that somebody asked for by hand.
    public func forgiven(_ choice: Choice = .everything) -> Report {
        var report = self
        for index in report.findings.indices where choice.includes(report.findings[index].desired.setting) {
            report.findings[index].standing = report.findings[index].standing.forgiven()
        }
        return report
    }

    /// Whether every setting that applies is met, and every change was applied.
    public var isAllMet: Bool {
        findings.allSatisfy { $0.verdict == .met } && outcomes.allSatisfy { $0.outcome == .applied }
    }

    /// Whether everything that this run was allowed to put right is right.
    public var isAllEnforcedMet: Bool {
        findings.allSatisfy { finding in
            finding.desired.mode == .observe || finding.desired.hold != nil || finding.obstacle != nil
                || finding.desired.isLeftOut || finding.verdict == .met
        }
            && outcomes.allSatisfy { $0.outcome == .applied }
    }
}
