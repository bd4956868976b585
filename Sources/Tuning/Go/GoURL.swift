/// A URL as `net/url` of Go reads it, as far as one that names a host and a port goes.
struct GoURL: Hashable, Sendable {
    /// The text, with its scheme in lower case.
    let text: String
    /// The scheme in lower case; empty if there is none.
    let scheme: String
    /// The host, with its port where it has one.
    let host: String
    /// What follows the host.
    let path: String

    /// Reads `text`.
    ///
    /// - Throws: ``Refusal`` in the words of Go.
    init(_ text: String) throws(Refusal) {
        func refusal(_ reason: String) -> Refusal { Refusal("parse \(text.goQuoted): \(reason)") }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw refusal("net/url: invalid control character in URL")
        }
        var rest = Substring(text).prefix { $0 != "#" && $0 != "?" }
        let letters = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        if rest.first == ":" { throw refusal("missing protocol scheme") }
        if let first = letters.first, first.isLetter, rest.dropFirst(letters.count).first == ":" {
            scheme = letters.lowercased()
            rest = rest.dropFirst(letters.count + 1)
            self.text = scheme + text.dropFirst(letters.count)
        } else {
            scheme = ""
            self.text = text
        }
        guard rest.hasPrefix("//") else {
            if scheme.isEmpty, rest.first != "/", rest.prefix(while: { $0 != "/" }).contains(":") {
                throw refusal("first path segment in URL cannot contain colon")
            }
            (host, path) = ("", String(rest))
            return
        }
        let authority = rest.dropFirst(2).prefix { $0 != "/" }
        host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
        path = String(rest.dropFirst(2 + authority.count))
        if host.hasPrefix("["), !host.contains("]") { throw refusal("missing ']' in host") }
        let port = host.hasPrefix("[") ? host.drop { $0 != "]" }.dropFirst() : host.drop { $0 != ":" }
        let digits = port.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
        guard port.isEmpty || port.first == ":" && digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw refusal("invalid port \(String(port).goQuoted) after host")
        }
    }

    /// The host without its port; nil where there is no port, which not even may be empty.
    var hostname: String? {
        GoAddress.hostAndPort(host).map { String($0.host) }
    }
}

extension String {
    /// The text in quotes as Go's `%q` writes it, fit for a message.
    var goQuoted: String {
        var quoted = "\""
        for character in clipped {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
