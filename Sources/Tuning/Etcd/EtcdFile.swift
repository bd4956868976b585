/// A configuration file of etcd, decoded.
public struct EtcdFile: Hashable, Sendable {
    /// Its path, as etcd sees it.
    public var path: String
    /// What it holds.
    public var document: DecodedValue
    /// The lines, from 1, on which its values stand, by the keys that lead to them.
    public var lines: [[String]: Int64]

    /// A file with what it holds.
    public init(path: String, document: DecodedValue, lines: [[String]: Int64] = [:]) {
        self.path = path
        self.document = document
        self.lines = lines
    }

    /// An option that the file sets.
    struct Entry {
        let name: String
        let value: DecodedValue
        let place: String
    }

    /// The options that the file sets, in the order in which Go reads them: by the bytes of their keys, of which it looks
    /// at no letter case. A key that is none of this release's is passed over, and so is null.
    ///
    /// - Throws: ``Refusal`` where a value is not of its option's type.
    func entries(in release: EtcdRelease) throws(Refusal) -> [Entry] {
        guard case .object(let members) = document else {
            if document == .null { return [] }
            throw refusal(document, of: "main.configYAML", at: nil)
        }
        var entries: [Entry] = []
        for (key, value) in members.inByteOrder {
            let name = key.goFolded
            if let group = EtcdFile.groups[name] {
                entries += try read(group, value, at: [key], release)
            } else if let kind = EtcdFile.kind(of: name, in: release) {
                let place = place(of: [key])
                if let read = try read(value, kind, key: key, field: "configYAML.Config.\(name)", release) {
                    entries.append(Entry(name: EtcdFile.aliases[name] ?? name, value: read, place: place))
                }
            }
        }
        return entries
    }

    /// The keys as they stand at the top of the file: what etcd 3.6 takes for set.
    var keys: Set<String> { Set((document.members ?? [:]).keys) }

    private func place(of path: [String]) -> String {
        lines[path].map { "\(self.path):\($0)" } ?? self.path
    }

    private func read(
        _ group: [String: (name: String, kind: EtcdKind)],
        _ value: DecodedValue,
        at path: [String],
        _ release: EtcdRelease
    ) throws(Refusal) -> [Entry] {
        guard let members = value.members else {
            if value == .null { return [] }
            throw refusal(value, of: "securityConfig", at: "configYAML.configJSON.\(path.joined(separator: "."))")
        }
        var entries: [Entry] = []
        for (key, member) in members.inByteOrder {
            guard let option = group[key.goFolded] else { continue }
            let field = "configYAML.configJSON.\(path.joined(separator: ".")).\(key)"
            if let read = try read(member, option.kind, key: key, field: field, release) {
                entries.append(Entry(name: option.name, value: read, place: place(of: path + [key])))
            }
        }
        return entries
    }

    /// A value of an option; nil for one that leaves it as it is.
    private func read(
        _ value: DecodedValue,
        _ kind: EtcdKind,
        key: String,
        field: String,
        _ release: EtcdRelease
    ) throws(Refusal) -> DecodedValue? {
        // Where text is wanted, the reader of YAML makes text of numbers and truth values.
        let value = kind.isText ? value.asText : value
        switch (kind, value) {
        case (_, .null): return nil
        case (.bool, .bool): return value
        case (.text, .string), (.choice, .string), (.phases, .string): return value
        case (.urls, .string(let text)), (.gates, .string(let text)), (.origins, .string(let text)):
            guard !text.isEmpty else { return nil }
            do throws(Refusal) {
                return try kind.value(of: text, in: release)
            } catch {
                throw Refusal(kind == .gates ? "\(error)" : "unexpected error setting up \(key): \(error)")
            }
        case (.names, .string(let text)) where key.goFolded == "host-whitelist":
            return text.isEmpty ? nil : try kind.value(of: text, in: release)
        case (.names, .list(let items)), (.list, .list(let items)):
            let items = items.map(\.asText)
            guard items.allSatisfy({ $0.string != nil || $0 == .null }) else {
                throw refusal(items.first { $0.string == nil } ?? value, of: "string", at: field)
            }
            return .list(items.map { .string($0.string ?? "") })
        default:
            guard let number = value.integer, EtcdFile.fits(number, kind) else {
                throw refusal(value, of: EtcdFile.goName(kind), at: field)
            }
            return value
        }
    }

    private static func fits(_ number: Int64, _ kind: EtcdKind) -> Bool {
        switch kind {
        case .int, .int64, .duration: true
        case .uint, .uint64: number >= 0
        case .uint32: (0...Int64(UInt32.max)).contains(number)
        default: false
        }
    }

    private static func goName(_ kind: EtcdKind) -> String {
        switch kind {
        case .text, .choice, .urls, .origins, .gates, .phases: "string"
        case .bool: "bool"
        case .uint: "uint"
        case .uint32: "uint32"
        case .uint64: "uint64"
        case .int: "int"
        case .int64: "int64"
        case .duration: "time.Duration"
        case .names, .list: "[]string"
        }
    }

    private func refusal(_ value: DecodedValue, of type: String, at field: String?) -> Refusal {
        let what =
            switch value {
            case .integer(let number): type == "bool" ? "number" : "number \(number)"
            case .number(let number): type == "bool" ? "number" : "number \(number)"
            case .bool: "bool"
            case .string: "string"
            case .list: "array"
            case .object, .null: "object"
            }
        let place = field.map { "Go struct field \($0) of type \(type)" } ?? "Go value of type \(type)"
        return Refusal(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal \(what) into \(place)"
        )
    }
}

extension EtcdKind {
    /// Whether a file holds it as text.
    fileprivate var isText: Bool {
        switch self {
        case .text, .choice, .phases, .urls, .origins, .gates: true
        case .bool, .uint, .uint32, .uint64, .int, .int64, .duration, .names, .list: false
        }
    }
}

extension DecodedValue {
    /// A number or truth value as text; anything else as it is.
    fileprivate var asText: DecodedValue {
        switch self {
        case .integer(let number): .string("\(number)")
        case .number(let number): .string("\(number)")
        case .bool(let flag): .string("\(flag)")
        case .null, .string, .list, .object: self
        }
    }
}
