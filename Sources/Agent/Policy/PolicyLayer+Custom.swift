import Catalogue
import Documents
import Tuning

// Custom settings of a policy file.
extension PolicyLayer {
    private static let wantKeys = ["exactly", "atLeast", "atMost", "oneOf"]
    private static let customKeys =
        ["id"] + CustomKnob.keys + wantKeys + ["except", "when", "because", "mode", "hysteresis"]
    /// What no setting of one's own may be called.
    private static let builtInNames = Set(catalogue.map(\.id.rawValue))
    /// The most values of one `oneOf`, and names of one `except`.
    static let listLimit = 64
    /// The longest that a departure may go untold, in seconds.
    private static let hysteresisLimit: Int64 = 86_400

    mutating func readCustom(_ tree: YAMLNode) {
        if (try? tree.resolved(.core)) == .null { return }
        guard let items = tree.items else {
            complain(tree, "a list of settings is wanted, this is \(tree.typeName)")
            return
        }
        var seen: [String: Int] = Dictionary(minimumCapacity: items.count)
        for item in items {
            guard let setting = customSetting(item) else { continue }
            let name = setting.id.rawValue
            if let line = seen[name] {
                complain(item["id"] ?? item, "'\(name)' stands here twice, first in line \(line)")
                continue
            }
            seen[name] = setting.place.line
            custom.append(setting)
        }
    }

    private mutating func customSetting(_ tree: YAMLNode) -> CustomSetting? {
        let before = problems.count
        let fields = fields(of: tree, known: PolicyLayer.customKeys)
        let id = fields["id"].flatMap { identifier($0) }
        let knob = customKnob(tree, fields)
        let want = self.want(tree, fields)
        let when = fields["when"].flatMap { placedFormula($0, wanted: .truth) }
        let because = fields["because"].flatMap { text($0, what: "a reason") }
        let mode: Mode? = fields["mode"].flatMap { word($0, what: "a mode") }
        let hysteresis = fields["hysteresis"].flatMap { hysteresisSeconds($0) }
        if let node = fields["except"], let knob, !knob.takesExceptions {
            complain(node, "'except' is for a path with wildcards")
        }
        if !fields.has("id") { complain(tree, "'id' is missing: a name in kebab-case") }
        if !fields.has("because") { complain(tree, "'because' is missing: why this node needs it") }
        if let knob, let want, let objection = want.constants.lazy.compactMap(knob.objection).first {
            complain(fields[want.key] ?? tree, objection)
        }
        guard problems.count == before, let id, let knob, let want, let because else { return nil }
        return CustomSetting(
            id: id,
            path: path,
            place: tree.region.start,
            lines: fields.lines,
            knob: knob,
            want: want,
            when: when,
            because: because,
            mode: mode,
            hysteresisSeconds: hysteresis ?? 0
        )
    }

    private mutating func identifier(_ node: YAMLNode) -> Setting.ID? {
        let name = node.scalar?.text ?? ""
        let dash = UInt8(ascii: "-")
        var previous = dash
        let isKebab = name.utf8.allSatisfy { byte in
            defer { previous = byte }
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return true
            default: return byte == dash && previous != dash
            }
        }
        guard isKebab, previous != dash, name.utf8.count <= 63 else {
            complain(node, "an ID is in kebab-case, of at most 63 characters, such as listen-backlog")
            return nil
        }
        guard !PolicyLayer.builtInNames.contains(name) else {
            complain(node, "'\(name)' is a built-in setting: policy speaks of it under 'settings'")
            return nil
        }
        return Setting.ID(rawValue: name)
    }

    private mutating func want(_ tree: YAMLNode, _ fields: PolicyFields) -> CustomSetting.Want? {
        let keys = PolicyLayer.wantKeys.filter(fields.has)
        guard let key = keys.first, keys.count == 1, let node = fields[key] else {
            let all = PolicyLayer.wantKeys.joined(separator: ", ")
            complain(tree, keys.isEmpty ? "what is wanted is missing: one of \(all)" : "only one of \(all) is possible")
            return nil
        }
        let takesTruth = fields.has("kubelet")
        switch key {
        case "exactly": return valueOrFormula(node, takesTruth: takesTruth).map { .exactly($0) }
        case "atLeast": return numberOrFormula(node, in: Int64.min...Int64.max).map { .atLeast($0) }
        case "atMost": return numberOrFormula(node, in: Int64.min...Int64.max).map { .atMost($0) }
        default:
            guard let items = node.items, (1...PolicyLayer.listLimit).contains(items.count) else {
                complain(node, "a list of 1 to \(PolicyLayer.listLimit) values is wanted")
                return nil
            }
            let given = items.compactMap { valueOrFormula($0, takesTruth: takesTruth) }
            return given.count == items.count ? .oneOf(given) : nil
        }
    }

    private mutating func hysteresisSeconds(_ node: YAMLNode) -> Int64? {
        guard let seconds = seconds(node) else { return nil }
        guard seconds <= PolicyLayer.hysteresisLimit else {
            complain(node, "a hysteresis is 1d at most")
            return nil
        }
        return seconds
    }
}
