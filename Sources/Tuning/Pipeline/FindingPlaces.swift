/// Where findings stand among others that are mostly in the same order, as those of the report before are.
public struct FindingPlaces: Sendable {
    /// The places by what makes findings the same; gathered once one is not where it was looked for.
    private var places: [Report.Key: Int]?

    /// Nothing was looked for yet.
    public init() {}

    /// Where the finding of `desired` stands in `findings`, which are the same each time; nil if it is not among them.
    ///
    /// - Parameter guess: Where it is looked for first.
    public mutating func place(of desired: Desired, guess: Int, in findings: [Finding]) -> Int? {
        if guess < findings.count {
            let found = findings[guess].desired
            if found.setting == desired.setting, found.target.knob == desired.target.knob { return guess }
        }
        if places == nil {
            let keys = findings.enumerated().map { (Report.Key($1.desired), $0) }
            places = Dictionary(keys, uniquingKeysWith: { first, _ in first })
        }
        return places?[Report.Key(desired)]
    }
}
