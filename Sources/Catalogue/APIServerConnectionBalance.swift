import Tuning

extension Parameter {
    /// Whether clients should be made to connect anew.
    static let balance = Parameter(
        "balance",
        "whether the API servers should make clients connect anew now and then",
        words: ["wanted", "ignored"]
    )
}

extension Setting {
    /// The clients of several API servers are spread over all of them.
    ///
    /// Clients keep one connection for ever: after a rolling restart the server that came back last has none, and the
    /// others all. With `--goaway-chance` a server asks for a new connection after one request of a thousand, by HTTP/2's
    /// own means, which no client sees as a failure; the load balancer then spreads them. With one server alone it would
    /// only cost. It takes 0 to 0.02.
    /// Also written by: kubeadm's extraArgs.
    static let apiserverConnectionBalance = Setting(
        id: "apiserver-connection-balance",
        summary: "Clients of several API servers are spread over all of them",
        why: """
            Clients keep their connections for ever. After a restart one API server has all of them and is slow, or runs \
            out of memory, while another has nothing to do.
            """,
        unit: .none,
        sources: [
            "kube-apiserver 1.36 --goaway-chance: 0 to 0.02, 0.001 is a good start; not for one server alone",
            "seed 004_ea9d: long connections make the load of API servers uneven",
        ],
        parameters: [.balance],
        strictestMode: .observe
    ) { facts, parameters in
        guard let server = facts.controlPlane("kube-apiserver") else {
            return .leaveAlone(because: "no kube-apiserver is here")
        }
        guard parameters.word(.balance) == "wanted" else {
            return .leaveAlone(because: "policy asks for no balance of connections")
        }
        guard server.isOneOfSeveral(facts) else {
            return .leaveAlone(because: "nothing here shows more than one API server: there is nothing to balance")
        }
        let option = ControlPlaneComponent.balance
        let isOff = server.refusal == nil && server.number(of: option) == .text("off")
        let caution = server.caution(
            "its clients keep their connections for ever, and are not spread again",
            [server.change("goaway-chance", to: "0.001")],
            in: facts
        )
        return .set(
            [Target(.option(option, of: server.program), .exactly(.text("on")))],
            because: "the etcd beside this API server has several members, so there are several API servers",
            cautions: [server.refusalCaution, isOff ? caution : nil].compactMap { $0 }
        )
    }
}

extension ControlPlaneComponent {
    /// Whether there are more API servers: where etcd runs beside them and has several members. The members of an etcd on
    /// other machines say nothing of how many API servers it has.
    fileprivate func isOneOfSeveral(_ facts: Facts) -> Bool {
        guard !facts.etcd.isEmpty else { return false }
        if case .list(let servers)? = effective["etcd-servers"], servers.count > 1 { return true }
        return facts.etcd.contains { member in
            if case .string(let cluster)? = member.effective["initial-cluster"] { cluster.contains(",") } else { false }
        }
    }
}
