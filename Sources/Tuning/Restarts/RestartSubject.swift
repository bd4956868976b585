/// A unit that reads files of nodekeel's at its start only, and how these stand to what it runs with.
public struct RestartSubject: Equatable, Sendable {
    /// The unit.
    public var unit: String
    /// The files that nodekeel writes for it, whether they are there or not.
    public var paths: [String]
    /// The version of what it runs; nil if nothing tells it.
    public var version: String?
    /// Whether one of the files was changed after it started.
    public var isOutdated: Bool
    /// Whether somebody still wants what it would read there. What it may have read already, by a file that is dated later
    /// than now, is no cause for a restart.
    public var isWanted: Bool
    /// Why it must not be restarted as it is, although something is pending; nil if nothing speaks against it.
    public var objection: String?
    /// Where it tells over HTTP whether it is well; nil if it does not.
    public var healthz: HealthEndpoint?
    /// The API server that it has a connection to, such as `10.0.0.1:6443`, by which its lease is renewed: it must come
    /// back after a restart. Nil if there is none now, which is no fault of what is made live.
    public var server: String?
    /// The edit of a static pod's manifest, where that is what restarts it.
    public var manifest: ManifestEdit?

    /// A program of which a manifest is to be edited.
    public init(of edit: ManifestEdit, objection: String?) {
        self.init(
            unit: edit.program,
            paths: [edit.path],
            version: edit.version,
            isOutdated: true,
            isWanted: true,
            objection: objection
        )
        manifest = edit
    }

    /// A unit and how its files stand.
    public init(
        unit: String,
        paths: [String],
        version: String? = nil,
        isOutdated: Bool,
        isWanted: Bool,
        objection: String? = nil,
        healthz: HealthEndpoint? = nil,
        server: String? = nil
    ) {
        self.unit = unit
        self.paths = paths
        self.version = version
        self.isOutdated = isOutdated
        self.isWanted = isWanted
        self.objection = objection
        self.healthz = healthz
        self.server = server
    }

    /// Whether a restart would make something live that policy wants.
    public var isPending: Bool { isOutdated && isWanted }
}

/// A file that a unit reads at its start.
public struct RestartFile: Equatable, Sendable, Codable {
    /// Its path.
    public var path: String
    /// What it holds; nil if it is not there.
    public var text: String?

    /// A file and what it holds.
    public init(path: String, text: String?) {
        self.path = path
        self.text = text
    }

    /// What it means, in one word: the same for files that differ in comments alone.
    public var fingerprint: String {
        Fingerprint(of: [path, text.map(FragmentComment.meaning(of:)) ?? "not there"]).text
    }
}

extension [RestartFile] {
    /// What all of them mean, in one word.
    public var fingerprint: String { Fingerprint(of: map(\.fingerprint)).text }
}

/// Where a program on this node tells over plain HTTP whether it is well.
public struct HealthEndpoint: Hashable, Sendable, Codable {
    /// An address of this node.
    public var host: String
    /// The port.
    public var port: Int64

    /// An endpoint.
    public init(host: String, port: Int64) {
        self.host = host
        self.port = port
    }
}

extension Facts {
    /// The units of this node that have files of nodekeel's to read at their next start.
    ///
    /// - Parameter findings: what is wanted and found: only what somebody still wants is worth a restart.
    public func restartSubjects(_ findings: [Finding]) -> [RestartSubject] {
        [kubelet?.restartSubject(findings), containerRuntime?.containerd?.restartSubject(findings)].compactMap(\.self)
    }
}

extension KubeletFacts {
    fileprivate func restartSubject(_ findings: [Finding]) -> RestartSubject? {
        // One that has never started has nothing to make live, and needs no restart when it does.
        guard pid != nil, carrier == nil, let startedAtMilliseconds else { return nil }
        let dropIn = KubeletDirectoryDropIn.path(of: restartedUnit)
        let awaited = findings.awaiting(restartedUnit)
        let isFlagAwaited = awaited.contains { $0.desired.target.knob == .file(dropIn) }
        let isNewer = fragment.flatMap { changedAtMilliseconds[$0.path] }.map { $0 >= startedAtMilliseconds } ?? false
        let isUndated = fragment.flatMap { laterThanNow?.contains($0.path) } ?? false
        let isFieldAwaited = awaited.contains { $0.desired.target.knob.carrier == .kubelet }
        return RestartSubject(
            unit: restartedUnit,
            paths: [fragment?.path, dropIn].compactMap(\.self),
            version: version,
            isOutdated: isNewer || isFlagAwaited,
            isWanted: isFlagAwaited || isFieldAwaited && !isUndated,
            objection: (refusal ?? unreadable).map { "it would not start as it is configured: \($0)" },
            healthz: healthz,
            server: heartbeat.flatMap { $0.connectionCount ?? 0 > 0 ? $0.server : nil }
        )
    }

    /// Where this kubelet tells on loopback that it is well; nil where it does not.
    /// sources: kubelet 1.36 pkg/kubelet/apis/config/v1beta1/defaults.go
    public var healthz: HealthEndpoint? {
        guard let port = effective["healthzPort"]?.integer, (1...65_535).contains(port) else { return nil }
        return switch effective["healthzBindAddress"] {
        case .string("0.0.0.0"), .string(""), nil: HealthEndpoint(host: "127.0.0.1", port: port)
        case .string("::"): HealthEndpoint(host: "::1", port: port)
        case .string(let address) where address.hasPrefix("127.") || address == "::1":
            HealthEndpoint(host: address, port: port)
        // The service speaks with loopback only.
        default: nil
        }
    }
}

extension ContainerdFacts {
    fileprivate func restartSubject(_ findings: [Finding]) -> RestartSubject? {
        guard let fragment, pid != nil, carrier == nil, let startedAtMilliseconds else { return nil }
        let isUndated = laterThanNow?.contains(fragment.path) ?? false
        let isAwaited = findings.awaiting(restartedUnit).contains { $0.desired.target.knob.carrier == .containerd }
        return RestartSubject(
            unit: restartedUnit,
            paths: [fragment.path],
            version: version,
            isOutdated: changedAtMilliseconds[fragment.path].map { $0 >= startedAtMilliseconds } ?? false,
            isWanted: isAwaited && !isUndated,
            objection: (refusal ?? fragment.refusal ?? unreadable).map {
                "it would not start as it is configured: \($0)"
            }
        )
    }
}

extension [Finding] {
    /// Those that policy wants and that a restart of the unit makes live.
    fileprivate func awaiting(_ unit: String) -> [Finding] {
        filter { finding in
            finding.effect == .pending(.restart(unit)) && finding.desired.mode != .observe
                && finding.desired.hold == nil
        }
    }
}
