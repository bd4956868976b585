import Glibc
import Node
import Testing
import Tuning

@Suite("Components")
struct ComponentTests {
    /// A process of a captured tree.
    private func write(
        _ tree: ScratchNode,
        _ pid: Int,
        exe: String?,
        comm: String = "x",
        arguments: [String] = [],
        cgroup: String = "0::/\n",
        stat: String? = nil
    ) throws {
        try tree.write("proc/\(pid)/comm", comm + "\n")
        try tree.write("proc/\(pid)/cgroup", cgroup)
        try tree.write(
            "proc/\(pid)/stat",
            stat ?? "\(pid) (\(comm)) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 777 1 2\n"
        )
        try tree.write("proc/\(pid)/cmdline", bytes: arguments.flatMap { Array($0.utf8) + [0] })
        if let exe { try tree.link("proc/\(pid)/exe", to: exe) }
    }

    @Test("are known by the base name of their executable alone")
    func executable() throws {
        let tree = try ScratchNode()
        try write(tree, 100, exe: "/usr/bin/kubelet", arguments: ["/usr/bin/kubelet", "--config", "a b", ""])
        try write(tree, 9, exe: "/usr/local/bin/etcd (deleted)", arguments: ["etcd"])
        try write(tree, 10, exe: "/usr/bin/etcdctl", comm: "etcd", arguments: ["etcd", "kube-proxy"])
        try write(tree, 11, exe: "/opt/etcd/operator", arguments: ["/usr/bin/etcd"])
        try write(tree, 12, exe: "/usr/bin/containerd-shim-runc-v2")
        try write(tree, 13, exe: "/usr/bin/bash", arguments: ["bash", "-c", "kubelet"])
        let components = tree.facts.components
        #expect(components.map(\.name) == ["etcd", "kubelet"])
        #expect(components.map(\.pid) == [9, 100])
        #expect(components[1].arguments == ["/usr/bin/kubelet", "--config", "a b"])
        #expect(components[1].startTicks == 777)
        #expect(tree.facts.unreadable.isEmpty)
    }

    @Test("that are several programs in one are known by what they were asked to be")
    func multiplexers() throws {
        let tree = try ScratchNode()
        try write(
            tree,
            1,
            exe: "/var/lib/rancher/k3s/data/x/bin/k3s",
            comm: "k3s-server",
            arguments: ["/usr/local/bin/k3s server", "", ""]
        )
        try write(
            tree,
            2,
            exe: "/var/lib/rancher/k3s/data/x/bin/k3s",
            comm: "containerd",
            arguments: ["containerd", "-c", "x"]
        )
        let tuned = ["/usr/bin/python3", "-Es", "/usr/sbin/tuned", "-l"]
        try write(tree, 3, exe: "/usr/bin/python3.11", comm: "tuned", arguments: tuned)
        try write(tree, 4, exe: "/usr/bin/python3.11", comm: "python3", arguments: ["python3", "run.py", "tuned"])
        try write(tree, 5, exe: "/hyperkube", comm: "hyperkube", arguments: ["/hyperkube", "kube-proxy", "--v=2"])
        try write(tree, 6, exe: "/usr/bin/python3", comm: "python3", arguments: [])
        // An interpreter that calls itself something else is not asked.
        try write(tree, 7, exe: "/usr/bin/python3.11", comm: "gunicorn", arguments: tuned)
        #expect(tree.facts.components.map(\.name) == ["k3s", "containerd", "tuned", "kube-proxy"])
        #expect(tree.facts.components[0].arguments == ["/usr/local/bin/k3s server"])
    }

    @Test("whose executable was not captured are known if their name and their first argument agree")
    func comm() throws {
        let tree = try ScratchNode()
        try write(tree, 1, exe: nil, comm: "kube-controller", arguments: ["/bin/kube-controller-manager"])
        try write(tree, 2, exe: nil, comm: "kubelet", arguments: ["/bin/sleep"])
        try write(tree, 3, exe: nil, comm: "sleep", arguments: ["/bin/kubelet"])
        try write(tree, 4, exe: nil, comm: "tuned", arguments: ["/usr/bin/python3", "/usr/sbin/tuned"])
        try write(tree, 5, exe: nil, comm: "kthreadd")
        #expect(tree.facts.components.map(\.name) == ["kube-controller-manager", "tuned"])
    }

    @Test(
        "have the start time behind whatever name they gave themselves",
        arguments: [
            ("7 (a b) c) S 1 1 1 0 -1 4 1 2 3 4 5 6 7 8 20 0 9 0 42 1\n", 42),
            ("7 (a\n) (b) R 1 1 1 0 -1 4 1 2 3 4 5 6 7 8 20 0 9 0 43", 43),
            ("7 (x) S 1 2", 0), ("", 0), ("7 (x", 0), ("7 (x) S 1 1 1 0 -1 4 1 2 3 4 5 6 7 8 20 0 9 0 -5 1", 0),
            ("7 (x) S 1 1 1 0 -1 4 1 2 3 4 5 6 7 8 20 0 9 0 99999999999999999999 1", 0),
        ]
    )
    func startTicks(stat: String, ticks: UInt64) throws {
        let tree = try ScratchNode()
        try write(tree, 7, exe: "/bin/etcd", stat: stat)
        let facts = tree.facts
        #expect(facts.components.map(\.startTicks) == [ticks])
        #expect(facts.unreadable.map(\.reason) == (ticks == 0 ? ["no start time"] : []))
    }

