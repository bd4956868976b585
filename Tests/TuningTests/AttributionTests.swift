import Testing
import Tuning

@Suite("A departure is attributed")
struct AttributionTests {
    private static let table = "net/netfilter/nf_conntrack_max"

    private static func finding(_ path: String, holds value: Int64, granularity: Int64 = 1) -> Finding {
        Finding(
            desired: Desired(
                setting: "a-setting",
                target: Target(.sysctl(path), .exactly(.integer(9)), granularity: granularity),
                mode: .enforce,
                because: "a test"
            ),
            observation: .value(.integer(value), text: "\(value)", isWritable: true),
            verdict: .drifted,
            effect: nil,
            standing: Standing(since: 0)
        )
    }

    private static func write(
        _ after: String?,
        of path: String = table,
        as name: String? = nil,
        by command: String = "a"
    )
        -> KnobWrite
    {
        KnobWrite(
            knob: .sysctl(path),
            path: name ?? path,
            writer: Writer(command: command),
            before: "9",
            after: after,
            count: 1,
            epochSeconds: 0
        )
    }

    private static func attribution(
        _ finding: Finding,
        _ writes: [KnobWrite],
        _ facts: Facts = Facts(),
        since: Int64? = 100
    )
        -> Attribution?
    {
        Attribution(of: finding, writes: writes, facts: facts, since: since)
    }

    @Test func `to the last write that left the value, and not to one that came to nothing`() {
        let writes = [
            Self.write("5", by: "first"), Self.write("5", by: "second"), Self.write("-1", by: "rejected"),
            Self.write("5", of: "net/core/somaxconn", by: "elsewhere"), Self.write(" 9\n", by: "same"),
        ]
        #expect(Self.attribution(Self.finding(Self.table, holds: 5), writes)?.write?.writer.command == "second")
        #expect(Self.attribution(Self.finding(Self.table, holds: 6), writes) == nil)
    }

    @Test func `to a write that the kernel rounded up`() {
        let path = "net/netfilter/nf_conntrack_buckets"
        let writes = [Self.write("577680", of: path, by: "rounded"), Self.write("577536", of: path)]
        let finding = Self.finding(path, holds: 578_048, granularity: 512)
        #expect(Self.attribution(finding, writes)?.write?.writer.command == "rounded")
    }

    @Test func `to a storm, a second name, a counterpart`() {
        #expect(Self.attribution(Self.finding(Self.table, holds: 6), [Self.write(nil)]) != nil)
        let second = Self.write("6", as: "net/nf_conntrack_max")
        #expect(Self.attribution(Self.finding(Self.table, holds: 6), [second])?.write == second)
        #expect(Self.attribution(Self.finding(Self.table, holds: 7), [second]) == nil)
        let counterpart = Self.write("4096", of: "vm/dirty_ratio", as: "vm/dirty_bytes")
        #expect(Self.attribution(Self.finding("vm/dirty_ratio", holds: 0), [counterpart])?.write == counterpart)
    }

    @Test func `to who started since, and to the files that set the value, where no write was seen`() {
        var facts = Facts()
        facts.components = [
            Component(name: "containerd", pid: 1, startTicks: 500, arguments: []),
            Component(name: "kube-proxy", pid: 2, startTicks: 12_300, arguments: ["/usr/local/bin/kube-proxy"]),
        ]
        facts.components[1].podUID = "u"
        facts.sysctlAssignments = [
            SysctlAssignment(key: "net/nf_conntrack_max", value: "5", path: "/etc/sysctl.d/1.conf", line: 3),
            SysctlAssignment(key: Self.table, value: "6", path: "/etc/sysctl.d/2.conf", line: 1),
        ]
        let finding = Self.finding(Self.table, holds: 5)
        let attribution = Self.attribution(finding, [], facts)
        #expect(attribution?.starters.map(\.name) == ["kube-proxy"])
        #expect(attribution?.starters.first?.pod?.uid == "u")
        #expect(attribution?.assignments.map(\.path) == ["/etc/sysctl.d/1.conf"])
        #expect(Self.attribution(finding, [Self.write("5")], facts)?.starters == [])
        #expect(Self.attribution(Self.finding(Self.table, holds: 7), [], facts, since: nil) == nil)
    }
}
