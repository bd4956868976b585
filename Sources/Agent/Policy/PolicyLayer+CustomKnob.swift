import Documents
import Tuning

// The places of custom settings.
extension PolicyLayer {
    /// The place that a custom setting names; exactly one.
    mutating func customKnob(_ tree: YAMLNode, _ fields: PolicyFields) -> CustomKnob? {
        let keys = CustomKnob.keys.filter(fields.has)
        guard let key = keys.first, keys.count == 1, let node = fields[key] else {
            let all = CustomKnob.keys.joined(separator: ", ")
            complain(tree, keys.isEmpty ? "the place is missing: one of \(all)" : "only one of \(all) is possible")
            return nil
        }
        switch key {
        case "process": return process(node).map { .other($0) }
        case "unit": return unit(node).map { .other($0) }
        case "docker": return dockerKey(node).map { .other($0) }
        case "kubelet": return kubeletField(node)
        default: return knobPattern(node, key == "sysctl" ? .sysctl : .sysfs, fields["except"]).map { .kernel($0) }
        }
    }

    /// A field of the kubelet's configuration that holds one value: `podPidsLimit`, `systemReserved.memory`.
    private mutating func kubeletField(_ node: YAMLNode) -> CustomKnob? {
        guard let name = text(node, what: "a field of the kubelet's configuration, such as podPidsLimit,") else {
            return nil
        }
        if let field = KubeletFieldName(name) { return .kubelet(field) }
        complain(node, KubeletFieldName.objection(to: name))
        return nil
    }

    private mutating func knobPattern(
        _ node: YAMLNode,
        _ kind: KnobPattern.Kind,
        _ exceptions: YAMLNode?
    ) -> KnobPattern? {
        guard let text = text(node, what: "a path") else { return nil }
        do {
            let pattern = try KnobPattern(kind, text, except: except(exceptions))
            if !pattern.isGlob, let exceptions {
                complain(exceptions, "'except' is for a path with wildcards, and '\(text)' has none")
            }
            return pattern
        } catch {
            complain(node, error.description)
            return nil
        }
    }

    private mutating func except(_ node: YAMLNode?) -> [String] {
        guard let node else { return [] }
        guard let items = node.items, (1...PolicyLayer.listLimit).contains(items.count) else {
            complain(node, "a list of 1 to \(PolicyLayer.listLimit) names is wanted")
            return []
        }
        return items.compactMap { item in
            guard let name = item.scalar?.text, !name.isEmpty, !name.contains("/") else {
                complain(item, "a name is wanted that the wildcard may not stand for, such as lo or cali*")
                return nil
            }
            return name
        }
    }

    /// `{program: envoy, unit: envoy.service, priority: cpu}`: by the executable, never by text in a command line.
    private mutating func process(_ node: YAMLNode) -> Knob? {
        var program: String?
        var place = ProcessSelector.Place.anywhere
        var resource = Resource.cpu
        for (key, value) in entries(of: node, below: "", known: ["program", "unit", "cgroup", "priority"]) {
            switch key {
            case "program": program = name(value, what: "the name of an executable, such as envoy")
            case "unit": if let unit = unitName(value) { place = .unit(unit) }
            case "cgroup": if let path = cgroupPath(value) { place = .cgroup(path) }
            default: resource = self.resource(value) ?? .cpu
            }
        }
        if node["unit"] != nil, node["cgroup"] != nil { complain(node, "'unit' or 'cgroup', not both") }
        guard node.entries != nil else { return nil }
        guard let program else {
            if node["program"] == nil { complain(node, "'program' is missing: the name of an executable") }
            return nil
        }
        return .priority(of: ProcessSelector(program, in: place), resource)
    }

    /// `{name: envoy.service, weight: cpu}`
    private mutating func unit(_ node: YAMLNode) -> Knob? {
        var name: String?
        var resource: Resource?
        for (key, value) in entries(of: node, below: "", known: ["name", "weight"]) {
            if key == "name" { name = unitName(value) } else { resource = self.resource(value) }
        }
        guard node.entries != nil else { return nil }
        if node["name"] == nil { complain(node, "'name' is missing: a unit such as envoy.service") }
        if node["weight"] == nil { complain(node, "'weight' is missing: cpu or io") }
        guard let name, let resource else { return nil }
        return .weight(of: .unit(name), resource)
    }

    /// A key of daemon.json, which dockerd must know.
    private mutating func dockerKey(_ node: YAMLNode) -> Knob? {
        guard let key = text(node, what: "a key of daemon.json") else { return nil }
        if let objection = DockerOption.objection(toAskingFor: key) {
            complain(node, objection)
            return nil
        }
        return .dockerKey(key, in: DockerFacts.presetConfigPath)
    }

    private mutating func name(_ node: YAMLNode, what: String) -> String? {
        guard let text = node.scalar?.text, !text.isEmpty, text.utf8.count <= 255,
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0 != "/" })
        else {
            complain(node, "\(what), is wanted")
            return nil
        }
        return text
    }

    private mutating func unitName(_ node: YAMLNode) -> String? {
        guard let name = name(node, what: "a unit, such as envoy.service") else { return nil }
        guard name.hasSuffix(".service") || name.hasSuffix(".slice") || name.hasSuffix(".scope") else {
            complain(node, "a unit ends in .service, .slice or .scope")
            return nil
        }
        return name
    }

    private mutating func cgroupPath(_ node: YAMLNode) -> String? {
        let text = node.scalar?.text ?? ""
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.unicodeScalars.allSatisfy { $0.value >= 0x20 }
        }
        guard text.hasPrefix("/"), text.utf8.count <= 1_024, !parts.isEmpty, isPlain else {
            complain(node, "a control group is a path such as /system.slice/envoy.service")
            return nil
        }
        return text
    }

    private mutating func resource(_ node: YAMLNode) -> Resource? {
        if let resource = node.scalar.flatMap({ Resource(rawValue: $0.text) }) { return resource }
        complain(node, "cpu or io is wanted")
        return nil
    }
}
