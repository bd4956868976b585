import Glibc
import Node
import Testing
import Tuning

@Suite("A hostile tree")
struct HostileTreeTests {
    /// Every path that is read, as far as it does not depend on what others say.
    private static let paths = [
        "proc/cpuinfo", "proc/meminfo", "proc/vmstat", "proc/version", "proc/cmdline", "proc/modules",
        "proc/1/mountinfo", "proc/mounts", "proc/1/comm", "proc/7/comm", "proc/7/stat", "proc/7/cmdline",
        "proc/7/cgroup",
        "proc/sys/kernel/osrelease", "proc/sys/net/netfilter/nf_conntrack_count", "sys/devices/system/cpu/online",
        "sys/devices/system/cpu/possible", "sys/devices/system/cpu/isolated", "sys/devices/system/cpu/cpu0/online",
        "sys/devices/system/node/node0/cpulist", "sys/devices/system/node/node0/cpumap",
        "sys/devices/system/node/node0/meminfo", "sys/class/block/sda/dev", "sys/class/block/sda/size",
        "sys/class/block/sda/queue/rotational", "sys/class/block/sda/queue/scheduler", "sys/class/block/dm-0/dev",
        "sys/class/block/dm-0/dm/uuid", "sys/class/block/dm-0/dm/name", "sys/class/block/md0/md/level",
        "sys/class/block/md0/dev", "sys/class/block/loop0/loop/backing_file", "sys/class/block/loop0/dev",
        "sys/fs/cgroup/cgroup.controllers", "sys/hypervisor/type", "sys/class/dmi/id/sys_vendor",
        "etc/sysctl.d/a.conf", "etc/os-release", "run/systemd/container",
        "lib/modules/6/modules.builtin", "lib/modules/6/modules.dep",
    ]

    private static let contents: [[UInt8]] = [
        [], [0], [0x0A], Array(repeating: 0xFF, count: 300), Array("-1\n".utf8),
        Array("18446744073709551616 99999999999999999999999 -9223372036854775808\n".utf8),
        Array(repeating: UInt8(ascii: "["), count: 5_000), Array(repeating: 0x20, count: 70_000),
        Array("MemTotal: MemTotal: ) ( - : = , / . \\ \\777 \\0 [ ] 0- -0 , \n: : :\n= =\n".utf8),
        Array((0...255).map { UInt8($0) }), Array(String(repeating: "a=b:c,d/e.f-g h\n", count: 3_000).utf8),
    ]

    @Test("is read to the end whatever its files hold", arguments: contents.indices)
    func anyContent(index: Int) throws {
        let tree = try ScratchNode()
        for path in HostileTreeTests.paths { try tree.write(path, bytes: HostileTreeTests.contents[index]) }
        let facts = tree.facts
        #expect(facts.cpus >= 0 && facts.cpus <= CPUList.numberLimit)
        #expect(facts.memory.pageByteCount == 4096)
    }

    @Test("is read to the end where every file is a directory, a loop of links, a FIFO or endless")
    func oddFiles() throws {
        for kind in 0..<4 {
            let tree = try ScratchNode()
            for path in HostileTreeTests.paths {
                let parent = path.split(separator: "/").dropLast().joined(separator: "/")
                try tree.makeDirectory(parent)
                switch kind {
                case 0: try tree.makeDirectory(path)
                case 1: try tree.link(path, to: "/\(path)")
                case 2: try #require(mkfifo("\(tree.path)/\(path)", 0o644) == 0)
                // The device /dev/zero.
                default: try #require(mknod("\(tree.path)/\(path)", S_IFCHR | 0o666, 0x105) == 0)
                }
            }
            let facts = tree.facts
            #expect(facts.cpus == 0)
            if kind != 2 { #expect(!facts.unreadable.isEmpty) }
        }
    }

    @Test("is never left through its links")
    func noEscape() throws {
        let tree = try ScratchNode()
        try tree.link("proc/meminfo", to: "/proc/meminfo")
        try tree.link("proc/version", to: "../../../../../../../proc/version")
        try tree.link("etc/os-release", to: "../../../../../../etc/os-release")
        #expect(tree.facts.memory.totalByteCount == nil)
        #expect(tree.facts.kernel.release == nil)
    }

    @Test("loses one source and no other")
    func oneOfMany() throws {
        let tree = try ScratchNode(["proc/meminfo": "MemTotal: 4 kB\n", "proc/sys/kernel/osrelease": "6.1\n"])
        try tree.makeDirectory("proc/cpuinfo")
        try tree.makeDirectory("sys/devices/system/cpu/online")
        let facts = tree.facts
        #expect(facts.memory.totalByteCount == 4096)
        #expect(facts.kernel.release == "6.1")
        #expect(Set(facts.unreadable.map(\.path)) == ["/proc/cpuinfo", "/sys/devices/system/cpu/online"])
        #expect(facts.unreadable.allSatisfy { $0.reason == "Is a directory" })
    }

    @Test("names at most a thousand things that could not be read")
    func manyFailures() throws {
        let tree = try ScratchNode()
        try tree.makeDirectory("sys/bad/meminfo")
        for number in 0..<1_100 { try tree.link("sys/devices/system/node/node\(number)", to: "/sys/bad") }
        #expect(tree.facts.unreadable.count == 1_000)
    }
}
