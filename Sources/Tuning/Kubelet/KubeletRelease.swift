/// What giving back the fields of some settings does to the fragments that carry them.
///
/// The file is one and the settings are several: as long as another setting has a field in it, only those that are
/// given back are taken out, and the file's own original waits in the ledger.
public struct KubeletRelease: Sendable {
    /// The fragments that stay, with what stays in each.
    private let rest: [Knob: KubeletFragment]
    /// The fields that are taken out.
    private let fields: Set<String>
    /// The originals in question: those of the settings, and of the fragments that carry their fields.
    public let originals: [Original]

    /// What giving back `settings` does; nil for all that the ledger knows.
    ///
    /// - Parameters:
    ///   - ledger: every original.
    ///   - fragments: what the fragments among their knobs hold.
    public init(of settings: [Setting.ID]?, ledger: [Original], fragments: [Knob: KubeletFragment]) {
        let chosen = Set(settings ?? ledger.map(\.setting))
        let others = ledger.contains { $0.knob.isKubeletField && !chosen.contains($0.setting) }
        var rest: [Knob: KubeletFragment] = [:]
        var fields: Set<String> = []
        var carriers: Set<Knob> = []
        for (knob, content) in fragments {
            let remaining = content.without(chosen)
            let isReduced = remaining != content
            if isReduced || settings == nil || !others && ledger.contains(where: chosen.owns) { carriers.insert(knob) }
            if others, settings != nil { rest[knob] = remaining }
            fields.formUnion(content.entries.map(\.field).filter { remaining[$0] == nil })
        }
        (self.rest, self.fields) = (rest, fields)
        originals = ledger.filter { original in
            fragments[original.knob] == nil ? chosen.contains(original.setting) : carriers.contains(original.knob)
        }
    }

    /// The knobs whose originals are still needed when all is given back.
    public var kept: Set<Knob> { Set(rest.keys) }

    /// The change that gives a fragment or a field of one back; nil for a knob that is neither, or needs none.
    func change(for original: Original, from before: Observation) -> Change? {
        if case .kubeletField(let field) = original.knob {
            guard fields.contains(field) else { return nil }
            let held = original.written ?? ""
            return Change(
                setting: original.setting,
                knob: original.knob,
                before: .value(original.knob.value(of: held), text: held, isWritable: true),
                text: original.text,
                target: original.target(holding: original.text),
                because: "it is taken out of nodekeel's fragment"
            )
        }
        guard let rest = rest[original.knob] else { return nil }
        let text = rest.entries.isEmpty ? original.text : rest.text
        guard before.value != text.map(original.knob.value(of:)) else { return nil }
        return Change(
            setting: original.setting,
            knob: original.knob,
            before: before,
            text: text,
            target: original.target(holding: text),
            because: "other settings need what stays in it"
        )
    }

    /// Whether an original is given back by way of a fragment that stays, or is a field of one.
    func isCarried(_ original: Original) -> Bool { original.knob.isKubeletField || rest[original.knob] != nil }
}

extension Original {
    fileprivate func target(holding text: String?) -> Target {
        Target(
            knob,
            text.map { .exactly(knob.value(of: $0)) } ?? .oneOf([]),
            activation: activation ?? .immediate
        )
    }
}

extension Set<Setting.ID> {
    /// Whether an original of a field is one of these settings'.
    fileprivate func owns(_ original: Original) -> Bool { original.knob.isKubeletField && contains(original.setting) }
}
