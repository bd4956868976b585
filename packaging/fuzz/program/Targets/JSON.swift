@testable import Documents

extension Target {
    /// JSON read, written and edited: an instruction (which member), a key and a value in a line each, then the text.
    static let json = Target("json") { bytes in
        var input = Input(bytes)
        let choice = input.line()
        let (key, written) = (input.text(), input.line())
        let text = Array(input.rest)
        // A report's text, whole, is read in another way too: both must agree.
        requireAgreement(on: bytes)
        let tree: JSONValue
        do throws(DocumentError) {
            tree = try JSON.parse(text)
        } catch {
            Places(in: text).hold(error.position, error.description)
            require((try? JSON.parse(text, duplicateKeys: .refused)) == nil, "broken text is read")
            return
        }
        requireRoundTrip(tree)
        let value = (try? JSON.parse(written)) ?? .string(String(decoding: written, as: UTF8.self))
        edit(text, tree, at: [.key(key)], to: value)
        let paths = paths(in: tree)
        let number = choice.reduce(0) { $0 &* 31 &+ Int($1) }
        if !paths.isEmpty { edit(text, tree, at: paths[abs(number % paths.count)], to: value) }
        requireMembers(of: text, tree)
    }

    /// Every layout of a value is read back as it.
    private static func requireRoundTrip(_ tree: JSONValue) {
        for layout in [JSON.Layout.compact, .pretty] {
            let text = JSON.text(tree, layout: layout)
            let limits = DocumentLimits(byteCount: .max, nodeCount: .max)
            let again = required("what is written is read") { try JSON.parse(Array(text.utf8), limits: limits) }
            require(again == tree, "written and read again it is another value")
            for line in text.split(separator: "\n") {
                require(!line.utf8.contains { $0 < 0x20 }, "a control character")
            }
        }
    }

    /// An edit changes one place: all before and behind it is kept, and what was put in can be taken out again.
    private static func edit(_ text: [UInt8], _ tree: JSONValue, at path: DocumentPath, to value: JSONValue) {
        guard let edited = try? JSONEdit.set(value, at: path, in: text) else { return }
        let limits = DocumentLimits(byteCount: .max, nodeCount: .max)
        let new = required("an edited text is read") { try JSON.parse(edited, limits: limits) }
        require(new.value(at: path.steps[...]) == value, "the value is not there")
        let again = required("a second time") { try JSONEdit.set(value, at: path, in: edited, limits: limits) }
        require(again == edited, "the second edit changes something")
        guard case .key(let key)? = path.steps.first, path.steps.count == 1, case .object(let object) = tree else {
            return
        }
        let former = required("the members") { try JSON.members(of: text) }.first { $0.key == key }
        if let former {
            let restored = required("the former value goes back") {
                try JSONEdit.restore(former.text, of: key, in: edited, limits: limits)
            }
            require(restored == text, "put back, the text is not what it was")
        } else if !object.members.isEmpty {
            require(!object.members.contains { $0.key == key }, "a member is not listed")
            let removed = required("what was inserted comes out") {
                try JSONEdit.remove(key, from: edited, limits: limits)
            }
            require(removed == text, "taken out, the text is not what it was")
        }
    }

    private static func requireMembers(of text: [UInt8], _ tree: JSONValue) {
        guard case .object(let object) = tree else { return }
        let members = required("the members") { try JSON.members(of: text) }
        require(members.map(\.key) == object.members.map(\.key), "members are missing")
        let places = Places(in: text)
        for (member, own) in zip(members, object.members) {
            places.hold(member.position, "a member")
            let value = required("a member's text") { try JSON.parse(Array(member.text.utf8)) }
            require(value == own.value, "a member's text is another value")
        }
    }

    /// What skims a report for three strings finds those that a whole reading finds.
    private static func requireAgreement(on bytes: [UInt8]) {
        let keys = ["fingerprint", "node", "nodekeelVersion"]
        guard let strings = JSON.strings(behind: keys, of: bytes) else { return }
        let limits = DocumentLimits(byteCount: .max, nodeCount: .max, depth: 256)
        let tree = required("what is skimmed is JSON") { try JSON.parse(bytes, limits: limits) }
        for (key, string) in strings { require(tree[key] == .string(string), "\(key) is skimmed as '\(string)'") }
    }

    /// The ways to every value, up to a few hundred.
    private static func paths(in tree: JSONValue) -> [DocumentPath] {
        var (paths, pending): ([DocumentPath], [(DocumentPath, JSONValue)]) = ([], [([], tree)])
        while let (path, value) = pending.popLast(), paths.count < 256 {
            paths.append(path)
            switch value {
            case .object(let object):
                for member in object.members {
                    pending.append((DocumentPath(path.steps + [.key(member.key)]), member.value))
                }
            case .array(let items):
                for (index, item) in items.enumerated() {
                    pending.append((DocumentPath(path.steps + [.index(index)]), item))
                }
            default: break
            }
        }
        return paths
    }
}

extension JSONValue {
    fileprivate func value(at steps: ArraySlice<DocumentPath.Step>) -> JSONValue? {
        switch steps.first {
        case nil: self
        case .key(let key)?: self[key]?.value(at: steps.dropFirst())
        case .index(let index)?: self[index]?.value(at: steps.dropFirst())
        }
    }
}
