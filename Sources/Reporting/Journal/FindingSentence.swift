import Tuning

/// What is the case with one knob, as half a sentence.
struct FindingSentence {
    private let finding: Finding
    private let wording: Wording
    private var knob: Knob { finding.desired.target.knob }

    init(_ finding: Finding, units: Units) {
        self.finding = finding
        wording = finding.wording(units)
    }

    /// What the knob holds, in words.
    var observed: String { wording.observed(finding.observation) }
    /// What it should hold.
    var wanted: String { wording.wanted(withUnit: true) }
    /// How it was put right.
    var repair: String {
        if knob.isWholeText { return "written again" }
        let written = finding.desired.target.bound.written.map { wording.written(knob.text(of: $0)) }
        return "put back to \(written ?? wanted)"
    }

    /// What became of the knob since the last pass: `net/netfilter/nf_conntrack_max changed from 2310720 to 131072`.
    func change(from before: Value?) -> String {
        switch (knob, finding.observation) {
        case (.occupancy, .value), (.refusals, .value), (.kubeProxyStart, .value), (.runtime, .value),
            (.obsoleteFlags, .value), (.option, .value), (.heartbeat, .value):
            return standing(from: before)
        case (_, .unreadable): return "\(knob) is unreadable"
        case (.file, .missing), (.fragment, .missing): return "\(knob) was removed"
        case (_, .missing): return "\(knob) is gone"
        case (.file, .value), (.fragment, .value): return "\(knob) was changed"
        case (.sysctl, .value), (.sysfs, .value), (.priority, .value), (.weight, .value), (.dockerKey, .value),
            (.kubeletField, .value):
            guard let before, before != finding.value else { return standing(from: nil) + lastHand }
            let values = "from \(wording.value(before)) to \(observed)"
            guard let write = finding.attribution?.write else { return "\(knob) changed \(values)" }
            return "\(write.writer) changed \(knob) \(values)\(write.detour)"
        }
    }

    /// Who may have done it, where nobody was seen; nil where nothing points to anybody.
    var suspicion: String? { finding.attribution?.suspicion }

    /// Who wrote last, as the end of a sentence.
    private var lastHand: String {
        guard let write = finding.attribution?.write else { return "" }
        return ", last written by \(write.writer)\(write.detour)"
    }

    /// How the knob stands, whatever it was: `net/netfilter/nf_conntrack_max holds 131072, wanted 2310720 entries`.
    func standing(from before: Value? = nil) -> String {
        switch (knob, finding.observation) {
        case (.occupancy(let table), .value): return "\(table.rawValue) is \(observed) full, wanted \(wanted)"
        case (.refusals(let table), .value):
            let earlier = before.map { ", \(wording.value($0)) at the pass before" } ?? ""
            return "\(table.rawValue) has refused or evicted \(observed) entries since boot\(earlier)"
        case (.kubeProxyStart(let path), .value):
            return "kube-proxy will set \(path) to \(observed) at its next start, wanted \(wanted)"
        case (.option, .value): return "\(knob) is \(observed) from its next start on, wanted \(wanted)"
        case (.obsoleteFlags(let component), .value):
            return "\(component) is given \(observed) flags that are gone or will be"
        case (.heartbeat(let component), .value):
            return "the heartbeat of \(component) is in doubt, \(observed): \(finding.desired.because)"
        case (.file, .value), (.fragment, .value): return "\(knob) holds another text than wanted"
        case (_, .missing): return "\(knob) is absent, wanted \(wanted)"
        case (_, .unreadable): return "\(knob) is unreadable, wanted \(wanted)"
        case (.priority, .value), (.weight, .value), (.runtime, .value), (.kubeletField, .value):
            return "\(knob) is \(observed), wanted \(wanted)"
        case (.sysctl, .value), (.sysfs, .value), (.dockerKey, .value):
            return "\(knob) holds \(observed), wanted \(wanted)"
        }
    }

    /// That it was put right again and again.
    var quarrel: String { "\(knob) keeps being changed, now \(observed), wanted \(wanted)\(lastHand)" }

    /// That it is right again.
    var recovery: String {
        switch knob {
        case .occupancy(let table): "\(table.rawValue) is \(observed) full again"
        case .refusals(let table): "\(table.rawValue) refuses and evicts no more, \(observed) entries since boot"
        case .kubeProxyStart(let path): "kube-proxy will leave \(path) right at its next start"
        case .obsoleteFlags(let component): "\(component) is given no obsolete flag any more"
        case .heartbeat(let component): "the heartbeat of \(component) gets through again"
        case .file, .fragment: "\(knob) holds its text again"
        case .priority, .weight, .option, .runtime, .kubeletField: "\(knob) is \(observed) again"
        case .sysctl, .sysfs, .dockerKey: "\(knob) holds \(observed) again"
        }
    }

    /// That it cannot be told any more how it is.
    var loss: String {
        guard case .unreadable(let why) = finding.observation else { return "\(knob) is not there" }
        if knob.isKubeletField { return "the kubelet's fields cannot be told, \(knob.name) like all others: \(why)" }
        return "cannot read \(knob): \(why)"
    }

    /// Why it is not put right; nil where nobody expects it.
    var restraint: String? {
        if knob.isReadOnly { return nil }
        switch finding.restraint {
        case nil: return "this run only looks, 'nodekeel apply' puts it right"
        case .observed?:
            return finding.desired.rolloutObjection.map { "left so, \($0)" } ?? "left so, mode is observe"
        case .readOnly?: return "left so, it is read-only here"
        case .held(let hold)?: return "left so, \(hold.text)"
        case .obstructed(let obstacle)?: return "left so, \(obstacle)"
        case .leftOut?: return "left so, this run is about other settings"
        case .nothingToDo?, .unknown?, .contested?: return nil
        }
    }

    /// A sentence that ends with the setting, which is what to look up: no part is so long that it would be cut off.
    func closed(_ parts: String?...) -> String {
        let parts = parts.compactMap { $0?.escaped(limit: JournalEntry.partLengthLimit) }
        return "\(parts.joined(separator: "; ")) (\(finding.desired.setting))"
    }
}
