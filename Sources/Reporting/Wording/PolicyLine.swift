public import Tuning

/// The policy that holds, in a line.
public struct PolicyLine: Hashable, Sendable, Encodable {
    /// The name of the profile.
    public var profile: String
    /// The mode of settings that have none of their own.
    public var mode: Mode

    /// A profile and a mode.
    public init(profile: String, mode: Mode) {
        self.profile = profile
        self.mode = mode
    }

    /// The line of a policy.
    public init(_ policy: Policy) {
        self.init(profile: policy.profile.name, mode: policy.mode)
    }

    /// Profile and mode in words, for others.
    public var sentence: String { text }

    /// Profile and mode in words.
    var text: String { "profile \(profile), mode \(mode.rawValue)" }
}
