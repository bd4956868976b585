import Reporting
import Tuning

/// An entry of every kind; of kinds whose fields depend on the knob, one of each sort.
enum JournalSamples {
    static let units = Units(of: Samples.settings)
    static let policy = PolicyLine(profile: "large-cluster", mode: .enforce)

    static let file = Samples.finding(
        "connection-tracking-boot",
        Samples.bootFile,
        .exactly(.text("x\n")),
        holds: .missing,
        because: "it holds over a reboot"
    )
    static let pressure = Samples.finding(
        "connection-tracking-pressure",
        .occupancy(.connectionTracking),
        .atMost(85),
        holds: Samples.value(91),
        verdict: .unmet,
        mode: .observe,
        because: "above this a burst fills it"
    )
    static let refusals = Samples.finding(
        "connection-tracking-pressure",
        .refusals(.connectionTracking),
        .steady,
        holds: Samples.value(120),
        mode: .observe,
        because: "a refused entry is a lost connection"
    )
    static let kubeProxy = Samples.finding(
        "kube-proxy-conntrack",
        .kubeProxyStart("net/netfilter/nf_conntrack_max"),
        .atLeast(2_310_720),
        holds: Samples.value(1_048_576),
        verdict: .unmet,
        mode: .observe,
        because: "the table must hold over its restart"
    )

    static let heartbeat = Samples.finding(
        "etcd-timing",
        .option("heartbeat-interval", of: "etcd in etcd.service"),
        .atLeast(100),
        holds: Samples.value(10),
        verdict: .unmet,
        mode: .observe,
        because: "a heartbeat takes a round trip"
    )

    static let kubeProxyWriter: Writer = {
        var writer = Writer(command: "kube-proxy")
        writer.pid = 4242
        writer.executable = "/usr/local/bin/kube-proxy"
        writer.unit = "cri-containerd-0a0a.scope"
        writer.pod = Writer.Pod(uid: "u1d", namespace: "kube-system", name: "kube-proxy-x7k2p")
        writer.container = Writer.Container(id: "0a0a", name: "proxy")
        writer.cgroup = "/kubepods.slice/kubepods-podu1d.slice/cri-containerd-0a0a.scope"
        writer.userID = 0
        return writer
    }()

    /// The sample's departure with who made it.
    static func written(count: Int64 = 1, through path: String? = nil, verdict: Verdict = .drifted) -> Finding {
        var finding = Samples.finding(verdict: verdict, contestedUntil: verdict == .contested ? 6_780 : nil)
        let write = KnobWrite(
            knob: Samples.tableKnob,
            path: path ?? Samples.tableKnob.name,
            writer: kubeProxyWriter,
            before: "2310720",
            after: "131072",
            count: count,
            epochSeconds: Samples.now.epochSeconds
        )
        finding.attribution = Attribution(of: finding, writes: [write], facts: Facts(), since: nil)
        return finding
    }

    /// The sample's departure when nobody was watching.
    static let suspected: Finding = {
        var finding = Samples.finding()
        var facts = Facts()
        facts.components = [Component(name: "kube-proxy", pid: 4242, startTicks: 720_000, arguments: [])]
        facts.sysctlAssignments = [
            SysctlAssignment(key: Samples.tableKnob.name, value: "131072", path: "/etc/sysctl.d/10-net.conf", line: 3)
        ]
        finding.attribution = Attribution(of: finding, writes: [], facts: facts, since: 7_140)
        return finding
    }()

    static let fileChange = Samples.change(
        Samples.bootFile,
        from: .missing,
        to: "x\n",
        setting: "connection-tracking-boot"
    )
    static let fileRemoval = Samples.change(
        Samples.bootFile,
        from: Samples.text("x\n"),
        to: nil,
        setting: "connection-tracking-boot"
    )

    static let priority = Knob.priority(of: ProcessSelector("etcd", in: .unit("etcd.service")), .cpu)
    static let newProcess = Samples.finding(
        "etcd-cpu-priority",
        priority,
        .atMost(-20),
        holds: .value(.integer(0), text: "4711@890 1 threads: 0", isWritable: true),
        verdict: .unmet,
        because: "the cluster's writes wait for it"
    )
    static let newProcessChange = Samples.change(
        priority,
        from: .value(.integer(0), text: "4711@890 1 threads: 0", isWritable: true),
        to: "-20",
        setting: "etcd-cpu-priority"
    )

