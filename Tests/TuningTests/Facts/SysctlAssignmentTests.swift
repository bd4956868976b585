import Testing
import Tuning

@Suite("The standing assignment of a sysctl")
struct SysctlAssignmentTests {
    private func line(_ key: String, _ value: String? = nil) -> SysctlAssignment {
        var assignment = SysctlAssignment(key: key, value: value ?? "", path: "/etc/sysctl.d/x.conf", line: 1)
        assignment.isExclusion = value == nil
        return assignment
    }

    @Test("is the last line that names the key")
    func lastWins() {
        let lines = [line("a/b", "1"), line("a/b", "2"), line("a/c", "3")]
        #expect(SysctlAssignment.standing(for: "a/b", among: lines)?.value == "2")
        #expect(SysctlAssignment.standing(for: "a/d", among: lines) == nil)
    }

    @Test("is a glob only where no line names the key")
    func globs() {
        let lines = [
            line("net/conf/all/x", "0"), line("net/conf/*/x", "1"), line("net/*/*/x", "2"), line("net/conf/lo/x"),
        ]
        #expect(SysctlAssignment.standing(for: "net/conf/all/x", among: lines)?.value == "0")
        #expect(SysctlAssignment.standing(for: "net/conf/eth0/x", among: lines)?.value == "2")
        #expect(SysctlAssignment.standing(for: "net/conf/lo/x", among: lines) == nil)
    }

    @Test(
        "matches a glob as glob(7) says",
        arguments: [
            ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("*", "a", true), ("a*b*c", "aXbYc", true),
            ("a*b*c", "aXbY", false), ("?/b", "a/b", true), ("?", "/", false), ("[ab]/c", "b/c", true),
            ("[!ab]c", "bc", false), ("[!ab]c", "xc", true), ("[a-c]", "b", true), ("[]]", "]", true),
            ("[a", "[a", true),
            ("a*/b", "ax/y/b", false), ("*a*/b", "xa/b", true),
            (String(repeating: "*a", count: 50) + "b", String(repeating: "a", count: 4_000), false),
        ]
    )
    func matches(pattern: String, key: String, isMatch: Bool) {
        let found = SysctlAssignment.standing(for: key, among: [line(pattern, "1")])
        #expect((found != nil) == isMatch)
    }
}
