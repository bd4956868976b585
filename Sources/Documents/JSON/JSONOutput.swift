/// The text that values encode themselves into: written as they go, without a tree of it.
///
/// What is inside of a value is encoded before the value goes on, so that its text comes next. Only containers that
/// `Codable` lets be filled at any time have texts of their own, which are put in their places in the end.
final class JSONOutput {
    /// A container that has a text of its own: of an object, by the place of its member; of an array, by its byte.
    private struct Opened {
        let frame: Int
        let place: Int
        let output: JSONOutput
    }

    // No method hands these out while it changes them, and checking that at each call took a tenth of the time.
    @exclusivity(unchecked) private var draft: JSONDraft
    @exclusivity(unchecked) private var opened: [Opened] = []
    private let steps: [DocumentPath.Step]

    /// An empty text, which `printer` lays out; `steps` are the way to it.
    init(_ printer: JSONPrinter, steps: [DocumentPath.Step] = []) {
        draft = JSONDraft(printer)
        self.steps = steps
    }

    /// The whole text, of a value that has encoded itself.
    func finished() -> [UInt8] {
        closeOpened(in: 0)
        draft.finish(0)
        return draft.printer.bytes
    }

    /// How many items or members a value has.
    func count(of frame: Int) -> Int { draft.count(of: frame) }

    /// The way to a value.
    func path(to frame: Int) -> [DocumentPath.Step] { steps + draft.steps(to: frame) }

    /// The way to what a value is encoding.
    func pathInside(_ frame: Int) -> [DocumentPath.Step] { path(to: frame + 1) }

    /// Makes a value an array, unless it is one already.
    func beginArray(_ frame: Int) { draft.begin(.array, frame) }

    /// Makes a value an object, unless it is one already.
    ///
    /// - Parameter isOfAnyKeys: Whether its keys are of a type that has more of them than a byte can tell apart.
    func beginObject(_ frame: Int, isOfAnyKeys: Bool) {
        draft.begin(isOfAnyKeys ? .objectOfAnyKeys : .object, frame)
    }

    /// Makes a value a leaf.
    func leaf(_ frame: Int, _ leaf: JSONValue) { draft.leaf(frame, leaf) }

    /// Encodes a value.
    func encode<T: Encodable>(_ value: T, _ frame: Int) throws {
        try value.encode(to: JSONEncoding(output: self, frame: frame))
        // Asking what a type is takes long, and a dictionary's keys are never of a small type.
        if draft.isOfAnyKeys(frame), T.self is any Unordered.Type { draft.sort(frame) }
    }

    private func encodeInside(_ frame: Int, _ value: some Encodable) throws {
        try encode(value, frame)
        if !opened.isEmpty { closeOpened(in: frame) }
    }

    /// Adds an item that is a leaf.
    func append(_ leaf: JSONValue, to frame: Int) { draft.append(leaf, to: frame) }

    /// Adds an item.
    func append(encoding value: some Encodable, to frame: Int) throws {
        draft.beginItem(of: frame)
        try encodeInside(frame + 1, value)
        draft.endItem(of: frame)
    }

    /// Adds an item that may be filled at any time.
    func openItem(of frame: Int) -> JSONOutput {
        let output = JSONOutput(draft.printer.inner, steps: pathInside(frame))
        opened.append(Opened(frame: frame, place: draft.appendNothing(to: frame), output: output))
        return output
    }

    /// Sets a member that is a leaf.
    func set(_ key: String, to leaf: JSONValue, of frame: Int) {
        let place = draft.set(key, to: leaf, of: frame)
        forgetOpened(at: place, in: frame)
    }

    /// Sets a member.
    func set(_ key: String, encoding value: some Encodable, of frame: Int) throws {
        let place = draft.beginMember(key, of: frame)
        forgetOpened(at: place, in: frame)
        try encodeInside(frame + 1, value)
        draft.endMember(place, of: frame)
    }

    /// The member for `key`, the one that is being filled or a new one, which may be filled at any time.
    func openMember(_ key: String, of frame: Int) -> JSONOutput {
        let place = draft.setNothing(key, of: frame)
        if let known = opened.first(where: { $0.frame == frame && $0.place == place }) { return known.output }
        let output = JSONOutput(draft.printer.inner, steps: pathInside(frame))
        opened.append(Opened(frame: frame, place: place, output: output))
        return output
    }

    private func forgetOpened(at place: Int, in frame: Int) {
        if !opened.isEmpty { opened.removeAll { $0.frame == frame && $0.place == place } }
    }

    private func closeOpened(in frame: Int) {
        let own = opened.filter { $0.frame == frame }
        let parts = own.map { (offset: draft.offset(of: $0.place, in: frame), bytes: $0.output.finished()) }
        for part in parts.sorted(by: { $0.offset > $1.offset }) {
            draft.printer.bytes.insert(contentsOf: part.bytes, at: part.offset)
        }
        opened.removeAll { $0.frame == frame }
    }
}

/// What has no order of its own, so that its keys are sorted.
private protocol Unordered {}

extension Dictionary: Unordered {}
