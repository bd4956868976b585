import Tuning

extension Setting {
    /// The API server's audit log is on another disk than etcd's log.
    ///
    /// An audit log has a line for every request, also for reads. On the disk of etcd's log its writes stand in the way of
    /// the syncs that every change of the cluster waits for.
    /// Also written by: kubeadm's extraArgs, kubespray.
    static let apiserverAuditLog = Setting(
        id: "apiserver-audit-log",
        summary: "The audit log is on another disk than etcd's log",
        why: """
            The audit log is written with every request. On the disk of etcd's log, a burst of requests makes every change \
            of the cluster wait.
            """,
        unit: .none,
        sources: [
            "https://etcd.io/docs/v3.6/op-guide/hardware/#disks: what else writes to the disk of the log",
            "kube-apiserver 1.36: --audit-log-path, --audit-log-maxbackup",
            "seed 001_4c1d: the audit log, to find who asks so much",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let server = facts.controlPlane("kube-apiserver") else {
            return .leaveAlone(because: "no kube-apiserver is here")
        }
        guard server.refusal == nil else { return .leaveAlone(because: "it would not start: see apiserver-limits") }
        guard let path = server.auditLogPath else { return .leaveAlone(because: "no audit log is written to a file") }
        let option = ControlPlaneComponent.auditLog
        guard let standing = facts.option(option, of: server.program).value else {
            return .leaveAlone(because: "the disk below the audit log, or below an etcd's log here, is not known")
        }
        let caution = server.caution(
            "its audit log \(path) is on the disk of etcd's log",
            [server.change("audit-log-path", to: "/OTHER/DISK/audit.log")],
            in: facts
        )
        return .set(
            [Target(.option(option, of: server.program), .exactly(.text("apart")))],
            because: "the audit log is \(path)",
            cautions: standing == .text("shared") ? [caution] : []
        )
    }
}
