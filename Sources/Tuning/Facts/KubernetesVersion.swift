/// A version of Kubernetes, as an image tag, a package or a program tells it.
public struct KubernetesVersion: Hashable, Sendable {
    /// The first number; 1 so far.
    public var major: Int64
    /// The second number: the release, of which there are three a year.
    public var minor: Int64
    /// The third number; nil if only a release was told.
    public var patch: Int64?
    /// What follows the numbers, its separator included, such as `-rc.0+k3s1`; empty for a plain release.
    public var suffix: String

    /// Reads `v1.34.2`, `1.34`, `1.34.2-rc.0+k3s1`, `1.34.2-1.1` (a package), `v1.34.2-eksbuild.1` (a tag).
    ///
    /// Nil for anything that does not start with two numbers, such as `latest` or `v2`, and for a number of more than
    /// four digits.
    public init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        if rest.first == "v" { rest.removeFirst() }
        guard let major = KubernetesVersion.number(&rest), rest.first == "." else { return nil }
        rest.removeFirst()
        guard let minor = KubernetesVersion.number(&rest) else { return nil }
        (self.major, self.minor) = (major, minor)
        if rest.first == "." {
            rest.removeFirst()
            guard let patch = KubernetesVersion.number(&rest) else { return nil }
            self.patch = patch
        }
        guard rest.utf8.count <= 64 else { return nil }
        switch rest.first {
        case nil, "-", "+", "~", "_", ".": suffix = String(rest)
        default: return nil
        }
    }

    /// Reads the tag of an image reference, such as `registry:5000/kube-proxy:v1.34.2@sha256:…`; nil without a tag that
    /// is a version.
    public init?(imageReference reference: String) {
        let name = reference.prefix { $0 != "@" }
        guard let last = name.split(separator: "/").last, let colon = last.lastIndex(of: ":") else { return nil }
        self.init(last[last.index(after: colon)...])
    }

    /// Whether this is release `minor` of Kubernetes 1 or a later one, whatever follows the numbers.
    public func isAtLeast(minor: Int64) -> Bool {
        major > 1 || major == 1 && self.minor >= minor
    }

    private static func number(_ rest: inout Substring) -> Int64? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...4).contains(digits.utf8.count), let number = Int64(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }
}

extension KubernetesVersion: Comparable {
    /// By the numbers, then a pre-release (`-alpha.1`, `-rc.0`) before what has none; a release before its patches.
    public static func < (left: KubernetesVersion, right: KubernetesVersion) -> Bool {
        let numbers = (left.major, left.minor, left.patch ?? -1)
        let others = (right.major, right.minor, right.patch ?? -1)
        guard numbers == others else { return numbers < others }
        guard left.isPreRelease == right.isPreRelease else { return left.isPreRelease }
        return left.suffix < right.suffix
    }

    private var isPreRelease: Bool {
        ["-alpha", "-beta", "-rc", "~alpha", "~beta", "~rc"].contains { suffix.hasPrefix($0) }
    }
}

extension KubernetesVersion: CustomStringConvertible {
    public var description: String {
        "\(major).\(minor)" + (patch.map { ".\($0)" } ?? "") + suffix
    }
}
