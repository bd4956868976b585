import Catalogue
import Documents
import Tuning

/// One policy file or profile file, read and checked; what it does not say is nil.
struct PolicyLayer {
    /// What a file is, and so which keys it may have.
    enum Kind: Hashable {
        case policy, profile

        fileprivate var keys: [String] {
            switch self {
            case .policy:
                [
                    "profile", "mode", "interval", "settingsVersion", "cluster", "settings", "custom", "activations",
                    "fleetLock",
                    "rollout", "metrics", "confirm",
                ]
            case .profile: ["summary", "extends", "mode", "settings", "custom"]
            }
        }
    }

    let path: String
    /// The file as it stands, for places inside formulas.
    let bytes: [UInt8]
    /// The profile that a policy names, or that a profile extends, with the place of its name.
    var profile: PlacedName?
    var summary: String?
    var mode: Mode?
    var intervalSeconds: Int64?
    var settingsVersion: ReleaseVersion?
    var cluster = Cluster()
    var settings: [Setting.ID: WrittenSetting] = [:]
    var custom: [CustomSetting] = []
    /// Whether units may be reloaded, by unit.
    var reloads: [String: Bool] = [:]
    /// What is said of restarts, by unit.
    var restarts: [String: RestartPolicy] = [:]
    /// Where units are said to ask FleetLock, which needs a server in some file.
    var gatePlaces: [String: TextPosition] = [:]
    var fleetLock: FleetLockServer?
    var fleetLockGroup: String?
    var rollout: Rollout?
    var metrics: MetricsPlace?
    var gates: [HealthGate]?
    /// Where each key stands, by its path such as `settings.connection-tracking-table.exactly`.
    var lines: [String: Int] = [:]
    private(set) var problems: [PolicyError.Problem] = []

    /// A name and where it stands.
    struct PlacedName {
        let name: String
        let place: TextPosition
    }

    /// The shortest and longest interval of the sweep, in seconds: below, the sweep itself is load; above, drift that
    /// no event source sees stays too long.
    static let intervalRange: ClosedRange<Int64> = 5...86_400
    /// The most that a policy file may hold: enough for 10,000 settings of one's own, too little for an accident.
    static let limits = DocumentLimits(byteCount: 4 << 20, nodeCount: 200_000, depth: 16)

    /// The most problems of one file that are told: of a file that is no policy at all there could be 100,000, each with
    /// the words that were probably meant.
    static let problemLimit = 200

    /// Whether nothing more is told.
    var isFull: Bool { problems.count >= PolicyLayer.problemLimit }

    /// Notes what is wrong; the last that is noted says that there may be more.
    mutating func note(_ problem: PolicyError.Problem) {
        guard !isFull else { return }
        problems.append(problem)
        guard isFull else { return }
        let message = "mend what is wrong above first: from here on nothing is told"
        problems[problems.count - 1] = PolicyError.Problem(path: path, place: problem.place, message: message)
    }

    /// Reads a file's bytes; problems are collected, so that an operator sees all of them at once.
    init(_ kind: Kind, path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        do {
            let tree = try YAML.parse(bytes, limits: PolicyLayer.limits, following: .refused, aliases: .refused)
            if let tree { read(tree, as: kind) }
        } catch {
            note(PolicyError.Problem(path: path, place: error.position, message: error.message))
        }
    }

    private mutating func read(_ tree: YAMLNode, as kind: Kind) {
        for (key, value) in entries(of: tree, below: "", known: kind.keys) {
            switch key {
            case "profile", "extends": profile = profileName(value)
            case "summary": summary = text(value, what: "a summary")
            case "mode": mode = word(value, what: "a mode")
            case "interval": intervalSeconds = interval(value)
            case "settingsVersion": settingsVersion = releaseVersion(value)
            case "cluster": readCluster(value)
            case "custom": readCustom(value)
            case "activations": readActivations(value)
            case "fleetLock": readFleetLock(value)
            case "rollout": readRollout(value)
            case "metrics": readMetrics(value)
            case "confirm": readGates(value)
            default: readSettings(value)
            }
        }
    }

    private mutating func readCluster(_ tree: YAMLNode) {
        for (key, value) in entries(of: tree, below: "cluster.", known: ["nodes", "apiserverQPS", "kubernetesVersion"])
        {
            switch key {
            case "nodes": cluster.nodes = number(value, in: 1...1_000_000)
            case "apiserverQPS": cluster.apiserverQPS = number(value, in: 1...1_000_000_000)
            default: cluster.kubernetesVersion = version(value)
            }
        }
    }

    private mutating func readSettings(_ tree: YAMLNode) {
        for (id, value) in entries(of: tree, below: "settings.", known: catalogue.map(\.id.rawValue)) {
            guard let setting = catalogue.first(where: { $0.id.rawValue == id }) else { continue }
            settings[setting.id] = writtenSetting(value, of: setting)
        }
    }

    private mutating func writtenSetting(_ tree: YAMLNode, of setting: Setting) -> WrittenSetting {
        var written = WrittenSetting()
        let limits = setting.takesLimits ? ["ownership"] + WrittenSetting.limitNames : []
        let known = ["mode"] + limits + setting.parameters.map(\.name)
        for (key, value) in entries(of: tree, below: "settings.\(setting.id).", known: known) {
            if key == "mode" {
                written.mode = word(value, what: "a mode")
                if written.mode != nil, written.mode != .observe, setting.strictestMode == .observe {
                    complain(value, "'\(setting.id)' can only be observed")
                }
            } else if key == "ownership" {
                written.ownership = word(value, what: "an ownership")
            } else if let range = setting.limitRange, limits.contains(key) {
                written.limits[key] = numberOrFormula(value, in: range)
            } else {
                written.values[key] = parameter(value, setting.parameters.first { $0.name == key })
            }
        }
        if written.limits["exactly"] != nil, written.limits.count > 1 {
            complain(tree, "'exactly' leaves no room for 'atLeast' or 'atMost'")
        } else if written.limits["exactly"] != nil, written.ownership != nil {
            complain(tree, "'exactly' says how much is nodekeel's already; leave out 'ownership'")
        } else if case .integer(let least)? = written.limits["atLeast"]?.constant,
            case .integer(let most)? = written.limits["atMost"]?.constant, least > most
        {
            complain(tree, "atLeast \(least) is more than atMost \(most)")
        }
        return written
    }
}
