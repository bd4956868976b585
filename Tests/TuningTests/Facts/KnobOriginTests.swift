import Testing
import Tuning

@Suite("What set a value")
struct KnobOriginTests {
    @Test(
        "is a file and a line where its words have them",
        arguments: [
            ("flag --x in /etc/m/etcd.yaml:31", "/etc/m/etcd.yaml", 31), ("/etc/k.conf:7", "/etc/k.conf", 7),
            ("environment ETCD_X in /etc/etcd.env:2", "/etc/etcd.env", 2),
            ("/etc/docker/daemon.json", "/etc/docker/daemon.json", nil),
            ("flag --x in /a b/c:d.yaml:4", "/a b/c:d.yaml", 4), ("default", "/home", nil), ("flag --x", "/home", nil),
            ("flag --in in its arguments", "/home", nil), ("", "/home", nil), ("in ", "/home", nil),
        ] as [(String, String, Int64?)]
    )
    func places(text: String, path: String, line: Int64?) {
        let origin = KnobOrigin(text, home: "/home")
        #expect(origin.text == text && origin.path == path && origin.line == line)
    }

    @Test("is the flag of a manifest, or the manifest that would have it")
    func components() {
        var facts = Facts()
        var server = ControlPlaneComponent(program: "kube-apiserver")
        server.manifest = "/m/a.yaml"
        server.judge(["kube-apiserver", "--event-ttl=2h"], version: nil, sources: [1: "/m/a.yaml:14"])
        facts.controlPlane = [server]
        var member = EtcdMember(source: "manifest /m/etcd.yaml")
        member.manifest = "/m/etcd.yaml"
        member.origin = ["snapshot-count": "default"]
        facts.etcd = [member]
        let flag = facts.origin(of: .option("event-ttl", of: "kube-apiserver"))
        #expect(flag == KnobOrigin("flag --event-ttl in /m/a.yaml:14") && flag?.line == 14)
        #expect(facts.origin(of: .option(ControlPlaneComponent.eventStore, of: "kube-apiserver"))?.path == "/m/a.yaml")
        let preset = facts.origin(of: .option("snapshot-count", of: member.component))
        #expect(preset?.text == "default" && preset?.path == "/m/etcd.yaml" && preset?.line == nil)
        #expect(facts.origin(of: .option("snapshot-count", of: "etcd in nowhere")) == nil)
    }

    @Test("is the line of containerd's files that wins, or the file that would have it")
    func containerd() {
        var containerd = ContainerdFacts()
        containerd.version = "2.1.4"
        let key = "\(ContainerdFacts.transferPlugin).max_concurrent_downloads"
        containerd.values[key] = .init(key: key, text: "4", place: "/etc/containerd/conf.d/a.toml:3")
        containerd.refusal = "a test"
        var facts = Facts()
        facts.containerRuntime = ContainerRuntimeFacts()
        facts.containerRuntime?.containerd = containerd
        let downloads = facts.origin(of: .runtime(.containerdDownloads))
        #expect(downloads?.path == "/etc/containerd/conf.d/a.toml" && downloads?.line == 3)
        let patience = facts.origin(of: .runtime(.containerdPullProgress))
        #expect(patience?.text == "default" && patience?.path == "/etc/containerd/config.toml")
        #expect(facts.origin(of: .runtime(.imageStoreMedium)) == nil)
        #expect(facts.refusal(behind: .runtime(.containerdDownloads)) == "a test")
    }

    @Test("is the line of sysctl.d that wins, and none for what no file sets")
    func sysctls() {
        var facts = Facts()
        facts.sysctlAssignments = [
            SysctlAssignment(key: "vm/swappiness", value: "1", path: "/etc/sysctl.d/1.conf", line: 3),
            SysctlAssignment(key: "vm/swappiness", value: "2", path: "/etc/sysctl.d/2.conf", line: 5),
        ]
        #expect(facts.origin(of: .sysctl("vm/swappiness"))?.text == "/etc/sysctl.d/2.conf:5")
        #expect(facts.origin(of: .sysctl("vm/overcommit_memory")) == nil)
    }

    @Test("that would not start is told of every option of its component")
    func refusals() {
        var facts = Facts()
        var manager = ControlPlaneComponent(program: "kube-controller-manager")
        manager.judge(
            ["kube-controller-manager", "--no-such-flag=1"],
            version: KubernetesVersion("1.36.3"),
            sources: [:]
        )
        facts.controlPlane = [manager]
        #expect(facts.refusal(behind: .option("kube-api-qps", of: "kube-controller-manager")) != nil)
        #expect(facts.refusal(behind: .option("kube-api-qps", of: "kube-apiserver")) == nil)
        #expect(facts.refusal(behind: .sysctl("vm/swappiness")) == nil)
    }
}
