import Documents
import Reporting
import Testing
import Tuning

@Suite("What audit answers")
struct AuditAnswerTests {
    private static let manager = "kube-controller-manager"

    /// A controller manager with a flag or two, beside the findings of a node.
    private func answer(
        _ flags: [String] = ["--kube-api-qps=5"],
        cautions: [Caution] = [Caution(danger: "it waits", remedy: "change --kube-api-qps=500 in /m/x y.yaml:14")],
        next: String? = nil
    ) -> AuditAnswer {
        var facts = Facts()
        var component = ControlPlaneComponent(program: Self.manager)
        component.manifest = "/m/x y.yaml"
        component.judge(
            [Self.manager] + flags,
            version: KubernetesVersion("1.36.3"),
            sources: [1: "/m/x y.yaml:14"]
        )
        facts.controlPlane = [component]
        facts.sysctlAssignments = [
            SysctlAssignment(key: "net/netfilter/nf_conntrack_max", value: "1", path: "/etc/sysctl.d/9.conf", line: 2)
        ]
        let options = ["kube-api-qps", "kube-api-burst"].map { option in
            let knob = Knob.option(option, of: Self.manager)
            let observation = facts.option(option, of: Self.manager)
            let bound = Bound.atLeast(30)
            let verdict: Verdict = observation.value.map { bound.accepts($0) ? .met : .unmet } ?? .unknown
            return Samples.finding(
                "controller-manager-api-rate",
                knob,
                bound,
                holds: observation,
                verdict: verdict,
                mode: .observe,
                because: "30 are asked for",
                cautions: cautions
            )
        }
        let rate = Samples.setting("controller-manager-api-rate", .none, strictestMode: .observe)
        return AuditAnswer(
            report: Samples.report(Samples.findings + options),
            facts: facts,
            settings: Samples.settings + [rate],
            next: next
        )
    }

    @Test("The worst component leads, and in it the worst setting, each with the change")
    func page() {
        #expect(
            answer(next: "sudo nodekeel apply").text(in: Style(columns: 120)) == """
                node: 4 settings: 2 met, 1 unmet, 1 drifted
                   VERDICT  SETTING                   KNOB                               VALUE          EXPECTED  ORIGIN
                   drifted  connection-tracking-      net/netfilter/nf_         131072 entries   2310720 entries  /etc/sysctl.d/9.conf:2
                            table                     conntrack_max
                      why     144420 entries for each of 16 CPUs online
                      danger  kube-proxy will lower the table to 1048576 at its next start
                      change  'nodekeel apply' writes 2310720 entries, live at once
                      change  set conntrack.maxPerCore to 0 in the ConfigMap kube-system/kube-proxy
                      source  kernel Documentation/networking/nf_conntrack-sysctl.rst
                   unmet    connection-tracking-boot  /etc/modprobe.d/                  absent          its text
                                                      nodekeel-conntrack.conf
                      why     the module takes its size when it is loaded
                      change  'nodekeel apply' writes its text, live at once
                      source  kernel Documentation/networking/nf_conntrack-sysctl.rst
                   met      connection-tracking-      net/netfilter/nf_         578048 buckets  ≥ 577680 buckets
                            buckets                   conntrack_buckets
                   met      connection-tracking-      nf_conntrack occupancy              12 %            ≤ 85 %
                            pressure

                kube-controller-manager: 1 setting: 1 unmet
                   VERDICT  SETTING                      KNOB            VALUE  EXPECTED  ORIGIN
                   unmet    controller-manager-api-rate  kube-api-qps        5      ≥ 30  flag --kube-api-qps in /m/x y.yaml:14
                   met                                   kube-api-burst     30      ≥ 30  default
                      why     30 are asked for
                      danger  it waits
                      change  change --kube-api-qps=500 in /m/x y.yaml:14
                      source  kernel Documentation/networking/nf_conntrack-sysctl.rst

                Left alone
                   kube-proxy-conntrack  no IPVS here

                5 settings: 2 met, 2 unmet, 1 drifted
                next: sudo nodekeel apply

                """
        )
    }

    @Test("A component that would not start comes first, at the line of the flag's file")
    func refusal() throws {
        let text = answer(["--kube-api-qps-5"], cautions: []).text(in: Style())
        #expect(text.hasPrefix("kube-controller-manager: 1 setting: 1 unknown\n"))
        let log = try JSON.parse(Array(answer(["--kube-api-qps-5"], cautions: []).sarif().utf8))
        let result = try #require(log["runs"]?[0]?["results"]?[0])
        #expect(result["level"] == .string("error"))
        let place = result["locations"]?[0]?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"] == .string("file:///m/x%20y.yaml"))
    }

    @Test("A log has a rule for each setting and a result for each knob that is not met, none for what is")
    func log() throws {
        let log = try JSON.parse(Array(answer().sarif().utf8))
        #expect(log["version"] == .string("2.1.0"))
        let run = try #require(log["runs"]?[0])
        guard case .array(let rules)? = run["tool"]?["driver"]?["rules"], case .array(let results)? = run["results"]
        else {
            Issue.record("no rules or results")
            return
        }
        #expect(rules.count == Samples.settings.count + 1)
        #expect(rules.allSatisfy { $0["help"]?["text"] != nil && $0["id"] != nil })
        #expect(
            results.map { $0["ruleId"] }
                == [
                    "connection-tracking-table", "connection-tracking-boot", "controller-manager-api-rate",
                ].map { .string($0) }
        )
        for result in results {
            guard case .integer(let index)? = result["ruleIndex"] else {
                Issue.record("no index")
                continue
            }
            #expect(rules[Int(index)]["id"] == result["ruleId"])
        }
        #expect(results.map { $0["level"] } == ["error", "warning", "warning"].map { .string($0) })
        let region = results[2]["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]
        #expect(region == .integer(14))
        #expect(
            results[0]["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"]
                == .string("file:///etc/sysctl.d/9.conf")
        )
        #expect(results[0]["message"]?["text"] != nil)
    }

    @Test("A danger that no knob shows is told once, as a note")
    func danger() throws {
        let log = try JSON.parse(Array(answer(["--kube-api-qps=50", "--kube-api-burst=90"]).sarif().utf8))
        guard case .array(let results)? = log["runs"]?[0]?["results"] else {
            Issue.record("no results")
            return
        }
        let notes = results.filter { $0["level"] == .string("note") }
        #expect(notes.map { $0["ruleId"] } == [.string("controller-manager-api-rate")])
    }

    @Test("Whatever is not met says what to do")
    func changes() throws {
        let tree = try JSON.parse(Array(answer(cautions: []).json().utf8))
        guard case .array(let components)? = tree["components"] else {
            Issue.record("no components")
            return
        }
        var count = 0
        for component in components {
            guard case .array(let lines)? = component["lines"] else { continue }
            for line in lines where line["verdict"] != .string("met") {
                #expect(line["changes"]?[0] != nil)
                count += 1
            }
        }
        #expect(count == 3)
    }
}
