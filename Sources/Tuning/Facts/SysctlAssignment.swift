/// One line of a `sysctl.d` file.
public struct SysctlAssignment: Hashable, Sendable, Codable {
    /// The key, as a path below `/proc/sys`; it may hold the wildcards of a glob.
    public var key: String
    /// The value, as written; empty for an exclusion.
    public var value: String
    /// The file.
    public var path: String
    /// The line, counted from 1.
    public var line: Int64
    /// Whether a failure to write it is nothing to warn about (`-key = value`).
    public var ignoresFailure = false
    /// Whether it assigns nothing, and only keeps a key from the globs (`-key`).
    public var isExclusion = false

    /// An assignment.
    public init(key: String, value: String, path: String, line: Int64) {
        self.key = key
        self.value = value
        self.path = path
        self.line = line
    }

    /// Whether the key stands for every key that it matches.
    public var isGlob: Bool {
        key.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
    }

    /// The assignment that systemd-sysctl would leave standing for a key; nil if no file assigns it.
    ///
    /// The last line that names the key wins, whether it assigns or excludes; globs only count for keys that no line
    /// names ([sysctl.d(5)](https://www.freedesktop.org/software/systemd/man/latest/sysctl.d.html)).
    ///
    /// - Parameters:
    ///   - key: a path below `/proc/sys`.
    ///   - assignments: every line, in the order of ``Facts/sysctlAssignments``.
    public static func standing(for key: String, among assignments: [SysctlAssignment]) -> SysctlAssignment? {
        if let named = assignments.last(where: { !$0.isGlob && $0.key == key }) {
            return named.isExclusion ? nil : named
        }
        return assignments.last { $0.isGlob && !$0.isExclusion && Glob.matches(key, pattern: $0.key) }
    }
}
