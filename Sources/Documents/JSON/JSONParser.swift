/// Reads one JSON text into a value, within limits.
struct JSONParser {
    private var scanner: JSONScanner
    private let limits: DocumentLimits
    private let duplicateKeys: JSON.DuplicateKeys
    private var nodeCount = 0

    init(_ bytes: [UInt8], limits: DocumentLimits, duplicateKeys: JSON.DuplicateKeys) {
        scanner = JSONScanner(bytes)
        self.limits = limits
        self.duplicateKeys = duplicateKeys
    }

    mutating func document() throws(DocumentError) -> JSONValue {
        scanner.skipSpace()
        let value = try value(depth: 0)
        scanner.skipSpace()
        guard scanner.next == nil else { throw scanner.unexpected("the end") }
        return value
    }

    /// The value here; `depth` collections are open around it.
    private mutating func value(depth: Int) throws(DocumentError) -> JSONValue {
        try countNode()
        switch scanner.next {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < limits.depth else {
                throw scanner.error("the text is more than \(limits.depth) collections deep", .overLimit)
            }
            return scanner.skip("[") ? try array(depth: depth + 1) : try object(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try scanner.string())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try scanner.number()
        case UInt8(ascii: "t") where scanner.skip(word: "true"): return .bool(true)
        case UInt8(ascii: "f") where scanner.skip(word: "false"): return .bool(false)
        case UInt8(ascii: "n") where scanner.skip(word: "null"): return .null
        default: throw scanner.unexpected("a value")
        }
    }

    private mutating func array(depth: Int) throws(DocumentError) -> JSONValue {
        var items: [JSONValue] = []
        scanner.skipSpace()
        if scanner.skip("]") { return .array(items) }
        while true {
            scanner.skipSpace()
            items.append(try value(depth: depth))
            scanner.skipSpace()
            if scanner.skip("]") { return .array(items) }
            guard scanner.skip(",") else { throw scanner.unexpected("',' or ']'") }
        }
    }

    private mutating func object(depth: Int) throws(DocumentError) -> JSONValue {
        var members: [JSONObject.Member] = []
        var seen: Set<String> = []
        _ = scanner.skip("{")
        scanner.skipSpace()
        if scanner.skip("}") { return .object(JSONObject(members)) }
        members.reserveCapacity(4)
        while true {
            scanner.skipSpace()
            let start = scanner.offset
            try countNode()
            let key = try scanner.string()
            if duplicateKeys == .refused, !seen.insert(key).inserted {
                throw scanner.error("key \(quoted(key)) stands twice", .duplicateKey, at: start)
            }
            scanner.skipSpace()
            guard scanner.skip(":") else { throw scanner.unexpected("':'") }
            scanner.skipSpace()
            members.append(JSONObject.Member(key: key, value: try value(depth: depth)))
            scanner.skipSpace()
            if scanner.skip("}") { return .object(JSONObject(members)) }
            guard scanner.skip(",") else { throw scanner.unexpected("',' or '}'") }
        }
    }

    private mutating func countNode() throws(DocumentError) {
        nodeCount += 1
        guard nodeCount <= limits.nodeCount else {
            throw scanner.error("the text has more than \(limits.nodeCount) nodes", .overLimit)
        }
    }
}
