public import Tuning

/// Something worth telling that is not about a single finding.
public enum ServiceEvent: Sendable {
    /// The service has started.
    case started(PolicyLine, intervalSeconds: Int64)
    /// How the node stands: at the start, after an apply and once a day, so that silence is not taken for health.
    case summary(Report)
    /// A policy was read and holds now; `files` are those that it was read from.
    case policyLoaded(PolicyLine, files: [String])
    /// A policy was refused, for this reason; the last good one goes on if there is one.
    case policyRejected(because: String, hasLastGood: Bool)
    /// A knob was given back what it held before nodekeel.
    case reverted(CarriedOut)
    /// A setting is held from now on.
    case holdSet(Hold)
    /// A setting is no longer held.
    case holdEnded(Hold)
    /// A source of events cannot be watched: changes there are found by the sweep only.
    case watchingDegraded(source: String, because: String, intervalSeconds: Int64)
    /// Settings were applied on trial, and are undone in so many seconds.
    case trialBegun([Setting.ID], seconds: Int64)
    /// What was tried is kept; the gates were well.
    case trialConfirmed([Setting.ID], gates: [HealthGate])
    /// What was tried was undone; some of it may not have been.
    case trialUndone([Setting.ID], failures: Int, because: String)
    /// What was tried could not be undone yet, for this reason.
    case trialStuck([Setting.ID], because: String)
    /// Metrics cannot be left where node_exporter takes them.
    case metricsFailed(directory: String, because: String)
    /// Nothing could be written in a pass, for this reason.
    case passFailed(because: String)
    /// A restart is wanted and waits, for this.
    case restartWaits(unit: String, RestartOutlook)
    /// A unit was restarted and is healthy.
    case restarted(unit: String, afterSeconds: Int64)
    /// A unit was not healthy after its restart, for this reason, and is healthy again with the files of before.
    case restartUndone(unit: String, because: String)
    /// Something about a restart does not work, for this reason; nil for a unit that is not known.
    case restartFailed(unit: String?, because: String)
    /// The gate did not take back its slot, for this reason.
    case slotKept(unit: String, because: String)
}
