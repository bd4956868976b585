/// A part of CEL that formulas leave out on purpose: nothing on a node needs it.
enum Refusal: String {
    case bytes
    case timestamps
    case regularExpressions = "regular expressions"
    case messages = "protobuf messages"
    case optionals = "optional values"

    /// The part to which the function `name` belongs, or nil.
    init?(function name: String) {
        switch name {
        case "bytes": self = .bytes
        case "matches": self = .regularExpressions
        case "timestamp", "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear":
            self = .timestamps
        case "optMap", "optFlatMap", "orValue", "hasValue": self = .optionals
        default: return nil
        }
    }

    /// The part to which the variable or type `name` belongs, or nil.
    init?(variable name: String) {
        switch name {
        case "bytes": self = .bytes
        case "google": self = .messages
        case "optional", "optional_type": self = .optionals
        default: return nil
        }
    }

    /// The error for `name`, with what to use instead where there is something.
    func fault(naming name: String, at offset: Int) -> Fault {
        let instead =
            switch self {
            case .bytes: "; use strings"
            case .timestamps: "; durations are"
            case .regularExpressions: "; use contains, startsWith or endsWith"
            case .messages: "; use maps"
            case .optionals: "; use has(...) and the ternary operator"
            }
        return Fault(.unsupported, "'\(name)': \(rawValue) are not supported in formulas\(instead)", at: offset)
    }
}
