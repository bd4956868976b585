import Documents
import Formula
import Tuning

// Formulas of a policy file, checked against the names and types that there are before any node is looked at.
extension PolicyLayer {
    /// What a formula must give.
    enum Wanted {
        /// A whole number.
        case number
        /// What a knob may hold: a whole number, a text, a list of whole numbers.
        case value
        /// True or false.
        case truth

        fileprivate var words: String {
            switch self {
            case .number: "a whole number"
            case .value: "a whole number, a text or a list of whole numbers"
            case .truth: "true or false"
            }
        }

        /// Whether a formula of this type can give it; what is only known on a node is decided there.
        fileprivate func accepts(_ type: FormulaType) -> Bool {
            switch (self, type) {
            case (_, .dyn), (.truth, .bool), (.number, .int), (.number, .uint): true
            case (.value, .int), (.value, .uint), (.value, .string): true
            case (.value, .list(let element)): element == .dyn || element == .int || element == .uint
            default: false
            }
        }

        /// What would make a formula of this type give it.
        fileprivate func advice(for type: FormulaType) -> String {
            switch (self, type) {
            case (.number, .double), (.value, .double): "; int(…) makes a whole number of it"
            case (.number, .bool), (.value, .bool): "; write … ? 1 : 0"
            default: ""
            }
        }
    }

    /// The formula that a scalar's text is.
    mutating func placedFormula(_ node: YAMLNode, wanted: Wanted) -> PlacedFormula? {
        guard let text = node.scalar?.text else { return nil }
        let site = FormulaSite(of: node, path: path, bytes: bytes)
        do {
            let checked = try Formula(parsing: text).checked(against: .ofPolicy)
            guard wanted.accepts(checked.type) else {
                let message = "\(wanted.words) is wanted, this formula gives \(checked.type)"
                note(site.problem(message + wanted.advice(for: checked.type)))
                return nil
            }
            return PlacedFormula(formula: checked, site: site)
        } catch {
            note(site.problem(error))
            return nil
        }
    }

    mutating func formula(_ node: YAMLNode, wanted: Wanted) -> Given? {
        placedFormula(node, wanted: wanted).map { .formula($0) }
    }

    /// A number, or a formula that gives one.
    mutating func numberOrFormula(_ node: YAMLNode, in range: ClosedRange<Int64>) -> Given? {
        if let inner = spelledOutFormula(node) { return formula(inner, wanted: .number) }
        if case .string? = try? node.resolved(.core) { return formula(node, wanted: .number) }
        return number(node, in: range).map { .value(.integer($0)) }
    }

    /// What a knob may hold: a number, a text, a list of numbers, or a formula.
    ///
    /// Where a text may stand, a text is a formula only if it names `node` or `cluster`: `cubic` and `0-15` are none,
    /// though CEL would take them for a name and a difference. `{formula: EXPR}` is one without doubt.
    ///
    /// - Parameter takesTruth: Whether true and false are values, as they are of a field and not of a kernel's file.
    mutating func valueOrFormula(_ node: YAMLNode, takesTruth: Bool = false) -> Given? {
        if let inner = spelledOutFormula(node) { return formula(inner, wanted: .value) }
        if let items = node.items {
            guard (1...PolicyLayer.numberLimit).contains(items.count) else {
                complain(node, "a list of 1 to \(PolicyLayer.numberLimit) numbers is wanted")
                return nil
            }
            let given = items.compactMap { numberOrFormula($0, in: Int64.min...Int64.max) }
            return given.count == items.count ? .list(given) : nil
        }
        guard let value = scalar(node) else { return nil }
        switch value {
        case .integer(let number): return .value(.integer(number))
        case .string(let text) where text.namesFormulaVariable: return formula(node, wanted: .value)
        case .string(let text):
            guard !text.utf8.contains(0), text.utf8.count <= 4_096 else {
                complain(node, "a text of a knob has no NUL and 4096 bytes at most")
                return nil
            }
            guard !text.looksLikeArithmetic else {
                complain(node, "is this a formula? then write {formula: \"\(text)\"}; as a text no kernel takes it")
                return nil
            }
            return .value(Value(kernelText: text))
        case .bool(let flag) where takesTruth: return .value(.text(flag ? "true" : "false"))
        case .null, .bool, .unsigned, .float:
            complain(node, "a number or a text is wanted, this is \(value.typeName); in quotes it is a text")
            return nil
        }
    }

    /// The most numbers in one knob: the longest in use, `net/ipv4/ip_local_reserved_ports`, is written as text.
    private static let numberLimit = 64

    /// `EXPR` of `{formula: EXPR}`; nil for anything else.
    private mutating func spelledOutFormula(_ node: YAMLNode) -> YAMLNode? {
        guard let entries = node.entries, entries.count == 1, let entry = entries.first else { return nil }
        guard entry.key.scalar?.text == "formula", entry.value.scalar != nil else { return nil }
        return entry.value
    }
}

extension String {
    /// Whether it stands for itself where a value is written, and is not taken for a formula.
    var standsForItself: Bool { !namesFormulaVariable && !looksLikeArithmetic }

    /// Whether a text without a variable is a sum that somebody wants computed: `2 * 1024`, and not `0-15`.
    fileprivate var looksLikeArithmetic: Bool {
        let operators = "*+%(".utf8
        guard utf8.count <= 100, utf8.contains(where: operators.contains) else { return false }
        return (try? Formula(parsing: self).checked(against: Formula.Schema()))?.type == .int
    }

    /// Whether a text has the name of a formula's variable in it, with a selection after it: `node.cpus`, `cluster[`.
    fileprivate var namesFormulaVariable: Bool {
        var rest = utf8[...]
        var previous: UInt8 = 0
        while let first = rest.first {
            if !previous.isPartOfName {
                for name in ["node", "cluster"] where rest.starts(with: name.utf8) {
                    let next = rest.dropFirst(name.utf8.count).first { $0 != UInt8(ascii: " ") }
                    if next == UInt8(ascii: ".") || next == UInt8(ascii: "[") { return true }
                }
            }
            previous = first
            rest = rest.dropFirst()
        }
        return false
    }
}

extension UInt8 {
    /// Whether this may stand before a name without being apart from it: in a word, or in a path.
    fileprivate var isPartOfName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
