import Documents
public import Formula
public import Tuning

extension Formula.Schema {
    /// What formulas in a policy may name: `node`, the facts, and `cluster`, what policy says of the cluster.
    public static let ofPolicy = Formula.Schema([
        "node": Shape.formulaType(of: Facts.self, named: "node"),
        "cluster": Shape.formulaType(of: Cluster.self, named: "cluster"),
    ])
}

extension Formula.Bindings {
    /// The values of one node and its cluster, by the names that ``Formula/Schema/ofPolicy`` promises.
    ///
    /// A fact that is not known is not there: `has(node.memory.totalByteCount)` asks for it.
    public init(node facts: Facts, cluster: Cluster) {
        self.init(["node": FormulaValue(encoding: facts), "cluster": FormulaValue(encoding: cluster)])
    }
}

extension FormulaValue {
    fileprivate init(encoding value: some Encodable) {
        guard let tree = try? Documents.JSON.encode(value) else { preconditionFailure("facts are always JSON") }
        self.init(tree)
    }

    /// A JSON value as formulas see it; whole numbers are `int`, whatever type they had in Swift.
    private init(_ tree: JSONValue) {
        self =
            switch tree {
            case .null: .null
            case .bool(let truth): .bool(truth)
            case .integer(let number): .int(number)
            case .unsigned(let number): .uint(number)
            case .number(let number): .double(number)
            case .string(let text): .string(text)
            case .array(let items): .list(items.map { FormulaValue($0) })
            case .object(let object): .map(FormulaMap(fields: FormulaValue.fields(of: object)))
            }
    }

    /// The members of an object; null is what is not known, and not there.
    private static func fields(of object: JSONObject) -> [String: FormulaValue] {
        var fields: [String: FormulaValue] = [:]
        for member in object.members where member.value != .null { fields[member.key] = FormulaValue(member.value) }
        return fields
    }
}
