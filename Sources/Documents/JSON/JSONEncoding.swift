/// Encodes one value: containers fill it piece by piece.
final class JSONEncoding: JSONCodingStep, Encoder, SingleValueEncodingContainer {
    private var content: JSONValue?

    /// Items and members that have containers of their own, which may fill them at any time.
    private var open: [(place: Int, encoder: JSONEncoding)] = []

    /// Encodes what will stand behind `key` of what `outer` encodes; the root without them.
    init(behind key: (any CodingKey)? = nil, of outer: JSONEncoding? = nil) {
        super.init(to: key, of: outer)
    }

    /// `value` as it encodes itself.
    func encoded<T: Encodable>(_ value: T) throws -> JSONValue {
        try value.encode(to: self)
        let encoded = taken()
        guard case .object(let object) = encoded, T.self is any Unordered.Type else { return encoded }
        return .object(object.sorted)
    }

    /// What was encoded, which is over with it: what is still open holds on to this, and this to that. An empty object if
    /// nothing was, as by a type without properties.
    private func taken() -> JSONValue {
        defer { open = [] }
        switch content {
        case .array(var items):
            for (place, encoder) in open { items[place] = encoder.taken() }
            return .array(items)
        case .object(var object):
            for (place, encoder) in open { object.members[place].value = encoder.taken() }
            return .object(object)
        case let leaf: return leaf ?? .object([:])
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = content {} else { set(.object(JSONObject())) }
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = content {} else { set(.array([])) }
        return JSONUnkeyedEncoding(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { set(.null) }
    func encode(_ value: Bool) { set(.bool(value)) }
    func encode(_ value: String) { set(.string(value)) }
    func encode(_ value: Double) throws { set(try JSONValue(value, at: codingPath)) }
    func encode(_ value: Float) throws { set(try JSONValue(Double(value), at: codingPath)) }
    func encode<T: FixedWidthInteger & Encodable>(_ value: T) throws { set(try JSONValue(value, at: codingPath)) }
    func encode<T: Encodable>(_ value: T) throws { set(try encoded(value)) }

    private func set(_ value: JSONValue) {
        content = value
        open = []
    }
}

/// What the containers of a value fill.
extension JSONEncoding {
    /// The items of the array; none if it is no array.
    var itemCount: Int {
        if case .array(let items) = content { items.count } else { 0 }
    }

    /// Adds an item at the end of the array.
    func append(_ value: JSONValue) {
        guard case .array(var items) = content else { return }
        content = nil
        items.append(value)
        content = .array(items)
    }

    /// A new item at the end of the array, to be filled.
    func openItem() -> JSONEncoding {
        let encoder = JSONEncoding(behind: JSONIndexKey(itemCount), of: self)
        open.append((itemCount, encoder))
        append(.null)
        return encoder
    }

    /// Sets the member of the object for `key`, the one there is or a new one at the end.
    func set(_ value: JSONValue, for key: String) {
        guard case .object(var object) = content else { return }
        content = nil
        if let place = object.place(of: key) {
            object.members[place].value = value
            open.removeAll { $0.place == place }
        } else {
            object.members.append(JSONObject.Member(key: key, value: value))
        }
        content = .object(object)
    }

    /// The member of the object for `key`, the one that is being filled or a new one, to be filled.
    func openMember(_ key: any CodingKey) -> JSONEncoding {
        let encoder = JSONEncoding(behind: key, of: self)
        guard case .object(let object) = content else { return encoder }
        let place = object.place(of: key.stringValue)
        if let known = open.first(where: { $0.place == place })?.encoder { return known }
        set(.null, for: key.stringValue)
        open.append((place ?? object.members.count, encoder))
        return encoder
    }
}

/// What has no order of its own, so that its keys are sorted.
private protocol Unordered {}

extension Dictionary: Unordered {}

extension JSONObject {
    fileprivate var sorted: JSONObject {
        JSONObject(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    }

    fileprivate func place(of key: String) -> Int? {
        members.firstIndex { $0.key == key }
    }
}

/// The numbers that `Codable` hands over; `path` is asked for only if there is an error.
extension JSONValue {
    /// `integer` as the case that holds it.
    init(
        _ integer: some FixedWidthInteger,
        at path: @autoclosure () -> [any CodingKey]
    ) throws(DocumentError) {
        if let value = Int64(exactly: integer) {
            self = .integer(value)
        } else if let value = UInt64(exactly: integer) {
            self = .unsigned(value)
        } else {
            throw DocumentError(.mismatch, "\(integer) does not fit into 64 bits", path: DocumentPath(path()))
        }
    }

    /// `double`, which JSON can hold only if it is finite.
    init(_ double: Double, at path: @autoclosure () -> [any CodingKey]) throws(DocumentError) {
        guard double.isFinite else {
            throw DocumentError(.mismatch, "JSON has no form for \(double)", path: DocumentPath(path()))
        }
        self = .number(double)
    }
}
