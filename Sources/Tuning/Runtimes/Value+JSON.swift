// What a knob in a JSON file holds. Whole numbers and plain texts are values; all else stays as it is written, which is
// enough to compare it and to put it back.
extension Value {
    /// Reads a value as it is written in JSON.
    public init(jsonText text: String) {
        if let number = Int64(text), String(number) == text {
            self = .integer(number)
        } else if text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2, !text.contains("\\") {
            self = .text(String(text.dropFirst().dropLast()))
        } else {
            self = .text(text)
        }
    }

    /// As it is written in JSON.
    ///
    /// - Parameter isText: Whether the key wants text, also where that looks like a number or like `true`.
    func jsonText(isText: Bool) -> String {
        switch self {
        case .integer(let number) where !isText: return String(number)
        case .text(let text) where !isText && (text == "true" || text == "false"): return text
        default:
            if description.hasPrefix("\""), description.hasSuffix("\"") { return description }
            return "\"\(description)\""
        }
    }

    /// Whether it can be written in JSON without escapes, which is all that policy may ask for.
    public var isPlainJSON: Bool {
        description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }
    }
}

extension Knob {
    /// The key of Docker's configuration file that a name such as `debug in /etc/docker/daemon.json` means.
    init?(dockerKeyNamed name: String) {
        let middle = " in /"
        guard let start = name.indices.first(where: { name[$0...].hasPrefix(middle) }) else { return nil }
        let path = name[name.index(start, offsetBy: middle.count - 1)...]
        self = .dockerKey(String(name[..<start]), in: String(path))
    }
}
