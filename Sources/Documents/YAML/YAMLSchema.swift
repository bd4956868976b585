/// By which rules a plain scalar gets its type.
public enum YAMLSchema: Sendable {
    /// The core schema of YAML 1.2.2 (section 10.3.2): `true`, `null`, `0o17`, `0x1F`, `1e2`, `.inf`; `010` is ten,
    /// `yes` a string.
    case core

    /// YAML 1.1 as go-yaml v2 has it, which kubelet, kube-proxy and all that reads with sigs.k8s.io/yaml go by.
    ///
    /// Source: `resolve.go` of go-yaml v2. `y`, `yes`, `on` and `n`, `no`, `off` in lower case, upper case or
    /// capitalised are booleans; `0156` and `0o156` are 110, `0b` binary; underscores are dropped; `08` is the float
    /// 8. Sexagesimal numbers (`1:30`) and dates are strings.
    case yaml11

    /// The value of `text` as a plain scalar; a number that does not fit any type here, such as `1e999`, stays a
    /// string.
    public func value(of text: String) -> ScalarValue {
        guard text.utf8.count <= Self.longestNumber else { return .string(text) }
        // Most texts are too long for a word, and each of a policy with 10,000 settings is asked several times.
        if text.utf8.count <= Self.longestWord, let word = word(text) { return word }
        switch self {
        case .core: return coreNumber(text) ?? .string(text)
        case .yaml11: return yaml11Boolean(text) ?? yaml11Number(text) ?? .string(text)
        }
    }

    /// How long a word is that both schemas know: `false`, `+.inf`.
    private static let longestWord = 5

    private func word(_ text: String) -> ScalarValue? {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        case ".nan", ".NaN", ".NAN": .float(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": .float(-.infinity)
        default: nil
        }
    }

    /// Longer numbers than any that is meant: the exact decimal form of the smallest double has 1,077 characters.
    private static let longestNumber = 1100

    private func coreNumber(_ text: String) -> ScalarValue? {
        guard let first = text.utf8.first, mayBeginNumber(first) else { return nil }
        if text.hasPrefix("0o") { return NumberText.integer(text.utf8.dropFirst(2), radix: 8) }
        if text.hasPrefix("0x") { return NumberText.integer(text.utf8.dropFirst(2), radix: 16) }
        let (digits, sign) = NumberText.unsigned(text.utf8)
        return NumberText.integer(digits, radix: 10, negative: sign == .minus) ?? NumberText.float(text)
    }

    private func yaml11Boolean(_ text: String) -> ScalarValue? {
        switch text {
        case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON": .bool(true)
        case "n", "N", "no", "No", "NO", "off", "Off", "OFF": .bool(false)
        default: nil
        }
    }

    private func yaml11Number(_ text: String) -> ScalarValue? {
        guard let first = text.utf8.first, mayBeginNumber(first) else { return nil }
        if first == UInt8(ascii: ".") { return NumberText.float(text) }
        let plain = text.contains("_") ? String(text.unicodeScalars.filter { $0 != "_" }) : text
        let (digits, sign) = NumberText.unsigned(plain.utf8)
        let (body, radix) = NumberText.prefixed(digits)
        if let value = NumberText.integer(body, radix: radix, negative: sign == .minus) {
            // Go reads what is beyond Int64 as unsigned, which may have no sign.
            guard case .unsigned = value, sign == .plus else { return value }
        }
        return NumberText.float(plain)
    }

    /// Whether a number of either schema begins with this.
    private func mayBeginNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
