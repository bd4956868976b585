/// A static type, as the type checker sees it.
public indirect enum FormulaType: Sendable, Equatable {
    /// A 64-bit signed integer.
    case int
    /// A 64-bit unsigned integer.
    case uint
    /// A 64-bit IEEE 754 number.
    case double
    /// A sequence of Unicode code points.
    case string
    /// `true` or `false`.
    case bool
    /// The type of `null`.
    case null
    /// A span of time, in nanoseconds.
    case duration
    /// The type of types: what `type(x)` gives.
    case type
    /// A list of one type of element.
    case list(FormulaType)
    /// A map from one type of key (`bool`, `int`, `uint`, `string`) to one type of value.
    case map(FormulaType, FormulaType)
    /// A value with named fields, such as `node`.
    case object(FormulaObjectType)
    /// Any type: checked when the formula is evaluated.
    case dyn
    /// What an empty list or map holds until it meets something; the type of a checked formula never has it.
    case undetermined

    /// An object type of `name`, for error messages, with `fields`.
    public static func object(_ name: String, _ fields: [String: FormulaType]) -> FormulaType {
        .object(FormulaObjectType(name: name, fields: fields))
    }
}

/// The fields of an object, such as the facts of a node.
///
/// A declared field may be missing from a value: `has(node.kubelet)` asks, and reading it is an error of evaluation.
public struct FormulaObjectType: Sendable, Equatable {
    /// What error messages call the type: `node`, `node.memory`.
    public let name: String
    /// The type of every field.
    public let fields: [String: FormulaType]

    /// An object type of `name` with `fields`.
    public init(name: String, fields: [String: FormulaType]) {
        self.name = name
        self.fields = fields
    }
}

extension FormulaType: CustomStringConvertible {
    /// The type as error messages write it: `int`, `list(string)`, `map(string, dyn)`, the name of an object.
    public var description: String {
        switch self {
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bool: "bool"
        case .null: "null"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .object(let object): object.name
        case .dyn, .undetermined: "dyn"
        }
    }
}

extension FormulaType {
    /// Whether a value of any type may stand here, so that the decision is left to evaluation.
    var isOpen: Bool {
        self == .dyn || self == .undetermined
    }

    /// Whether values are numbers.
    var isNumeric: Bool {
        self == .int || self == .uint || self == .double
    }

    /// Whether values are ordered by `<`.
    var isOrdered: Bool {
        switch self {
        case .int, .uint, .double, .string, .bool, .duration, .dyn, .undetermined: true
        case .null, .type, .list, .map, .object: false
        }
    }

    /// The type with whatever nothing has determined taken for `dyn`.
    var settled: FormulaType {
        switch self {
        case .undetermined: .dyn
        case .list(let element): .list(element.settled)
        case .map(let key, let value): .map(key.settled, value.settled)
        default: self
        }
    }

    /// The one type that holds values of both, or nil when CEL gives the two none.
    ///
    /// `null` stands for an absent object or duration, as it does for messages in CEL.
    func joined(with other: FormulaType) -> FormulaType? {
        switch (self, other) {
        case (.undetermined, let known), (let known, .undetermined): return known
        case (.dyn, _), (_, .dyn): return .dyn
        case (.list(let left), .list(let right)):
            return left.joined(with: right).map { .list($0) }
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            guard let key = leftKey.joined(with: rightKey), let value = leftValue.joined(with: rightValue) else {
                return nil
            }
            return .map(key, value)
        case (.null, .object), (.null, .duration): return other
        case (.object, .null), (.duration, .null): return self
        default: return self == other ? self : nil
        }
    }
}
