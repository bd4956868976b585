/// What changed in kube-proxy from release to release, as far as it bears on the connection-tracking table.
///
/// | releases | computed number | present number |
/// | --- | --- | --- |
/// | up to 1.22 | the larger of `maxPerCore` × CPUs and `min` | is replaced if it differs |
/// | 1.23 to 1.28 | the same | is only raised (kubernetes#103174, changelog of 1.23.0-alpha.3) |
/// | 1.29 to 1.35 | the same | is replaced if it differs (kubernetes#120448) |
/// | 1.36, 1.37 | a product above 1,048,576 becomes that, even under a larger `min` (kubernetes#137002) | is replaced |
/// | from 1.38 | the same | is only raised (kubernetes#142035, changelog of 1.38.0-alpha.1) |
///
/// #142035 was also proposed for 1.36 and 1.37 (#142199, #142198: open on 2026-09-19). Which patches have it, if any,
/// is not known here, so every 1.36 and 1.37 is taken to lower the table, as 1.36.3 was seen to do: a warning too many
/// is better than a table that shrinks unannounced.
public struct KubeProxyRules: Hashable, Sendable {
    /// Whether the table is only ever raised.
    public var isRaiseOnly: Bool
    /// What a larger product of `maxPerCore` and CPUs becomes, in entries; nil for no such cap.
    public var cap: Int64?
    /// Whether the version was unknown, so that these are the rules of the newest release of which any are known to
    /// be in use: 1.37. They also are the ones that promise the operator least.
    public var isAssumed: Bool

    /// The cap since 1.36, in entries.
    public static let capSince136: Int64 = 1_048_576

    /// The rules of a version.
    public init(of version: KubernetesVersion?) {
        isAssumed = version == nil
        guard let version else {
            (isRaiseOnly, cap) = (false, KubeProxyRules.capSince136)
            return
        }
        let raisedOnlyBefore = version.isAtLeast(minor: 23) && !version.isAtLeast(minor: 29)
        isRaiseOnly = raisedOnlyBefore || version.isAtLeast(minor: 38)
        cap = version.isAtLeast(minor: 36) ? KubeProxyRules.capSince136 : nil
    }
}
