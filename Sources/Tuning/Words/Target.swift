/// A knob and what it should hold.
public struct Target: Hashable, Sendable, Codable {
    /// The place.
    public var knob: Knob
    /// What is accepted there.
    public var bound: Bound
    /// Whether the kernel takes 0 in this knob for «no limit».
    public var zeroIsUnlimited: Bool
    /// The kernel rounds a number written here up to a multiple of this.
    public var granularity: Int64
    /// What makes a written value live.
    public var activation: Activation

    /// A target; by default 0 is a number like any other, nothing is rounded, and a written value is live at once.
    public init(
        _ knob: Knob,
        _ bound: Bound,
        zeroIsUnlimited: Bool = false,
        granularity: Int64 = 1,
        activation: Activation = .immediate
    ) {
        precondition(granularity > 0, "numbers cannot be rounded to a multiple of nothing")
        self.knob = knob
        self.bound = bound
        self.zeroIsUnlimited = zeroIsUnlimited
        self.granularity = granularity
        self.activation = activation
    }

    /// The target with as much of its number as policy claims; nil leaves it to the setting.
    func claimed(as ownership: Ownership?) -> Target {
        guard let ownership else { return self }
        var target = self
        target.bound = ownership.claiming(bound)
        if case .exactly(let value) = target.bound { target.bound = .exactly(meaning(of: value)) }
        return target
    }

    /// The target with an operator's limits laid on its bound, and its numbers as the kernel will round them.
    public func limited(by limits: SettingPolicy.Limits) -> Target {
        var target = self
        target.bound = limits.limiting(bound).rounded(upToMultipleOf: granularity)
        if case .exactly(let value) = target.bound { target.bound = .exactly(meaning(of: value)) }
        return target
    }

    /// What a value read from the knob means.
    public func meaning(of value: Value) -> Value {
        zeroIsUnlimited && value == .integer(0) ? .unlimited : value
    }
}
