/// How what a knob holds stands to what it should hold.
public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// It holds what it should.
    case met
    /// It does not, and has not in this boot.
    case unmet
    /// It did earlier in this boot, and does not now.
    case drifted
    /// It keeps drifting after we set it: we stopped writing for a while.
    case contested
    /// It could not be read.
    case unknown
}
