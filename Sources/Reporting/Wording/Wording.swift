import Tuning

/// How the values of one knob are put in words.
///
/// A file's content is not a word: what is wanted of it is called «its text», and shown where there is room.
struct Wording {
    /// The knob.
    let knob: Knob
    /// What its numbers count.
    let unit: Setting.Unit
    /// How its values are read.
    private let target: Target

    /// How long a value is at most, in code points: it stands in tables and in the middle of sentences.
    private static let valueLengthLimit = 120

    /// The wording of a target, in the unit of the setting that asks for it.
    init(_ target: Target, unit: Setting.Unit) {
        knob = target.knob
        self.target = target
        // A setting may have knobs beside its main one that count something else.
        self.unit =
            switch target.knob {
            case .occupancy: .percent
            case .refusals: .entries
            case .priority, .weight, .obsoleteFlags, .heartbeat: .none
            case .sysctl, .sysfs, .file, .kubeProxyStart, .option, .dockerKey, .runtime, .kubeletField,
                .fragment:
                unit
            }
    }

    /// Whether the file is not to be there.
    private var isAbsentWanted: Bool {
        if case .oneOf(let values) = target.bound { values.isEmpty } else { false }
    }

    /// What is wanted: `2310720`, `≥ 577680`, `≤ 85 %`, `its text`.
    func wanted(withUnit: Bool = false) -> String {
        if isAbsentWanted { return "absent" }
        if knob.isWholeText { return "its text" }
        let bound = target.bound.description.escaped(limit: Wording.valueLengthLimit)
        return bound + suffix(after: target.bound.written, withUnit: withUnit)
    }

    /// What is written, or `absent` for a file that is taken away.
    func written(_ text: String?, withUnit: Bool = false) -> String {
        guard let text else { return "absent" }
        if knob.isWholeText { return "its text" }
        return value(knob.value(of: text), withUnit: withUnit)
    }

    /// What the knob said: `131072`, `unlimited`, `absent`, `unreadable`.
    func observed(_ observation: Observation, withUnit: Bool = false) -> String {
        switch observation {
        case .missing: return "absent"
        case .unreadable: return "unreadable"
        case .value(let value, let text, _):
            if case .priority = knob, let threads = ThreadPriorities(text) { return threads.words }
            return self.value(value, withUnit: withUnit)
        }
    }

    /// A value of the knob.
    func value(_ value: Value, withUnit: Bool = false) -> String {
        if knob.isWholeText {
            if isAbsentWanted { return "a text" }
            return target.bound.accepts(value) ? "its text" : "another text"
        }
        // What kube-proxy does not write is as good as no limit, and is called by its name.
        if case .kubeProxyStart = knob, value == .unlimited { return "left alone" }
        let text = target.meaning(of: value).description.escaped(limit: Wording.valueLengthLimit)
        return text + suffix(after: value, withUnit: withUnit)
    }

    /// What the knob held once, as text.
    func original(_ text: String?) -> String {
        guard let text else { return "absent" }
        if knob.isWholeText { return "a text of \(Quantity.count(text.utf8.count, "byte"))" }
        if let threads = ThreadPriorities(text), case .priority = knob { return threads.words }
        return value(knob.value(of: text))
    }

    /// A percentage always has its sign; what other numbers count is said where there is room.
    private func suffix(after value: Value?, withUnit: Bool) -> String {
        guard case .integer? = value.map(target.meaning(of:)) else { return "" }
        return switch unit {
        case .none: ""
        case .percent: " %"
        case .entries, .buckets, .connections, .bytes, .milliseconds, .microseconds: withUnit ? " \(unit.rawValue)" : ""
        }
    }
}

extension Finding {
    /// How this finding's values are put in words.
    func wording(_ units: Units) -> Wording {
        Wording(desired.target, unit: units[desired.setting])
    }
}

extension ThreadPriorities {
    /// What all threads have, or how they differ: `0 in 8 threads; -5 in thread 4713`, the few by number since they are
    /// what is looked for.
    var words: String {
        if case let value = value, !value.isList { return value.description }
        let values = processes.reduce(into: [Value]()) { values, process in
            for value in [process.common] + process.exceptions.map(\.value) where !values.contains(value) {
                values.append(value)
            }
        }
        let parts = values.map { value in
            let exceptions = processes.flatMap { $0.exceptions.filter { $0.value == value }.map(\.id) }
            let most = processes.filter { $0.common == value }.reduce(0) { $0 + $1.threadCount - $1.exceptions.count }
            let named = exceptions.prefix(3).map { "thread \($0)" }
            let more = exceptions.count > 3 ? ["\(exceptions.count - 3) more"] : []
            let rest = most > 0 ? [Quantity.count(most, "thread")] : []
            return "\(value) in \((rest + named + more).joined(separator: ", "))"
        }
        return parts.joined(separator: "; ")
    }
}

extension Value {
    fileprivate var isList: Bool {
        if case .list = self { true } else { false }
    }
}
