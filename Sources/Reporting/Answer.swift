public import Documents

/// What a command answers: text for people and JSON for programs, made of the same values.
public protocol Answer: Encodable, Sendable {
    /// The text, laid out for a reader; ends in a newline.
    func text(in style: Style) -> String
}

extension Answer {
    /// The JSON, ending in a newline. Text from outside stands in it whole, and nothing in it moves a cursor.
    ///
    /// - Throws: The path of a value that JSON has no form for; no answer in this module has one.
    public func json(layout: JSON.Layout = .pretty) throws(DocumentError) -> String {
        try JSON.text(encoding: self, layout: layout).withJSONEscapes + "\n"
    }
}

extension String {
    /// JSON text in which whatever a terminal would obey instead of show is `\uXXXX`, which changes no value: outside
    /// of strings JSON is plain ASCII.
    var withJSONEscapes: String {
        guard unicodeScalars.contains(where: { !$0.isASCII && !$0.isShown }) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            guard !scalar.isASCII, !scalar.isShown else {
                text.unicodeScalars.append(scalar)
                return
            }
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}
