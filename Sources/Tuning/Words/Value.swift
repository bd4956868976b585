/// What a knob holds, parsed and normal.
///
/// Two values are equal when the kernel or the component would treat them alike; the text a knob was read from stays
/// beside the value, in ``Observation``.
public enum Value: Hashable, Sendable {
    /// A whole number, in the unit of the setting that asks for it.
    case integer(Int64)
    /// No limit at all: what some kernel tables mean by 0. Above every integer.
    case unlimited
    /// Text, such as a file's whole content.
    case text(String)
    /// Several values in one knob, such as the three numbers of `net/ipv4/tcp_rmem`.
    case list([Value])

    /// Reads the text of a kernel file: one integer, several integers, or plain text; surrounding blanks are dropped.
    public init(kernelText text: some StringProtocol) {
        if let integer = Int64(text) {
            self = .integer(integer)
            return
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        let integers = words.compactMap { Int64($0) }
        if integers.isEmpty || integers.count != words.count {
            self = .text(words.joined(separator: " "))
        } else if integers.count == 1 {
            self = .integer(integers[0])
        } else {
            self = .list(integers.map(Value.integer))
        }
    }

    /// What is written into a kernel file to make it hold this value.
    public var kernelText: String {
        switch self {
        case .integer(let number): String(number)
        case .unlimited: "0"
        case .text(let text): text
        case .list(let values): values.map(\.kernelText).joined(separator: " ")
        }
    }
}

extension Value: CustomStringConvertible {
    public var description: String {
        switch self {
        case .integer(let number): String(number)
        case .unlimited: "unlimited"
        case .text(let text): text
        case .list(let values): values.map(\.description).joined(separator: " ")
        }
    }
}

extension Value: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let text = try? container.decode(String.self) {
            self = text == Value.unlimited.description ? .unlimited : .text(text)
        } else {
            self = .list(try container.decode([Value].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .integer(let number): try container.encode(number)
        case .unlimited: try container.encode(description)
        case .text(let text): try container.encode(text)
        case .list(let values): try container.encode(values)
        }
    }
}
