/// A release of etcd 3, as far as its configuration differs from others'.
///
/// What is known are 3.4 to 3.7, patch by patch; an older one is taken as 3.4, a newer one as 3.7.
struct EtcdRelease: Hashable, Sendable {
    /// The minor release, from 4 to 7.
    let minor: Int64
    /// The patch; the greatest number where only a release is known.
    let patch: Int64
    /// Whether nothing tells the release, so that nothing may be refused that hangs on it.
    let isAssumed: Bool
    /// Whether its flags are all known: a flag that is not known is then no flag.
    let knowsFlags: Bool

    init(of version: KubernetesVersion?) {
        guard let version, version.major == 3 else {
            (minor, patch, isAssumed, knowsFlags) = (6, .max, true, true)
            return
        }
        isAssumed = false
        knowsFlags = (4...7).contains(version.minor)
        minor = min(max(version.minor, 4), 7)
        patch = version.minor < 4 ? 0 : version.minor > 7 ? .max : version.patch ?? .max
    }
}
