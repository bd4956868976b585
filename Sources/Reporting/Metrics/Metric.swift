/// The metrics, each with its permanent name: alerts and dashboards are made of them.
public enum Metric: String, Hashable, Sendable, CaseIterable {
    case settingVerdict = "nodekeel_setting_verdict"
    case settingEffect = "nodekeel_setting_effect"
    case settings = "nodekeel_settings"
    case drifts = "nodekeel_setting_drifts_total"
    case failedWrites = "nodekeel_failed_writes"
    case pendingActivations = "nodekeel_pending_activations"
    case holdExpiry = "nodekeel_hold_expiry_timestamp_seconds"
    case policyRejected = "nodekeel_policy_rejected"
    case lastPass = "nodekeel_last_pass_timestamp_seconds"
    case lastPassDuration = "nodekeel_last_pass_duration_seconds"
    case fingerprint = "nodekeel_fingerprint_info"

    /// What it says.
    var help: String {
        switch self {
        case .settingVerdict: "1 for the verdict on a setting, the worst of its knobs."
        case .settingEffect: "1 for what a setting that is met does on this node."
        case .settings: "How many settings have a verdict."
        case .drifts: "How often a knob of a setting drifted since the service started."
        case .failedWrites: "How many writes of the last pass failed."
        case .pendingActivations: "How many knobs wait for an activation to be live."
        case .holdExpiry: "When a hold on a setting ends; +Inf for one that lasts until it is released."
        case .policyRejected: "1 if the policy on disk cannot be used, and the last good one or none is in force."
        case .lastPass: "When the node was last looked at."
        case .lastPassDuration: "How long that took."
        case .fingerprint: "Nodes with the same fingerprint stand the same."
        }
    }

    /// The kind, in the words of the format.
    var kind: String { self == .drifts ? "counter" : "gauge" }
}
