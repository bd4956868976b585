import Catalogue
import Documents
import Formula
import Tuning

/// A setting that policy itself defines, formulas not yet computed.
struct CustomSetting: Sendable {
    /// What a knob must hold.
    enum Want: Sendable {
        case exactly(Given)
        case atLeast(Given)
        case atMost(Given)
        case oneOf([Given])
    }

    let id: Setting.ID
    /// Where it stands.
    let path: String
    let place: TextPosition
    /// The line of each of its keys.
    let lines: [(key: String, line: Int)]
    let knob: CustomKnob
    let want: Want
    let when: PlacedFormula?
    let because: String
    let mode: Mode?
    let hysteresisSeconds: Int64

    /// Where it stands, as messages write it.
    var origin: String { "\(path):\(place.line)" }

    /// Where a key of it stands.
    func origin(of key: String) -> String {
        lines.first { $0.key == key }.map { "\(path):\($0.line)" } ?? origin
    }

    /// Whether it is another from node to node.
    var hasFormulas: Bool { when != nil || want.hasFormulas }

    /// The setting on one node, like one of the catalogue.
    ///
    /// - Throws: ``PolicyError`` for a formula that has no value there; one behind a `when` that is false is not asked.
    func setting(
        _ inputs: PolicyInputs,
        expanding expand: (KnobPattern) -> KnobExpansion
    ) throws(PolicyError) -> Setting {
        let advice = try advice(inputs, expanding: expand)
        return Setting(
            id: id,
            summary: "\(knob.name) is \(want.text)",
            why: because.last == "." ? because : because + ".",
            unit: .none,
            sources: ["policy \(origin)"],
            hysteresisSeconds: hysteresisSeconds,
            effect: knob.effect
        ) { facts, _ in facts.kubeletAdvice(advice) }
    }

    private func advice(
        _ inputs: PolicyInputs,
        expanding expand: (KnobPattern) -> KnobExpansion
    ) throws(PolicyError) -> Advice {
        if let when {
            let answer = try when.value(inputs)
            guard case .bool(let applies) = answer else {
                throw PolicyError(when.site.problem("'\(when.text)' is neither true nor false here"))
            }
            guard applies else {
                return .leaveAlone(because: "'\(when.text)' is false\(inputs.suffix(for: when.formula.formula))")
            }
        }
        let knobs: [Knob]
        switch knob.knobs(expanding: expand) {
        case .knobs(let found): knobs = found
        case .unreadable(let reason): return .leaveAlone(because: "'\(knob.name)' cannot be expanded: \(reason)")
        }
        guard !knobs.isEmpty else { return .leaveAlone(because: "nothing on this node matches '\(knob.name)'") }
        let (bound, explanations) = try want.bound(inputs)
        if let objection = bound.values.lazy.compactMap(knob.objection).first {
            let message = "\(objection): \(explanations.joined(separator: "; "))"
            throw PolicyError(PolicyError.Problem(path: path, place: place, message: message))
        }
        let reason = ([because] + explanations).joined(separator: "; ")
        let normal = knob.normal(bound)
        if case .other(.dockerKey) = knob, inputs.facts.containerRuntime?.docker == nil {
            return .leaveAlone(because: "no Docker is installed")
        }
        return .set(knobs.map { knob.target($0, normal, on: inputs.facts) }, because: reason)
    }
}

extension CustomSetting.Want {
    /// The key in policy.
    var key: String {
        switch self {
        case .exactly: "exactly"
        case .atLeast: "atLeast"
        case .atMost: "atMost"
        case .oneOf: "oneOf"
        }
    }

    private var given: [Given] {
        switch self {
        case .exactly(let one), .atLeast(let one), .atMost(let one): [one]
        case .oneOf(let several): several
        }
    }

    fileprivate var hasFormulas: Bool { given.contains { !$0.formulas.isEmpty } }

    /// The values that are the same on every node.
    var constants: [Value] { given.compactMap(\.constant) }

    /// What is written in policy: `min(65535, 4096 * node.cpus)`.
    var written: String { given.map(\.text).joined(separator: " or ") }

    /// What is asked for, in words: `at least min(65535, 4096 * node.cpus)`.
    var text: String {
        switch self {
        case .exactly: written
        case .atLeast: "at least \(written)"
        case .atMost: "at most \(written)"
        case .oneOf: written
        }
    }

    /// What is asked for on one node, and how each formula came to its value.
    func bound(_ inputs: PolicyInputs) throws(PolicyError) -> (Bound, [String]) {
        let bound: Bound
        switch self {
        case .exactly(let one): bound = .exactly(try one.value(inputs))
        case .atLeast(let one): bound = .atLeast(try one.number(inputs))
        case .atMost(let one): bound = .atMost(try one.number(inputs))
        case .oneOf(let several):
            var values: [Value] = []
            for one in several { values.append(try one.value(inputs)) }
            bound = .oneOf(values)
        }
        var explanations: [String] = []
        for one in given {
            guard case .formula(let formula) = one else { continue }
            explanations.append(formula.explanation(try one.value(inputs), inputs))
        }
        return (bound, explanations)
    }
}

extension Bound {
    /// Every value that it names.
    fileprivate var values: [Value] {
        switch self {
        case .exactly(let value): [value]
        case .atLeast(let number), .atMost(let number): [.integer(number)]
        case .oneOf(let values): values
        case .steady: []
        }
    }
}
