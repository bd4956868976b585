extension Formula {
    /// The variables that formulas may use, with their types: `node`, `cluster`, parameters of a setting.
    public struct Schema: Sendable, Equatable {
        /// The type of every variable, by name.
        public var variables: [String: FormulaType]

        /// A schema of `variables`.
        public init(_ variables: [String: FormulaType] = [:]) {
            self.variables = variables
        }
    }

    /// The values of variables for one evaluation.
    public struct Bindings: Sendable, Equatable {
        /// The value of every variable, by name.
        public var values: [String: FormulaValue]

        /// Bindings of `values`.
        public init(_ values: [String: FormulaValue] = [:]) {
            self.values = values
        }
    }
}
