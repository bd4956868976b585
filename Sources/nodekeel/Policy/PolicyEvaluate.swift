import Agent
import ArgumentParser
import Documents
import Formula
import Node
import Reporting
import Tuning

extension PolicyCommand {
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "eval",
            abstract: "Print the value of a formula on this node, with its type; exit status 1 if it has none.",
            discussion: """
                The variables are `node`, this node's facts by the names that `nodekeel facts --format json` shows, \
                and `cluster`, what policy says of the cluster.
                """
        )

        @ParentCommand var policy: PolicyCommand
        @OptionGroup var options: GlobalOptions

        @Option(help: ArgumentHelp("Take the facts from this file of `facts --format json`.", valueName: "file"))
        var facts: String?

        @Argument(help: ArgumentHelp("The formula, such as 'min(65535, 4096 * node.cpus)'.", valueName: "expr"))
        var expression: String

        func run() throws {
            let options = try options.over(policy.options).over(policy.nodekeel.options)
            let value: FormulaValue
            do {
                let formula = try Formula(parsing: expression).checked(against: .ofPolicy)
                value = try formula.evaluate(try bindings(of: formula.formula, options))
            } catch let error as FormulaError {
                throw Failure(error)
            }
            try options.print(
                FormulaAnswer(type: value.typeName, literal: value.description, value: JSONValue(value.json))
            )
        }

        /// What the formula may name; a formula that names nothing needs neither node nor policy.
        private func bindings(of formula: Formula, _ options: GlobalOptions) throws -> Formula.Bindings {
            guard !formula.inputs.isEmpty else { return Formula.Bindings() }
            let node = try options.node()
            let cluster = try options.readPolicy(of: node).policy.cluster
            return Formula.Bindings(
                node: try facts.map { try NodeCapture.read($0).facts } ?? Facts(reading: node.root, cluster: cluster),
                cluster: cluster
            )
        }
    }
}

extension Failure {
    /// A formula that has no value, with the place in it.
    init(_ error: FormulaError) {
        // Line by line: the place is shown by a caret below the text.
        let lines = error.rendering.split(separator: "\n", omittingEmptySubsequences: false)
        self.init("nodekeel: formula:" + lines.map { $0.escaped() }.joined(separator: "\n"))
    }
}

extension NodeCapture {
    /// The facts in a file, for a command.
    static func read(_ path: String) throws(Failure) -> NodeCapture {
        do {
            return try NodeCapture(file: path)
        } catch {
            throw Failure(error)
        }
    }
}

extension JSONValue {
    /// The value of a formula as JSON.
    init(_ value: FormulaValue.JSON) {
        self =
            switch value {
            case .null: .null
            case .bool(let truth): .bool(truth)
            case .int(let number): .integer(number)
            case .uint(let number): Int64(exactly: number).map { .integer($0) } ?? .unsigned(number)
            case .double(let number): .number(number)
            case .string(let text): .string(text)
            case .array(let items): .array(items.map { JSONValue($0) })
            case .object(let members):
                .object(JSONObject(members.map { JSONObject.Member(key: $0.name, value: JSONValue($0.value)) }))
            }
    }
}
