import Testing
import Tuning

@Suite("A writer is named")
struct WriterTests {
    private static func writer(_ command: String, _ change: (inout Writer) -> Void) -> Writer {
        var writer = Writer(command: command)
        change(&writer)
        return writer
    }

    @Test(arguments: [
        (
            writer("kube-proxy") {
                $0.pid = 4242
                $0.unit = "cri-containerd-0a.scope"
                $0.pod = Writer.Pod(uid: "u", namespace: "kube-system", name: "kube-proxy-x7k2p")
            },
            "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242)"
        ),
        (
            writer("sysctl") {
                $0.pid = 7
                $0.unit = "session-3.scope"
            },
            "sysctl (unit session-3.scope, pid 7)"
        ),
        (writer("sh") { $0.pod = Writer.Pod(uid: "0123-45") }, "sh (pod 0123-45)"),
        (
            writer("sh") { $0.container = Writer.Container(id: String(repeating: "0a", count: 32)) },
            "sh (container 0a0a0a0a0a0a)"
        ),
        (writer("sh") { $0.cgroup = "/custom/group" }, "sh (control group /custom/group)"),
        (writer("sh") { $0.cgroup = "/" }, "sh"),
        (writer("") { _ in }, "somebody"),
        (writer("") { $0.executable = "/usr/bin/tuned" }, "tuned"),
        (
            writer("kube-controller") { $0.executable = "/usr/local/bin/kube-controller-manager" },
            "kube-controller-manager"
        ),
        (writer("sysctl") { $0.executable = "/bin/busybox" }, "sysctl"),
    ])
    func `by what an operator knows it by`(writer: Writer, text: String) {
        #expect(writer.description == text)
    }
}
