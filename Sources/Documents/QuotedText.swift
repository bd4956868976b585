/// `text` in single quotes, fit for a message: cut after 64 code points, control characters as `\u{…}`.
///
/// Documents come from others: neither a megabyte nor a terminal escape may pass into the journal with an error.
func quoted(_ text: String) -> String {
    var result = "'"
    var count = 0
    for scalar in text.unicodeScalars {
        guard count < 64 else {
            result += "…"
            break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default:
            result.unicodeScalars.append(scalar)
        }
        count += 1
    }
    return result + "'"
}
