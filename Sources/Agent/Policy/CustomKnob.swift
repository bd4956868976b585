import Catalogue
import Tuning

/// The place that a custom setting is about, as policy names it.
enum CustomKnob: Sendable {
    /// A sysctl or a sysfs attribute, perhaps with wildcards.
    case kernel(KnobPattern)
    /// The priority of a program's threads, or the weight of a unit.
    case other(Knob)

    /// The keys that name a place.
    static let keys = ["sysctl", "sysfs", "process", "unit", "docker"]

    /// The key in policy.
    var key: String {
        switch self {
        case .kernel(let pattern): pattern.kind == .sysctl ? "sysctl" : "sysfs"
        case .other(.weight): "unit"
        case .other(.dockerKey): "docker"
        case .other: "process"
        }
    }

    /// The place in a word, for `policy show`.
    var text: String {
        switch self {
        case .kernel(let pattern): pattern.parts.joined(separator: "/")
        case .other(.dockerKey(let key, _)): key
        case .other(let knob): knob.description
        }
    }

    /// The place as reports write it.
    var name: String {
        switch self {
        case .kernel(let pattern): pattern.description
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
        guard case .dockerKey(let key, let path) = knob else { return Target(knob, bound) }
        let docker = facts.containerRuntime?.docker
        let unit = docker?.unit ?? DockerFacts.presetUnit
        let isLive = DockerOption.named(key)?.isLive ?? false
        let place = Knob.dockerKey(key, in: docker?.configPath ?? path)
        return Target(place, bound, activation: isLive ? .reload(unit) : .restart(unit))
    }

    /// Whether a met value does anything.
    var effect: @Sendable (Facts, Target, Value) -> Effect {
        if case .other(.dockerKey) = self { Setting.effectOfDockerKey } else { { _, _, _ in .effective } }
    }

    /// The knobs on one node.
    func knobs(expanding expand: (KnobPattern) -> KnobExpansion) -> KnobExpansion {
        switch self {
        case .kernel(let pattern): expand(pattern)
        case .other(let knob): .knobs([knob])
        }
    }

    /// Why the place cannot hold a value; nil if it can, as far as can be told without writing.
    func objection(to value: Value) -> String? {
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
