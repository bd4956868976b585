extension KubeletFacts {
    /// The unit that a restart of this kubelet goes to.
    public var restartedUnit: String { unit ?? "kubelet.service" }

    /// What makes a change of its configuration live: a restart, which a kubelet that has not started needs not.
    public var activation: Activation { pid == nil ? .immediate : .restart(restartedUnit) }

    /// What a field holds: the value that the kubelet computes at its next start, whoever set it.
    ///
    /// Where something overrides what nodekeel's fragment says, the field is the fragment's, and ``effect(of:cpus:)``
    /// tells that it does nothing: writing it again would not help.
    public func observation(of field: String) -> Observation {
        if let unreadable { return .unreadable(unreadable) }
        guard !effective.isEmpty else {
            return .unreadable(
                "this kubelet would not start as it is configured: \(refusal ?? "nothing is known of it")"
            )
        }
        guard let name = KubeletFieldName(field) else { return .unreadable(KubeletFieldName.objection(to: field)) }
        guard name.since <= KubeletRules(of: version.flatMap { KubernetesVersion($0) }).minor else { return .missing }
        let own = overrider(of: field) == nil ? nil : held(field)
        let value = (own ?? effective[field]).map(KubeletFieldName.value(of:)) ?? unset(field)
        return .value(value, text: value.description, isWritable: true)
    }

    /// What a field means that nothing sets.
    private func unset(_ field: String) -> Value {
        switch field {
        // Without a limit of its own the kubelet pulls one image after the other, or all at once.
        case "maxParallelImagePulls":
            effective["serializeImagePulls"] == .bool(true) ? .integer(1) : .unlimited
        default: .text("unset")
        }
    }

    /// What overrides a field of nodekeel's fragment, such as `flag --max-pods in /etc/default/kubelet:1`; nil if
    /// nothing does, or the fragment does not hold the field.
    public func overrider(of field: String) -> String? {
        guard let fragment, held(field) != nil, let origin = origin[field] else { return nil }
        return KubeletFacts.file(of: origin) == fragment.path ? nil : origin
    }

    /// What the file that nodekeel sets fields in says of one; nil if it says nothing.
    private func held(_ field: String) -> DecodedValue? {
        guard let fragment, fragment.path == sources?.file?.path else { return fragment?.content[field] }
        return sources?.file?.content.members?[field]
    }

    /// What will override a field once it is in nodekeel's fragment; nil if nothing will.
    public func rival(of field: String) -> String? {
        guard let fragment, let origin = origin[field] else { return nil }
        if origin.hasPrefix("flag ") { return origin }
        guard let file = KubeletFacts.file(of: origin), file != fragment.path, file != configPath else { return nil }
        return KubeletSources.isRead(fragment.path, before: file) ? origin : nil
    }

    /// Whether what a field holds does anything: nothing where something overrides it, and not yet where its file was
    /// changed after the kubelet started.
    public func effect(of field: String, cpus: Int64) -> Effect {
        if let overrider = overrider(of: field) { return .masked(by: overrider) }
        if pid != nil, let startedAtMilliseconds, let file = origin[field].flatMap(KubeletFacts.file(of:)),
            let changed = changedAtMilliseconds[file], changed >= startedAtMilliseconds
        {
            let isUndated = laterThanNow?.contains(file) ?? false
            return isUndated ? .undated(file, readBy: "the kubelet") : .pending(activation)
        }
        if field == "maxPods", let perCore = effective["podsPerCore"]?.integer, perCore > 0, cpus > 0,
            let pods = effective[field]?.integer, perCore.multipliedReportingOverflow(by: cpus).partialValue < pods
        {
            let place = origin["podsPerCore"] ?? "default"
            return .masked(by: "podsPerCore \(perCore) (\(place)): \(perCore &* cpus) pods on \(cpus) CPUs")
        }
        return .effective
    }

    /// The file of an origin such as `/etc/kubelet.d/10-a.conf:3`; nil for a flag or a default.
    private static func file(of origin: String) -> String? {
        guard origin.hasPrefix("/") else { return nil }
        guard let colon = origin.lastIndex(of: ":"), Int64(origin[origin.index(after: colon)...]) != nil else {
            return origin
        }
        return String(origin[..<colon])
    }
}

extension Facts {
    /// What the kubelet looks at of the node itself before it starts.
    public var kubeletNode: KubeletNode {
        var node = KubeletNode()
        node.cgroupVersion = cgroup.version
        node.onlineCPUs = CPUList(cpu.online) ?? CPUList()
        node.memoryByteCount = memory.totalByteCount
        node.isOpenShift = owners.contains { $0.name == "OpenShift" }
        return node
    }

    /// Whether what a field of the kubelet holds does anything.
    public func effect(ofKubeletField field: String) -> Effect {
        kubelet?.effect(of: field, cpus: cpus) ?? .effective
    }
}
