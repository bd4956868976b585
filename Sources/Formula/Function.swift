/// The functions that formulas can call, by the name they are called by.
enum Function: String, Sendable, CaseIterable {
    case size
    case contains
    case startsWith
    case endsWith
    case int
    case uint
    case double
    case string
    case bool
    case duration
    case type
    case dyn
    case getHours
    case getMinutes
    case getSeconds
    case getMilliseconds
    case min
    case max
    case clamp
    case ceilPowerOfTwo

    /// How a call is written.
    enum Style {
        case global
        case receiver
        case either
    }

    /// How a call is written: `f(x)`, `x.f()`, or either.
    var style: Style {
        switch self {
        case .size: .either
        case .contains, .startsWith, .endsWith, .getHours, .getMinutes, .getSeconds, .getMilliseconds: .receiver
        case .int, .uint, .double, .string, .bool, .duration, .type, .dyn, .min, .max, .clamp, .ceilPowerOfTwo: .global
        }
    }

    /// How many arguments there are, counting the receiver.
    var arity: ClosedRange<Int> {
        switch self {
        case .contains, .startsWith, .endsWith: 2...2
        case .min, .max: 1...Int.max
        case .clamp: 3...3
        default: 1...1
        }
    }

    /// How calls are written, for error messages.
    var usage: String {
        switch self {
        case .size: "size(x) or x.size()"
        case .contains, .startsWith, .endsWith: "text.\(rawValue)(part)"
        case .getHours, .getMinutes, .getSeconds, .getMilliseconds: "span.\(rawValue)()"
        case .min, .max: "\(rawValue)(a, b, ...) or \(rawValue)(list)"
        case .clamp: "clamp(value, low, high)"
        default: "\(rawValue)(x)"
        }
    }
}
