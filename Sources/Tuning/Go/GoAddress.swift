/// Network addresses as Kubernetes reads them: Go's old parser, which lets numbers start with zeros.
enum GoAddress {
    enum Family {
        case v4
        case v6
    }

    /// The family of an IP address; nil if `text` is none.
    static func family(ofIP text: some StringProtocol) -> Family? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 64 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) { return isIPv6(bytes[...]) ? .v6 : nil }
        return isIPv4(bytes[...]) ? .v4 : nil
    }

    /// The family of an address block such as `10.0.0.0/8`; nil if `text` is none.
    static func family(ofBlock text: some StringProtocol) -> Family? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let family = family(ofIP: parts[0]) else { return nil }
        return GoLiteral.decimal(parts[1], limit: family == .v4 ? 32 : 128) == nil ? nil : family
    }

    /// What is wrong with `text` as an IP address with a port; nil if nothing is.
    static func objection(toIPAndPort text: String) -> String? {
        guard let (host, port) = hostAndPort(text) else { return "is not IP:port" }
        guard family(ofIP: host) != nil else { return "has no valid IP" }
        let digits = port.first == "+" ? port.dropFirst() : port
        guard let number = GoLiteral.decimal(digits, limit: 65535), number > 0 else { return "has no valid port" }
        return nil
    }

    /// `text` with `port` added if it is an IP address alone.
    static func withPort(_ text: String, _ port: Int64) -> String {
        guard hostAndPort(text) == nil else { return text }
        switch family(ofIP: text) {
        case .v4: return "\(text):\(port)"
        case .v6: return "[\(text)]:\(port)"
        case nil: return text
        }
    }

    /// The two halves of `host:port` or `[host]:port`; nil if `text` is not written so.
    static func hostAndPort(_ text: String) -> (host: Substring, port: Substring)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let port = text[text.index(after: colon)...]
        if host.first == "[" {
            guard host.last == "]" else { return nil }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.contains("["), !host.contains("]"), !port.contains("["), !port.contains("]") else { return nil }
        return (host, port)
    }

    private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { GoLiteral.decimal(String(decoding: $0, as: UTF8.self), limit: 255) != nil }
    }

    private static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
        let colon = UInt8(ascii: ":")
        var groups = text.split(separator: colon, omittingEmptySubsequences: false)
        var length = 0
        if let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isIPv4(last) else { return false }
            groups[groups.count - 1] = [UInt8(ascii: "0")]
            length = 1
        }
        // Empty groups are the two halves of «::»: inside one, at an end two, alone three.
        let empty = groups.indices.filter { groups[$0].isEmpty }
        let hasEllipsis = !empty.isEmpty
        if hasEllipsis {
            guard let first = empty.first, let last = empty.last, last - first + 1 == empty.count else { return false }
            let atStart = first == groups.startIndex
            let atEnd = last == groups.index(before: groups.endIndex)
            guard empty.count == 1 + (atStart ? 1 : 0) + (atEnd ? 1 : 0) else { return false }
        }
        let written = groups.filter { !$0.isEmpty }
        let areHexadecimal = written.allSatisfy { group in
            group.count <= 4 && group.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        }
        length += written.count
        return areHexadecimal && (hasEllipsis ? length < 8 : length == 8)
    }
}
