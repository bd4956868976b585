/// An edit of JSON text that is known to be well formed and to have the path.
struct JSONEditing {
    /// A member of an object, by its bytes.
    private struct Place {
        let key: String
        let keyBytes: Range<Int>
        let value: Range<Int>
    }

    private let bytes: [UInt8]

    /// How lines end; nil if the value stands on one line.
    private let lineBreak: String?

    /// One level of indentation: that of the first line that has any, else two spaces.
    private let indentation: String

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let root = bytes.reversed().drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }
        lineBreak = LineBreak(of: root)?.text
        var indentation = "  "
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            let blank = bytes[(index + 1)...].prefix(while: Self.isBlank)
            guard blank.isEmpty || blank.endIndex == bytes.count || bytes[blank.endIndex] <= 0x20 else {
                indentation = String(decoding: blank, as: UTF8.self)
                break
            }
        }
        self.indentation = indentation
    }

    func setting(_ value: JSONValue, at path: DocumentPath) throws(DocumentError) -> [UInt8] {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        for (depth, step) in path.steps.enumerated() {
            let start = scanner.offset
            let places = try places(in: &scanner)
            let found: Place?
            switch step {
            case .key(let key): found = places.first { $0.key == key }
            case .index(let index): found = places.indices.contains(index) ? places[index] : nil
            }
            guard let found else {
                guard case .key(let key) = step else { throw scanner.unexpected("an item") }
                return inserting(key, value, after: places, in: start..<scanner.offset, isRoot: depth == 0)
            }
            scanner.offset = found.value.lowerBound
        }
        let start = scanner.offset
        try scanner.skipValue()
        return replacing(start..<scanner.offset, with: text(value, margin: margin(at: start)))
    }

    /// The text with the value of a root's key replaced by another as it is written; nil if the key is missing.
    func replacing(_ key: String, with text: String) throws(DocumentError) -> [UInt8]? {
        guard let place = try rootPlaces().first(where: { $0.key == key }) else { return nil }
        return replacing(place.value, with: text)
    }

    /// The text without a key of its root: the exact opposite of inserting it, if nothing was changed since.
    ///
    /// An object that becomes empty loses its blanks.
    func removing(_ key: String) throws(DocumentError) -> [UInt8] {
        let places = try rootPlaces()
        guard let index = places.firstIndex(where: { $0.key == key }) else { return bytes }
        if index > 0 {
            return replacing(places[index - 1].value.upperBound..<places[index].value.upperBound, with: "")
        }
        if places.count > 1 {
            return replacing(places[0].keyBytes.lowerBound..<places[1].keyBytes.lowerBound, with: "")
        }
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        let start = scanner.offset
        try scanner.skipValue()
        return replacing(start..<scanner.offset, with: "{}")
    }

    /// The keys of the object at the root with their values as they are written.
    func members() throws(DocumentError) -> [JSONMember] {
        var walk = TextWalk(over: bytes)
        return try rootPlaces().map { place in
            JSONMember(
                key: place.key,
                position: walk.position(ofByte: place.keyBytes.lowerBound),
                text: String(decoding: bytes[place.value], as: UTF8.self)
            )
        }
    }

    private func rootPlaces() throws(DocumentError) -> [Place] {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        guard scanner.next == UInt8(ascii: "{") else { throw scanner.unexpected("an object") }
        return try places(in: &scanner)
    }

    /// What stands in the object or array here; passes over it.
    private func places(in scanner: inout JSONScanner) throws(DocumentError) -> [Place] {
        var places: [Place] = []
        let isObject = scanner.next == UInt8(ascii: "{")
        scanner.offset += 1
        scanner.skipSpace()
        while let next = scanner.next, next != UInt8(ascii: "}"), next != UInt8(ascii: "]") {
            let start = scanner.offset
            let key = isObject ? try scanner.string() : ""
            let keyEnd = scanner.offset
            scanner.skipSpace()
            if scanner.skip(":") { scanner.skipSpace() }
            let valueStart = scanner.offset
            try scanner.skipValue()
            places.append(Place(key: key, keyBytes: start..<keyEnd, value: valueStart..<scanner.offset))
            scanner.skipSpace()
            if scanner.skip(",") { scanner.skipSpace() }
        }
        scanner.offset += 1
        return places
    }

    private func inserting(
        _ key: String,
        _ value: JSONValue,
        after places: [Place],
        in object: Range<Int>,
        isRoot: Bool
    ) -> [UInt8] {
        let key = JSON.text(.string(key))
        guard let last = places.last else {
            let margin = margin(at: object.lowerBound)
            guard let lineBreak = lineBreak ?? (isRoot ? LineBreak(of: bytes)?.text ?? "\n" : nil) else {
                return replacing(object, with: "{\(key):\(text(value, margin: margin))}")
            }
            let inner = margin + indentation
            let member = "\(key): \(text(value, margin: inner, lineBreak: lineBreak))"
            return replacing(object, with: "{\(lineBreak)\(inner)\(member)\(lineBreak)\(margin)}")
        }
        let colon = String(decoding: bytes[last.keyBytes.upperBound..<last.value.lowerBound], as: UTF8.self)
        let blank = bytes[..<last.keyBytes.lowerBound].reversed().prefix { $0 <= 0x20 }.reversed()
        var gap = String(decoding: Array(blank), as: UTF8.self)
        if gap.isEmpty, places.count == 1, colon.hasSuffix(" ") { gap = " " }
        let margin = margin(at: last.keyBytes.lowerBound)
        let member = ",\(gap)\(key)\(colon)\(text(value, margin: margin))"
        return replacing(last.value.upperBound..<last.value.upperBound, with: member)
    }

    private func text(_ value: JSONValue, margin: String, lineBreak: String? = nil) -> String {
        let lineBreak = lineBreak ?? self.lineBreak
        var printer = JSONPrinter(indentation: lineBreak == nil ? nil : indentation)
        printer.lineBreak = lineBreak ?? ""
        printer.margin = margin
        printer.print(value)
        return printer.text
    }

    /// The indentation of the line that holds `offset`.
    private func margin(at offset: Int) -> String {
        let lineStart = bytes[..<offset].lastIndex(where: LineBreak.isPart).map { $0 + 1 } ?? 0
        return String(decoding: bytes[lineStart..<offset].prefix(while: Self.isBlank), as: UTF8.self)
    }

    private func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
        var edited = bytes
        edited.replaceSubrange(range, with: text.utf8)
        return edited
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension JSONScanner {
    /// Passes over the value here, of a text known to be well formed.
    mutating func skipValue() throws(DocumentError) {
        var depth = 0
        repeat {
            skipSpace()
            switch next {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): _ = try number()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"): offset += 1
            default:
                guard skip(word: "true") || skip(word: "false") || skip(word: "null") else {
                    throw unexpected("a value")
                }
            }
        } while depth > 0
    }
}
