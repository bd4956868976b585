/// What flags of a program make of the manifest of its static pod, decided in full.
///
/// To write the manifest is to restart the program: the kubelet ends the pod and makes another as soon as the decoded pod
/// differs. So it is not a write of a plan, but made by the service, as a restart is: see ``RestartAttempt``.
public struct ManifestEdit: Equatable, Sendable, Codable {
    /// The program, such as `kube-controller-manager`, by which policy allows its restart.
    public var program: String
    /// Its version; nil if nothing tells it.
    public var version: String?
    /// The arguments that its process has with the manifest as it is, and with the edited one, the program left out.
    public var arguments: Arguments
    /// What goes into the ledger before the write: the file first, then each flag.
    public var changes: [Change]
    /// How the kubelet finds out whether the pod is well, as far as that can be found out without its credentials.
    public var probes: [PodProbe]
    /// Where etcd tells of its peers; nil for a program that has none.
    public var metrics: HealthEndpoint?
    /// Whether flags are given back that were reverted, for which a person asked now.
    public var isGivenBack = false

    /// The arguments before and after.
    public struct Arguments: Equatable, Sendable, Codable {
        public var before: [String]
        public var after: [String]

        /// Arguments before and after.
        public init(before: [String], after: [String]) {
            self.before = before
            self.after = after
        }
    }

    /// An edit.
    public init(
        program: String,
        version: String?,
        arguments: Arguments,
        changes: [Change],
        probes: [PodProbe],
        metrics: HealthEndpoint? = nil
    ) {
        precondition(changes.first?.knob.reader == .staticPod, "an edit begins with its file")
        self.program = program
        self.version = version
        self.arguments = arguments
        self.changes = changes
        self.probes = probes
        self.metrics = metrics
    }

    /// The flags that nodekeel sets, by program: those that settings ask for, that are one scalar each, and that need not
    /// be the same on all members at every moment. etcd's heartbeat and election timeout must be, and are told only.
    public static let flags: [String: Set<String>] = [
        "kube-apiserver": ["max-requests-inflight", "max-mutating-requests-inflight"],
        "kube-controller-manager": [
            "concurrent-deployment-syncs", "concurrent-replicaset-syncs", "concurrent-service-endpoint-syncs",
            "concurrent-job-syncs", "concurrent-namespace-syncs", "kube-api-qps", "kube-api-burst",
            "node-monitor-grace-period", "node-monitor-period",
        ],
        "etcd": ["snapshot-count", "max-wals", "max-snapshots", "quota-backend-bytes"],
    ]

    /// The manifest.
    public var path: String { changes[0].knob.name }

    /// The manifest before.
    public var former: RestartFile {
        guard case .value(_, let text, _) = changes[0].before else { return RestartFile(path: path, text: nil) }
        return RestartFile(path: path, text: text)
    }

    /// The manifest after.
    public var file: RestartFile { RestartFile(path: path, text: changes[0].text) }

    /// What a flag is given for a value: a duration where it takes one, since a setting counts milliseconds.
    public static func text(of value: Value, for flag: String, of program: String) -> String? {
        guard case .integer(let number) = value else { return nil }
        guard ControlPlaneProgram(rawValue: program)?.kind(of: flag, minor: nil) == .duration else {
            return "\(number)"
        }
        let (nanoseconds, overflows) = number.multipliedReportingOverflow(by: 1_000_000)
        return overflows ? nil : GoLiteral.text(ofDuration: nanoseconds)
    }
}

/// A question by which the kubelet finds out whether a container is well.
public struct PodProbe: Hashable, Sendable, Codable {
    /// Where it is asked on this node.
    public var endpoint: HealthEndpoint
    /// The path that is asked for over plain HTTP; nil where the answer takes TLS, or there is none: then the port has to
    /// take connections for the process.
    public var path: String?

    /// A question.
    public init(at endpoint: HealthEndpoint, path: String?) {
        self.endpoint = endpoint
        self.path = path
    }
}
