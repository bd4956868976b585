import Tuning

extension ContainerRuntimeFacts {
    /// Why containerd's pulls are no pod's: Docker has a containerd too, and pulls by itself.
    var reasonToLeaveContainerdAlone: String? {
        if let reason = reasonOfIdleness(of: .containerd) { return reason }
        return endpoint == nil ? "no kubelet tells that it has images pulled by containerd" : nil
    }
}

extension ContainerdFacts {
    /// What of its files does not do what it looks like.
    var fileCautions: [Caution] {
        var cautions: [Caution] = []
        if let first = unreadFiles.first {
            let directory = first.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
            let others = unreadFiles.count > 1 ? " and \(unreadFiles.count - 1) more" : ""
            cautions.append(
                Caution(
                    danger: "\(first)\(others) is not read: nothing imports it",
                    remedy: "put imports = [\"\(directory)/*.toml\"] at the top of \(configPath)"
                )
            )
        }
        for entry in misplaced.prefix(4) {
            cautions.append(
                Caution(
                    danger:
                        "\(entry.key) in \(entry.place) does nothing: containerd \(version ?? "of this release") does "
                        + "not look there",
                    remedy: "take it out; what counts here is \(downloadsKey ?? "told by 'containerd config dump'")"
                )
            )
        }
        return cautions
    }

    /// What is said where nothing can be: files that it would not start with.
    var refusalCaution: Caution? {
        (refusal ?? unreadable ?? fragment?.refusal).map { reason in
            Caution(
                danger: "containerd would not start with its files: \(reason)",
                remedy: "mend that before anything restarts it; 'containerd config dump' must end without an error"
            )
        }
    }
}

/// Whether what is asked of containerd does anything: not where the kubelet uses another runtime or a later file
/// overrides it, and not before containerd has read it.
let effectOfContainerdKey: @Sendable (Facts, Target, Value) -> Effect = { facts, target, _ in
    guard
        case .runtime(let question) = target.knob, let runtime = facts.containerRuntime,
        let containerd = runtime.containerd
    else { return .effective }
    return runtime.reasonOfIdleness(of: .containerd).map { .inert(because: $0) } ?? containerd.effect(of: question)
}
