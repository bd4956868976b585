/// What giving back the values of some settings does to the fragments that carry them.
///
/// The file is one and the settings are several: as long as another setting has a value in it, only those that are
/// given back are taken out, and the file's own original waits in the ledger.
public struct FragmentRelease: Sendable {
    /// The fragments that stay, with what stays in each.
    private let rest: [Knob: any Fragment]
    /// The carried knobs that are taken out.
    private let released: Set<Knob>
    /// The originals in question: those of the settings, and of the fragments that carry their values.
    public let originals: [Original]

    /// What giving back `settings` does; nil for all that the ledger knows.
    ///
    /// - Parameters:
    ///   - ledger: every original.
    ///   - fragments: what the fragments among their knobs hold.
    public init(of settings: [Setting.ID]?, ledger: [Original], fragments: [Knob: any Fragment]) {
        let chosen = Set(settings ?? ledger.map(\.setting))
        var rest: [Knob: any Fragment] = [:]
        var released: Set<Knob> = []
        var carriers: Set<Knob> = []
        var kept: Set<Knob> = []
        for (knob, content) in fragments {
            let carried = ledger.filter { $0.knob.carrier != nil && $0.knob.carrier == knob.reader }
            let others = carried.contains { !chosen.contains($0.setting) }
            let remaining = content.without(chosen)
            let isReduced = remaining.knobs.count != content.knobs.count
            let isLast = !others && carried.contains { chosen.contains($0.setting) }
            if isReduced || settings == nil || isLast { carriers.insert(knob) }
            let isNeeded = others && settings != nil
            if isNeeded { kept.insert(knob) }
            if isNeeded || !content.isOwn { rest[knob] = remaining }
            released.formUnion(Set(content.knobs).subtracting(remaining.knobs))
        }
        (self.rest, self.released, self.kept) = (rest, released, kept)
        originals = ledger.filter { original in
            fragments[original.knob] == nil ? chosen.contains(original.setting) : carriers.contains(original.knob)
        }
    }

    /// The knobs whose originals are still needed when all is given back.
    public let kept: Set<Knob>

    /// The change that gives a fragment or a value of one back; nil for a knob that is neither, or needs none.
    func change(for original: Original, from before: Observation) -> Change? {
        if original.knob.carrier != nil {
            guard released.contains(original.knob) else { return nil }
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
        let text = rest.knobs.isEmpty && rest.isOwn ? original.text : rest.text
        guard rest.isOwn || before != .missing else { return nil }
        guard rest.objection != nil || before.value != text.map(original.knob.value(of:)) else { return nil }
        return Change(
            setting: original.setting,
            knob: original.knob,
            before: rest.objection.map(Observation.unreadable) ?? before,
            text: text,
            target: original.target(holding: text),
            because: rest.isOwn ? "other settings need what stays in it" : "the rest of the file is not nodekeel's"
        )
    }

    /// Whether an original is given back by way of a fragment that stays, or is carried by one.
    func isCarried(_ original: Original) -> Bool { original.knob.carrier != nil || rest[original.knob] != nil }
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
