/// A length of time as operators write it: `90s`, `5m`, `1h30m`.
public enum DurationText {
    private static let units: [(name: Character, seconds: Int64)] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)]

    /// The seconds that a text means; nil if it is no length of time, or longer than the numbers reach.
    public static func seconds(in text: String) -> Int64? {
        var total: Int64 = 0
        var digits = ""
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard
                let unit = units.first(where: { $0.name == character }),
                let count = Int64(digits),
                case let (seconds, isTooLong) = count.multipliedReportingOverflow(by: unit.seconds), !isTooLong,
                case let (sum, isTooLargeASum) = total.addingReportingOverflow(seconds), !isTooLargeASum
            else { return nil }
            total = sum
            digits = ""
        }
        return digits.isEmpty && !text.isEmpty ? total : nil
    }

    /// The text for some seconds, in the largest units that fit: `1h30m`.
    public static func text(seconds: Int64) -> String {
        var rest = max(seconds, 0)
        var text = ""
        for unit in units where rest >= unit.seconds {
            text += "\(rest / unit.seconds)\(unit.name)"
            rest %= unit.seconds
        }
        return text.isEmpty ? "0s" : text
    }
}
