/// A JSON text that was read: every value in it by its place, and none of them made yet.
///
/// Thousands of values can be asked for what they are without a tree of them, which costs more than reading does.
public struct JSONText: Sendable {
    let bytes: [UInt8]

    /// The words of the text, in order.
    let words: [JSONWord]

    /// Which of them this is.
    let root: Int

    /// The text of `bytes`; throws what ``JSON/parse(_:limits:duplicateKeys:)`` throws.
    public init(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits(),
        duplicateKeys: JSON.DuplicateKeys = .kept
    ) throws(DocumentError) {
        try limits.check(bytes)
        var parser = JSONParser(bytes, limits: limits, duplicateKeys: duplicateKeys)
        self.init(bytes: bytes, words: try parser.document(), root: 0)
    }

    private init(bytes: [UInt8], words: [JSONWord], root: Int) {
        self.bytes = bytes
        self.words = words
        self.root = root
    }

    private func at(_ place: Int) -> JSONText { JSONText(bytes: bytes, words: words, root: place) }

    /// The value of `key` if this is an object that has it, the last one if it stands twice.
    public subscript(key: String) -> JSONText? { member(key, of: root).map(at) }

    /// The whole of it as a tree.
    public var value: JSONValue { value(at: root) }
}

extension JSONText {
    /// What a value is, with nothing in it if it is an array or an object.
    func leaf(at place: Int) -> JSONValue {
        let word = words[place]
        return switch word.kind {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .number: number(at: word)
        case .plain, .text: .string(string(at: word))
        case .array: .array([])
        case .object: .object([:])
        }
    }

    private func value(at place: Int) -> JSONValue {
        switch words[place].kind {
        case .array:
            var items: [JSONValue] = []
            items.reserveCapacity(words[place].count)
            var item = place + 1
            while item < words[place].next {
                items.append(value(at: item))
                item = words[item].next
            }
            return .array(items)
        case .object:
            var members: [JSONObject.Member] = []
            members.reserveCapacity(words[place].count)
            forEachMember(of: place) { key, value in
                members.append(JSONObject.Member(key: string(at: words[key]), value: self.value(at: value)))
            }
            return .object(JSONObject(members))
        default: return leaf(at: place)
        }
    }

    /// Calls `body` with the places of each key of an object and of its value.
    @inline(__always)
    func forEachMember(of object: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
        var key = object + 1
        while key < words[object].next {
            body(key, key + 1)
            key = words[key + 1].next
        }
    }

    /// Where the value of a key is, the last one if it stands twice; nil if it is missing, or there is no object.
    func member(_ key: String, of object: Int) -> Int? {
        guard case .object = words[object].kind else { return nil }
        var key = key
        return key.withUTF8 { wanted in
            var found: Int?
            forEachMember(of: object) { key, value in
                if isKey(words[key], wanted) { found = value }
            }
            return found
        }
    }

    @inline(__always)
    private func isKey(_ word: JSONWord, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
        guard case .plain = word.kind else { return string(at: word).utf8.elementsEqual(wanted) }
        guard word.count == wanted.count else { return false }
        var index = wanted.count
        // From the end, where the keys of one object differ sooner.
        while index > 0, bytes[word.start + index] == wanted[index - 1] { index -= 1 }
        return index == 0
    }

    /// The text of a string.
    func string(at word: JSONWord) -> String {
        if case .plain = word.kind {
            let start = word.start + 1
            return bytes.withUnsafeBufferPointer { bytes in
                String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<start + word.count]), as: UTF8.self)
            }
        }
        var scanner = JSONScanner(bytes, at: word.start)
        guard let string = try? scanner.string() else { preconditionFailure("the string was read before") }
        return string
    }

    private func number(at word: JSONWord) -> JSONValue {
        var scanner = JSONScanner(bytes, at: word.start)
        guard let number = try? scanner.number() else { preconditionFailure("the number was read before") }
        return number
    }

    /// The way from here to a value in it.
    func path(to place: Int) -> [DocumentPath.Step] {
        var steps: [DocumentPath.Step] = []
        var here = root
        while here != place {
            var (inner, index) = (here + 1, 0)
            let isObject = words[here].isObject
            if isObject { inner += 1 }
            while words[inner].next <= place {
                inner = words[inner].next + (isObject ? 1 : 0)
                index += 1
            }
            steps.append(isObject ? .key(string(at: words[inner - 1])) : .index(index))
            here = inner
        }
        return steps
    }
}
