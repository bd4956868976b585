/// How text is laid out for whoever reads it. The caller knows the terminal; nothing here looks for one.
public struct Style: Hashable, Sendable {
    /// Whether words are coloured: on a terminal, where `NO_COLOR` is not set.
    public let isColoured: Bool
    /// How many columns a line should take, from 40 to 500; a single long word may take more.
    public let columns: Int

    /// The columns of text that goes to no terminal.
    public static let presetColumns = 100

    /// A style; a width out of range is brought into it.
    public init(isColoured: Bool = false, columns: Int = Style.presetColumns) {
        self.isColoured = isColoured
        self.columns = min(max(columns, 40), 500)
    }
}

/// What a piece of text is, for those who see colours. No report says anything by colour alone.
enum Tone: Hashable, Sendable {
    case plain
    /// A heading, or the name of what is told about.
    case strong
    /// What is only looked at when it is looked for.
    case faint
    /// As it should be.
    case good
    /// Somebody should look at it some day.
    case warning
    /// Somebody should look at it now.
    case bad
    /// Somebody is working against us.
    case alarm

    /// The parameters of the terminal's «select graphic rendition»; nil where nothing is selected.
    /// sources: ECMA-48, 8.3.117
    var rendition: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        case .alarm: "1;31"
        }
    }
}
