/// What policy says of restarts of one unit; what it does not say is nil, and has the preset.
///
/// Nothing is restarted unless `restart: allowed` is said of the very unit. The other words narrow that down and allow
/// nothing by themselves.
public struct RestartPolicy: Hashable, Sendable {
    /// Whether nodekeel may restart the unit.
    public var permission: Permission?
    /// When; an empty list for any time.
    public var windows: [RestartWindow]?
    /// Over how long nodes that could restart at the same moment spread out, in seconds.
    public var splaySeconds: Int64?
    /// How many times an hour at most, an undo not counted.
    public var atMostPerHour: Int64?
    /// Who is asked before.
    public var gate: Gate?
    /// How long the unit may take to be healthy afterwards, in seconds.
    public var healthWithinSeconds: Int64?

    /// Whether something may be done.
    public enum Permission: String, Hashable, Sendable, CaseIterable {
        case allowed, refused
    }

    /// Who is asked before a restart.
    public enum Gate: String, Hashable, Sendable, CaseIterable {
        case none, fleetlock
    }

    /// The units that nodekeel restarts where policy allows it: those for which it writes what only a restart makes live.
    public static let units = ["kubelet.service", "containerd.service"] + programs
    /// Programs of static pods, by name: to write their manifest is to restart them.
    public static let programs = ManifestEdit.flags.keys.sorted()
    /// One restart an hour: what went wrong once is not tried again before somebody could look.
    public static let presetPerHour: Int64 = 1
    /// Two minutes: a kubelet of a busy node answers after half a minute, and its node is taken for lost after 40 seconds
    /// without a heartbeat.
    public static let presetHealthWithinSeconds: Int64 = 120
    /// The bounds of what policy may say.
    public static let perHourRange: ClosedRange<Int64> = 1...12
    /// No window is longer than a day, so neither is a useful splay.
    public static let splayRange: ClosedRange<Int64> = 0...86_400
    /// Below, no kubelet is back; above, a node that is down goes unnoticed.
    public static let healthWithinRange: ClosedRange<Int64> = 20...1_800
    /// The most windows of one unit.
    public static let windowLimit = 32

    /// Nothing said.
    public init() {}

    /// Whether restarts are allowed.
    public var isAllowed: Bool { permission == .allowed }
    /// How many restarts an hour at most.
    public var perHour: Int64 { atMostPerHour ?? RestartPolicy.presetPerHour }
    /// How long the unit may take to be healthy, in seconds.
    public var healthLimit: Int64 { healthWithinSeconds ?? RestartPolicy.presetHealthWithinSeconds }

    /// Over how long nodes spread out, in seconds: never beyond the end of the shortest window, or some would wait for
    /// ever.
    public var spreadSeconds: Int64 {
        let shortest = windows?.map { $0.length * 60 }.min()
        return min(splaySeconds ?? 0, shortest ?? .max)
    }

    /// The same for what a person has asked to be given back: at once, but by its gate.
    public var forRevert: RestartPolicy {
        var policy = self
        policy.permission = .allowed
        (policy.windows, policy.splaySeconds) = (nil, nil)
        policy.atMostPerHour = RestartPolicy.perHourRange.upperBound
        return policy
    }

    /// This over what was said before it: its words win, what it does not say stays.
    public func laid(over earlier: RestartPolicy) -> RestartPolicy {
        var merged = earlier
        merged.permission = permission ?? earlier.permission
        merged.windows = windows ?? earlier.windows
        merged.splaySeconds = splaySeconds ?? earlier.splaySeconds
        merged.atMostPerHour = atMostPerHour ?? earlier.atMostPerHour
        merged.gate = gate ?? earlier.gate
        merged.healthWithinSeconds = healthWithinSeconds ?? earlier.healthWithinSeconds
        return merged
    }

    /// The words that it says, each with its value, in the order of the manual.
    public var words: [(key: String, text: String)] {
        let said: [(String, String?)] = [
            ("restart", permission?.rawValue), ("window", windows?.map(\.text).joined(separator: "; ")),
            ("splay", splaySeconds.map { DurationText.text(seconds: $0) }),
            ("atMostPerHour", atMostPerHour.map { "\($0)" }), ("gate", gate?.rawValue),
            ("healthWithin", healthWithinSeconds.map { DurationText.text(seconds: $0) }),
        ]
        return said.compactMap { key, text in text.map { (key, $0) } }
    }
}
