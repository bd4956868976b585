/// A file of environment variables, as systemd reads it (`parse_env_file_internal`; systemd.exec(5)).
///
/// A value may stand in quotes, go on after a backslash at the end of a line, and hold anything but a variable: no `$`
/// is followed. A line that assigns nothing, or to what is no name, is passed over.
struct EnvironmentFile {
    /// A variable with its value and the line, from 1, on which it is assigned.
    struct Variable {
        let name: String
        let value: String
        let line: Int
    }

    private enum Place {
        case beforeKey, key, beforeValue, value, valueEscape, single, double, doubleEscape, comment, commentEscape
    }

    /// The variables, in order.
    private(set) var variables: [Variable] = []

    private var place = Place.beforeKey
    private var key = ""
    private var value = ""
    /// Blanks that are part of the value only if something follows them.
    private var blanks = ""
    private var line = 1
    private var keyLine = 1

    /// Reads `text`.
    init(_ text: String) {
        for character in text.unicodeScalars {
            read(character)
            if character == "\n" { line += 1 }
        }
        if place == .double || place == .doubleEscape || place == .single { return }
        if ![.beforeKey, .key, .comment, .commentEscape].contains(place) { finish() }
    }

    private mutating func read(_ character: Unicode.Scalar) {
        let isEnd = character == "\n" || character == "\r"
        switch place {
        case .beforeKey:
            if character == "#" || character == ";" {
                place = .comment
            } else if !isBlank(character) {
                (key, value, blanks, keyLine, place) = (String(character), "", "", line, .key)
            }
        case .key:
            if isEnd {
                place = .beforeKey
            } else if character == "=" {
                place = .beforeValue
            } else {
                key.unicodeScalars.append(character)
            }
        case .beforeValue, .value: readValue(character, isEnd)
        case .valueEscape:
            place = .value
            if !isEnd { keep(character) }
        case .single:
            if character == "'" { place = .beforeValue } else { keep(character) }
        case .double:
            if character == "\"" {
                place = .beforeValue
            } else if character == "\\" {
                place = .doubleEscape
            } else {
                keep(character)
            }
        case .doubleEscape:
            place = .double
            if !isEnd, !"\"\\`$".unicodeScalars.contains(character) { keep("\\") }
            if !isEnd { keep(character) }
        case .comment:
            if character == "\\" { place = .commentEscape } else if isEnd { place = .beforeKey }
        case .commentEscape: place = .comment
        }
    }

    private mutating func readValue(_ character: Unicode.Scalar, _ isEnd: Bool) {
        if isEnd {
            finish()
        } else if character == "\\" {
            place = .valueEscape
        } else if place == .beforeValue, character == "'" || character == "\"" {
            place = character == "'" ? .single : .double
        } else if isBlank(character) {
            if place == .value { blanks.unicodeScalars.append(character) }
        } else {
            place = .value
            keep(character)
        }
    }

    private mutating func keep(_ character: Unicode.Scalar) {
        if !blanks.isEmpty {
            value += blanks
            blanks = ""
        }
        value.unicodeScalars.append(character)
    }

    private mutating func finish() {
        place = .beforeKey
        let name = String(key.reversed().drop(while: \.isWhitespace).reversed())
        let isName =
            !name.isEmpty && name.utf8.first.map { !$0.isDigit } ?? false
            && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Character(Unicode.Scalar($0)).isLetter || $0.isDigit }
        guard isName else { return }
        variables.append(Variable(name: name, value: value, line: keyLine))
    }

    private func isBlank(_ character: Unicode.Scalar) -> Bool {
        character == " " || character == "\t" || character == "\n" || character == "\r"
    }
}
