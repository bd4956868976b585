extension GoType {
    /// What Go's decoder leaves in a variable of this type that held `earlier`, after it has read `value` into it.
    ///
    /// Nil stands for Go's zero value, which cannot be told from none: 0, "", false, a null pointer, list or mapping.
    /// As `encoding/json` has it, a structure and a mapping are filled on top of what they held, and so are the
    /// structures of a list. A key that no field has is passed over. Durations are written as Go writes them.
    ///
    /// - Parameter path: where the value stands, for the message.
    /// - Throws: ``Refusal`` where the value is not of this type.
    func decoded(
        _ value: DecodedValue,
        over earlier: DecodedValue? = nil,
        matching: KeyMatching = .exact,
        at path: String = ""
    ) throws(Refusal) -> DecodedValue? {
        switch (self, value) {
        case (.duration, .null): throw refusal(value, at: path)
        case (.pointer, .null), (.list, .null), (.map, .null), (.quantity, .null): return nil
        case (_, .null): return earlier
        case (.pointer(let target), _):
            let pointee = try target.decoded(value, over: earlier, matching: matching, at: path)
            return pointee ?? target.zero
        case (.list(let item), .list(let items)):
            return .list(try item.elements(items, over: earlier, matching: matching, at: path))
        case (.map(let item), .object(let members)):
            var merged = earlier?.members ?? [:]
            for (name, member) in members.inByteOrder {
                let place = "\(path).\(name.clipped)"
                merged[name] = try item.decoded(member, matching: matching, at: place) ?? item.zero
            }
            return .object(merged)
        case (.fields(let fields), .object(let members)):
            return try GoType.structure(fields, members, over: earlier, matching: matching, at: path)
        default:
            guard let scalar = scalar(value) else { throw refusal(value, at: path) }
            return scalar == zero ? nil : scalar
        }
    }

    /// What tells which field of a structure a key names; nil for a key that names none.
    static func finder(of fields: [String: GoType], _ matching: KeyMatching) -> (String) -> String? {
        guard matching == .folded else { return { fields[$0] == nil ? nil : $0 } }
        let names = Dictionary(fields.keys.map { ($0.goFolded, $0) }) { first, _ in first }
        return { fields[$0] == nil ? names[$0.goFolded] : $0 }
    }

    private static func structure(
        _ fields: [String: GoType],
        _ members: [String: DecodedValue],
        over earlier: DecodedValue?,
        matching: KeyMatching,
        at path: String
    ) throws(Refusal) -> DecodedValue? {
        var held = earlier?.members ?? [:]
        // In the order in which Go writes the keys of a mapping, so that of two spellings the same one wins.
        let find = finder(of: fields, matching)
        for (key, member) in members.inByteOrder {
            guard let name = find(key), let type = fields[name] else { continue }
            let place = path.isEmpty ? name : "\(path).\(name)"
            held[name] = try type.decoded(member, over: held[name], matching: matching, at: place)
        }
        return held.isEmpty ? nil : .object(held)
    }

    /// Elements of a list; Go does not clear the structures that the list held before.
    private func elements(
        _ items: [DecodedValue],
        over earlier: DecodedValue?,
        matching: KeyMatching,
        at path: String
    ) throws(Refusal) -> [DecodedValue] {
        var held: [DecodedValue] = []
        if case .list(let elements)? = earlier { held = elements }
        var elements: [DecodedValue] = []
        for (index, item) in items.enumerated() {
            let old = index < held.count ? held[index] : nil
            elements.append(try decoded(item, over: old, matching: matching, at: "\(path)[\(index)]") ?? zero)
        }
        return elements
    }

    /// The value of a type that has no parts; nil if `value` is not of it.
    private func scalar(_ value: DecodedValue) -> DecodedValue? {
        switch (self, value) {
        case (.string, .string), (.bool, .bool), (.int64, .integer), (.float64, .number), (.float64, .integer),
            (.float32, .integer):
            return value == .number(0) ? zero : value
        case (.durationOrNanoseconds, .integer(let nanoseconds)): return nanoseconds == 0 ? zero : value
        case (.quantity, .integer(let number)): return GoQuantity("\(number)").map { .string($0.description) }
        case (.quantity, .number(let number)): return GoQuantity("\(number)").map { .string($0.description) }
        case (.quantity, .string(let text)): return GoQuantity(text).map { .string($0.description) }
        case (.int32, .integer(let number)): return Int32(exactly: number) == nil ? nil : value
        case (.unsigned32, .integer(let number)): return UInt32(exactly: number) == nil ? nil : value
        case (.float32, .number(let number)): return Float(number).isFinite ? value : nil
        case (.duration, .string(let text)), (.durationOrNanoseconds, .string(let text)):
            return GoLiteral.duration(text).map { .string(GoLiteral.text(ofDuration: $0)) }
        default: return nil
        }
    }

    private func refusal(_ value: DecodedValue, at path: String) -> Refusal {
        if case (.duration, .string(let text)) = (self, value) {
            return Refusal("\(path): '\(text.clipped)' is no duration such as 30s or 1h30m")
        }
        return Refusal("\(path.isEmpty ? "" : "\(path): ")\(value.shown) is no \(name)")
    }
}

extension DecodedValue {
    /// The members of a mapping; nil if it is none.
    var members: [String: DecodedValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The value where it is short, otherwise its type.
    var shown: String {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .string(let text): "'\(text.clipped)'"
        case .null, .list, .object: typeName
        }
    }
}

extension [String: DecodedValue] {
    /// The members by the bytes of their keys.
    var inByteOrder: [(key: String, value: DecodedValue)] {
        sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

extension String {
    /// The key as `encoding/json` compares it: without letter case, also that of the two signs outside ASCII that
    /// fold to ASCII letters.
    var goFolded: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar {
                    case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
                    case "\u{017F}": "s"
                    case "\u{212A}": "k"
                    default: scalar
                    }
                }
            )
        )
    }
}
