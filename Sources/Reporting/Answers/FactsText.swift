import Tuning

/// The facts that fit on a line each.
struct FactsText {
    /// How many rows a table of facts has at most: a screen is for looking, JSON has the rest.
    static let rowLimit = 40

    let facts: Facts

    /// The machine.
    var machine: [Note] {
        [
            Note("CPUs", cpus, facts.cpus > 0 ? .plain : .warning),
            Note("NUMA", numa),
            Note("memory", memory, facts.memory.totalByteCount == nil ? .warning : .plain),
            Note("kernel", facts.kernel.release ?? "unknown", facts.kernel.release == nil ? .warning : .plain),
            Note("init", facts.initSystem ?? "unknown"),
            Note("machine", machineText),
            Note("cgroups", cgroups),
            Note("network", network),
            Note("conntrack", connectionTracking),
        ]
    }

    /// Who else is here.
    var kubernetes: [Note] {
        let owners = facts.owners.prefix(FactsText.rowLimit).map { "\($0.name) (\($0.evidence))" }
        var notes = [Note("owners", owners.isEmpty ? "none seen" : owners.joined(separator: ", "))]
        notes += KubeletText(facts: facts.kubelet).notes
        notes += RuntimeText(facts: facts.containerRuntime).notes
        guard let kubeProxy = facts.kubeProxy else { return notes + [Note("kube-proxy", "does not run here")] }
        notes.append(Note("kube-proxy", OtherWriters.description(of: kubeProxy)))
        let isInTrouble = kubeProxy.refusal != nil || kubeProxy.unreadable != nil
        notes.append(Note("", OtherWriters.intention(of: kubeProxy), isInTrouble ? .bad : .plain))
        return notes
    }

    private var cpus: String {
        let cpu = facts.cpu
        guard facts.cpus > 0 else { return "unknown" }
        var parts = ["\(facts.cpus) online (\(cpu.online))"]
        if cpu.possibleCount != cpu.onlineCount { parts.append("\(cpu.possibleCount) possible (\(cpu.possible))") }
        if cpu.isolatedCount > 0 { parts.append("\(cpu.isolatedCount) isolated (\(cpu.isolated))") }
        return parts.joined(separator: ", ") + (cpu.model.map { ": \($0)" } ?? "")
    }

    private var numa: String {
        guard !facts.numaNodes.isEmpty else { return "no nodes" }
        let nodes = facts.numaNodes.prefix(FactsText.rowLimit).map { node in
            let cpus = node.cpus.isEmpty ? "no CPU" : "CPUs \(node.cpus)"
            return "\(node.id): \(cpus)" + (node.memoryByteCount.map { ", \(Quantity.gibibytes($0))" } ?? "")
        }
        return "\(Quantity.count(facts.numaNodes.count, "node")); \(nodes.joined(separator: "; "))"
    }

    private var memory: String {
        guard let total = facts.memory.totalByteCount else { return "unknown" }
        return "\(Quantity.gibibytes(total)) (\(total) bytes), pages of \(facts.memory.pageByteCount) bytes"
    }

    private var machineText: String {
        let kind =
            switch facts.hypervisor {
            case nil: "unknown whether virtual"
            case "none"?: "bare metal"
            case let name?: "virtual (\(name))"
            }
        return kind + (facts.container.map { ", inside a container (\($0))" } ?? "")
    }

    private var cgroups: String {
        let version = facts.cgroup.version.map { "version \($0)" } ?? "version unknown"
        let controllers = facts.cgroup.controllers.prefix(FactsText.rowLimit).joined(separator: " ")
        return "\(version), \(facts.cgroup.layout.rawValue)" + (controllers.isEmpty ? "" : ": \(controllers)")
    }

    private var network: String {
        switch facts.network.isInitialNamespace {
        case true?: "the machine's first network namespace"
        case false?: "not the machine's first network namespace: the connection-tracking table cannot be sized here"
        case nil: "unknown whether this is the machine's first network namespace"
        }
    }

    /// Whether the module that is there has anything to do.
    private var use: String {
        facts.connectionTracking.isTracking ? ", and tracks connections" : ", and tracks nothing yet"
    }

    private var connectionTracking: String {
        switch facts.connectionTracking.module {
        case .loaded: "nf_conntrack is loaded\(use)"
        case .builtIn: "nf_conntrack is built into the kernel\(use)"
        case .loadable: "nf_conntrack is not loaded (the kernel has it as a module)"
        case .absent: "this kernel has no nf_conntrack"
        case .unknown: "unknown whether the kernel has nf_conntrack"
        }
    }
}
