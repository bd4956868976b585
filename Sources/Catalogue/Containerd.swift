import Tuning

extension ContainerRuntimeFacts {
    /// Why containerd's pulls are no pod's: Docker has a containerd too, and pulls by itself.
    var reasonToLeaveContainerdAlone: String? {
        if let reason = reasonOfIdleness(of: .containerd) { return reason }
        return endpoint == nil ? "no kubelet tells that it has images pulled by containerd" : nil
    }
}

extension ContainerdFacts {
    /// How a key is set, in the words of the running release, and what makes it live.
    func remedy(setting key: String, to value: String) -> String {
        let parts = key.split(separator: ".")
        let plugin = parts.dropLast().joined(separator: ".")
        let line = "[plugins.\"\(plugin)\"] \(parts.last ?? "") = \(value)"
        if let carrier {
            return
                "put \(line) into the template beside \(configPath) (config-v3.toml.tmpl, or config.toml.tmpl before "
                + "containerd 2), since \(carrier) writes that file anew at each start; restart \(unit ?? carrier)"
        }
        let place = values[key]?.place ?? configPath
        return
            "put \(line) into \(place), and restart \(unit ?? "containerd") on the drained node: containers go on, "
            + "pulls that are under way break"
    }

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
        (refusal ?? unreadable).map { reason in
            Caution(
                danger: "containerd would not start with its files: \(reason)",
                remedy: "mend that before anything restarts it; 'containerd config dump' must end without an error"
            )
        }
    }

    /// Whether a value that is met is live: containerd reads its files once, when it starts.
    func effect(in facts: ContainerRuntimeFacts) -> Effect {
        if let reason = facts.reasonOfIdleness(of: .containerd) { return .inert(because: reason) }
        guard let startedAt else { return .inert(because: "containerd does not run") }
        guard let configModifiedAt, configModifiedAt > startedAt else { return .effective }
        return .pending(.restart(unit ?? "containerd.service"))
    }
}
