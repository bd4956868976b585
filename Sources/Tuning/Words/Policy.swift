/// What the operator says: profile, parameters, overrides, mode.
public struct Policy: Hashable, Sendable {
    /// The profile that it starts from.
    public var profile: Profile
    /// What may be done about settings that say nothing themselves.
    public var mode: Mode
    /// How often everything is read again, in seconds.
    public var intervalSeconds: Int64
    /// The release whose settings are wanted; nil for those of this one.
    public var settingsVersion: ReleaseVersion?
    /// What a node cannot know by itself.
    public var cluster: Cluster
    /// What is said of single settings.
    public var settings: [Setting.ID: SettingPolicy]
    /// Whether nodekeel may have units reload what it wrote for them, by unit; where nothing is said, it may.
    ///
    /// A reload stops nothing and is undone by the next one, so it belongs to what is done at once. A restart is
    /// another matter.
    public var reloads: [String: Bool] = [:]
    /// What is said of restarts, by unit; where nothing is said, none is made.
    public var restarts: [String: RestartPolicy] = [:]
    /// The server that is asked for a slot before a restart, where a unit's gate is FleetLock.
    public var fleetLock: FleetLockServer?
    /// Which nodes may be changed yet; nil for all.
    public var rollout: Rollout?
    /// Why this node may not be changed yet; nil if it may. Only in a policy as it holds on a node.
    public var rolloutObjection: String?
    /// What must be well before a change that is tried is kept; nil for what is usual.
    public var gates: [HealthGate]?
    /// Where the service leaves metrics.
    public var metrics = MetricsPlace.preset

    /// The default interval of the sweep, in seconds. A change that no event source sees is found within it.
    public static let presetIntervalSeconds: Int64 = 60

    /// A profile with nothing added.
    public init(profile: Profile) {
        self.profile = profile
        mode = profile.mode
        intervalSeconds = Policy.presetIntervalSeconds
        cluster = Cluster()
        settings = [:]
    }

    /// The mode of one setting: its own word, or the policy's; never stricter than the setting allows. A setting that is
    /// newer than the release that policy stays with, or that is opted into, is only observed unless policy speaks of it.
    public func mode(of setting: Setting) -> Mode {
        if setting.strictestMode == .observe || rolloutObjection != nil { return .observe }
        if let own = settings[setting.id]?.mode { return own }
        if setting.isOptIn { return .observe }
        return settingsVersion.map { $0 < setting.since } ?? false ? .observe : mode
    }

    /// The parameter values of one setting: the profile's, in the release that policy stays with, then the policy's.
    public func values(of setting: Setting) -> [String: Value] {
        let given = settings[setting.id]?.values ?? [:]
        return profile.values(of: setting.id, asOf: settingsVersion).merging(given) { _, operators in operators }
    }
}

/// What is said of one setting in policy.
public struct SettingPolicy: Hashable, Sendable {
    /// Its own mode, if it has one.
    public var mode: Mode?
    /// The parameters given, by name.
    public var values: [String: Value]
    /// What the operator asks for in place of, above or below the setting's own number.
    public var limits: Limits
    /// How much of the number is nodekeel's; nil for what the setting itself says.
    public var ownership: Ownership?
    /// How parameters and limits that are formulas came to their values on this node, by name.
    public var formulas: [String: String] = [:]

    /// The operator's own word on a number.
    public struct Limits: Hashable, Sendable {
        /// This and no other, whatever the formula gives.
        public var exactly: Int64?
        /// The formula's number, but never less than this.
        public var atLeast: Int64?
        /// The formula's number, but never more than this.
        public var atMost: Int64?

        /// No word at all.
        public init(exactly: Int64? = nil, atLeast: Int64? = nil, atMost: Int64? = nil) {
            self.exactly = exactly
            self.atLeast = atLeast
            self.atMost = atMost
        }

        /// Whether nothing is said.
        public var isEmpty: Bool { self == Limits() }

        /// The limits with gaps filled by another's.
        public func filled(from other: Limits) -> Limits {
            guard exactly == nil else { return self }
            return Limits(
                exactly: other.exactly,
                atLeast: atLeast ?? other.atLeast,
                atMost: atMost ?? other.atMost
            )
        }

        /// A bound with these limits laid on it; a bound without a number is only replaced.
        public func limiting(_ bound: Bound) -> Bound {
            if let exactly { return .exactly(.integer(exactly)) }
            func limited(_ number: Int64) -> Int64 {
                min(max(number, atLeast ?? number), atMost ?? .max)
            }
            return switch bound {
            case .atLeast(let number): .atLeast(limited(number))
            case .atMost(let number): .atMost(limited(number))
            case .exactly(.integer(let number)): .exactly(.integer(limited(number)))
            case .exactly, .oneOf, .steady: bound
            }
        }
    }

    /// Nothing said.
    public init(mode: Mode? = nil, values: [String: Value] = [:], limits: Limits = Limits()) {
        self.mode = mode
        self.values = values
        self.limits = limits
    }
}

/// What a node cannot know by itself about its cluster.
public struct Cluster: Hashable, Sendable, Codable {
    /// How many nodes the cluster has.
    public var nodes: Int64?
    /// How many requests a second the API servers together may answer.
    public var apiserverQPS: Int64?
    /// The Kubernetes version of this node's components, where nothing on the node tells it.
    public var kubernetesVersion: String?

    /// Nothing known.
    public init(nodes: Int64? = nil, apiserverQPS: Int64? = nil, kubernetesVersion: String? = nil) {
        self.nodes = nodes
        self.apiserverQPS = apiserverQPS
        self.kubernetesVersion = kubernetesVersion
    }
}

/// A named selection of parameters and a mode.
public struct Profile: Hashable, Sendable {
    /// Its name in policy.
    public let name: String
    /// What it is for, in one sentence.
    public let summary: String
    /// The mode of a policy that names none.
    public let mode: Mode
    /// Parameter values, by setting and name.
    public let values: [Setting.ID: [String: Value]]
    /// Limits on the settings' own numbers.
    public let limits: [Setting.ID: SettingPolicy.Limits]
    /// What earlier releases asked instead.
    public let revisions: [Revision]

    /// A profile.
    public init(
        name: String,
        summary: String,
        mode: Mode,
        values: [Setting.ID: [String: Value]],
        limits: [Setting.ID: SettingPolicy.Limits] = [:],
        revisions: [Revision] = []
    ) {
        self.name = name
        self.summary = summary
        self.mode = mode
        self.values = values
        self.limits = limits
        self.revisions = revisions
    }

    /// The parameters of a setting as a release had them; nil for this one.
    func values(of setting: Setting.ID, asOf version: ReleaseVersion?) -> [String: Value] {
        let undone = revisions.filter { one in one.setting == setting && version.map { $0 < one.version } ?? false }
        // The newest first, so that the oldest has the last word.
        return undone.sorted { $0.version > $1.version }.reduce(values[setting] ?? [:]) { values, revision in
            values.merging(revision.earlier) { _, earlier in earlier }
        }
    }
}
