extension YAMLNode {
    /// The value of this scalar by `schema`, or by its tag if it has one; what is quoted or a block is a string.
    ///
    /// Throws `mismatch` if the node is no scalar, if its tag names a type its text does not fit, or a type not known
    /// here.
    public func resolved(_ schema: YAMLSchema) throws(DocumentError) -> ScalarValue {
        guard let scalar else {
            throw DocumentError(.mismatch, "expected a scalar, found \(typeName)", at: region.start)
        }
        guard let tag else {
            return scalar.style == .plain ? schema.value(of: scalar.text) : .string(scalar.text)
        }
        let value = schema.value(of: scalar.text)
        switch (tag, value) {
        case ("!", _), ("tag:yaml.org,2002:str", _), ("tag:yaml.org,2002:timestamp", _): return .string(scalar.text)
        case ("tag:yaml.org,2002:null", .null), ("tag:yaml.org,2002:bool", .bool): return value
        case ("tag:yaml.org,2002:int", .integer), ("tag:yaml.org,2002:int", .unsigned): return value
        case ("tag:yaml.org,2002:float", .float): return value
        case ("tag:yaml.org,2002:float", .integer(let integer)): return .float(Double(integer))
        case ("tag:yaml.org,2002:float", .unsigned(let integer)): return .float(Double(integer))
        default:
            throw DocumentError(.mismatch, "\(quoted(scalar.text)) is no \(quoted(tag))", at: region.start)
        }
    }
}
