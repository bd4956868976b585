import Tuning

extension Parameter {
    /// The CPU weight of a unit of etcd.
    static let etcdCPUWeight = Parameter(
        "cpuWeight",
        "the least CPU weight of a unit of etcd; 100 is usual, 10000 the most",
        range: 1...10_000,
        preset: 1_000
    )
    /// The I/O weight of a unit of etcd.
    static let etcdIOWeight = Parameter(
        "ioWeight",
        "the least I/O weight of a unit of etcd; 100 is usual, 10000 the most",
        range: 1...10_000,
        preset: 1_000
    )
    /// The CPU request of a pod of etcd.
    static let etcdCPUMillicores = Parameter(
        "cpuMillicores",
        "the least CPU request of a pod of etcd, in thousandths of a CPU",
        range: 1...1_000_000,
        preset: 2_000
    )
}

extension Setting {
    /// etcd's control group outweighs its neighbours'.
    ///
    /// On a node that gives groups their turn, as every Kubernetes node does, the weight of a group decides before any nice
    /// value is looked at. kubeadm requests a tenth of a CPU for etcd, which makes its weight 4 where 100 is usual: a
    /// hundred busy pods leave it nothing. Ten to one was measured to give 90.8 % of a CPU against one neighbour; two CPUs
    /// are etcd's own least for a small cluster. A unit is given its weight at once and for every later start; one whose
    /// own files give it more keeps that. A pod's is the kubelet's, which takes it from the manifest.
    /// Also written by: systemd, from unit files; the kubelet, from requests.
    static let etcdWeight = Setting(
        id: "etcd-weight",
        summary: "The control group of etcd outweighs its neighbours",
        why: """
            Where control groups take turns, as on every Kubernetes node, a group's weight decides before any nice value \
            does. The usual manifest requests a tenth of a CPU for etcd, which leaves it last when the node is busy.
            """,
        unit: .none,
        sources: [
            "systemd 252 systemd.resource-control(5): 100 is the default, 1 to 10000 the range",
            "kubelet 1.36 pkg/kubelet/cm/helpers_linux.go, cgroup_manager_linux.go: shares and weight of a request",
            "https://etcd.io/docs/v3.6/op-guide/hardware/: two to four CPUs",
            "measured on Linux 6.18: weights of ten to one gave 90.8 % of a CPU",
        ],
        parameters: [.etcdCPUWeight, .etcdIOWeight, .etcdCPUMillicores],
        effect: effectOfWeight
    ) { facts, parameters in
        if let reason = facts.reasonToLeaveEtcdAlone { return .leaveAlone(because: reason) }
        let targets = facts.etcdPlaces.flatMap { weights(of: $0, parameters, facts: facts) }
        guard !targets.isEmpty else {
            let hasService = facts.etcdPlaces.contains { $0.service != nil }
            let reason =
                hasService && facts.cgroup.version != 2
                ? "a service's weight is kept in control groups of version 2 only, and this node does not have them"
                : "etcd runs in neither a service nor a pod: nobody keeps a weight for it"
            return .leaveAlone(because: reason)
        }
        return .set(targets, because: reason(parameters, facts: facts), cautions: cautions(parameters, facts: facts))
    }

    private static func weights(of member: EtcdMember, _ parameters: Parameters, facts: Facts) -> [Target] {
        guard let place = member.place else { return [] }
        switch place {
        case .pod:
            let weight = KubeletWeight.of(millicores: parameters[.etcdCPUMillicores])
            return [Target(.weight(of: place, .cpu), .atLeast(weight))]
        case .unit:
            guard let service = member.service, facts.cgroup.version == 2 else { return [] }
            let cpu = parameters[.etcdCPUWeight]
            let io = parameters[.etcdIOWeight]
            let hasIO = facts.cgroup.controllers.contains("io")
            var targets = [Target(.weight(of: place, .cpu), .atLeast(cpu))]
            if hasIO { targets.append(Target(.weight(of: place, .io), .atLeast(io))) }
            func line(_ key: String, _ least: Int64) -> String {
                "\(key)=\(max(least, member.unitNumber(key, in: 1...10_000) ?? least))"
            }
            let lines = [line("CPUWeight", cpu)] + (hasIO ? [line("IOWeight", io)] : [])
            return targets + [etcdDropIn(of: service, for: "etcd-weight", lines)]
        case .cgroup, .anywhere: return []
        }
    }

    private static func reason(_ parameters: Parameters, facts: Facts) -> String {
        let shares = facts.etcdPlaces.compactMap { member -> String? in
            guard let cpu = member.cpu, !cpu.levels.isEmpty else { return nil }
            return "\(member.name) is guaranteed \(perCent(cpu.guaranteedPerMille)) of the CPUs when all are busy"
        }
        return shares.isEmpty ? "groups take turns by weight" : shares.joined(separator: "; ")
    }

    /// What to write in a manifest, since nodekeel does not: any change of it restarts etcd.
    private static func cautions(_ parameters: Parameters, facts: Facts) -> [Caution] {
        let millicores = parameters[.etcdCPUMillicores]
        return facts.etcdPlaces.compactMap { member in
            guard case .pod = member.place, let weight = member.podWeight,
                weight < KubeletWeight.of(millicores: millicores)
            else { return nil }
            return Caution(
                danger: "the CPU request of \(member.name) gives it a weight of \(weight), where 100 is usual",
                remedy:
                    "set spec.containers[0].resources.requests.cpu to \(millicores)m in the manifest (kubeadm: a patch of "
                    + "target etcd); that restarts etcd, so one member after the other"
            )
        }
    }

    private static let effectOfWeight: @Sendable (Facts, Target, Value) -> Effect = { facts, target, _ in
        guard case .weight(let place, let resource) = target.knob else { return .effective }
        let members = facts.etcd.filter { $0.place == place }
        guard let level = members.first.flatMap({ resource == .cpu ? $0.cpu : $0.io })?.levels.first else {
            return .effective
        }
        if level.siblingCount == 0 {
            return .inert(because: "no sibling of \(level.path) has a weight to be outweighed")
        }
        guard resource == .io else { return .effective }
        let disks = members.flatMap(facts.disks(of:))
        let isHeeded = disks.contains { disk in
            disk.scheduler == "bfq" || facts.cgroup.costControlledDevices.contains(disk.number)
        }
        guard !disks.isEmpty, !isHeeded else { return .effective }
        let names = disks.map { "\($0.name) (\($0.scheduler ?? "none"))" }.joined(separator: ", ")
        return .inert(
            because:
                "an I/O weight counts only under bfq, or where blk-iocost is enabled (io.cost.qos); \(names) has neither"
        )
    }
}

extension EtcdMember {
    /// The weight of its pod's group, which is above that of its container.
    fileprivate var podWeight: Int64? {
        cpu?.levels.first { $0.path.split(separator: "/").last?.contains("pod") ?? false }?.weight
    }
}

/// The weight that the kubelet gives a pod for its CPU request.
enum KubeletWeight {
    /// 1,024 shares are a CPU; the shares from 2 to 262,144 are laid on the weights from 1 to 10,000 in a line.
    /// sources: kubelet 1.36 pkg/kubelet/cm/helpers_linux.go MilliCPUToShares, cgroup_manager_linux.go
    static func of(millicores: Int64) -> Int64 {
        let shares = min(max(min(millicores, 1_000_000) * 1024 / 1000, 2), 262_144)
        return 1 + (shares - 2) * 9_999 / 262_142
    }
}
