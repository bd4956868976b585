/// How much of a number is nodekeel's, where policy says another than the setting itself.
public enum Ownership: String, Hashable, Sendable, CaseIterable {
    /// This number and no other: what is above is lowered, what is below is raised.
    case own
    /// Never less; who needs more may have it.
    case floor
    /// Never more; who needs less may have it.
    case ceiling

    /// A bound of this kind with the same number; one without a number stays.
    public func claiming(_ bound: Bound) -> Bound {
        let number: Int64
        switch bound {
        case .atLeast(let least): number = least
        case .atMost(let most): number = most
        case .exactly(.integer(let one)): number = one
        case .exactly, .oneOf, .steady: return bound
        }
        return switch self {
        case .own: .exactly(.integer(number))
        case .floor: .atLeast(number)
        case .ceiling: .atMost(number)
        }
    }
}
