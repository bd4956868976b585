public import Tuning

extension Facts {
    /// Why nothing is asked of a kubelet here; nil where there is one.
    var reasonToLeaveKubeletAlone: String? {
        kubelet == nil ? "no kubelet runs here, and none has a unit" : nil
    }

    /// The advice to give fields of the kubelet these values.
    ///
    /// A kubelet inside another program takes no file of nodekeel's and tells no value: it is left alone, with where
    /// the fields are changed there.
    func kubeletAdvice(_ fields: [KubeletWish], because reason: String, cautions: [Caution] = []) -> Advice {
        guard let kubelet else { return .leaveAlone(because: reasonToLeaveKubeletAlone ?? reason) }
        if kubelet.carrier != nil {
            let wanted = fields.compactMap { wish in wish.bound.written.map { (name: wish.field, value: $0) } }
            return .leaveAlone(because: kubeletObstacle(to: wanted) ?? "its configuration cannot be told")
        }
        let targets = fields.map { wish in
            Target(
                .kubeletField(wish.field),
                wish.bound,
                zeroIsUnlimited: wish.zeroIsUnlimited,
                activation: kubelet.activation
            )
        }
        let rivals = targets.compactMap { target -> Caution? in
            guard case .kubeletField(let field) = target.knob, let rival = kubelet.rival(of: field) else { return nil }
            let value = kubelet.effective[field].map { "\($0.text)" } ?? "something else"
            if case .value(let held, _, _) = kubelet.observation(of: field),
                target.bound.accepts(target.meaning(of: held)), kubelet.overrider(of: field) == nil
            {
                return nil
            }
            return Caution(
                danger: "\(rival) sets \(field) to \(value) and wins over nodekeel's fragment",
                remedy: "take it out there, and restart \(kubelet.restartedUnit)"
            )
        }
        return .set(targets, because: reason, cautions: cautions + rivals)
    }
}

extension Facts {
    /// The advice of a setting that policy defines with what this kubelet makes of it, where its targets are fields of
    /// the kubelet; any other as it is.
    public func kubeletAdvice(_ advice: Advice) -> Advice {
        guard case .set(let targets, let reason, let cautions) = advice else { return advice }
        let wishes = targets.compactMap { target -> KubeletWish? in
            guard case .kubeletField(let field) = target.knob else { return nil }
            return KubeletWish(field, target.bound, zeroIsUnlimited: target.zeroIsUnlimited)
        }
        guard !wishes.isEmpty else { return advice }
        return kubeletAdvice(wishes, because: reason, cautions: cautions)
    }
}

/// What is wanted of one field of the kubelet.
struct KubeletWish {
    let field: String
    let bound: Bound
    /// Whether the kubelet takes 0 for «no limit».
    var zeroIsUnlimited = false

    init(_ field: String, _ bound: Bound, zeroIsUnlimited: Bool = false) {
        self.field = field
        self.bound = bound
        self.zeroIsUnlimited = zeroIsUnlimited
    }

    /// A field that holds this text and no other, written as the kubelet writes it.
    init(_ field: String, text: String) {
        self.init(field, .exactly(KubeletFieldName(field)?.normal(.text(text)) ?? .text(text)))
    }
}

extension DecodedValue {
    /// A value in a sentence.
    fileprivate var text: String {
        switch self {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .string(let text): text
        case .null, .list, .object: typeName
        }
    }
}

/// Whether a field of the kubelet does anything: not where a flag or a later file overrides it, and not before the
/// kubelet has read it.
public let effectOfKubeletField: @Sendable (Facts, Target, Value) -> Effect = { facts, target, _ in
    guard case .kubeletField(let field) = target.knob else { return .effective }
    return facts.effect(ofKubeletField: field)
}
