import Node
import Testing
import Tuning

@Suite("CPUs and memory")
struct CPUTests {
    private let directory = "sys/devices/system/cpu"

    @Test("are those of the machine's lists")
    func lists() throws {
        let tree = try ScratchNode([
            "\(directory)/online": "0-2,4\n", "\(directory)/possible": "0-7\n", "\(directory)/isolated": "4\n",
            "proc/cpuinfo": "processor\t: 0\nmodel name\t: Fine CPU @ 2.00GHz\nflags\t\t: fpu vme\n",
        ])
        let facts = tree.facts
        #expect(facts.cpus == 4)
        #expect(facts.cpu.online == "0-2,4")
        #expect(facts.cpu.possibleCount == 8)
        #expect(facts.cpu.isolatedCount == 1)
        #expect(facts.cpu.model == "Fine CPU @ 2.00GHz")
        #expect(facts.unreadable.isEmpty)
    }

    @Test("are asked one by one where there are no lists")
    func oneByOne() throws {
        let tree = try ScratchNode([
            "\(directory)/cpu0/topology/core_id": "0", "\(directory)/cpu1/online": "0\n",
            "\(directory)/cpu2/online": "1\n", "\(directory)/cpufreq/x": "", "\(directory)/cpu10/topology/core_id": "0",
        ])
        #expect(tree.facts.cpu.online == "0,2,10")
        #expect(tree.facts.cpu.possible == "0-2,10")
    }

    @Test("are those of cpuinfo at last")
    func cpuinfo() throws {
        let tree = try ScratchNode([
            "proc/cpuinfo": "processor\t: 0\ncpu\t\t: POWER7\n\nprocessor\t: 5\ncpu\t\t: POWER7\n"
        ])
        #expect(tree.facts.cpu.online == "0,5")
        #expect(tree.facts.cpu.model == "POWER7")
    }

    @Test(
        "fall back, and say so, where a list cannot be",
        arguments: ["0-4294967295\n", "-5\n", "garbage", "\u{FFFD}\u{1}"]
    )
    func hostile(list: String) throws {
        let tree = try ScratchNode(["\(directory)/online": list, "proc/cpuinfo": "processor\t: 0\n"])
        let facts = tree.facts
        #expect(facts.cpus == 1)
        #expect(facts.unreadable == [.init(path: "/\(directory)/online", reason: "no list of CPUs")])
    }

    @Test("of an empty tree are none, without complaint")
    func emptyTree() throws {
        let facts = try ScratchNode().facts
        #expect(facts.cpus == 0)
        #expect(facts.unreadable.isEmpty)
        #expect(facts.memory.pageByteCount == 4096)
    }

    @Test("have nodes with gaps between their numbers, and nodes of memory alone")
    func numa() throws {
        let node = "sys/devices/system/node"
        let tree = try ScratchNode([
            "\(node)/node0/cpulist": "0-3\n", "\(node)/node0/meminfo": "Node 0 MemTotal:       512 kB\n",
            "\(node)/node8/cpumap": "00000000,000000f0\n", "\(node)/node8/meminfo": "Node 8 MemFree: 1 kB\n",
            "\(node)/node9/cpulist": "\n", "\(node)/node9/meminfo": "\nNode 9 MemTotal: 100 kB\n",
            "\(node)/possible": "0-9\n",
        ])
        let facts = tree.facts
        #expect(facts.numaNodes.map(\.id) == [0, 8, 9])
        #expect(facts.numaNodes.map(\.cpus) == ["0-3", "4-7", ""])
        #expect(facts.numaNodes.map(\.memoryByteCount) == [524_288, nil, 102_400])
        #expect(facts.memory.totalByteCount == 626_688)
        #expect(facts.unreadable.map(\.path) == ["/\(node)/node8/meminfo"])
    }

    @Test(
        "have a memory in bytes, or none that cannot be",
        arguments: [
            ("MemTotal:  1024 kB\n", 1_048_576), ("MemTotal: 9223372036854775807 kB\n", nil), ("MemTotal: -1 kB", nil),
            ("MemTotal:", nil), ("", nil), ("MemTotal: 99999999999999999999 kB", nil), ("MemTotal: 0 kB", nil),
        ] as [(String, Int64?)]
    )
    func memory(meminfo: String, byteCount: Int64?) throws {
        let facts = try ScratchNode(["proc/meminfo": meminfo]).facts
        #expect(facts.memory.totalByteCount == byteCount)
        #expect(facts.unreadable.count == (byteCount == nil ? 1 : 0))
    }

    @Test(
        "have the page size that free memory and free pages give",
        arguments: [(4_096, 25_000), (65_536, 1_562), (16_384, 6_300), (4_096, 0), (4_096, 1)]
    )
    func pageSize(size: Int64, pages: Int) throws {
        let tree = try ScratchNode([
            "proc/meminfo": "MemTotal: 200000 kB\nMemFree: 100000 kB\n", "proc/vmstat": "nr_free_pages \(pages)\n",
        ])
        #expect(tree.facts.memory.pageByteCount == size)
    }
}
