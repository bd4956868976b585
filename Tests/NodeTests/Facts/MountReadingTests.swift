import Node
import Testing
import Tuning

@Suite("Mounts and control groups")
struct MountReadingTests {
    @Test("are read with optional fields, octal escapes and an overlay's upper directory")
    func mountinfo() throws {
        let tree = try ScratchNode([
            "proc/1/mountinfo": """
            22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro
            23 22 0:5 / /a\\040b\\134c rw - tmpfs  rw
            24 22 0:6 /x /ro ro,nosuid shared:3 master:2 propagate_from:1 - tmpfs none rw
            25 22 0:7 / /o rw shared:4 - overlay overlay rw,lowerdir=/l\\054x,upperdir=/u\\040p,workdir=/w
            26 22 8:3 / /half\\04 rw - ext4 /dev/sda3 ro

            """
        ])
        let mounts = tree.facts.mounts
        #expect(mounts.map(\.path) == ["/", "/a b\\c", "/ro", "/o", "/half\\04"])
        #expect(mounts.map(\.isReadOnly) == [false, false, true, false, true])
        #expect(mounts.map(\.device) == ["8:2", "0:5", "0:6", "0:7", "8:3"])
        #expect(mounts[3].upperDirectory == "/u p")
        #expect(mounts[1].source == "")
        #expect(tree.facts.unreadable.isEmpty)
    }

    @Test("leave out lines that are none, and say how many")
    func malformed() throws {
        let tree = try ScratchNode([
            "proc/1/mountinfo": "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n1 2 3\n\u{1}\n22 1 8:2 / rel rw - a b c\n"
        ])
        #expect(tree.facts.mounts.count == 1)
        #expect(tree.facts.unreadable == [.init(path: "/proc/1/mountinfo", reason: "3 lines that are no mounts")])
    }

    @Test("are bounded in number")
    func bounded() throws {
        let line = "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n"
        let tree = try ScratchNode(["proc/1/mountinfo": String(repeating: line, count: 10_001)])
        #expect(tree.facts.mounts.count == 10_000)
        #expect(tree.facts.unreadable.map(\.reason) == ["more than 10000 mounts"])
    }

    @Test("come from the tree's own view, or the old table, where PID 1's was not captured")
    func otherTables() throws {
        let own = try ScratchNode([
            "proc/self/mountinfo": "22 1 8:2 / /own rw - ext4 /dev/sda2 rw\n", "proc/mounts": "a /b c d",
        ])
        #expect(own.facts.mounts.map(\.path) == ["/own"])
        let old = try ScratchNode(["proc/mounts": "/dev/sda1 /old ext3 ro,relatime 0 0\n"]).facts.mounts
        #expect(old == [Mount(path: "/old", filesystem: "ext3", source: "/dev/sda1", device: "", isReadOnly: true)])
    }

    private static let version2 = "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"
    private static let memory = "31 1 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    private static let named = "32 1 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
    private static let beside = "33 1 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup rw\n"
    private static let cilium = "34 1 0:30 / /run/cilium/cgroupv2 rw - cgroup2 none rw\n"

    @Test(
        "show how control groups are laid out",
        arguments: [
            (version2, .unified, 2), (memory + named, .legacy, 1), (memory + named + beside, .hybrid, 1),
            (memory + cilium, .legacy, 1), (version2 + cilium, .unified, 2), (named + beside, .unified, 2),
            ("35 1 0:1 / /cgroup/x rw - cgroup none rw,freezer\n", .legacy, 1), ("", .unknown, nil),
        ] as [(String, CgroupFacts.Layout, Int64?)]
    )
    func layout(mounts: String, layout: CgroupFacts.Layout, version: Int64?) throws {
        let facts = try ScratchNode(["proc/1/mountinfo": mounts]).facts.cgroup
        #expect(facts.layout == layout)
        #expect(facts.version == version)
    }

    @Test("show the controllers of version 2")
    func controllers() throws {
        let file = "sys/fs/cgroup/cgroup.controllers"
        let mounted = try ScratchNode(["proc/1/mountinfo": MountReadingTests.version2, file: "cpuset cpu io\n"])
        #expect(mounted.facts.cgroup.controllers == ["cpuset", "cpu", "io"])
        let bare = try ScratchNode([file: "cpu memory\n"]).facts.cgroup
        #expect(bare.layout == .unified)
        #expect(bare.controllers == ["cpu", "memory"])
    }
}
