/// JSON text in the making: the values that are begun and not ended, each in the one before it.
struct JSONDraft {
    enum Kind { case nothing, leaf, array, object, objectOfAnyKeys }

    /// A value that is begun.
    private struct Frame {
        /// Where its members begin among those of all objects that are begun.
        let firstMember: Int
        var kind = Kind.nothing
        /// How many items or members it has.
        var count = 0
        /// Where the key begins whose value is next.
        var key = 0
    }

    /// A member of an object, by its bytes.
    private struct Member {
        var key: Range<Int>
        var value: Range<Int>

        mutating func move(by shift: Int) {
            key = key.lowerBound + shift..<key.upperBound + shift
            value = value.lowerBound + shift..<value.upperBound + shift
        }
    }

    /// What is written.
    var printer: JSONPrinter
    private var frames = [Frame(firstMember: 0)]
    private var members: [Member] = []

    init(_ printer: JSONPrinter) { self.printer = printer }

    func count(of frame: Int) -> Int { frames[frame].count }

    /// Whether a value is an object of keys of a large type that has more than one.
    func isOfAnyKeys(_ frame: Int) -> Bool { frames[frame].kind == .objectOfAnyKeys && frames[frame].count > 1 }

    /// Where the value of a member is; of an array, the byte itself.
    func offset(of place: Int, in frame: Int) -> Int {
        frames[frame].kind == .array ? place : members[place].value.lowerBound
    }

    /// The way to a value.
    func steps(to frame: Int) -> [DocumentPath.Step] {
        frames[..<frame].map { $0.kind == .array ? .index($0.count) : .key(text(of: $0.key)) }
    }

    /// The key that begins at a byte.
    private func text(of key: Int) -> String {
        var scanner = JSONScanner(printer.bytes, at: key)
        guard let text = try? scanner.string() else { preconditionFailure("a key is a string") }
        return text
    }

    /// Makes a value a collection, unless it is one already.
    mutating func begin(_ kind: Kind, _ frame: Int) {
        switch (frames[frame].kind, kind) {
        case (.array, .array), (.object, .object), (.object, .objectOfAnyKeys), (.objectOfAnyKeys, _): return
        default:
            become(kind, frame)
            printer.open(kind == .array ? "[" : "{")
        }
    }

    /// Makes a value a leaf.
    mutating func leaf(_ frame: Int, _ leaf: JSONValue) {
        become(.leaf, frame)
        printer.print(leaf)
    }

    private mutating func become(_ kind: Kind, _ frame: Int) {
        precondition(frame == frames.count - 1 && frames[frame].kind == .nothing, "a value is encoded once")
        frames[frame].kind = kind
    }

    /// Ends a value; one that encoded nothing is an empty object, as of a type without properties.
    mutating func finish(_ frame: Int) {
        if frames[frame].kind == .nothing { begin(.object, frame) }
        let ended = frames[frame]
        if members.count > ended.firstMember { members.removeLast(members.count - ended.firstMember) }
        switch ended.kind {
        case .array: printer.close("]", isEmpty: ended.count == 0)
        case .object, .objectOfAnyKeys: printer.close("}", isEmpty: ended.count == 0)
        case .nothing, .leaf: break
        }
    }

    private mutating func push() { frames.append(Frame(firstMember: members.count)) }

    private mutating func pop(to frame: Int) {
        finish(frame + 1)
        frames.removeLast()
    }
}

/// The items of an array.
extension JSONDraft {
    mutating func append(_ leaf: JSONValue, to frame: Int) {
        _ = appendNothing(to: frame)
        printer.print(leaf)
    }

    /// Adds an item that is still to be written; the byte where.
    mutating func appendNothing(to frame: Int) -> Int {
        printer.separate(isFirst: frames[frame].count == 0)
        frames[frame].count += 1
        return printer.bytes.count
    }

    /// Begins an item, which is the next value.
    mutating func beginItem(of frame: Int) {
        printer.separate(isFirst: frames[frame].count == 0)
        push()
    }

    mutating func endItem(of frame: Int) {
        pop(to: frame)
        frames[frame].count += 1
    }
}

/// The members of an object.
extension JSONDraft {
    /// Sets a member; the place of the member.
    mutating func set(_ key: String, to leaf: JSONValue, of frame: Int) -> Int {
        let place = beginKey(key, of: frame)
        printer.print(leaf)
        endValue(place, of: frame)
        return place
    }

    /// Sets a member whose value is still to be written; the place of the member.
    mutating func setNothing(_ key: String, of frame: Int) -> Int {
        let place = beginKey(key, of: frame)
        endValue(place, of: frame)
        return place
    }

    /// Begins a member, whose value is the next; the place of the member.
    mutating func beginMember(_ key: String, of frame: Int) -> Int {
        let place = beginKey(key, of: frame)
        push()
        return place
    }

    mutating func endMember(_ place: Int, of frame: Int) {
        pop(to: frame)
        endValue(place, of: frame)
    }

    /// Writes the key of a member; the place of the member, of the one there is for the key or of the new one.
    private mutating func beginKey(_ key: String, of frame: Int) -> Int {
        precondition(frame == frames.count - 1, "what is inside of a value is encoded before the value goes on")
        printer.separate(isFirst: frames[frame].count == 0)
        let start = printer.bytes.count
        printer.print(key: key)
        let end = printer.bytes.count
        frames[frame].key = start
        let new = members.count
        members.append(Member(key: start..<end, value: end..<end))
        var place = frames[frame].firstMember
        while place < new, !isSameKey(members[place].key, start..<end) { place += 1 }
        return place
    }

    private func isSameKey(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        one.count == other.count && printer.bytes[one] == printer.bytes[other]
    }

    /// Ends the member that was begun last; it takes the place of the one there was.
    private mutating func endValue(_ place: Int, of frame: Int) {
        let last = members.count - 1
        members[last].value = members[last].value.lowerBound..<printer.bytes.count
        guard place < last else {
            frames[frame].count += 1
            return
        }
        let value = Array(printer.bytes[members.removeLast().value])
        printer.bytes.removeLast(printer.bytes.count - members[last - 1].value.upperBound)
        let former = members[place].value
        printer.bytes.replaceSubrange(former, with: value)
        let shift = value.count - former.count
        members[place].value = former.lowerBound..<former.upperBound + shift
        for later in place + 1..<last { members[later].move(by: shift) }
    }

    /// Puts the members of an object in the order of their keys.
    mutating func sort(_ frame: Int) {
        let own = Array(members[frames[frame].firstMember...])
        let texts = own.map { member in
            (
                key: text(of: member.key.lowerBound),
                bytes: printer.bytes[member.key.lowerBound..<member.value.upperBound]
            )
        }
        let between = printer.bytes[own[0].value.upperBound..<own[1].key.lowerBound]
        let sorted = texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.bytes)
        printer.bytes.replaceSubrange(own[0].key.lowerBound..., with: Array(sorted.joined(separator: between)))
    }
}
