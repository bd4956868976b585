/// What an option of etcd takes.
enum EtcdKind: Hashable, Sendable {
    case text, bool, uint, uint32, uint64, int, int64, duration
    /// URLs of a host and a port each, between commas, kept in their order as text; the empty text changes nothing.
    case urls
    /// The same, or `*`.
    case origins
    /// Texts between commas, each once.
    case names
    /// Texts between commas.
    case list
    /// One of these words.
    case choice([String])
    /// Phases of the end of the v2 store, between commas.
    case phases
    /// Feature gates.
    case gates

    /// Whether a flag of this kind may stand without a value.
    var isAlone: Bool { self == .bool }

    /// The value that a text means; null for one that changes nothing. A duration is a number of nanoseconds.
    ///
    /// - Throws: ``Refusal`` in the words of Go's `flag` and of etcd's `pkg/flags`.
    func value(of text: String, in release: EtcdRelease) throws(Refusal) -> DecodedValue {
        switch self {
        case .text: return .string(text)
        case .bool:
            guard let flag = GoLiteral.bool(text) else { throw Refusal("parse error") }
            return .bool(flag)
        case .uint, .uint64, .uint32, .int, .int64: return try number(text)
        case .duration:
            guard let nanoseconds = GoLiteral.duration(text) else { throw Refusal("parse error") }
            return .integer(nanoseconds)
        case .urls: return text.isEmpty ? .null : .list(try EtcdURLs.read(text).map { .string($0.text) })
        case .origins where text == "*": return .list([.string("*")])
        case .origins: return .list(try EtcdURLs.read(text).map { .string($0.text) })
        case .names: return .list(Set(EtcdKind.parts(text)).sorted().map { .string($0) })
        case .list: return .list(EtcdKind.parts(text).map { .string($0) })
        case .choice(let words):
            guard words.contains(text) else { throw Refusal("invalid value") }
            return .string(text)
        case .phases:
            let first = release.minor == 5 ? "not-yet" : "write-only-skip-check"
            let phases = ["write-only", first, "write-only-drop-data", "gone"]
            let isOpen = release.isAssumed && text == "not-yet"
            if let wrong = EtcdKind.parts(text).first(where: { !phases.contains($0) }), !isOpen {
                throw Refusal("invalid value \(wrong.goQuoted)")
            }
            return .string(text)
        case .gates:
            var gates = EtcdGates(of: release)
            try gates.set(text)
            return .object(gates.chosen.mapValues { .bool($0) })
        }
    }

    private func number(_ text: String) throws(Refusal) -> DecodedValue {
        do throws(GoInteger.Fault) {
            switch self {
            case .int, .int64: return .integer(try GoInteger.signed(text))
            case .uint32: return .integer(Int64(try GoInteger.unsigned(text, bits: 32)))
            default:
                let number = try GoInteger.unsigned(text)
                return Int64(exactly: number).map { .integer($0) } ?? .number(Double(number))
            }
        } catch {
            let isSyntax = error == .syntax
            guard self == .uint32 else { throw Refusal(isSyntax ? "parse error" : "value out of range") }
            let reason = isSyntax ? "invalid syntax" : "value out of range"
            throw Refusal("strconv.ParseUint: parsing \(text.goQuoted): \(reason)")
        }
    }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Lists of URLs as etcd reads them: `types.NewURLs` of its client.
enum EtcdURLs {
    /// The URLs between commas, each once, by their text.
    static func read(_ text: String) throws(Refusal) -> [GoURL] {
        var urls: Set<GoURL> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) { urls.insert(try url(String(part))) }
        return urls.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }

    private static func url(_ text: String) throws(Refusal) -> GoURL {
        let trimmed = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        let url = try GoURL(String(trimmed))
        switch url.scheme {
        case "http", "https":
            guard url.hostname != nil else {
                throw Refusal("URL address does not have the form \"host:port\": \(url.text.clipped)")
            }
            guard url.path.isEmpty else { throw Refusal("URL must not contain a path: \(url.text.clipped)") }
        case "unix", "unixs": break
        default: throw Refusal("URL scheme must be http, https, unix, or unixs: \(url.text.clipped)")
        }
        return url
    }
}