    /// Transitions and what they say.
    static let transitions: [(event: Event, priority: Int, message: String)] = [
        (
            .drifted(Samples.finding(mode: .observe), from: .integer(2_310_720)), 4,
            "net/netfilter/nf_conntrack_max changed from 2310720 to 131072; left so, mode is observe "
                + "(connection-tracking-table)"
        ),
        (
            .drifted(Samples.finding(), from: nil), 4,
            "net/netfilter/nf_conntrack_max holds 131072, wanted 2310720 entries; this run only looks, 'nodekeel apply' "
                + "puts it right (connection-tracking-table)"
        ),
        (
            .drifted(Samples.finding(hold: Samples.hold()), from: .integer(2_310_720)), 4,
            "net/netfilter/nf_conntrack_max changed from 2310720 to 131072; left so, held: load test; 'nodekeel release "
                + "connection-tracking-table' ends this (connection-tracking-table)"
        ),
        (
            .drifted(refusals, from: .integer(100)), 4,
            "nf_conntrack has refused or evicted 120 entries since boot, 100 at the pass before "
                + "(connection-tracking-pressure)"
        ),
        (
            .putBack(Samples.finding(), from: .integer(2_310_720), found: Samples.value(131_072)), 4,
            "net/netfilter/nf_conntrack_max changed from 2310720 to 131072; put back to 2310720 "
                + "(connection-tracking-table)"
        ),
        (
            .putBack(written(), from: .integer(2_310_720), found: Samples.value(131_072)), 4,
            "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242) changed net/netfilter/nf_conntrack_max from 2310720 "
                + "to 131072; put back to 2310720 (connection-tracking-table)"
        ),
        (
            .putBack(
                written(count: 1_000, through: "net/nf_conntrack_max"),
                from: .integer(2_310_720),
                found: Samples.value(131_072)
            ), 4,
            "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242) changed net/netfilter/nf_conntrack_max from 2310720 "
                + "to 131072 by writing net/nf_conntrack_max, in 1000 writes; put back to 2310720 "
                + "(connection-tracking-table)"
        ),
        (
            .putBack(suspected, from: .integer(2_310_720), found: Samples.value(131_072)), 4,
            "net/netfilter/nf_conntrack_max changed from 2310720 to 131072; the writer was not seen, but kube-proxy (pid "
                + "4242) started since, /etc/sysctl.d/10-net.conf:3 sets this value; put back to 2310720 "
                + "(connection-tracking-table)"
        ),
        (
            .putBack(file, from: nil, found: .missing), 4,
            "/etc/modprobe.d/nodekeel-conntrack.conf was removed; written again (connection-tracking-boot)"
        ),
        (
            .contested(Samples.finding(verdict: .contested, contestedUntil: 6_780)), 3,
            "net/netfilter/nf_conntrack_max keeps being changed, now 131072, wanted 2310720 entries; nothing is written "
                + "for 5 min; find who writes it (connection-tracking-table)"
        ),
        (
            .contested(written(verdict: .contested)), 3,
            "net/netfilter/nf_conntrack_max keeps being changed, now 131072, wanted 2310720 entries, last written by "
                + "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242); nothing is written for 5 min "
                + "(connection-tracking-table)"
        ),
        (.unmet(pressure), 4, "nf_conntrack is 91 % full, wanted ≤ 85 % (connection-tracking-pressure)"),
        (
            .unmet(kubeProxy), 4,
            "kube-proxy will set net/netfilter/nf_conntrack_max to 1048576 at its next start, wanted ≥ 2310720 entries "
                + "(kube-proxy-conntrack)"
        ),
        (
            .unmet(heartbeat), 4,
            "heartbeat-interval of etcd in etcd.service is 10 from its next start on, wanted ≥ 100 (etcd-timing)"
        ),
        (
            .resolved(Samples.finding(holds: Samples.value(2_310_720), verdict: .met)), 5,
            "net/netfilter/nf_conntrack_max holds 2310720 again (connection-tracking-table)"
        ),
        (
            .unreadable(Samples.finding(holds: .unreadable("Permission denied"), verdict: .unknown)), 4,
            "cannot read net/netfilter/nf_conntrack_max: Permission denied; nobody knows whether it is right "
                + "(connection-tracking-table)"
        ),
        (
            .applied(Samples.change()), 5,
            "net/netfilter/nf_conntrack_max set from 131072 to 2310720 (connection-tracking-table: 144420 entries for each "
                + "of 16 CPUs online)"
        ),
        (
            .applied(fileChange), 5,
            "/etc/modprobe.d/nodekeel-conntrack.conf written (connection-tracking-boot: 144420 entries for each of 16 CPUs "
                + "online)"
        ),
        (
            .processTuned(newProcess, newProcessChange), 5,
            "nice value of etcd in etcd.service: new process 4711, 1 thread set from 0 to -20 (etcd-cpu-priority)"
        ),
        (
            .failed(CarriedOut(change: Samples.change(), outcome: .failed("Operation not permitted"))), 3,
            "cannot set net/netfilter/nf_conntrack_max to 2310720: Operation not permitted (connection-tracking-table)"
        ),
        (
            .failed(CarriedOut(change: Samples.change(), outcome: .ignored(.integer(7)))), 3,
            "cannot set net/netfilter/nf_conntrack_max to 2310720: the write was taken, and the knob holds 7 "
                + "(connection-tracking-table)"
        ),
    ]

