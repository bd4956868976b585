import Formula
import Tuning

/// What the formulas of a policy are computed from on one node; made once, when the first formula asks.
final class PolicyInputs {
    /// The most inputs that one explanation names.
    private static let namedLimit = 8

    let facts: Facts
    private let cluster: Cluster
    private(set) lazy var bindings = Formula.Bindings(node: facts, cluster: cluster)

    init(facts: Facts, cluster: Cluster) {
        self.facts = facts
        self.cluster = cluster
    }

    /// The live values of what a formula reads, for a sentence that ends in them: « with node.cpus 4».
    func suffix(for formula: Formula) -> String {
        let named = formula.inputs.prefix(PolicyInputs.namedLimit).compactMap { path in
            word(at: path).map { "\(path) \($0)" }
        }
        return named.isEmpty ? "" : " with \(named.joined(separator: ", "))"
    }

    /// A single value by its dotted path, in a word; nil for a list or an object, which would be no word.
    private func word(at path: String) -> String? {
        let steps = path.split(separator: ".").map(String.init)
        guard let first = steps.first, var value = bindings.values[first] else { return nil }
        for step in steps.dropFirst() {
            guard case .map(let map) = value else { return nil }
            guard let next = map[field: step] else { return "unknown" }
            value = next
        }
        switch value {
        case .list, .map: return nil
        case .string(let text): return "'\(text.prefix(64))'"
        default: return value.description
        }
    }
}
