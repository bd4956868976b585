import Documents
import Formula
import Tuning

/// A formula of a policy file, checked, with its place in the file.
struct PlacedFormula: Sendable {
    let formula: CheckedFormula
    let site: FormulaSite

    /// The formula as the operator wrote it.
    var text: String { formula.formula.text }

    /// Its value on a node.
    ///
    /// - Throws: ``PolicyError`` with the place in the file, for what goes wrong with the values of this node only.
    func value(_ inputs: PolicyInputs) throws(PolicyError) -> FormulaValue {
        do {
            return try formula.evaluate(inputs.bindings)
        } catch {
            throw PolicyError(site.problem(error, suffix: inputs.suffix(for: formula.formula)))
        }
    }

    /// The formula, its value and what it was computed from: «4096 * node.cpus = 16384 with node.cpus 4».
    func explanation(_ value: Value, _ inputs: PolicyInputs) -> String {
        "\(text) = \(value)\(inputs.suffix(for: formula.formula))"
    }
}

/// Where a formula stands: in a file, inside a scalar of YAML.
struct FormulaSite: Sendable {
    /// How a place in the formula's text becomes a place in the file.
    private enum Mapping: Sendable {
        /// On one line, without an escape: so many columns further right.
        case line(shift: Int)
        /// In a block after `|`: on the lines below, so far from the left.
        case block(indentation: Int)
        /// Folded or escaped: the file's place is the scalar's, and the formula's own is told beside it.
        case opaque
    }

    let path: String
    private let start: TextPosition
    private let mapping: Mapping

    /// The site of the scalar `node` of a file with these bytes.
    init(of node: YAMLNode, path: String, bytes: [UInt8]) {
        self.path = path
        start = node.region.start
        let width = node.region.end.column - node.region.start.column
        let length = node.scalar?.text.unicodeScalars.count ?? 0
        switch node.scalar?.style {
        case .literal?: mapping = .block(indentation: FormulaSite.indentation(of: node, bytes: bytes))
        case .plain? where node.region.start.line == node.region.end.line && width == length:
            mapping = .line(shift: 0)
        case .singleQuoted?, .doubleQuoted?:
            let isOneLine = node.region.start.line == node.region.end.line
            mapping = isOneLine && width == length + 2 ? .line(shift: 1) : .opaque
        default: mapping = .opaque
        }
    }

    /// How many blanks stand before the first line of a block that is not empty.
    private static func indentation(of node: YAMLNode, bytes: [UInt8]) -> Int {
        let newline = UInt8(ascii: "\n")
        let region = node.region.bytes.clamped(to: bytes.indices)
        let lines = bytes[region].split(separator: newline, omittingEmptySubsequences: false).dropFirst()
        let blank = UInt8(ascii: " ")
        let first = lines.first { line in line.contains { $0 != blank && $0 != UInt8(ascii: "\r") } }
        return first?.prefix { $0 == blank }.count ?? 0
    }

    /// What is wrong with the formula, in the file's terms.
    func problem(_ error: FormulaError, suffix: String = "") -> PolicyError.Problem {
        let hint = error.suggestion.map { "; did you mean '\($0)'?" } ?? ""
        let place: TextPosition
        var inside = ""
        switch mapping {
        case .line(let shift):
            place = TextPosition(line: start.line, column: start.column + shift + error.column - 1)
        case .block(let indentation):
            place = TextPosition(line: start.line + error.line, column: indentation + error.column)
        case .opaque:
            place = start
            inside = " (at \(error.line):\(error.column) of the formula)"
        }
        return PolicyError.Problem(
            path: path,
            place: place,
            message: "\(error.message)\(hint)\(inside)\(suffix)",
            excerpt: "  \(error.excerpt)\n  \(String(repeating: " ", count: error.caretOffset))^"
        )
    }

    /// Something wrong with the formula as a whole.
    func problem(_ message: String) -> PolicyError.Problem {
        PolicyError.Problem(path: path, place: start, message: message)
    }
}
