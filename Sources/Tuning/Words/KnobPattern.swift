/// The knobs of the kernel that a path with wildcards stands for on each node, such as `net/ipv4/conf/*/rp_filter`.
public struct KnobPattern: Hashable, Sendable {
    /// Where the path begins.
    public enum Kind: Hashable, Sendable {
        /// Below `/proc/sys`.
        case sysctl
        /// Below `/sys`.
        case sysfs
    }

    /// Why a path cannot be used, in words.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The reason.
        public let description: String
    }

    /// Where the path begins.
    public let kind: Kind
    /// The whole path below the beginning.
    public let path: String
    /// The parts of the path; `*`, `?` and `[…]` in one stand for part of a name and never for a slash.
    public let parts: [String]
    /// Whether the path has wildcards.
    public let isGlob: Bool
    /// Names that a part with wildcards may not stand for; these may have wildcards too.
    public let except: [String]

    /// The longest path and the most parts: the kernel's own paths have 4,096 bytes at most.
    private static let byteLimit = 1_024
    private static let partLimit = 32

    /// The pattern that a path is.
    ///
    /// - Throws: ``Refusal`` for a path that does not stay below its beginning, or is a dotted name.
    public init(_ kind: Kind, _ path: String, except: [String] = []) throws(Refusal) {
        var path = path
        if kind == .sysfs, path.hasPrefix("/sys/") { path.removeFirst("/sys/".count) }
        // By bytes, as the kernel takes a path apart, and in a tenth of the time.
        let parts = Array(path.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if kind == .sysctl {
            if path.hasPrefix("/proc/sys/") {
                let rest = path.dropFirst("/proc/sys/".count)
                throw Refusal(description: "a sysctl is a path below /proc/sys; did you mean '\(rest)'?")
            }
            if parts.count == 1 {
                let slashed = String(path.map { $0 == "." ? "/" : $0 })
                let meant = slashed == path ? "" : "; did you mean '\(slashed)'?"
                throw Refusal(description: "a sysctl is a path such as net/core/somaxconn\(meant)")
            }
        }
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy { $0 >= 0x20 }
        }
        guard isPlain, parts.count <= KnobPattern.partLimit, path.utf8.count <= KnobPattern.byteLimit else {
            throw Refusal(description: "a path is wanted that has no '..' and no empty part, such as \(kind.example)")
        }
        self.kind = kind
        self.path = path
        self.parts = parts
        isGlob = KnobPattern.isGlob(path)
        self.except = except
    }

    /// The path of one sysctl that a person names, also with `/proc/sys/` before it.
    ///
    /// - Throws: ``Refusal`` for a dotted name, for wildcards, and for what is no path below `/proc/sys`.
    public static func sysctl(named name: String) throws(Refusal) -> String {
        let isWhole = name.hasPrefix("/proc/sys/")
        let pattern = try KnobPattern(.sysctl, isWhole ? String(name.dropFirst("/proc/sys/".count)) : name)
        guard !pattern.isGlob else { throw Refusal(description: "one sysctl is wanted, without wildcards") }
        return pattern.path
    }

    /// Whether a part has wildcards.
    public static func isGlob(_ part: String) -> Bool {
        part.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[") }
    }

    /// Whether the part at `index` may be this name.
    public func matches(_ name: String, at index: Int) -> Bool {
        guard parts.indices.contains(index) else { return false }
        guard KnobPattern.isGlob(parts[index]) else { return parts[index] == name }
        return Glob.matches(name, pattern: parts[index]) && !except.contains { Glob.matches(name, pattern: $0) }
    }

    /// Whether a path below the beginning is one of those that are meant.
    public func matches(path: String) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == parts.count else { return false }
        return names.indices.allSatisfy { matches(String(names[$0]), at: $0) }
    }

    /// The knob of a path that is meant.
    public func knob(_ path: String) -> Knob {
        switch kind {
        case .sysctl: .sysctl(path)
        case .sysfs: .sysfs(path)
        }
    }
}

extension KnobPattern.Kind {
    fileprivate var example: String {
        switch self {
        case .sysctl: "net/core/somaxconn"
        case .sysfs: "kernel/mm/transparent_hugepage/enabled"
        }
    }
}

extension KnobPattern: CustomStringConvertible {
    /// The path as reports write it.
    public var description: String { knob(path).name }
}

/// The knobs that a pattern stands for on one node.
public enum KnobExpansion: Hashable, Sendable {
    /// These, in byte order of their paths.
    case knobs([Knob])
    /// It cannot be told, for this reason.
    case unreadable(String)
}
