import Testing
import Tuning

@testable import Node

@Suite("Who is behind a write")
struct WriterReadingTests {
    private static let uid = "81e09ae0-12ec-4ec5-94b8-51cda7906370"
    private static let id = String(repeating: "c2", count: 32)
    private static let group =
        "/kubepods.slice/kubepods-pod\(uid.split(separator: "-").joined(separator: "_")).slice/cri-containerd-\(id).scope"
    private static let pod = Writer.Pod(uid: uid, namespace: "kube-system", name: "kube-proxy-6xsx9")

    /// A write by a process at ten seconds after boot.
    private static func write(cgroup: String? = group, process: Int64 = 77) -> SysctlWrite {
        SysctlWrite(
            path: "net/netfilter/nf_conntrack_max",
            uptimeNanoseconds: 10_000_000_000,
            process: process,
            command: "kube-proxy",
            user: 0,
            cgroup: cgroup,
            before: "1",
            after: "2",
            count: 1
        )
    }

    private static func stat(startTicks: Int) -> String {
        "77 (kube) proxy) S 1 77 77 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 9 0 \(startTicks) 0 0"
    }

    private static func writer(_ files: [String: String], _ write: SysctlWrite = write()) throws -> Writer {
        let scratch = try ScratchNode(files)
        var reading = WriterReading(of: scratch.node.root)
        return reading.writer(of: write)
    }

    @Test func `a process that lives is asked itself`() throws {
        let writer = try Self.writer(
            [
                "proc/77/stat": Self.stat(startTicks: 999),
                "proc/77/cgroup": "4:memory:/kubepods/pod\(Self.uid)/\(Self.id)\n0::/system.slice/containerd.service\n",
            ],
            Self.write(cgroup: "/system.slice/containerd.service")
        )
        #expect(writer.pod?.uid == Self.uid && writer.container?.id == Self.id)
        #expect(writer.unit == "containerd.service" && writer.pid == 77 && writer.userID == 0)
    }

    @Test func `another process with the same number is not taken for it`() throws {
        let writer = try Self.writer([
            "proc/77/stat": Self.stat(startTicks: 1001), "proc/77/cgroup": "0::/user.slice/session-1.scope\n",
        ])
        #expect(writer.pod?.uid == Self.uid && writer.unit?.hasPrefix("cri-containerd") == true)
    }

    @Test(arguments: ["0::/system.slice/culprit.service (deleted)\n", "0::/\n", ""])
    func `a process that is ending is in the group that it wrote from`(groups: String) throws {
        let writer = try Self.writer(
            ["proc/77/stat": Self.stat(startTicks: 999), "proc/77/cgroup": groups],
            Self.write(cgroup: "/system.slice/culprit.service")
        )
        #expect(writer.unit == "culprit.service")
    }

    @Test func `is remembered, but not for ever where others come`() throws {
        let scratch = try ScratchNode(["proc/77/stat": Self.stat(startTicks: 999), "proc/77/cgroup": "0::/a.service\n"])
        var reading = WriterReading(of: scratch.node.root)
        #expect(reading.writer(of: Self.write()).unit == "a.service")
        try scratch.write("proc/77/cgroup", "0::/b.service\n")
        for other in 1..<Int64(WriterReading.limit) { _ = reading.writer(of: Self.write(process: 100 + other)) }
        #expect(reading.writer(of: Self.write()).unit == "a.service")
        _ = reading.writer(of: Self.write(process: 99))
        #expect(reading.writer(of: Self.write()).unit == "b.service")
    }

    @Test func `names come from the kubelet's log directories`() throws {
        let writer = try Self.writer([
            "var/log/pods/default_other_\(Self.id)/a/0.log": "",
            "var/log/pods/kube-system_kube-proxy-6xsx9_\(Self.uid)/kube-proxy/0.log": "",
            "var/log/containers/kube-proxy-6xsx9_kube-system_proxy-\(Self.id).log": "",
        ])
        #expect(writer.pod == Self.pod)
        #expect(writer.container?.name == "proxy")
        #expect(writer.description == "kube-proxy (pod kube-system/kube-proxy-6xsx9, pid 77)")
    }

    @Test(arguments: [
        (
            "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(id)/config.json",
            """
            {"annotations": {"io.kubernetes.cri.sandbox-namespace": "kube-system",
              "io.kubernetes.cri.sandbox-name": "kube-proxy-6xsx9", "io.kubernetes.cri.container-name": "proxy"}}
            """
        ),
        (
            "run/containers/storage/overlay-containers/\(id)/userdata/config.json",
            """
            {"annotations": {"io.kubernetes.pod.namespace": "kube-system", "io.kubernetes.pod.name": "kube-proxy-6xsx9",
              "io.kubernetes.container.name": "proxy"}}
            """
        ),
        (
            "var/lib/docker/containers/\(id)/config.v2.json",
            """
            {"Config": {"Labels": {"io.kubernetes.pod.namespace": "kube-system",
              "io.kubernetes.pod.name": "kube-proxy-6xsx9", "io.kubernetes.container.name": "proxy"}}}
            """
        ),
    ])
    func `names come from the runtime where there are no logs`(path: String, record: String) throws {
        let writer = try Self.writer([path: record])
        #expect(writer.pod == Self.pod && writer.container?.name == "proxy")
    }

    @Test(arguments: ["{", "[]", #"{"annotations": 7}"#, #"{"annotations": {"io.kubernetes.pod.name": ""}}"#])
    func `a record that cannot be used names nobody`(record: String) throws {
        let writer = try Self.writer([
            "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(Self.id)/config.json": record
        ])
        #expect(writer.pod == Writer.Pod(uid: Self.uid) && writer.container?.name == nil)
    }

    @Test func `a group that is gone leaves the command and the number`() throws {
        let writer = try Self.writer([:], Self.write(cgroup: nil))
        #expect(writer.description == "kube-proxy (pid 77)")
    }
}
