import Documents
import Reporting

/// Ends the process where a property does not hold: libFuzzer keeps the input then.
func require(_ holds: Bool, _ property: @autoclosure () -> String, line: Int = #line, file: String = #fileID) {
    if !holds { fatalError("\(file):\(line): \(property())") }
}

/// The value of what must not fail.
func required<Value: ~Copyable>(_ property: String, _ value: () throws -> Value) -> Value {
    do {
        return try value()
    } catch {
        fatalError("\(property): \(error)")
    }
}

extension StringProtocol {
    /// Whether a terminal only shows this: no control character, none that turns the direction of writing.
    var isHarmless: Bool {
        unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
            return switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
    }
}

/// Holds an answer to what every answer promises: no outside text moves a cursor, and its JSON is JSON.
func requireHarmless(_ answer: any Answer) {
    let text = answer.text(in: Style(isColoured: false))
    for line in text.split(separator: "\n") { require(line.isHarmless, "text of \(type(of: answer)): \(line)") }
    let json = required("JSON of \(type(of: answer))") { try answer.json() }
    for line in json.split(separator: "\n") { require(line.isHarmless, "JSON of \(type(of: answer)): \(line)") }
    let limits = DocumentLimits(byteCount: .max, nodeCount: .max, depth: 256)
    _ = required("JSON of \(type(of: answer)) is read") { try JSON.parse(Array(json.utf8), limits: limits) }
}

/// Holds a journal entry to its promise: single lines of bounded length.
func requireHarmless(_ entry: JournalEntry) {
    require(entry.message.isHarmless && entry.message.utf8.count < 4_000, "message \(entry.message)")
    for field in entry.fields {
        require(field.value.isHarmless && field.value.utf8.count < 8_000, "field \(field.name): \(field.value)")
    }
}

/// Holds places to the text that they are in: their line is there, or it is the end.
struct Places {
    private let lineCount: Int
    private let byteCount: Int

    init(in bytes: [UInt8]) {
        byteCount = bytes.count
        // A carriage return ends a line alone too, and so do three characters of YAML 1.1, which end in these.
        lineCount = bytes.count { [0x0A, 0x0D, 0x85, 0xA8, 0xA9].contains($0) } + 1
    }

    func hold(_ position: TextPosition?, _ what: @autoclosure () -> String) {
        guard let position else { return }
        require((1...lineCount).contains(position.line), "\(what()) is in line \(position.line) of \(lineCount)")
        require((1...byteCount + 1).contains(position.column), "\(what()) is in column \(position.column)")
    }
}
