/// Reads one JSON text into its words, within limits.
struct JSONParser {
    private var scanner: JSONScanner
    private let limits: DocumentLimits
    private let duplicateKeys: JSON.DuplicateKeys
    private var words: [JSONWord] = []

    init(_ bytes: [UInt8], limits: DocumentLimits, duplicateKeys: JSON.DuplicateKeys) {
        scanner = JSONScanner(bytes)
        self.limits = limits
        self.duplicateKeys = duplicateKeys
    }

    mutating func document() throws(DocumentError) -> [JSONWord] {
        scanner.skipSpace()
        try value(depth: 0)
        scanner.skipSpace()
        guard scanner.next == nil else { throw scanner.unexpected("the end") }
        return words
    }

    /// Reads the value here; `depth` collections are open around it.
    private mutating func value(depth: Int) throws(DocumentError) {
        try countNode()
        let start = scanner.offset
        switch scanner.next {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < limits.depth else {
                throw scanner.error("the text is more than \(limits.depth) collections deep", .overLimit)
            }
            let place = words.count
            if scanner.skip("[") {
                append(JSONWord(.array, at: start))
                words[place].count = try array(depth: depth + 1)
            } else {
                append(JSONWord(.object, at: start))
                words[place].count = try object(depth: depth + 1)
            }
            words[place].next = words.count
        case UInt8(ascii: "\""): append(try scanner.stringWord())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            _ = try scanner.number()
            append(JSONWord(.number, at: start))
        case UInt8(ascii: "t") where scanner.skip(word: "true"): append(JSONWord(.bool(true), at: start))
        case UInt8(ascii: "f") where scanner.skip(word: "false"): append(JSONWord(.bool(false), at: start))
        case UInt8(ascii: "n") where scanner.skip(word: "null"): append(JSONWord(.null, at: start))
        default: throw scanner.unexpected("a value")
        }
    }

    /// Reads the items of an array; how many they are.
    private mutating func array(depth: Int) throws(DocumentError) -> Int {
        var count = 0
        scanner.skipSpace()
        if scanner.skip("]") { return count }
        while true {
            scanner.skipSpace()
            try value(depth: depth)
            count += 1
            scanner.skipSpace()
            guard !scanner.skip(",") else { continue }
            guard scanner.skip("]") else { throw scanner.unexpected("',' or ']'") }
            return count
        }
    }

    /// Reads the members of an object; how many they are.
    private mutating func object(depth: Int) throws(DocumentError) -> Int {
        var count = 0
        var seen: Set<String> = []
        _ = scanner.skip("{")
        scanner.skipSpace()
        if scanner.skip("}") { return count }
        while true {
            scanner.skipSpace()
            let start = scanner.offset
            try countNode()
            append(try scanner.stringWord())
            if duplicateKeys == .refused {
                var again = JSONScanner(scanner.bytes, at: start)
                let key = try again.string()
                guard seen.insert(key).inserted else {
                    throw scanner.error("key \(quoted(key)) stands twice", .duplicateKey, at: start)
                }
            }
            scanner.skipSpace()
            guard scanner.skip(":") else { throw scanner.unexpected("':'") }
            scanner.skipSpace()
            try value(depth: depth)
            count += 1
            scanner.skipSpace()
            guard !scanner.skip(",") else { continue }
            guard scanner.skip("}") else { throw scanner.unexpected("',' or '}'") }
            return count
        }
    }

    /// Every node is a word.
    @inline(__always)
    private func countNode() throws(DocumentError) {
        guard words.count < limits.nodeCount else {
            throw scanner.error("the text has more than \(limits.nodeCount) nodes", .overLimit)
        }
    }

    private mutating func append(_ word: JSONWord) {
        var word = word
        word.next = words.count + 1
        words.append(word)
    }
}
