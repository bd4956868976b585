import Documents
import Reporting
import Testing
import Tuning

@Suite("What plan answers")
struct PlanAnswerTests {
    /// What the ledger has of an earlier run in the same boot: the undo goes back to it, and not to what is there now.
    private let original = Original(of: Samples.change(from: Samples.value(262_144)), at: Samples.now)

    @Test("Every write has old and new value, setting, reason, when it is live and how it is undone")
    func whole() {
        let held = Samples.finding(
            "listen-backlog",
            .sysctl("net/core/somaxconn"),
            .atLeast(4096),
            holds: Samples.value(128),
            verdict: .unmet,
            mode: .observe
        )
        #expect(
            answer(Samples.findings + [held]).text(in: Style()) == """
                   WRITE                                      FROM        TO  UNIT     SETTING
                1  net/netfilter/nf_conntrack_max           131072   2310720  entries  connection-tracking-table
                   why   144420 entries for each of 16 CPUs online
                   live  at once
                   undo  'nodekeel revert connection-tracking-table' puts back 262144
                2  /etc/modprobe.d/nodekeel-conntrack.conf  absent  its text           connection-tracking-boot
                   --- /dev/null
                   +++ /etc/modprobe.d/nodekeel-conntrack.conf
                   @@ -0,0 +1 @@
                   +options nf_conntrack hashsize=577680
                   why   the module takes its size when it is loaded
                   live  at once
                   undo  'nodekeel revert connection-tracking-boot' takes the file away

                Not written
                   VERDICT  KNOB                WANTED  OBSERVED  SETTING
                   unmet    net/core/somaxconn  ≥ 4096       128  listen-backlog
                      because  mode is observe: nodekeel reports it, and writes it where policy says
                               'settings.listen-backlog.mode: enforce'

                Cautions
                   connection-tracking-table
                      danger  kube-proxy will lower the table to 1048576 at its next start
                      remedy  set conntrack.maxPerCore to 0 in the ConfigMap kube-system/kube-proxy

                Left alone
                   kube-proxy-conntrack  no IPVS here

                2 writes, 2 already as wanted, 1 not written, 1 left alone
                next: sudo nodekeel apply

                """
        )
    }

    @Test("A file that is there is shown as what it loses and gains")
    func fileDifference() {
        let finding = Samples.finding(
            "connection-tracking-boot",
            Samples.bootFile,
            .exactly(.text("options nf_conntrack hashsize=577680\n")),
            holds: Samples.text("# by hand\noptions nf_conntrack hashsize=1\n"),
            verdict: .drifted
        )
        let text = answer([finding]).text(in: Style())
        #expect(text.contains("another text  its text"))
        #expect(
            text.contains(
                """
                   --- /etc/modprobe.d/nodekeel-conntrack.conf
                   +++ /etc/modprobe.d/nodekeel-conntrack.conf
                   @@ -1,2 +1 @@
                   -# by hand
                   -options nf_conntrack hashsize=1
                   +options nf_conntrack hashsize=577680

                """
            )
        )
        #expect(text.contains("puts back the text of before"))
    }

    @Test("When there is nothing to write the plan says so and names no command")
    func empty() {
        let text = answer([Samples.findings[1]]).text(in: Style())
        #expect(text.contains("\nnothing to write, 1 already as wanted, 1 left alone\n"))
        #expect(!text.contains("next:"))
    }

    @Test("What becomes live later says when, and what has to be reloaded is in the summary")
    func activation() {
        var change = Samples.change()
        change.target.activation = .reload("docker.service")
        let answer = PlanAnswer(
            plan: Plan(changes: [change]),
            findings: [],
            leftAlone: [],
            originals: [],
            moment: Samples.now,
            settings: Samples.settings
        )
        #expect(answer.text(in: Style()).contains("live  after a reload of docker.service"))
        #expect(answer.text(in: Style()).contains("\n1 write, reload docker.service\n"))
    }

    @Test("JSON has the writes with their undo, and what is not written with the reason")
    func json() throws {
        let observed = Samples.finding("kube-proxy-conntrack", mode: .observe)
        let value = try JSON.parse(Array(answer(Samples.findings + [observed]).json().utf8))
        #expect(value["schemaVersion"] == .integer(1))
        #expect(value["changes"]?[0]?["undo"] == .string("262144\n"))
        #expect(value["changes"]?[0]?["before"]?["value"] == .integer(131_072))
        #expect(value["changes"]?[0]?["text"] == .string("2310720"))
        #expect(value["changes"]?[1]?["undo"] == .null)
        #expect(value["notWritten"]?[0]?["restraint"] == .string("observed"))
        #expect(value["notWritten"]?[0]?["desired"]?["setting"] == .string("kube-proxy-conntrack"))
        #expect(value["cautions"]?[0]?["remedy"] != nil)
        #expect(value["leftAlone"]?[0]?["because"] == .string("no IPVS here"))
        #expect(value["activations"] == .array([]))
    }

    private func answer(_ findings: [Finding]) -> PlanAnswer {
        PlanAnswer(
            plan: Plan(for: findings),
            findings: findings,
            leftAlone: Samples.leftAlone(),
            originals: [original],
            moment: Samples.now,
            settings: Samples.settings,
            next: "sudo nodekeel apply"
        )
    }
}
