import Glibc
import Node
import Testing
import Tuning

@Suite("A knob")
struct KnobTests {
    @Test("of the kernel is read as a value, with its text and whether it can be written")
    func kernelFile() throws {
        let scratch = try ScratchNode(["proc/sys/net/x": "4096 131072\n"])
        let observed = scratch.node.observe(.sysctl("net/x"), facts: Facts())
        #expect(
            observed == .value(.list([.integer(4096), .integer(131_072)]), text: "4096 131072", isWritable: true)
        )
        chmod("\(scratch.path)/proc/sys/net/x", 0o444)
        #expect(scratch.node.observe(.sysctl("net/x"), facts: Facts()).isReadOnly)
    }

    @Test(
        "of sysfs that shows all it may be is the chosen one, which is what it takes back",
        arguments: [
            ("always [madvise] never", "madvise"), ("[none] mq-deadline", "none"), ("[none]", "none"),
            ("a [b] [c]", "a [b] [c]"), ("[]", "[]"), ("list[0] x", "list[0] x"),
        ]
    )
    func choice(text: String, chosen: String) throws {
        let scratch = try ScratchNode(["sys/mm/enabled": text + "\n", "proc/sys/net/x": text + "\n"])
        let observed = scratch.node.observe(.sysfs("mm/enabled"), facts: Facts())
        #expect(observed == .value(.text(chosen), text: chosen, isWritable: true))
        #expect(scratch.node.observe(.sysctl("net/x"), facts: Facts()).value == .text(text))
    }

    @Test("that is not there is missing, and one that cannot be a file is unreadable")
    func absent() throws {
        let scratch = try ScratchNode(["proc/sys/net/x": "1", "etc/link": "", "etc/dir/x": ""])
        #expect(scratch.node.observe(.sysctl("net/y"), facts: Facts()) == .missing)
        #expect(scratch.node.observe(.file("/etc/none"), facts: Facts()) == .missing)
        #expect(scratch.node.observe(.file("/etc/dir"), facts: Facts()) == .unreadable("not a regular file"))
    }

    @Test(
        "path that leaves its tree is never opened",
        arguments: ["../x", "a/../../x", "/etc/passwd", "a//b", "", "a\0b"]
    )
    func hostilePath(path: String) throws {
        let scratch = try ScratchNode(["proc/x": "1", "x": "1"])
        guard case .unreadable = scratch.node.observe(.sysctl(path), facts: Facts()) else {
            Issue.record("'\(path)' was looked at")
            return
        }
    }

    @Test("that is an absolute link inside a capture is followed inside the capture")
    func links() throws {
        let scratch = try ScratchNode(["etc/inside": "from the capture"])
        symlink("/etc/inside", "\(scratch.path)/etc/link")
        symlink("/etc/hostname", "\(scratch.path)/etc/out")
        let observed = scratch.node.observe(.file("/etc/link"), facts: Facts())
        #expect(observed.value == .text("from the capture"))
        #expect(scratch.node.observe(.file("/etc/out"), facts: Facts()) == .missing)
    }

    @Test("that is longer than a page is read whole")
    func long() throws {
        let ports = (0..<2_000).map { String(20_000 + 2 * $0) }.joined(separator: ",")
        let scratch = try ScratchNode(["proc/sys/net/ports": ports + "\n", "proc/sys/net/x": "1\n"])
        var reading = KernelFileReading(of: scratch.node.root)
        for _ in 1...2 {
            let (long, short) = (reading.observe(.sysctl("net/ports")), reading.observe(.sysctl("net/x")))
            #expect(long == .value(.text(ports), text: ports, isWritable: true))
            #expect(short?.value == .integer(1))
        }
        let other = reading.observe(.file("/proc/sys/net/x"))
        #expect(other == nil)
    }

    @Test("of this machine is read beside its neighbours as it is alone")
    func neighbours() throws {
        let names = ["core/somaxconn", "core/wmem_max", "ipv4/tcp_rmem", "core/none", "none/x", "ipv4/tcp_wmem"]
        let node = Node(root: .machine)
        var reading = KernelFileReading(of: node.root)
        for name in names {
            let knob = Knob.sysctl("net/\(name)")
            let text = try? node.root.text(of: "/proc/sys/net/\(name)")
            let read = reading.observe(knob)
            let observed = try #require(read)
            #expect(observed == node.observe(knob, facts: Facts()))
            #expect(observed.value == text.map { Value(kernelText: $0) })
            #expect((observed == .missing) == (text == nil))
        }
        let (top, pages) = (Knob.sysctl("somaxconn"), Knob.sysfs("kernel/mm/transparent_hugepage/enabled"))
        let (nothing, something) = (reading.observe(top), reading.observe(pages))
        #expect(nothing == .missing)
        #expect(something == node.observe(pages, facts: Facts()))
    }

    @Test("that is a FIFO or far too long does not hold the reader up")
    func hostileFiles() throws {
        let scratch = try ScratchNode(["proc/sys/long": String(repeating: "1", count: 1 << 17)])
        mkfifo("\(scratch.path)/proc/sys/fifo", 0o600)
        #expect(scratch.node.observe(.sysctl("long"), facts: Facts()) == .unreadable("File too large"))
        #expect(scratch.node.observe(.sysctl("fifo"), facts: Facts()).value == .text(""))
    }
}

