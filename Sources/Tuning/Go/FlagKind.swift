/// What a flag of a Kubernetes program takes.
enum FlagKind: Hashable, Sendable {
    case text, bool, int32, int64, unsigned32, float, duration, address, addressAndPort, quantity
    /// Texts between commas.
    case list
    /// Texts by key, between commas: `memory.available<100Mi` or `cpu=1`.
    case pairs(separator: Character)
    /// One text by key; a comma is part of it.
    case pair
    /// Truth values by key, such as feature gates.
    case gates
    /// Taints such as `key=value:NoSchedule`.
    case taints
    /// Verbosities by file, such as `server=4`.
    case verbosities
    /// Memory by NUMA node, such as `0:memory=1Gi`.
    case reservedMemory
    /// Nothing, or a word after `=`; with it the program answers and exits.
    case question

    /// Whether the flag may stand without a value.
    var isAlone: Bool { self == .bool || self == .question }

    /// Whether a value of this kind can be read.
    func accepts(_ value: String) -> Bool {
        switch self {
        case .text, .question: true
        case .bool: GoLiteral.bool(value) != nil
        case .int32: GoLiteral.int32(value) != nil
        case .int64: GoLiteral.int64(value) != nil
        case .unsigned32: GoLiteral.decimal(value, limit: Int64(Int32.max)) != nil
        case .float: Float(value).map(\.isFinite) ?? false
        case .duration: GoLiteral.duration(value) != nil
        case .address: value.isEmpty || GoAddress.family(ofIP: value) != nil
        case .addressAndPort:
            value.isEmpty || GoAddress.family(ofIP: value) != nil || GoAddress.objection(toIPAndPort: value) == nil
        case .quantity: GoQuantity(value) != nil
        case .list: GoFlagValue.fields(of: value) != nil
        case .pairs(let separator): GoFlagValue.pairs(value, separator) != nil
        case .pair: value.contains("=")
        case .gates: GoFlagValue.gates(value) != nil
        case .taints: GoFlagValue.taints(value) != nil
        case .verbosities: GoFlagValue.verbosities(value) != nil
        case .reservedMemory: GoFlagValue.reservedMemory(value) != nil
        }
    }

    /// What it is called in a message.
    var name: String {
        switch self {
        case .text, .question: "text"
        case .bool: "boolean"
        case .int32: "32-bit integer"
        case .int64: "64-bit integer"
        case .unsigned32: "whole number"
        case .float: "number"
        case .duration: "duration such as 30s or 1h30m"
        case .address: "IP address"
        case .addressAndPort: "IP address, nor one with a port"
        case .quantity: "quantity such as 10Mi"
        case .list: "list"
        case .pairs(let separator): "list such as key\(separator)value"
        case .pair: "pair such as key=value"
        case .gates: "list of feature gates such as Name=true"
        case .taints: "list of taints such as key=value:NoSchedule"
        case .verbosities: "list such as file=4"
        case .reservedMemory: "list such as 0:memory=1Gi"
        }
    }
}
