/// Values of flags that hold several things, as the flag types of Kubernetes read them; nil is what they refuse.
enum GoFlagValue {
    /// Texts between commas, as `encoding/csv` reads one line: a text may stand in quotation marks.
    static func fields(of text: String) -> [String]? {
        guard !text.isEmpty else { return [] }
        var fields: [String] = []
        var rest = Substring(text)
        while true {
            var field = ""
            if rest.first == "\"" {
                rest.removeFirst()
                while true {
                    guard let end = rest.firstIndex(of: "\"") else { return nil }
                    field += rest[..<end]
                    rest = rest[rest.index(after: end)...]
                    guard rest.first == "\"" else { break }
                    field += "\""
                    rest.removeFirst()
                }
                guard rest.isEmpty || rest.first == "," else { return nil }
            } else {
                field = String(rest.prefix { $0 != "," })
                guard !field.contains("\"") else { return nil }
                rest = rest.dropFirst(field.count)
            }
            fields.append(field)
            guard rest.first == "," else { return fields }
            rest.removeFirst()
        }
    }

    /// Keys with values, between commas; blanks around both are dropped.
    static func pairs(_ text: String, _ separator: Character) -> [(key: String, value: String)]? {
        var pairs: [(key: String, value: String)] = []
        for part in text.split(separator: ",") {
            guard let pair = pair(part, separator) else { return nil }
            pairs.append(pair)
        }
        return pairs
    }

    /// Keys with values, between commas; one without `=` has an empty value (`ConfigurationMap`).
    static func labels(_ text: String) -> [(key: String, value: String)] {
        text.split(separator: ",").map { pair($0, "=") ?? (trimmed($0), "") }
    }

    /// A key with its value.
    static func pair(_ text: some StringProtocol, _ separator: Character) -> (key: String, value: String)? {
        let halves = text.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        return halves.count == 2 ? (trimmed(halves[0]), trimmed(halves[1])) : nil
    }

    /// Feature gates.
    static func gates(_ text: String) -> [(key: String, value: Bool)]? {
        guard let pairs = pairs(text, "=") else { return nil }
        var gates: [(key: String, value: Bool)] = []
        for pair in pairs {
            guard let value = GoLiteral.bool(pair.value) else { return nil }
            gates.append((pair.key, value))
        }
        return gates
    }

    /// Taints, `key=value:effect` or `key:effect`, in the form that a configuration file has.
    static func taints(_ text: String) -> DecodedValue? {
        guard !text.isEmpty else { return .null }
        var taints: [DecodedValue] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            guard halves.count == 2, KubernetesName.taintEffects.contains(String(halves[1])) else { return nil }
            let pair = halves[0].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard (1...2).contains(pair.count), KubernetesName.isQualified(pair[0]),
                pair.count == 1 || KubernetesName.isLabelValue(pair[1])
            else { return nil }
            var taint: [String: DecodedValue] = ["key": .string(pair[0]), "effect": .string(String(halves[1]))]
            if pair.count == 2, !pair[1].isEmpty { taint["value"] = .string(pair[1]) }
            taints.append(.object(taint))
        }
        return .list(taints)
    }

    /// Verbosities by file, in the form that a configuration file has.
    static func verbosities(_ text: String) -> DecodedValue? {
        var items: [DecodedValue] = []
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[0].isEmpty,
                let verbosity = GoLiteral.decimal(halves[1], limit: Int64(Int32.max))
            else { return nil }
            items.append(.object(["filePattern": .string(String(halves[0])), "verbosity": .integer(verbosity)]))
        }
        return .list(items)
    }

    /// Memory by NUMA node, in the form that a configuration file has.
    static func reservedMemory(_ text: String) -> DecodedValue? {
        guard !text.isEmpty else { return .null }
        var reservations: [DecodedValue] = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: ":", omittingEmptySubsequences: false)
            guard halves.count == 2, let node = GoLiteral.decimal(halves[0], limit: Int64(Int32.max)) else {
                return nil
            }
            var limits: [String: DecodedValue] = [:]
            for limit in halves[1].split(separator: ",", omittingEmptySubsequences: false) {
                let pair = limit.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                guard pair.count == 2, pair[0] == "memory" || pair[0].hasPrefix("hugepages-"),
                    let quantity = GoQuantity(pair[1])
                else { return nil }
                limits[pair[0]] = .string(quantity.description)
            }
            reservations.append(.object(["numaNode": .integer(node), "limits": .object(limits)]))
        }
        return .list(reservations)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
