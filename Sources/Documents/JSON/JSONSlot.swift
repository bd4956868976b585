/// A value that is being encoded: containers fill it piece by piece, in any order.
final class JSONSlot {
    private enum Content {
        case empty
        case leaf(JSONValue)
        case array([JSONSlot])
        case object([(key: String, slot: JSONSlot)])
    }

    private var content = Content.empty

    /// What was encoded; an empty object if nothing was, as by a type without properties.
    var value: JSONValue {
        switch content {
        case .empty: .object([:])
        case .leaf(let value): value
        case .array(let slots): .array(slots.map(\.value))
        case .object(let members):
            .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: $0.slot.value) }))
        }
    }

    var itemCount: Int {
        guard case .array(let slots) = content else { return 0 }
        return slots.count
    }

    func set(_ value: JSONValue) {
        content = .leaf(value)
    }

    func becomeArray() {
        guard case .array = content else {
            content = .array([])
            return
        }
    }

    func becomeObject() {
        guard case .object = content else {
            content = .object([])
            return
        }
    }

    /// A new item at the end of the array.
    func appended() -> JSONSlot {
        let slot = JSONSlot()
        guard case .array(var slots) = content else {
            content = .array([slot])
            return slot
        }
        content = .empty
        slots.append(slot)
        content = .array(slots)
        return slot
    }

    /// The member of the object for `key`, the one there is or a new one at the end.
    func member(_ key: String) -> JSONSlot {
        let slot = JSONSlot()
        guard case .object(var members) = content else {
            content = .object([(key, slot)])
            return slot
        }
        if let known = members.first(where: { $0.key == key }) { return known.slot }
        content = .empty
        members.append((key, slot))
        content = .object(members)
        return slot
    }

    func sortMembers() {
        guard case .object(let members) = content else { return }
        content = .object(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    }
}
