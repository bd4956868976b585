/// A scalar as written: its text, unescaped and unfolded, and how it was marked off.
public struct YAMLScalar: Sendable, Hashable {
    /// How a scalar is marked off in the text.
    public enum Style: Sendable, Hashable {
        /// Bare: its type is told from its text.
        case plain

        /// In single quotes: always a string.
        case singleQuoted

        /// In double quotes: always a string.
        case doubleQuoted

        /// A block after `|`: always a string.
        case literal

        /// A block after `>`: always a string.
        case folded
    }

    /// The text; empty for a value that was left out.
    public let text: String

    /// How it is marked off.
    public let style: Style

    /// A scalar of `text`, marked off as `style`.
    public init(text: String, style: Style) {
        self.text = text
        self.style = style
    }
}
