/// Numbers that look drawn and are the same in each run: SplitMix64. sources: Steele, Lea, Flood, OOPSLA 2014
struct Draw {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number from 0 up to but not including a limit.
    mutating func number(below limit: Int64) -> Int64 {
        Int64(word().multipliedFullWidth(by: UInt64(limit)).high)
    }

    /// 32 hexadecimal digits.
    mutating func machineID() -> String {
        [word(), word()].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
