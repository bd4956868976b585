/// A type of Go into which a Kubernetes program decodes a value of its configuration.
indirect enum GoType: Sendable {
    case string, bool, int32, int64, unsigned32, float32, float64
    /// A duration, written as text; Go hands it also a null, which it refuses.
    case duration
    /// A duration as text, or a number of nanoseconds.
    case durationOrNanoseconds
    /// An amount such as `10Mi`.
    case quantity
    /// A value, or none.
    case pointer(GoType)
    case list(GoType)
    /// Values by names that are not fixed.
    case map(GoType)
    /// A structure: fields by the names they have in a file.
    case fields([String: GoType])

    /// How keys of a file find the fields of a structure.
    enum KeyMatching {
        /// As they are written: `sigs.k8s.io/json`.
        case exact
        /// As they are written, else whatever their letter case: `encoding/json`.
        case folded
    }

    /// What it is called in a message.
    var name: String {
        switch self {
        case .string: "string"
        case .bool: "boolean"
        case .int32: "32-bit integer"
        case .int64: "64-bit integer"
        case .unsigned32: "32-bit integer without sign"
        case .float32, .float64: "number"
        case .duration, .durationOrNanoseconds: "duration such as '30s'"
        case .quantity: "quantity such as '10Mi'"
        case .pointer(let target): target.name
        case .list: "list"
        case .map, .fields: "mapping"
        }
    }

    /// What Go has where nothing was given but a value must stand, as in a list.
    var zero: DecodedValue {
        switch self {
        case .string: .string("")
        case .bool: .bool(false)
        case .int32, .int64, .unsigned32, .float32, .float64: .integer(0)
        case .duration, .durationOrNanoseconds: .string("0s")
        case .quantity: .string("0")
        case .pointer, .list: .null
        case .map, .fields: .object([:])
        }
    }
}
