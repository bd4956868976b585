/// Walks a JSON text without making anything of it, for thousands of texts of which a few words each are wanted.
///
/// It knows a part of the language: what it does not take, ``JSON/parse(_:limits:duplicateKeys:)`` judges.
struct JSONSkimmer {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let wanted: [[UInt8]]
    private var offset = 0
    private var union: UInt8 = 0
    /// What is found: the place of each string, by the place of its key in what is wanted.
    private(set) var found: [Int: Range<Int>] = [:]
    private(set) var isPlain = true

    /// How many collections may stand inside one another.
    private static let depthLimit = 64

    init(_ bytes: UnsafeBufferPointer<UInt8>, wanted: [[UInt8]]) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// Whether the text is one object, all through.
    mutating func walk() -> Bool {
        skipSpace()
        guard next == UInt8(ascii: "{"), value(depth: 0) else { return false }
        skipSpace()
        isPlain = union < 0x80
        return offset == bytes.count
    }

    /// The byte here; 0, which no JSON has outside of strings, at the end.
    private var next: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    private mutating func skipSpace() {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            offset += 1
        }
    }

    private mutating func value(depth: Int) -> Bool {
        switch next {
        case UInt8(ascii: "{"): return depth < JSONSkimmer.depthLimit && object(depth: depth + 1)
        case UInt8(ascii: "["): return depth < JSONSkimmer.depthLimit && array(depth: depth + 1)
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"): return word("null")
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        offset += 1
        skipSpace()
        if next == UInt8(ascii: "}") {
            offset += 1
            return true
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\""), let key = string() else { return false }
            skipSpace()
            guard next == UInt8(ascii: ":") else { return false }
            offset += 1
            skipSpace()
            if depth == 1, next == UInt8(ascii: "\""), let index = index(of: key) {
                guard let text = string() else { return false }
                found[index] = text
            } else {
                guard value(depth: depth) else { return false }
            }
            skipSpace()
            let byte = next
            offset += 1
            if byte == UInt8(ascii: "}") { return true }
            guard byte == UInt8(ascii: ",") else { return false }
        }
    }

    private mutating func array(depth: Int) -> Bool {
        offset += 1
        skipSpace()
        if next == UInt8(ascii: "]") {
            offset += 1
            return true
        }
        while true {
            skipSpace()
            guard value(depth: depth) else { return false }
            skipSpace()
            let byte = next
            offset += 1
            if byte == UInt8(ascii: "]") { return true }
            guard byte == UInt8(ascii: ",") else { return false }
        }
    }

    /// Passes over a string; where it stands, without its marks. One with an escape is passed over and has no place of
    /// interest: an empty one.
    private mutating func string() -> Range<Int>? {
        offset += 1
        let start = offset
        var isEscaped = false
        while offset < bytes.count {
            let byte = bytes[offset]
            union |= byte
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return isEscaped ? start..<start : start..<offset - 1
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                offset += 1
                guard escape() else { return nil }
            }
            guard byte >= 0x20 else { return nil }
            offset += 1
        }
        return nil
    }

    /// Whether what is here after a backslash is an escape; stops at its last byte.
    private mutating func escape() -> Bool {
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                offset += 1
                let digit = next | 0x20
                let isDecimal = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
                guard isDecimal || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(digit) else { return false }
            }
            return true
        default: return false
        }
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard offset + length <= bytes.count else { return false }
        let isHere = word.withUTF8Buffer { word in (0..<length).allSatisfy { bytes[offset + $0] == word[$0] } }
        offset += length
        return isHere
    }

    /// A whole number of at most 18 digits: what reports have.
    private mutating func number() -> Bool {
        if next == UInt8(ascii: "-") { offset += 1 }
        let start = offset
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { offset += 1 }
        let count = offset - start
        return (1...18).contains(count) && (count == 1 || bytes[start] != UInt8(ascii: "0"))
    }

    private func index(of key: Range<Int>) -> Int? {
        wanted.firstIndex { word in
            word.count == key.count && zip(word, key).allSatisfy { $0 == bytes[$1] }
        }
    }
}

extension JSON {
    /// The strings behind some keys of the object that a text is; nil where the text is none, is broken, or has in it
    /// what takes ``parse(_:limits:duplicateKeys:)`` to read.
    public static func strings(behind keys: [String], of bytes: [UInt8]) -> [String: String]? {
        bytes.withUnsafeBufferPointer { buffer in
            var skimmer = JSONSkimmer(buffer, wanted: keys.map { Array($0.utf8) })
            guard skimmer.walk(), skimmer.isPlain || String(validating: buffer, as: UTF8.self) != nil else {
                return nil
            }
            var strings: [String: String] = [:]
            for (index, place) in skimmer.found where !place.isEmpty {
                strings[keys[index]] = String(decoding: buffer[place], as: UTF8.self)
            }
            return strings
        }
    }
}
