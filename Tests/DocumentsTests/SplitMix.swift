import Documents

/// A small generator, seeded, so that a failure comes again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func string() -> String {
        let pieces = [
            "a", "é", "𝄞", "\n", "\"", "\\", " ", "#", ": ", "- ", "\u{0}", "\u{7F}", "no", "1", "'", "\u{2028}", "{",
        ]
        return (0..<Int.random(in: 0...4, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }

    mutating func scalar() -> JSONValue {
        switch Int.random(in: 0...5, using: &self) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self))
        case 2: .integer(Int64(truncatingIfNeeded: next()))
        case 3: .unsigned(next() | 1 << 63)
        case 4: .number(Double.random(in: -1e9...1e9, using: &self))
        default: .string(string())
        }
    }

    mutating func value(depth: Int) -> JSONValue {
        guard depth < 4, Int.random(in: 0...2, using: &self) > 0 else { return scalar() }
        let count = Int.random(in: 0...4, using: &self)
        guard Bool.random(using: &self) else { return .array((0..<count).map { _ in value(depth: depth + 1) }) }
        return .object(
            JSONObject((0..<count).map { _ in JSONObject.Member(key: string(), value: value(depth: depth + 1)) })
        )
    }
}
