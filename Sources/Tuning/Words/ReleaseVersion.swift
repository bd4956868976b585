/// A released version of nodekeel.
public struct ReleaseVersion: Hashable, Sendable {
    /// The three numbers.
    public let major, minor, patch: Int64

    /// Reads `0.1.0`; nil for anything but three numbers without leading zeroes.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part -> Int64? in
            guard (1...6).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }) else {
                return nil
            }
            return part.utf8.count > 1 && part.first == "0" ? nil : Int64(part)
        }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        (major, minor, patch) = (numbers[0], numbers[1], numbers[2])
    }

    /// The first release.
    public static let first = ReleaseVersion(literal: "0.1.0")
    /// This one.
    public static let current = ReleaseVersion(literal: nodekeelVersion)

    private init(literal text: String) {
        guard let version = ReleaseVersion(text) else { preconditionFailure("'\(text)' is no version") }
        self = version
    }
}

extension ReleaseVersion: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(literal: value) }
}

extension ReleaseVersion: Comparable {
    public static func < (left: ReleaseVersion, right: ReleaseVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

extension ReleaseVersion: CustomStringConvertible {
    public var description: String { "\(major).\(minor).\(patch)" }
}

/// What a profile asked of a setting before a release changed it, so that a policy can stay with the earlier release.
///
/// A release that would change more of a setting than its parameters gives it a parameter for that first.
public struct Revision: Hashable, Sendable {
    /// The release that changed it.
    public let version: ReleaseVersion
    /// The setting.
    public let setting: Setting.ID
    /// The parameters as the releases before had them, by name.
    public let earlier: [String: Value]

    /// A revision.
    public init(in version: ReleaseVersion, of setting: Setting.ID, earlier: [String: Value]) {
        self.version = version
        self.setting = setting
        self.earlier = earlier
    }
}
