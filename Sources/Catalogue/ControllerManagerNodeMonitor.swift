import Tuning

extension Setting {
    /// A node counts as lost neither too late nor while it is well.
    ///
    /// A kubelet renews its lease every ten seconds, and finds a dead connection after 45: since 1.32 a node has 50 seconds
    /// before it is unknown, 40 before. With the 20 that old notes have, one broken connection makes a healthy node
    /// NotReady and moves all its pods. How often the nodes are looked at hardly matters; 5 s is the default.
    /// Also written by: kubeadm's extraArgs, kubespray.
    static let controllerManagerNodeMonitor = Setting(
        id: "controller-manager-node-monitor",
        summary: "A node is given the time that its kubelet needs to find a dead connection",
        why: """
            With less grace than a kubelet needs to find a dead connection, one broken connection makes a healthy node \
            NotReady, and every pod of it is started elsewhere.
            """,
        unit: .milliseconds,
        sources: [
            "kubernetes#126287: 50 s instead of 40 s since 1.32, for 45 s of HTTP/2 detection",
            "kube-controller-manager 1.36 --node-monitor-period 5s; neither flag is validated",
        ],
        isOptIn: true
    ) { facts, _ in
        guard let manager = facts.controlPlane("kube-controller-manager") else {
            return .leaveAlone(because: "no kube-controller-manager is here")
        }
        let grace: Int64 = manager.minor.map { $0 < 32 ? 40_000 : 50_000 } ?? 50_000
        let period: Int64 = 10_000
        let option = "node-monitor-grace-period"
        let isShort = (manager.known(option) ?? .max) < grace
        let short = manager.caution(
            "a node is unknown before its kubelet can have found a dead connection",
            [manager.change(option, to: "\(grace / 1_000)s")],
            in: facts
        )
        let targets = [
            Target(.option(option, of: manager.program), .atLeast(grace)),
            Target(.option("node-monitor-period", of: manager.program), .atMost(period)),
        ]
        return .set(
            manager.takes(option) ? targets : Array(targets.dropFirst()),
            because: "a kubelet of \(manager.minor.map { "1.\($0)" } ?? "an unknown release") needs \(grace / 1_000) s",
            cautions: [manager.refusalCaution, isShort ? short : nil].compactMap { $0 }
        )
    }
}