@Suite("The connection-tracking table")
struct ConnectionTrackingTableTests {
    @Test(
        "is as full as its count says, and never full without a limit",
        arguments: [("196608", "262144", 75), ("0", "262144", 0), ("300", "50", 600), ("5", "0", 0)]
    )
    func occupancy(count: String, limit: String, percent: Int64) throws {
        let scratch = try ScratchNode([
            "proc/sys/net/netfilter/nf_conntrack_count": count + "\n",
            "proc/sys/net/netfilter/nf_conntrack_max": limit + "\n",
        ])
        let observed = scratch.node.observe(.occupancy(.connectionTracking), facts: Facts())
        #expect(observed.value == .integer(percent))
    }

    @Test("of which the counts make no sense is unreadable", arguments: ["-1", "x", "1 2", ""])
    func nonsense(count: String) throws {
        let scratch = try ScratchNode([
            "proc/sys/net/netfilter/nf_conntrack_count": count,
            "proc/sys/net/netfilter/nf_conntrack_max": "262144",
        ])
        guard case .unreadable = scratch.node.observe(.occupancy(.connectionTracking), facts: Facts()) else {
            Issue.record("'\(count)' was taken for a count")
            return
        }
    }

    @Test("has its refusals added up over CPUs, in hexadecimal, by the names in the header")
    func refusals() throws {
        let old =
            "entries  searched found new invalid ignore delete drop early_drop icmp_error\n"
            + "0000ffff  00000001 00000000 00000000 00000000 00000000 00000000 0000000a 00000010 00000000\n"
            + "0000ffff  00000001 00000000 00000000 00000000 00000000 00000000 00000001 00000000 00000000\n"
        let scratch = try ScratchNode(["proc/net/stat/nf_conntrack": old])
        let observed = scratch.node.observe(.refusals(.connectionTracking), facts: Facts())
        #expect(observed == .value(.integer(27), text: "drop 11, early_drop 16", isWritable: false))
    }

    @Test(
        "is unreadable when its counters are broken",
        arguments: [
            "", "entries drop\n0 0\n", "drop early_drop\n0\n", "drop early_drop\n0 zz\n", "drop early_drop\n0 -1\n",
            "drop early_drop\n0 fffffffff\n",
        ]
    )
    func brokenCounters(text: String) throws {
        let scratch = try ScratchNode(["proc/net/stat/nf_conntrack": text])
        guard case .unreadable = scratch.node.observe(.refusals(.connectionTracking), facts: Facts()) else {
            Issue.record("'\(text)' was taken for counters")
            return
        }
    }
}
