/// A short word that is equal on nodes whose wishes, observations and nodekeel are equal.
struct Fingerprint {
    /// Sixteen hexadecimal digits.
    let text: String

    /// FNV-1a, 64 bits: stable over versions and machines, and not meant to resist an adversary.
    /// sources: draft-eastlake-fnv
    init(of findings: [Finding], leftAlone: [LeftAlone], version: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        mix(version)
        for finding in findings {
            mix(finding.desired.setting.rawValue)
            mix(finding.desired.target.knob.description)
            mix(finding.desired.target.bound.description)
            mix(finding.verdict.rawValue)
            // Readings that move all the time would make every node its own group.
            if !finding.desired.target.knob.isReadOnly { mix(finding.observation.description) }
        }
        for other in leftAlone {
            mix(other.setting.rawValue)
            mix(other.because)
        }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
