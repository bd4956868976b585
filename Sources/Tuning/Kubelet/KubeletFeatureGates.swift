/// The feature gates of a kubelet: those it knows, those set, and what that makes of each.
///
/// A kubelet refuses a gate that it does not know, and another value for one that is locked. Sources: the
/// `kube_features.go` of Kubernetes 1.32 to 1.36, its libraries' own, and the help of kubelets 1.31 to 1.36; for
/// OpenShift's, which only warns of the first, `feature_gate.go` of openshift/kubernetes.
struct KubeletFeatureGates: Sendable {
    /// A gate in one release.
    fileprivate struct Gate {
        let stage: Character
        let isOn: Bool
        let isLocked: Bool
    }

    /// The gates by name: from each release on that is named their stage (alpha, beta, generally available,
    /// deprecated), default and, with `!`, lock, or that they are gone.
    private static let rows = rowsFromAToJ + "\n" + rowsFromKToZ

    private let rules: KubeletRules
    private let refusesUnknown: Bool
    private let known: [String: Gate]
    private var set: [String: Bool] = [:]

    init(of rules: KubeletRules, refusesUnknown: Bool) {
        self.rules = rules
        self.refusesUnknown = refusesUnknown
        var known: [String: Gate] = [:]
        for row in KubeletFeatureGates.rows.split(separator: "\n") {
            let words = row.split(separator: " ")
            guard let name = words.first else { continue }
            let word = words.dropFirst().last(where: { (Int64($0.prefix(2)) ?? 0) <= rules.minor })
            known[String(name)] = word.flatMap { Gate($0) }
        }
        self.known = known
    }

    /// Whether a gate is on.
    func isEnabled(_ name: String) -> Bool {
        guard let gate = known[name] else { return set[name] ?? false }
        if let value = set[name] { return value }
        switch gate.stage {
        case "a": return set["AllAlpha"] ?? gate.isOn
        case "b": return set["AllBeta"] ?? gate.isOn
        default: return gate.isOn
        }
    }

    /// Whether a gate was set to off.
    func isSwitchedOff(_ name: String) -> Bool { set[name] == false }

    /// Sets gates on top of those that are set.
    ///
    /// - Throws: ``Refusal`` for what this kubelet does not accept.
    mutating func set(_ gates: [String: Bool]) throws(Refusal) {
        set.merge(gates) { $1 }
        for (name, value) in set.sorted(by: { $0.key < $1.key }) where name != "AllAlpha" && name != "AllBeta" {
            guard let gate = known[name] else {
                guard refusesUnknown else { continue }
                throw Refusal("featureGates: this kubelet has no gate '\(name.clipped)'")
            }
            // A lock is never opened again, so it also holds in releases that are not known yet.
            if gate.isLocked, gate.isOn != value, !rules.isAssumed {
                throw Refusal("featureGates: '\(name)' is locked to \(gate.isOn)")
            }
        }
        try checkDependencies()
    }

    private func checkDependencies() throws(Refusal) {
        guard rules.checksGateDependencies, !set.isEmpty else { return }
        for row in KubeletFeatureGates.dependencyRows.split(separator: "\n") {
            let words = row.split(separator: " ").map(String.init)
            guard words.count > 2 else { continue }
            let releases = words[0].split(separator: "-").compactMap { Int64($0) }
            guard let first = releases.first, rules.minor >= first, rules.minor <= releases.dropFirst().last ?? .max,
                known[words[1]] != nil, isEnabled(words[1])
            else { continue }
            for needed in words[2...] where known[needed] != nil && !isEnabled(needed) {
                throw Refusal("featureGates: '\(words[1])' is on, but needs '\(needed)', which is off")
            }
        }
    }
}

extension KubeletFeatureGates.Gate {
    /// Reads `35b+`, `36g+!` or `35gone`; nil for the last.
    fileprivate init?(_ word: Substring) {
        let marks = word.dropFirst(2)
        guard let stage = marks.first, marks != "gone" else { return nil }
        self.init(stage: stage, isOn: marks.contains("+"), isLocked: marks.last == "!")
    }
}
