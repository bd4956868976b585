/// The words of a unit's setting, split and unquoted as systemd does (`extract_first_word`).
///
/// Blanks separate words unless they stand in single or double quotes, which may begin anywhere; a backslash begins an
/// escape as in C.
struct UnitWords {
    private var rest: Substring

    /// The words of `text`; with `isRelaxed` an end of quotation that is missing is put up with.
    static func split(_ text: some StringProtocol) -> [String] {
        var words = UnitWords(rest: Substring(text))
        var all: [String] = []
        while let word = words.next() { all.append(word) }
        return all
    }

    private mutating func next() -> String? {
        rest = rest.drop(while: \.isWhitespace)
        guard !rest.isEmpty else { return nil }
        var word = ""
        var quote: Character?
        while let character = rest.popFirst() {
            if character == "\\" {
                word += escaped()
            } else if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace {
                return word
            } else {
                word.append(character)
            }
        }
        return word
    }

    /// What the escape stands for whose backslash was just passed.
    private mutating func escaped() -> String {
        guard let letter = rest.popFirst() else { return "\\" }
        switch letter {
        case "a": return "\u{07}"
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0B}"
        case "s": return " "
        case "\\", "\"", "'": return String(letter)
        case "x", "u", "U":
            let count = letter == "x" ? 2 : letter == "u" ? 4 : 8
            let digits = rest.prefix(count)
            guard digits.count == count, let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) else {
                return "\\\(letter)"
            }
            rest = rest.dropFirst(count)
            return String(scalar)
        case "0"..."7":
            let digits = String(letter) + rest.prefix(2)
            guard digits.count == 3, let code = UInt8(digits, radix: 8) else { return "\\\(letter)" }
            rest = rest.dropFirst(2)
            return String(Unicode.Scalar(code))
        default: return "\\\(letter)"
        }
    }
}
