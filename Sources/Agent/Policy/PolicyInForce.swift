import Catalogue
public import Tuning

/// A policy as it holds on one node at one moment: every formula computed, custom settings beside the built-in ones.
public struct PolicyInForce: Sendable {
    /// The policy, without a formula left in it.
    public let policy: Policy
    /// The catalogue, then the custom settings in the order of the policy.
    public let settings: [Setting]
    /// What it was computed from, for an error that names the places of two settings.
    fileprivate let written: ReadPolicy

    /// Whether a formula decided anything: it may look at any fact.
    var hasFormulas: Bool {
        written.custom.contains(where: \.hasFormulas) || written.settings.values.contains(where: \.hasFormulas)
    }
}

extension ReadPolicy {
    /// The policy on a node.
    ///
    /// - Parameter objection: why the rollout lets this node not be changed yet; nil if it may be.
    /// - Throws: ``PolicyError`` for every formula that has no value there, as for a division by zero on this node only.
    public func inForce(
        on facts: Facts,
        against objection: String? = nil,
        expanding expand: (KnobPattern) -> KnobExpansion
    ) throws(PolicyError) -> PolicyInForce {
        let inputs = PolicyInputs(facts: facts, cluster: policy.cluster)
        var policy = policy
        policy.rolloutObjection = objection
        var problems: [PolicyError.Problem] = []
        for setting in catalogue {
            guard let written = settings[setting.id] else { continue }
            do throws(PolicyError) {
                policy.settings[setting.id] = try written.policy(of: setting, inputs)
            } catch {
                problems += error.problems
            }
        }
        var all = catalogue
        all.reserveCapacity(all.count + custom.count)
        for written in custom {
            do throws(PolicyError) {
                all.append(try written.setting(inputs, expanding: expand))
                if let mode = written.mode { policy.settings[written.id] = SettingPolicy(mode: mode) }
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw PolicyError(problems: problems) }
        return PolicyInForce(policy: policy, settings: all, written: self)
    }
}

extension PolicyInForce {
    /// What is wanted of a node under this policy.
    ///
    /// - Throws: ``PolicyError`` where two settings want different values of one knob: each would undo the other.
    func wishes(for facts: Facts, holds: [Hold], choosing choice: Choice) throws(PolicyError) -> Wishes {
        let wishes = Wishes(of: settings, for: facts, under: policy, holds: holds, choosing: choice)
        let conflicts = wishes.conflicts
        guard !conflicts.isEmpty else { return wishes }
        let custom = Dictionary(written.custom.map { ($0.id, $0) }, uniquingKeysWith: { _, later in later })
        func name(_ id: Setting.ID) -> String {
            "'\(id)' (\(custom[id]?.origin ?? written.origins["settings.\(id)"] ?? "built in"))"
        }
        let problems = conflicts.map { conflict in
            let second = custom[conflict.second.setting] ?? custom[conflict.first.setting]
            let (first, other) = (conflict.first.target, conflict.second.target)
            let isSame = first.knob.canonical == other.knob.canonical
            let alias = first.knob == other.knob ? "" : ", of which '\(other.knob)' is a second name"
            let quarrel =
                isSame
                ? "want different values of '\(first.knob)'\(alias): \(first.bound) and \(other.bound)"
                : "cannot both be met: '\(first.knob)' \(first.bound) and '\(other.knob)' \(other.bound), "
                    + "of which the kernel sets one to 0 when the other is written"
            let message = "\(name(conflict.first.setting)) and \(name(conflict.second.setting)) \(quarrel)"
            let path = second?.path ?? written.paths.last ?? ReadPolicy.path
            return PolicyError.Problem(path: path, place: second?.place, message: message)
        }
        throw PolicyError(problems: problems)
    }
}
