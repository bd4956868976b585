/// A short word that is equal where some words are: on nodes whose wishes, observations and nodekeel are equal.
public struct Fingerprint: Hashable, Sendable {
    /// Sixteen hexadecimal digits.
    public let text: String

    /// The fingerprint of a run.
    init(of findings: [Finding], leftAlone: [LeftAlone], version: String) {
        var words = [version]
        for finding in findings {
            words.append(finding.desired.setting.rawValue)
            words.append(finding.desired.target.knob.description)
            words.append(finding.desired.target.bound.description)
            words.append(finding.verdict.rawValue)
            // Readings that move all the time would make every node its own group.
            if !finding.desired.target.knob.isReadOnly { words.append(finding.observation.description) }
        }
        for other in leftAlone {
            words.append(other.setting.rawValue)
            words.append(other.because)
        }
        self.init(of: words)
    }

    /// The fingerprint of words in their order.
    ///
    /// FNV-1a, 64 bits: stable over versions and machines, and not meant to resist an adversary.
    /// sources: draft-eastlake-fnv
    public init(of words: [String]) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in words {
            for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
