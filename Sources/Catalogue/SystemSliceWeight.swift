import Tuning

extension Parameter {
    /// What has to be left of the CPUs for the system.
    static let systemPercent = Parameter(
        "percent",
        "the least that system.slice is guaranteed of the CPUs when everything wants them, in percent",
        range: 1...90,
        preset: 10
    )
}

extension Setting {
    /// kubelet, runtime and sshd are not crowded out by the pods.
    ///
    /// The kubelet gives `kubepods.slice` a weight for all CPUs that pods may have, and `system.slice`, with all that
    /// keeps the node alive, has the usual 100 whatever the size of the node: 25 to 1 on 64 CPUs. When pods want
    /// everything, heartbeats stop and the node is lost although nothing is broken. Told only: how much the system needs
    /// is the operator's to say. Also written by: systemd, from unit files; the kubelet, for kubepods.slice.
    static let systemSliceWeight = Setting(
        id: "system-slice-weight",
        summary: "The pods leave kubelet, runtime and system services their part of the CPUs",
        why: """
            The weight of all pods together grows with the node, that of system.slice does not: 25 to 1 on 64 CPUs. When \
            pods want every CPU, the kubelet's heartbeats stop and the node is lost although nothing is broken.
            """,
        unit: .none,
        sources: [
            "kubernetes#139790, kubernetes#125409: 2500 to 100 on 64 CPUs, near livelock",
            "systemd 252 systemd.resource-control(5): CPUWeight",
        ],
        parameters: [.systemPercent],
        strictestMode: .observe
    ) { facts, parameters in
        let groups = facts.cgroup.topGroups
        guard let system = groups.first(where: { $0.name == "system.slice" }) else {
            return .leaveAlone(because: "there is no system.slice with a CPU weight here")
        }
        guard let pods = groups.first(where: { $0.name.hasPrefix("kubepods") }) else {
            return .leaveAlone(because: "there are no pods here to outweigh system.slice")
        }
        let percent = parameters[.systemPercent]
        let others = groups.filter { $0.name != system.name }.reduce(Int64(0)) { $0 &+ min(max($1.weight, 0), 10_000) }
        // The weight w with w / (w + others) ≥ percent, rounded up.
        let wanted = min((others * percent + 99 - percent) / (100 - percent), 10_000)
        let share = system.weight * 1_000 / max(system.weight &+ others, 1)
        let target = Target(.weight(of: .unit(system.name), .cpu), .atLeast(max(wanted, 1)))
        return .set(
            [target],
            because: """
                \(pods.name) weighs \(pods.weight), \(system.name) \(system.weight): \(perCent(share)) of the CPUs are left to \
                the system when everything wants them, \(percent) % are asked for
                """,
            cautions: system.weight >= wanted
                ? []
                : [
                    Caution(
                        danger: "busy pods leave kubelet, runtime and sshd \(perCent(share)) of the CPUs",
                        remedy:
                            "systemctl set-property system.slice CPUWeight=\(wanted); it is live at once and holds over reboots"
                    )
                ]
        )
    }
}
