import Tuning

extension Parameter {
    /// Whether events should have an etcd of their own.
    static let eventStore = Parameter(
        "eventStore",
        "whether events should be kept in an etcd of their own",
        words: ["wanted", "ignored"]
    )
}

extension Setting {
    /// Events are kept in an etcd of their own, and what says so is written as the API server reads it.
    ///
    /// Events are most of what a large cluster writes and none of what it needs: in one etcd with everything else, a storm
    /// of them delays every lease and pod. `--etcd-servers-overrides` takes commas between overrides and semicolons
    /// between the servers of one: old notes with commas between servers stop the API server.
    /// Also written by: kubeadm's extraArgs, kubespray.
    static let apiserverEventStore = Setting(
        id: "apiserver-event-store",
        summary: "Events are kept in an etcd of their own",
        why: """
            Events are most of what a large cluster writes and none of what it needs. In one etcd with everything else, a \
            storm of them delays every lease and every pod.
            """,
        unit: .none,
        sources: [
            "kube-apiserver 1.36 --etcd-servers-overrides: group/resource#servers, servers separated by semicolons",
            "https://kubernetes.io/docs/setup/best-practices/cluster-large/#etcd-storage",
            "seeds 000_2970, 001_4c1d: /events on servers of their own",
        ],
        parameters: [.eventStore],
        strictestMode: .observe
    ) { facts, parameters in
        guard let server = facts.controlPlane("kube-apiserver") else {
            return .leaveAlone(because: "no kube-apiserver is here")
        }
        guard parameters.word(.eventStore) == "wanted" || server.refusal != nil else {
            return .leaveAlone(because: "policy asks for no etcd of their own for events")
        }
        let option = ControlPlaneComponent.eventStore
        let isShared = server.refusal == nil && server.number(of: option) == .text("shared")
        let override = "'/events#https://HOST1:2379;https://HOST2:2379'"
        let caution = server.caution(
            "events share the etcd of everything else",
            [server.change("etcd-servers-overrides", to: override)],
            in: facts
        )
        return .set(
            [Target(.option(option, of: server.program), .exactly(.text("own")))],
            because: "a storm of events must not delay leases and pods",
            cautions: [server.refusalCaution, isShared ? caution : nil].compactMap { $0 }
        )
    }
}
