import Tuning

/// What a policy says of one built-in setting, formulas not yet computed.
struct WrittenSetting: Sendable {
    var mode: Mode?
    var ownership: Ownership?
    /// The parameters, by name.
    var values: [String: Given] = [:]
    /// The limits on the setting's own number: `exactly`, `atLeast`, `atMost`.
    var limits: [String: Given] = [:]

    /// The limits that there are.
    static let limitNames = ["exactly", "atLeast", "atMost"]

    /// Whether it is another from node to node.
    var hasFormulas: Bool {
        values.values.contains { !$0.formulas.isEmpty } || limits.values.contains { !$0.formulas.isEmpty }
    }

    /// This with gaps filled by what was said before it; an `exactly` leaves no gap.
    func laid(over earlier: WrittenSetting) -> WrittenSetting {
        var setting = self
        setting.mode = mode ?? earlier.mode
        setting.ownership = ownership ?? earlier.ownership
        setting.values = earlier.values.merging(values) { _, later in later }
        if limits["exactly"] == nil { setting.limits = earlier.limits.merging(limits) { _, later in later } }
        return setting
    }

    /// What is said on one node.
    ///
    /// - Throws: ``PolicyError`` for a formula that has no value there, or one that the setting does not allow.
    func policy(of setting: Setting, _ inputs: PolicyInputs) throws(PolicyError) -> SettingPolicy {
        var policy = SettingPolicy(mode: mode)
        policy.ownership = ownership
        for (name, given) in values {
            let value = try given.value(inputs)
            if case .formula(let formula) = given {
                let parameter = setting.parameters.first { $0.name == name }
                if let objection = parameter?.objection(to: value) {
                    let explanation = formula.explanation(value, inputs)
                    throw PolicyError(formula.site.problem("\(name): \(objection): \(explanation)"))
                }
                policy.formulas[name] = formula.explanation(value, inputs)
            }
            policy.values[name] = value
        }
        for (name, given) in limits {
            let number = try given.number(inputs)
            if case .formula(let formula) = given {
                let explanation = formula.explanation(.integer(number), inputs)
                if let range = setting.limitRange, !range.contains(number) {
                    let objection = "\(number) is not in \(range.lowerBound)…\(range.upperBound)"
                    throw PolicyError(formula.site.problem("\(name): \(objection): \(explanation)"))
                }
                policy.formulas[name] = explanation
            }
            switch name {
            case "exactly": policy.limits.exactly = number
            case "atLeast": policy.limits.atLeast = number
            default: policy.limits.atMost = number
            }
        }
        if let least = policy.limits.atLeast, let most = policy.limits.atMost, least > most,
            let formula = (limits["atLeast"]?.formulas ?? []).first ?? limits["atMost"]?.formulas.first
        {
            throw PolicyError(formula.site.problem("atLeast \(least) is more than atMost \(most) on this node"))
        }
        return policy
    }
}
