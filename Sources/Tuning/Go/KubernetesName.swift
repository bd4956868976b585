/// Names as Kubernetes has them: of labels, taints and their values.
enum KubernetesName {
    /// What a taint does.
    static let taintEffects: Set = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

    /// Whether `text` is a qualified name: a name, or a DNS prefix, a slash and a name (`IsQualifiedName`).
    static func isQualified(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.last, !name.isEmpty, isLabelValue(String(name)) else { return false }
        return parts.count == 1 || isSubdomain(parts[0])
    }

    /// Whether `text` is empty or up to 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
    static func isLabelValue(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return text.utf8.count <= 63 && isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
    }

    private static func isSubdomain(_ text: Substring) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                guard let first = label.utf8.first, let last = label.utf8.last else { return false }
                return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
                    && label.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isAlphanumeric($0) && !isUpperCase($0) }
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || isUpperCase(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isUpperCase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