    /// What the service says of itself.
    static let serviceEvents: [(event: ServiceEvent, priority: Int, message: String)] = [
        (
            .started(policy, intervalSeconds: 60), 6,
            "nodekeeld \(nodekeelVersion) started: profile large-cluster, mode enforce, everything is read again every 60 s"
        ),
        (
            .summary(Samples.report()), 4,
            "4 settings: 2 met, 1 unmet, 1 drifted (connection-tracking-table, connection-tracking-boot)"
        ),
        (
            .policyLoaded(policy, files: ["/etc/nodekeel/policy.yaml", "/etc/nodekeel/policy.d/10-site.yaml"]), 6,
            "policy loaded from /etc/nodekeel/policy.yaml, /etc/nodekeel/policy.d/10-site.yaml: profile large-cluster, "
                + "mode enforce"
        ),
        (
            .policyRejected(because: "/etc/nodekeel/policy.yaml:3:1: no key 'profil'", hasLastGood: true), 3,
            "policy rejected, the last good one goes on: /etc/nodekeel/policy.yaml:3:1: no key 'profil'"
        ),
        (
            .reverted(CarriedOut(change: Samples.change(to: "262144"), outcome: .applied)), 5,
            "net/netfilter/nf_conntrack_max set from 131072 back to 262144 (connection-tracking-table)"
        ),
        (
            .reverted(CarriedOut(change: fileRemoval, outcome: .applied)), 5,
            "/etc/modprobe.d/nodekeel-conntrack.conf removed again (connection-tracking-boot)"
        ),
        (
            .holdSet(Samples.hold(endsAt: 1_795_369_300)), 5,
            "connection-tracking-table is held until 2026-11-22 17:41 UTC: load test; 'nodekeel release "
                + "connection-tracking-table' ends this"
        ),
        (.holdEnded(Samples.hold()), 5, "connection-tracking-table is no longer held (it was: load test)"),
        (
            .watchingDegraded(source: "sysctl writes", because: "Operation not permitted", intervalSeconds: 60), 4,
            "cannot watch sysctl writes: Operation not permitted; changes there are found within 60 s"
        ),
        (
            .trialBegun(["etcd-weight", "kubelet-max-pods"], seconds: 60), 5,
            "etcd-weight, kubelet-max-pods applied on trial: undone in 60 s unless confirmed"
        ),
        (
            .trialConfirmed(["etcd-weight"], gates: [.kubelet, .tcp(host: "fd00::1", port: 6443)]), 5,
            "etcd-weight confirmed and kept; looked at: kubelet, [fd00::1]:6443"
        ),
        (
            .trialUndone(["etcd-weight"], failures: 1, because: "nobody confirmed it in time"), 3,
            "etcd-weight undone: nobody confirmed it in time; 1 write failed, the ledger has what is left"
        ),
        (
            .trialStuck(["etcd-weight"], because: "cannot use the ledger: Read-only file system"), 3,
            "nobody confirmed etcd-weight, and undoing failed; it is tried again: "
                + "cannot use the ledger: Read-only file system"
        ),
        (
            .metricsFailed(directory: "/var/lib/prometheus/node-exporter", because: "No such file or directory"), 4,
            "no metrics are left in /var/lib/prometheus/node-exporter: No such file or directory"
        ),
        (
            .passFailed(because: "cannot open '/run/nodekeel/lock': Read-only file system"), 3,
            "the pass failed, nothing was written: cannot open '/run/nodekeel/lock': Read-only file system"
        ),
    ]

    /// All of them as entries.
    static var entries: [JournalEntry] {
        transitions.map { JournalEntry($0.event, units: units) }
            + ofService.map { JournalEntry($0.event, units: units) }
    }
}