    @Test("keep hostile arguments as data, and no more of them than is bounded")
    func arguments() throws {
        let tree = try ScratchNode()
        try write(tree, 1, exe: "/bin/etcd", arguments: ["etcd", "\u{1B}[2J", "", "a\nb"])
        try write(tree, 2, exe: "/bin/etcd", arguments: Array(repeating: "x", count: 5_000))
        try write(tree, 3, exe: "/bin/etcd", arguments: [String(repeating: "x", count: 1 << 18)])
        let facts = tree.facts
        #expect(facts.components[0].arguments == ["etcd", "\u{1B}[2J", "", "a\nb"])
        #expect(facts.components.map(\.arguments.count) == [4, 1_000, 0])
        #expect(facts.unreadable.map(\.path) == ["/proc/3/cmdline"])
    }

    private static let id = String(repeating: "0a1b2c3d", count: 8)
    private static let uid = "8f3c1f2e-9f5b-4c53-9a30-3a1f0d1f7f11"
    private static let underscored = "8f3c1f2e_9f5b_4c53_9a30_3a1f0d1f7f11"
    private static let hash = "0123456789abcdef0123456789abcdef"

    @Test(
        "are held by a unit, a pod and a container, as their control groups show",
        arguments: [
            ("0::/system.slice/kubelet.service", "kubelet.service", nil, nil),
            ("0::/../../system.slice/etcd.service", "etcd.service", nil, nil),
            ("0::/kubelet.slice/a.slice/kubelet.service/sub", "kubelet.service", nil, nil),
            ("0::/user.slice/user-0.slice/user@0.service/app.slice/x.service", "user@0.service", nil, nil),
            ("0::/", nil, nil, nil), ("", nil, nil, nil), ("garbage\n::\n", nil, nil, nil),
            (
                "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(underscored).slice/cri-containerd-\(id).scope",
                "cri-containerd-\(id).scope", uid, id
            ),
            ("0::/kubepods.slice/kubepods-pod\(hash).slice/crio-\(id).scope/container", "crio-\(id).scope", hash, id),
            (
                "0::/kubepods.slice/kubepods-pod\(hash).slice/crio-conmon-\(id).scope", "crio-conmon-\(id).scope", hash,
                nil
            ),
            ("0::/kubepods/besteffort/pod\(uid)/\(id)", nil, uid, id),
            ("0::/kubepods/pod\(uid)/crio-\(id)", nil, uid, id),
            (
                "12:pids:/kubepods/burstable/pod\(uid)/\(id)\n1:name=systemd:/kubepods/burstable/pod\(uid)/\(id)\n0::/",
                nil, uid, id
            ),
            (
                "4:memory:/system.slice/x.service\n1:name=systemd:/system.slice/docker.service\n", "docker.service",
                nil, nil
            ),
            ("0::/system.slice/docker-\(id).scope", "docker-\(id).scope", nil, id), ("0::/docker/\(id)", nil, nil, id),
            (
                "0::/system.slice/containerd.service/kubepods-burstable-pod\(underscored).slice:cri-containerd:\(id)",
                "containerd.service", uid, id
            ),
            (
                "0::/docker/\(id.reversed())/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod\(underscored).slice/cri-containerd-\(id).scope",
                nil, uid, id
            ),
            ("0::/podium.slice/x.service", "x.service", nil, nil), ("0::/kubepods/pod../\(id)x", nil, nil, nil),
        ] as [(String, String?, String?, String?)]
    )
    func membership(cgroup: String, unit: String?, podUID: String?, containerID: String?) throws {
        let tree = try ScratchNode()
        try write(tree, 5, exe: "/bin/etcd", cgroup: cgroup + "\n")
        let component = try #require(tree.facts.components.first)
        #expect(component.unit == unit)
        #expect(component.podUID == podUID)
        #expect(component.containerID == containerID)
    }

    @Test("of this machine are found while processes come and go")
    func vanishing() throws {
        let tree = try ScratchNode()
        let program = "\(tree.path)/etcd"
        try #require(copy("/bin/sleep", to: program))
        var etcd = pid_t(0)
        try #require(spawn(program, "60", &etcd) == 0)
        defer {
            kill(etcd, SIGKILL)
            waitpid(etcd, nil, 0)
        }
        for _ in 0..<20 {
            var short = pid_t(0)
            try #require(spawn("/bin/true", "", &short) == 0)
            let facts = Facts(reading: .machine)
            let component = try #require(facts.components.first { $0.pid == Int64(etcd) })
            #expect(component.name == "etcd")
            #expect(component.arguments == [program, "60"])
            #expect(component.startTicks > 0)
            waitpid(short, nil, 0)
        }
    }

    private func spawn(_ program: String, _ argument: String, _ pid: inout pid_t) -> Int32 {
        var arguments = [strdup(program), strdup(argument), nil]
        defer { arguments.forEach { free($0) } }
        return posix_spawn(&pid, program, nil, nil, &arguments, nil)
    }

    private func copy(_ source: String, to target: String) -> Bool {
        guard let bytes = try? Root.machine.bytes(of: source, limit: 1 << 24), let file = fopen(target, "w") else {
            return false
        }
        defer { chmod(target, 0o755) }
        defer { fclose(file) }
        return fwrite(bytes, 1, bytes.count, file) == bytes.count
    }
}
