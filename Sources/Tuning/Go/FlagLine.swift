/// A command line as pflag reads it.
///
/// `--name value` and `--name=value`, underscores in a name for dashes; flags of one letter are `-v` and `-h` alone. A
/// flag that is not known, one without its value and a value of the wrong type refuse the start. Source: pflag, and
/// `WordSepNormalizeFunc` of `k8s.io/component-base/cli/flag`.
struct FlagLine {
    /// A flag as it was given.
    struct Flag {
        /// Its name, with dashes.
        let name: String
        /// Its value; `true` for one that stands alone.
        let value: String
        /// The place among the arguments, the program itself counted, where it begins.
        let place: Int
    }

    /// The flags, in order.
    private(set) var flags: [Flag] = []
    /// The first argument that is no flag; nil if there is none.
    private(set) var stray: String?

    private let arguments: [String]
    private let program: String
    private let kind: (String) -> FlagKind?
    private let isPassedOver: (String) -> Bool
    private var next = 1

    /// Reads `arguments`, the program first.
    ///
    /// - Parameters:
    ///   - program: what the program is called in a message.
    ///   - isPassedOver: whether a flag that `kind` does not know, but that has its value after `=`, is left aside.
    ///   - kind: what a flag takes; nil for one that the program does not have.
    init(
        _ arguments: [String],
        of program: String,
        isPassedOver: @escaping (String) -> Bool,
        kind: @escaping (String) -> FlagKind?
    ) throws(Refusal) {
        self.arguments = arguments
        self.program = program
        self.kind = kind
        self.isPassedOver = isPassedOver
        while next < arguments.count {
            let argument = arguments[next]
            if argument == "--" {
                stray = stray ?? arguments[(next + 1)...].first { !$0.isEmpty }
                break
            } else if argument.hasPrefix("--") {
                try readLong(argument)
            } else if argument.hasPrefix("-"), argument != "-" {
                try readShort(argument)
            } else if !argument.isEmpty {
                stray = stray ?? argument
            }
            next += 1
        }
    }

    private mutating func readLong(_ argument: String) throws(Refusal) {
        let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
        guard !name.isEmpty, !name.hasPrefix("-") else { throw Refusal("'\(argument.clipped)' is no flag") }
        guard let kind = kind(name) else {
            if parts.count == 2, isPassedOver(name) { return }
            throw Refusal("--\(name.clipped) is no flag of \(program)")
        }
        try take(parts.count == 2 ? String(parts[1]) : nil, for: name, kind)
    }

    /// Flags of one letter: `-v` with a value, `-h`.
    private mutating func readShort(_ argument: String) throws(Refusal) {
        let letters = argument.dropFirst()
        switch letters.first {
        case "h": flags.append(Flag(name: "help", value: "true", place: next))
        case "v":
            let value = letters.dropFirst()
            let given = value.first == "=" ? String(value.dropFirst()) : value.isEmpty ? nil : String(value)
            try take(given, for: "v", .unsigned32)
        default: throw Refusal("'\(argument.clipped)' is no flag of \(program)")
        }
    }

    private mutating func take(_ given: String?, for name: String, _ kind: FlagKind) throws(Refusal) {
        let place = next
        let value: String
        if let given {
            value = given
        } else if kind.isAlone {
            value = "true"
        } else {
            next += 1
            guard next < arguments.count else { throw Refusal("--\(name) needs a value") }
            value = arguments[next]
        }
        guard kind.accepts(value) else { throw Refusal("--\(name): '\(value.clipped)' is no \(kind.name)") }
        flags.append(Flag(name: name, value: value, place: place))
    }
}
