extension FormulaValue: CustomStringConvertible {
    /// The value as a formula that gives it back: `42`, `42u`, `1.0`, `"text"`, `duration("90s")`, `[1, 2]`.
    public var description: String {
        var renderer = Renderer(limit: .max)
        renderer.append(self)
        return renderer.text
    }

    /// The value for an error message: cut to a few dozen characters.
    var excerpt: String {
        var renderer = Renderer(limit: 60)
        renderer.append(self)
        return renderer.isFull ? renderer.text + "..." : renderer.text
    }

    /// The name of the value's type for people: `int`, `list`, `duration`.
    public var typeName: String { kind.rawValue }
}

/// Writes values as CEL text, no further than to a limit.
private struct Renderer {
    var text = ""
    var isFull = false
    private var remaining: Int

    init(limit: Int) {
        remaining = limit
    }

    mutating func append(_ value: FormulaValue) {
        switch value {
        case .int(let number): append(String(number))
        case .uint(let number): append("\(number)u")
        case .double(let number): append(doubleText(number))
        case .string(let text): append(quoting: text)
        case .bool(let truth): append(truth ? "true" : "false")
        case .null: append("null")
        case .duration(let nanoseconds): append("duration(\"\(durationText(nanoseconds))\")")
        case .type(let kind): append(kind.denotation)
        case .list(let elements):
            append("[")
            for (place, element) in elements.enumerated() where !isFull {
                if place > 0 { append(", ") }
                append(element)
            }
            append("]")
        case .map(let map):
            append("{")
            for (place, entry) in map.entries.enumerated() where !isFull {
                if place > 0 { append(", ") }
                append(entry.key.value)
                append(": ")
                append(entry.value)
            }
            append("}")
        }
    }

    /// CEL has literals for finite numbers only.
    private func doubleText(_ number: Double) -> String {
        if number.isNaN { return "double(\"NaN\")" }
        if number.isInfinite { return "double(\"\(number < 0 ? "-" : "")Infinity\")" }
        return number.description
    }

    private mutating func append(quoting content: String) {
        append("\"")
        for scalar in content.unicodeScalars where !isFull {
            append(escaped(scalar))
        }
        append("\"")
    }

    private func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            return scalar.value > 0xFFFF
                ? "\\U\(hexadecimal(scalar.value, width: 8))" : "\\u\(hexadecimal(scalar.value, width: 4))"
        default:
            return String(scalar)
        }
    }

    private mutating func append(_ piece: String) {
        guard !isFull else { return }
        remaining -= piece.utf8.count
        guard remaining >= 0 else {
            isFull = true
            return
        }
        text += piece
    }
}

extension FormulaValue {
    /// A value as JSON has it, ready to be written.
    public indirect enum JSON: Sendable, Equatable {
        /// `null`
        case null
        /// `true` or `false`
        case bool(Bool)
        /// A number without a fraction.
        case int(Int64)
        /// A number without a fraction or a sign.
        case uint(UInt64)
        /// A finite number.
        case double(Double)
        /// A text.
        case string(String)
        /// A list.
        case array([JSON])
        /// An object, with its members in order.
        case object([(name: String, value: JSON)])

        /// Whether both would be written alike.
        public static func == (left: JSON, right: JSON) -> Bool {
            switch (left, right) {
            case (.null, .null): true
            case (.bool(let left), .bool(let right)): left == right
            case (.int(let left), .int(let right)): left == right
            case (.uint(let left), .uint(let right)): left == right
            case (.double(let left), .double(let right)): left == right
            case (.string(let left), .string(let right)): haveSameBytes(left, right)
            case (.array(let left), .array(let right)): left == right
            case (.object(let left), .object(let right)): left.elementsEqual(right) { $0 == $1 }
            default: false
            }
        }
    }

    /// The value as JSON.
    ///
    /// As CEL maps values to JSON, but integers stay numbers at any size, since the type stands beside them. What
    /// JSON has no number for is `"NaN"`, `"Infinity"` or `"-Infinity"`; a duration is the text of its seconds, a
    /// type its name, and the keys of a map are texts.
    public var json: JSON {
        switch self {
        case .int(let number): .int(number)
        case .uint(let number): .uint(number)
        case .double(let number):
            number.isFinite ? .double(number) : .string(number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
        case .string(let text): .string(text)
        case .bool(let truth): .bool(truth)
        case .null: .null
        case .duration(let nanoseconds): .string(durationText(nanoseconds))
        case .type(let kind): .string(kind.denotation)
        case .list(let elements): .array(elements.map(\.json))
        case .map(let map): .object(map.entries.map { ($0.key.name, $0.value.json) })
        }
    }
}

extension FormulaMap.Key {
    /// The key as the name of a member of a JSON object.
    fileprivate var name: String {
        switch self {
        case .bool(let truth): truth ? "true" : "false"
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .string(let text): text
        }
    }
}
