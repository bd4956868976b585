/// What changed in the kubelet from release to release, as far as it bears on its configuration.
///
/// | release | change |
/// | --- | --- |
/// | 1.27 | larger defaults of the kubelet's own requests and events; `maxParallelImagePulls` |
/// | 1.28 | `--config-dir`, and nothing is read of it unless `KUBELET_CONFIG_DROPIN_DIR_ALPHA` is set |
/// | 1.29 | no cloud provider is taken any more unless the gate `DisableCloudProviders` is off |
/// | 1.30 | the variable is no longer needed |
/// | 1.31 | no cloud provider is built in |
/// | 1.32 | drop-ins are merged over the configuration as files have it and defaults are filled in again after that; \
/// before, they were laid over the program's own form of it, where null and absence are the same |
/// | 1.33 | `mergeDefaultEvictionSettings` |
/// | 1.35 | `failCgroupV1` is true by default; gates that need other gates are refused without them |
///
/// Seen on kubelets 1.31, 1.32, 1.34, 1.35 and 1.36; for others read in the source of Kubernetes.
struct KubeletRules: Hashable, Sendable {
    /// The newest release whose rules are known.
    static let newest: Int64 = 36

    /// The release of Kubernetes 1 whose rules hold.
    let minor: Int64
    /// Whether the version is unknown, so that the rules of ``newest`` are taken and what differs between releases is
    /// not held against the configuration.
    let isAssumed: Bool
    /// Whether the release is later than those that are known, so that it may know more than is known here.
    let isBeyondKnown: Bool

    init(of version: KubernetesVersion?) {
        isAssumed = version == nil
        minor = version.map { $0.major > 1 ? .max : $0.minor } ?? KubeletRules.newest
        isBeyondKnown = minor > KubeletRules.newest
    }

    /// Whether this release has `--config-dir`.
    var hasDirectory: Bool { minor >= 28 }
    /// Whether drop-ins are read only if an environment variable is set.
    var needsDirectoryVariable: Bool { 28...29 ~= minor && !isAssumed }
    /// Whether cloud providers are built in, and whether only with the feature gate that disables them off.
    var hasProviders: Bool { minor < 29 || isAssumed }
    var hasGatedProviders: Bool { minor < 31 }
    /// Whether drop-ins are merged in the form that files have, with defaults filled in again.
    var mergesAsWritten: Bool { minor >= 32 }
    /// Whether it is known which feature gates there are.
    var knowsGates: Bool { 31...KubeletRules.newest ~= minor && !isAssumed }
    /// Whether gates are checked against those that they need.
    var checksGateDependencies: Bool { minor >= 35 && !isAssumed }
    /// Whether it is known which flags there are.
    var knowsFlags: Bool { minor >= 28 && !isBeyondKnown && !isAssumed }
}
