import Node
import Testing
import Tuning

@Suite("The assignments of sysctl.d")
struct SysctlFileTests {
    private func keys(_ files: [String: String]) throws -> [String] {
        try ScratchNode(files).facts.sysctlAssignments.map { "\($0.key)=\($0.value)" }
    }

    @Test("are in order of the names of the files, over all directories")
    func order() throws {
        let found = try keys([
            "etc/sysctl.d/50-b.conf": "b=1", "usr/lib/sysctl.d/10-a.conf": "a=1", "run/sysctl.d/99-c.conf": "c=1",
            "usr/local/lib/sysctl.d/60-d.conf": "d=1", "etc/sysctl.d/notes.txt": "x=1",
        ])
        #expect(found == ["a=1", "b=1", "d=1", "c=1"])
    }

    @Test("of a file are masked by a file of its name in an earlier directory")
    func masks() throws {
        let tree = try ScratchNode([
            "etc/sysctl.d/10-a.conf": "a=etc", "usr/lib/sysctl.d/10-a.conf": "a=lib",
            "usr/lib/sysctl.d/20-b.conf": "b=lib", "usr/lib/sysctl.d/30-c.conf": "c=lib", "etc/sysctl.d/30-c.conf": "",
            "usr/lib/sysctl.d/40-d.conf": "d=lib",
        ])
        try tree.link("etc/sysctl.d/20-b.conf", to: "/dev/null")
        try tree.link("etc/sysctl.d/40-d.conf", to: "../nowhere")
        #expect(tree.facts.sysctlAssignments.map(\.path) == ["/etc/sysctl.d/10-a.conf"])
        #expect(tree.facts.unreadable.isEmpty)
    }

    @Test("of sysctl.conf count where a link names it, and only there")
    func link() throws {
        let tree = try ScratchNode(["etc/sysctl.conf": "# x\nkernel.panic=5\n", "etc/sysctl.d/README": "a=1"])
        #expect(tree.facts.sysctlAssignments.isEmpty)
        try tree.link("etc/sysctl.d/99-sysctl.conf", to: "/etc/sysctl.conf")
        let found = try #require(tree.facts.sysctlAssignments.first)
        #expect(
            found == SysctlAssignment(key: "kernel/panic", value: "5", path: "/etc/sysctl.d/99-sysctl.conf", line: 2)
        )
    }

    @Test(
        "name keys as paths, whichever separator comes first",
        arguments: [
            ("net.ipv4.ip_forward = 1", "net/ipv4/ip_forward=1"), ("net/ipv4/ip_forward=1", "net/ipv4/ip_forward=1"),
            ("net.ipv4.conf.eth0/100.forwarding = 1", "net/ipv4/conf/eth0.100/forwarding=1"),
            ("net/ipv4/conf/eth0.100/forwarding = 1", "net/ipv4/conf/eth0.100/forwarding=1"),
            ("\tkernel.domainname =  a = b c \r", "kernel/domainname=a = b c"), ("-vm.x=1", "vm/x=1"),
            ("- vm.x = 1", "vm/x=1"),
            ("net.ipv4.conf.*.rp_filter = 2", "net/ipv4/conf/*/rp_filter=2"), ("a=", "a="), ("panic=1", "panic=1"),
        ]
    )
    func names(line: String, assignment: String) throws {
        #expect(try keys(["etc/sysctl.d/a.conf": line]) == [assignment])
    }

    @Test(
        "are none in a comment, an empty line, or what is no assignment",
        arguments: ["# a=1", "; a=1", "  ", "a", "-", "\u{0}"]
    )
    func comments(line: String) throws {
        #expect(try keys(["etc/sysctl.d/a.conf": line + "\n"]).isEmpty)
    }

    @Test("keep what a leading hyphen says")
    func hyphens() throws {
        let found = try ScratchNode(["etc/sysctl.d/a.conf": "-a.b = 1\n-a.c\n\na.d = 1\n"]).facts.sysctlAssignments
        #expect(found.map(\.ignoresFailure) == [true, false, false])
        #expect(found.map(\.isExclusion) == [false, true, false])
        #expect(found.map(\.line) == [1, 2, 4])
    }

    @Test("are bounded in number, and in the size of a file")
    func bounded() throws {
        let tree = try ScratchNode(["etc/sysctl.d/a.conf": String(repeating: "a=1\n", count: 10_001)])
        #expect(tree.facts.sysctlAssignments.count == 10_000)
        #expect(tree.facts.unreadable.map(\.reason) == ["more than 10000 assignments"])
        try tree.write("etc/sysctl.d/a.conf", String(repeating: "#", count: 1 << 21))
        #expect(tree.facts.unreadable.map(\.path) == ["/etc/sysctl.d/a.conf"])
    }
}
