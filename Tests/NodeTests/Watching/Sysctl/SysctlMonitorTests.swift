import Glibc
import Testing
import Tuning

@testable import Node

@Suite("The sysctl monitor, on this kernel", .serialized, .enabled(if: geteuid() == 0, "BPF takes root"))
struct SysctlMonitorTests {
    private static let path = "net/core/somaxconn"
    private static let file = "/proc/sys/net/core/somaxconn"

    private static func monitor(_ scope: SysctlMonitor.Scope = .watched) throws -> SysctlMonitor {
        var monitor = try SysctlMonitor(scope)
        try monitor.watch([path])
        return monitor
    }

    @Test func `tells who wrote what, from what, when`() throws {
        let kept = try KeptSysctl(Self.path)
        var monitor = try Self.monitor()
        let loop = try EventLoop()
        try loop.add(monitor, token: 5)
        #expect(try loop.wait(timeout: .zero) == [])
        let start = Timer.Clock.boottime.nanoseconds
        let writer = try Shell.run("echo 4095 > \(Self.file)")
        let end = Timer.Clock.boottime.nanoseconds
        #expect(try loop.wait(timeout: .seconds(10)) == [5])
        let taken = monitor.take()
        let write = try #require(taken.writes.first)
        #expect(taken.writes.count == 1 && taken.seenCount == 1 && taken.lostCount == 0)
        #expect(write.path == Self.path && write.before == kept.text && write.after == "4095")
        #expect(write.process == Int64(writer) && write.command == "sh" && write.user == 0 && write.count == 1)
        #expect((start...end).contains(Int64(write.uptimeNanoseconds)))
        #expect(try loop.wait(timeout: .zero) == [])
        #expect(monitor.take().isEmpty && !monitor.hasRest)
    }

    @Test func `hears a process with its own process, mount and network namespaces and its own proc`() throws {
        var monitor = try SysctlMonitor(.watched)
        try monitor.watch(["net/ipv4/ip_forward"])
        try Shell.run("unshare --pid --mount --net --fork --mount-proc sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'")
        let write = try #require(monitor.take().writes.first)
        #expect(write.before == "0" && write.after == "1")
        // The number that the process has here, not the 1 that it sees itself.
        #expect(write.process ?? 0 > 1)
    }

    @Test func `tells an attempt that the kernel rejects`() throws {
        let kept = try KeptSysctl(Self.path)
        var monitor = try Self.monitor()
        try Shell.run("echo -7 > \(Self.file) || exit 3", expecting: 3)
        let write = try #require(monitor.take().writes.first)
        #expect(write.after == "-7" && write.before == kept.text)
        #expect(try KeptSysctl(Self.path).text == kept.text)
    }

    @Test func `leaves out its own writes, other paths, and reading`() throws {
        let kept = try KeptSysctl(Self.path)
        var monitor = try Self.monitor()
        try Node(root: .machine).writeKernelFile(kept.text, into: KernelFile(.sysctls, Self.path))
        try Shell.run("cat \(Self.file) > /dev/null; echo 1 > /proc/sys/net/core/warnings; true")
        #expect(monitor.take().isEmpty)
        try monitor.watch([])
        try Shell.run("echo \(kept.text) > \(Self.file)")
        #expect(monitor.take().isEmpty)
    }

    @Test func `tells everything if asked to`() throws {
        let kept = try KeptSysctl("net/core/warnings")
        var monitor = try Self.monitor(.everything)
        try Shell.run("echo \(kept.text) > /proc/sys/net/core/warnings")
        let write = try #require(monitor.take().writes.first { $0.path == "net/core/warnings" })
        #expect(write.after == kept.text && write.isSame && write.count == 1)
    }

    @Test func `finds the control group of a writer that has exited`() throws {
        let kept = try KeptSysctl(Self.path)
        var monitor = try Self.monitor()
        let mount = try CgroupHierarchy(of: .machine).path
        let pod = "/nodekeel-test.slice/kubepods-burstable-pod\(String(repeating: "ab", count: 16)).slice"
        let container = "\(pod)/cri-containerd-\(String(repeating: "0a", count: 32)).scope"
        let directory = "\(mount)\(container)"
        try Shell.run(
            """
            mkdir -p \(directory) && echo $$ > \(directory)/cgroup.procs && echo \(kept.text) > \(Self.file)
            """
        )
        let write = try #require(monitor.take().writes.first)
        #expect(write.cgroup == container)
        var reading = WriterReading(of: .machine)
        let writer = reading.writer(of: write)
        #expect(writer.pod?.uid == String(repeating: "ab", count: 16))
        #expect(writer.container?.id == String(repeating: "0a", count: 32))
        #expect(writer.executable == nil)
        try Shell.run("echo $$ > \(directory)/cgroup.procs && echo \(kept.text) > \(Self.file)")
        try Shell.run("cd \(mount) && rmdir -p \(container.dropFirst())")
        // Known from before although it is gone.
        #expect(monitor.take().writes.first?.cgroup == container)
    }

    @Test func `counts every write of a storm once, and tells few, also while it goes on`() throws {
        let kept = try KeptSysctl(Self.path)
        var monitor = try Self.monitor()
        let count = 50_000
        let storm = "i=0; while [ $i -lt \(count) ]; do echo \(kept.text) > \(Self.file); i=$((i+1)); done"
        var writers = Set(try [Shell.start(storm), Shell.start(storm)])
        var told: [SysctlWrite] = []
        var seen: UInt64 = 0
        while !writers.isEmpty || monitor.hasRest {
            writers = writers.filter { waitpid($0, nil, WNOHANG) == 0 }
            usleep(1_000)
            let taken = monitor.take()
            told += taken.writes
            seen += taken.seenCount
        }
        #expect(seen == 2 * count)
        #expect(told.reduce(0) { $0 + $1.count } == 2 * count)
        #expect(told.count < 5_000)
        #expect(Set(told.map(\.command)) == ["sh"])
    }

    @Test func `is gone with its owner`() throws {
        let kept = try KeptSysctl(Self.path)
        var outer = try Self.monitor()
        do {
            let inner = try Self.monitor()
            #expect(inner.number >= 0)
        }
        try Shell.run("echo \(kept.text) > \(Self.file)")
        #expect(outer.take().writes.count == 1)
    }

    @Test func `says why it cannot watch`() throws {
        let scratch = try ScratchNode(["proc/self/mountinfo": "25 1 0:24 / /sys rw - sysfs sysfs rw\n"])
        let error = #expect(throws: SysctlMonitorError.self) { _ = try SysctlMonitor(.watched, of: scratch.node.root) }
        #expect(error == .noHierarchy)
    }
}
