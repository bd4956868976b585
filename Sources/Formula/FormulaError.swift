/// Why a formula cannot be used, and where in its text.
public struct FormulaError: Error, Sendable, Equatable {
    /// What kind of thing is wrong.
    public enum Kind: String, Sendable {
        /// The text is not a CEL expression.
        case syntax
        /// The text is CEL that nodekeel leaves out on purpose.
        case unsupported
        /// A variable, field or function is not known.
        case unknownName
        /// Types do not fit; found before evaluation.
        case type
        /// The values do not fit: overflow, division by zero, a missing key, a wrong type found only now.
        case evaluation
        /// The formula is too long, too deep, or takes too many steps or too much memory.
        case limit
    }

    /// What kind of thing is wrong.
    public let kind: Kind
    /// What is wrong, in one line, without the place.
    public let message: String
    /// The nearest known name, where a name is not known.
    public let suggestion: String?
    /// The line in the formula's text, from 1.
    public let line: Int
    /// The column in code points, from 1.
    public let column: Int
    /// The part of the source line to show, with control characters replaced.
    public let excerpt: String
    /// How many code points of `excerpt` stand before the place.
    public let caretOffset: Int

    /// The error with the source line and a caret under the place, in up to three lines.
    public var rendering: String {
        "\(description)\n  \(excerpt)\n  \(String(repeating: " ", count: caretOffset))^"
    }
}

extension FormulaError: CustomStringConvertible {
    /// The error in one line: place, message and suggestion.
    public var description: String {
        let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
        return "\(line):\(column): \(message)\(hint)"
    }
}

/// An error inside the module, whose place is still a byte of the text.
struct Fault: Error {
    let kind: FormulaError.Kind
    let message: String
    let suggestion: String?
    let offset: Int

    init(_ kind: FormulaError.Kind, _ message: String, suggestion: String? = nil, at offset: Int) {
        self.kind = kind
        self.message = message
        self.suggestion = suggestion
        self.offset = offset
    }
}

extension FormulaError {
    /// Code points of a source line that are shown, and how many of them stand before the place at least.
    private static let shownCount = 100
    private static let shownBefore = 60

    /// The fault with its place in `text` found.
    init(_ fault: Fault, in text: String) {
        var line = 1
        var offset = 0
        var lineStart = text.unicodeScalars.startIndex
        var place = lineStart
        while place < text.unicodeScalars.endIndex, offset < fault.offset {
            let scalar = text.unicodeScalars[place]
            offset += scalar.utf8.count
            place = text.unicodeScalars.index(after: place)
            if scalar == "\n" {
                line += 1
                lineStart = place
            }
        }
        let before = text.unicodeScalars[lineStart..<place]
        let after = text.unicodeScalars[place...].prefix(Self.shownCount).prefix { $0 != "\n" && $0 != "\r" }
        let shown = before.suffix(Self.shownBefore)
        kind = fault.kind
        message = fault.message
        suggestion = fault.suggestion
        self.line = line
        column = before.count + 1
        caretOffset = shown.count
        excerpt = String(
            String.UnicodeScalarView((shown + after.prefix(Self.shownCount - shown.count)).map(Self.printable))
        )
    }

    /// The scalar, or a stand-in of one column for what would move the cursor or colour the terminal.
    private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.properties.generalCategory {
        case .control: scalar == "\t" ? " " : "\u{FFFD}"
        case .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
        default: scalar
        }
    }
}
