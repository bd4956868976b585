import Testing
import Tuning

@Suite("Who else sets a sysctl")
struct CompetitionTests {
    private static func cautions(
        _ target: Target,
        files: [(path: String, key: String, value: String)] = [],
        tuned: [(path: String, key: String, value: String)] = []
    ) -> [Caution] {
        func assignments(_ lines: [(path: String, key: String, value: String)]) -> [SysctlAssignment] {
            lines.map { SysctlAssignment(key: $0.key, value: $0.value, path: $0.path, line: 3) }
        }
        var facts = Facts()
        facts.sysctlAssignments = assignments(files)
        facts.tunedAssignments = assignments(tuned)
        let setting = Setting(id: "a-setting", summary: "A", why: "A.", unit: .none, sources: ["a test"]) { _, _ in
            .set([target], because: "a test")
        }
        let policy = Policy(profile: Profile(name: "none", summary: "", mode: .enforce, values: [:]))
        return Wishes(of: [setting], for: facts, under: policy, holds: []).desired.flatMap(\.cautions)
    }

    private static let table = Target(.sysctl("net/netfilter/nf_conntrack_max"), .atLeast(1000), zeroIsUnlimited: true)

    @Test("is told before they quarrel, with the line and what it should say")
    func told() throws {
        let files = [(path: "/etc/sysctl.d/99-a.conf", key: "net/nf_conntrack_max", value: "500")]
        let line = try #require(Self.cautions(Self.table, files: files).first)
        #expect(line.danger.hasPrefix("/etc/sysctl.d/99-a.conf:3 sets net/netfilter/nf_conntrack_max to 500 at every"))
        #expect(line.remedy.contains("1000"))
        let profile = [(path: "/etc/tuned/x/tuned.conf", key: "net/nf_conntrack_max", value: "500")]
        let tuned = try #require(Self.cautions(Self.table, tuned: profile).first)
        #expect(tuned.danger.hasPrefix("TuneD runs here, and /etc/tuned/x/tuned.conf:3 has it set"))
    }

    @Test("is no matter where what they set is accepted, or another line has the last word")
    func harmless() {
        let path = "net/netfilter/nf_conntrack_max"
        #expect(Self.cautions(Self.table, files: [("/etc/sysctl.d/a.conf", path, "1000")]).isEmpty)
        #expect(Self.cautions(Self.table, files: [("/etc/sysctl.d/a.conf", path, "0")]).isEmpty)
        #expect(Self.cautions(Self.table, tuned: [("/etc/tuned/x/tuned.conf", path, "2000")]).isEmpty)
        let overridden = [("/etc/sysctl.d/a.conf", path, "5"), ("/etc/sysctl.d/b.conf", path, "5000")]
        #expect(Self.cautions(Self.table, files: overridden).isEmpty)
        let ours = [("/etc/sysctl.d/a.conf", path, "5"), ("/etc/sysctl.d/90-nodekeel.conf", path, "7")]
        #expect(Self.cautions(Self.table, files: ours).isEmpty)
    }

    @Test("is not who sets the other number of a pair")
    func counterpart() {
        let ratio = Target(.sysctl("vm/dirty_ratio"), .exactly(.integer(20)))
        #expect(Self.cautions(ratio, files: [("/etc/sysctl.d/a.conf", "vm/dirty_bytes", "5")]).isEmpty)
    }
}
