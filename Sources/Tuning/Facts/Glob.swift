/// The wildcards of glob(7) on a path: `*`, `?` and `[…]`, none of which stands for a slash.
public enum Glob {
    /// Whether a path matches a pattern.
    public static func matches(_ path: String, pattern: String) -> Bool {
        matches(Array(path.utf8)[...], Array(pattern.utf8)[...])
    }

    /// Goes back to the last `*` only, which is enough for a glob and keeps the work below length times length.
    private static func matches(_ path: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var rest = path
        var wanted = pattern
        var retry: (rest: ArraySlice<UInt8>, wanted: ArraySlice<UInt8>)?
        while true {
            if wanted.first == UInt8(ascii: "*") {
                wanted = wanted.dropFirst()
                retry = (rest, wanted)
            } else if let byte = rest.first, let after = step(byte, wanted) {
                rest = rest.dropFirst()
                wanted = after
            } else if rest.isEmpty && wanted.isEmpty {
                return true
            } else if let last = retry, let skipped = last.rest.first, skipped != UInt8(ascii: "/") {
                rest = last.rest.dropFirst()
                wanted = last.wanted
                retry = (rest, wanted)
            } else {
                return false
            }
        }
    }

    /// What is left of a pattern whose first element matches a byte; nil if it does not.
    private static func step(_ byte: UInt8, _ pattern: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = pattern.first else { return nil }
        let rest = pattern.dropFirst()
        switch first {
        case UInt8(ascii: "?"):
            return byte == UInt8(ascii: "/") ? nil : rest
        case UInt8(ascii: "["):
            guard let set = Set(rest) else { return byte == first ? rest : nil }
            return byte != UInt8(ascii: "/") && set.contains(byte) ? set.rest : nil
        default:
            return byte == first ? rest : nil
        }
    }

    /// What stands between brackets.
    private struct Set {
        var isNegated = false
        var members: [ClosedRange<UInt8>] = []
        let rest: ArraySlice<UInt8>

        /// The set whose opening bracket was just read; nil if it is never closed.
        init?(_ pattern: ArraySlice<UInt8>) {
            var pattern = pattern
            if pattern.first == UInt8(ascii: "!") || pattern.first == UInt8(ascii: "^") {
                isNegated = true
                pattern = pattern.dropFirst()
            }
            while let byte = pattern.first, byte != UInt8(ascii: "]") || members.isEmpty {
                pattern = pattern.dropFirst()
                if pattern.first == UInt8(ascii: "-"), let last = pattern.dropFirst().first, last != UInt8(ascii: "]") {
                    if byte <= last { members.append(byte...last) }
                    pattern = pattern.dropFirst(2)
                } else {
                    members.append(byte...byte)
                }
            }
            guard pattern.first == UInt8(ascii: "]") else { return nil }
            rest = pattern.dropFirst()
        }

        func contains(_ byte: UInt8) -> Bool {
            members.contains { $0.contains(byte) } != isNegated
        }
    }
}
