import Catalogue
import Tuning

/// The place that a custom setting is about, as policy names it.
enum CustomKnob: Sendable {
    /// A sysctl or a sysfs attribute, perhaps with wildcards.
    case kernel(KnobPattern)
    /// A field of the kubelet's configuration.
    case kubelet(KubeletFieldName)
    /// The priority of a program's threads, or the weight of a unit.
    case other(Knob)

    /// The keys that name a place.
    static let keys = ["sysctl", "sysfs", "process", "unit", "kubelet", "docker"]

    /// The key in policy.
    var key: String {
        switch self {
        case .kernel(let pattern): pattern.kind == .sysctl ? "sysctl" : "sysfs"
        case .kubelet: "kubelet"
        case .other(.weight): "unit"
        case .other(.dockerKey): "docker"
        case .other: "process"
        }
    }

    /// The place in a word, for `policy show`.
    var text: String {
        switch self {
        case .kernel(let pattern): pattern.path
        case .other(.dockerKey(let key, _)): key
        case .kubelet(let field): field.name
        case .other(let knob): knob.description
        }
    }

    /// The place as reports write it.
    var name: String {
        switch self {
        case .kernel(let pattern): pattern.description
        case .kubelet(let field): Knob.kubeletField(field.name).description
        case .other(let knob): knob.description
        }
    }

    /// What may not stand for a wildcard.
    var except: [String] {
        if case .kernel(let pattern) = self { pattern.except } else { [] }
    }

    /// The setting's targets for a knob on one node: a key of Docker's is in the file that dockerd reads there, and is
    /// made live as that takes it.
    func target(_ knob: Knob, _ bound: Bound, on facts: Facts) -> Target {
        guard case .dockerKey(let key, _) = knob else { return Target(knob, bound) }
        let docker = facts.containerRuntime?.docker ?? DockerFacts()
        return Target(.dockerKey(key, in: docker.configPath), bound, activation: docker.activation(of: key))
    }

    /// Whether a met value does anything.
    var effect: @Sendable (Facts, Target, Value) -> Effect {
        switch self {
        case .other(.dockerKey): Setting.effectOfDockerKey
        case .kubelet: effectOfKubeletField
        case .kernel, .other: { _, _, _ in .effective }
        }
    }

    /// Whether it may have wildcards, and names that these may not stand for.
    var takesExceptions: Bool {
        if case .kernel = self { true } else { false }
    }

    /// The knobs on one node.
    func knobs(expanding expand: (KnobPattern) -> KnobExpansion) -> KnobExpansion {
        switch self {
        case .kernel(let pattern): expand(pattern)
        case .kubelet(let field): .knobs([.kubeletField(field.name)])
        case .other(let knob): .knobs([knob])
        }
    }

    /// A bound in the form in which the place holds values: `1m0s` where policy says `1m`.
    func normal(_ bound: Bound) -> Bound {
        guard case .kubelet(let field) = self else { return bound }
        return switch bound {
        case .exactly(let value): .exactly(field.normal(value))
        case .oneOf(let values): .oneOf(values.map(field.normal))
        case .atLeast, .atMost, .steady: bound
        }
    }

    /// Why the place cannot hold a value; nil if it can, as far as can be told without writing.
    func objection(to value: Value) -> String? {
        if case .kubelet(let field) = self { return field.objection(to: value) }
        guard case .other(let knob) = self else { return nil }
        switch (knob, value) {
        case (.dockerKey(let key, _), _): return DockerOption.objection(to: value, of: key)
        case (.priority(_, .cpu), .integer(let nice)):
            return (-20...19).contains(nice) ? nil : "\(nice) is no nice value: -20 to 19"
        case (.priority(_, .io), .text(let text)):
            return IOPriority(text) == nil ? "'\(text)' is no I/O priority such as best-effort/0 or idle" : nil
        case (.weight, .integer(let weight)):
            return (1...10_000).contains(weight) ? nil : "\(weight) is no weight: 1 to 10000, where 100 is usual"
        case (.priority(_, .io), _): return "an I/O priority is wanted, such as best-effort/0 or idle"
        default: return "a whole number is wanted"
        }
    }
}
