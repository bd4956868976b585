import Documents
import Reporting
import Testing
import Tuning

@Suite("What explain and policy show answer")
struct ExplainAnswerTests {
    private let original = Original(of: Samples.change(from: Samples.value(262_144)), at: Samples.now)

    @Test("Everything that is known of a setting is there")
    func whole() {
        #expect(
            answer.text(in: Style(columns: 120)) == """
                connection-tracking-table: The connection-tracking table has room for every CPU's share

                A full table drops the first packet of every new connection: name look-ups time out, probes fail, and nothing in the
                application's log says why.

                mode  enforce, as policy says of this setting

                net/netfilter/nf_conntrack_max
                   wanted      2310720 entries
                   because     144420 entries for each of 16 CPUs online
                   observed    131072 entries
                   verdict     drifted
                   original    262144, recorded 2026-11-21 13:55 UTC
                   sysctl.d    /etc/sysctl.d/10-net.conf:3 net/netfilter/nf_conntrack_max = 1000000
                               /etc/sysctl.d/90-nodekeel.conf:1 net/netfilter/nf_conntrack_max = 2310720, which wins at boot
                   kube-proxy  sets net/netfilter/nf_conntrack_max to 1048576 at its next start: the cap of 1.36; changed in
                               conntrack.maxPerCore in ConfigMap kube-system/kube-proxy

                Cautions
                   danger  kube-proxy will lower the table to 1048576 at its next start
                   remedy  set conntrack.maxPerCore to 0 in the ConfigMap kube-system/kube-proxy

                Parameters
                   NAME             VALUE  FROM     PRESET  ALLOWED         MEANING
                   entriesPerCPU   144420  profile   32768  1…10000000      entries for each CPU online
                   memoryPercent        3  policy        5  1…50            the share of memory it may take
                   exactly              -                   a whole number  this number, whatever is computed
                   atLeast         262144  policy           a whole number  what is computed, but never less
                   atMost         4194304  profile          a whole number  what is computed, but never more

                Sources
                   kernel Documentation/networking/nf_conntrack-sysctl.rst

                undo: nodekeel revert connection-tracking-table

                """
        )
    }

    @Test("A setting that does not apply here, or can only be reported, says so")
    func leftAlone() {
        let answer = ExplainAnswer(
            setting: Samples.settings[4],
            findings: [],
            leftAlone: Samples.leftAlone(),
            originals: [],
            policy: policy,
            facts: Facts(),
            now: Samples.now
        )
        let text = answer.text(in: Style())
        #expect(text.contains("mode        observe: nodekeel can only report this\nleft alone  no IPVS here\n"))
        #expect(text.hasSuffix("nodekeel has written nothing for this setting: there is nothing to undo\n"))
    }

    @Test("Who was seen to write it is there, the newest first")
    func writers() {
        let writes = [JournalSamples.written(count: 3), JournalSamples.written()].compactMap(\.attribution?.write)
        let answer = ExplainAnswer(
            setting: Samples.settings[0],
            findings: [Samples.finding()],
            leftAlone: [],
            originals: [],
            writes: writes,
            policy: policy,
            facts: Facts(),
            now: Samples.now
        )
        #expect(
            answer.text(in: Style(columns: 120)).contains(
                """
                   written by  kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242): 2310720 → 131072, 2026-11-21 13:55 UTC
                               kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242), in 3 writes: 2310720 → 131072, 2026-11-21
                """
            )
        )
    }

    @Test("The kernel's second name of the table counts as the same knob")
    func secondName() {
        var facts = Facts()
        facts.sysctlAssignments = [
            SysctlAssignment(key: "net/nf_conntrack_max", value: "7", path: "/etc/sysctl.conf", line: 9)
        ]
        #expect(explained(facts).contains("/etc/sysctl.conf:9 net/nf_conntrack_max = 7, which wins"))
    }

    @Test("A wildcard counts where no line names the key, and an exclusion is shown as what it is")
    func wildcards() {
        var facts = Facts()
        facts.sysctlAssignments = [
            SysctlAssignment(key: "net/netfilter/*", value: "1", path: "/etc/sysctl.d/1.conf", line: 1),
            SysctlAssignment(key: "net/ipv4/*", value: "1", path: "/etc/sysctl.d/1.conf", line: 2),
        ]
        #expect(explained(facts).contains("sysctl.d  /etc/sysctl.d/1.conf:1 net/netfilter/* = 1, which wins at boot\n"))
        #expect(!explained(facts).contains("net/ipv4"))
        var exclusion = SysctlAssignment(key: Samples.tableKnob.name, value: "", path: "/etc/sysctl.d/2.conf", line: 1)
        exclusion.isExclusion = true
        facts.sysctlAssignments.append(exclusion)
        #expect(explained(facts).contains("2.conf:1 -net/netfilter/nf_conntrack_max (kept from wildcards)\n"))
        #expect(!explained(facts).contains("wins"))
    }

    @Test("JSON has parameters with who gave them, other writers and the undo")
    func json() throws {
        let value = try JSON.parse(Array(answer.json().utf8))
        #expect(value["schemaVersion"] == .integer(1))
        #expect(value["setting"] == .string("connection-tracking-table"))
        #expect(value["parameters"]?[0]?["from"] == .string("profile"))
        #expect(value["parameters"]?[0]?["range"]?[1] == .integer(10_000_000))
        #expect(value["parameters"]?[1]?["value"] == .integer(3))
        #expect(value["limits"]?[1]?["value"] == .integer(262_144))
        #expect(value["sysctlAssignments"]?[1]?["value"] == .string("2310720"))
        #expect(value["kubeProxy"]?["conntrack"]?["willSet"] == .integer(1_048_576))
        #expect(value["findings"]?[0]?["verdict"] == .string("drifted"))
        #expect(value["undo"] == .string("nodekeel revert connection-tracking-table"))
    }

    @Test("Policy is shown with the place each key came from")
    func policyShown() throws {
        let answer = PolicyAnswer(entries: [
            PolicyEntry(key: "profile", value: .text("large-cluster"), origin: "/etc/nodekeel/policy.yaml:1"),
            PolicyEntry(key: "intervalSeconds", value: .integer(60), origin: "preset"),
        ])
        #expect(
            answer.text(in: Style()) == """
                KEY              VALUE          FROM
                profile          large-cluster  /etc/nodekeel/policy.yaml:1
                intervalSeconds  60             preset

                """
        )
        let value = try JSON.parse(Array(answer.json().utf8))
        #expect(value["policy"]?[1]?["value"] == .integer(60))
        #expect(value["policy"]?[0]?["origin"] == .string("/etc/nodekeel/policy.yaml:1"))
        #expect(PolicyAnswer(entries: []).text(in: Style()) == "policy says nothing\n")
    }

    private func explained(_ facts: Facts) -> String {
        ExplainAnswer(
            setting: Samples.settings[0],
            findings: Samples.findings,
            leftAlone: [],
            originals: [],
            policy: policy,
            facts: facts,
            now: Samples.now
        ).text(in: Style(columns: 120))
    }

    private var policy: Policy {
        var policy = Policy(
            profile: Profile(
                name: "large-cluster",
                summary: "",
                mode: .enforce,
                values: ["connection-tracking-table": ["entriesPerCPU": .integer(144_420)]],
                limits: ["connection-tracking-table": SettingPolicy.Limits(atMost: 4_194_304)]
            )
        )
        policy.settings["connection-tracking-table"] = SettingPolicy(
            mode: .enforce,
            values: ["memoryPercent": .integer(3)],
            limits: SettingPolicy.Limits(atLeast: 262_144)
        )
        return policy
    }

    private var answer: ExplainAnswer {
        ExplainAnswer(
            setting: Samples.settings[0],
            findings: Samples.findings,
            leftAlone: Samples.leftAlone(),
            originals: [original],
            policy: policy,
            facts: NodeSample.facts,
            now: Samples.now
        )
    }
}
