import Reporting
import Testing
import Tuning

@Suite("Metrics")
struct MetricsTextTests {
    private func text(
        _ findings: [Finding] = Samples.findings,
        holds: [Hold] = [],
        drifts: [Setting.ID: Int64] = [:],
        isPolicyRejected: Bool = false
    ) -> String {
        MetricsText(
            of: Samples.report(findings),
            policy: PolicyLine(profile: "large-cluster", mode: .enforce),
            isPolicyRejected: isPolicyRejected,
            holds: holds,
            drifts: drifts,
            passMilliseconds: 1_042
        ).text
    }

    @Test("tell verdict and effect of each setting, and how many have which verdict")
    func verdicts() {
        let text = text()
        #expect(
            text.contains("nodekeel_setting_verdict{setting=\"connection-tracking-table\",verdict=\"drifted\"} 1\n")
        )
        #expect(text.contains("nodekeel_setting_verdict{setting=\"connection-tracking-buckets\",verdict=\"met\"} 1\n"))
        #expect(
            text.contains("nodekeel_setting_effect{setting=\"connection-tracking-buckets\",effect=\"effective\"} 1\n")
        )
        #expect(!text.contains("nodekeel_setting_effect{setting=\"connection-tracking-table\""))
        #expect(text.contains("nodekeel_settings{verdict=\"met\"} 2\n"))
        #expect(text.contains("nodekeel_settings{verdict=\"contested\"} 0\n"))
    }

    @Test("tell when the last pass was and how long it took, and what groups the node")
    func pass() {
        let text = text(isPolicyRejected: true)
        #expect(text.contains("nodekeel_last_pass_timestamp_seconds 1795269300\n"))
        #expect(text.contains("nodekeel_last_pass_duration_seconds 1.042\n"))
        #expect(text.contains("nodekeel_policy_rejected 1\n"))
        #expect(
            text.contains(
                "nodekeel_fingerprint_info{fingerprint=\"\(Samples.report().fingerprint)\",version=\"\(nodekeelVersion)\""
            )
        )
    }

    @Test("tell of a policy that was rejected before anything was looked at, and nothing else")
    func rejectedAtFirst() {
        let metrics = MetricsText(
            of: nil,
            policy: nil,
            isPolicyRejected: true,
            holds: [],
            drifts: [:],
            passMilliseconds: 3
        )
        let samples = metrics.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples == ["nodekeel_policy_rejected 1"])
    }

    @Test("tell drifts, holds, and what waits for an activation")
    func others() {
        let pending = Samples.finding(verdict: .met, effect: .pending(.restart("kubelet.service")))
        let holds = [
            Hold(setting: "a", reason: "x", isFromRevert: false, endsAt: 1_800_000_000),
            Hold(setting: "b", reason: "x", isFromRevert: true, endsAt: nil),
        ]
        let text = text([pending, pending], holds: holds, drifts: ["a": 7])
        #expect(text.contains("nodekeel_pending_activations{activation=\"restart kubelet.service\"} 2\n"))
        #expect(text.contains("nodekeel_hold_expiry_timestamp_seconds{setting=\"a\"} 1800000000\n"))
        #expect(text.contains("nodekeel_hold_expiry_timestamp_seconds{setting=\"b\"} +Inf\n"))
        #expect(
            text.contains(
                "# TYPE nodekeel_setting_drifts_total counter\nnodekeel_setting_drifts_total{setting=\"a\"} 7\n"
            )
        )
        #expect(text.contains("nodekeel_setting_effect{setting=\"connection-tracking-table\",effect=\"pending\"} 1\n"))
    }

    @Test("have every series once, whatever a node has, and a bound on their number")
    func bounded() {
        let findings = (0..<3_000).map { number in
            Samples.finding(
                Setting.ID(rawValue: "custom-\(number)\"\\\n{} 1"),
                .sysctl("a/\(number)"),
                verdict: number == 2_999 ? .contested : .met
            )
        }
        let holds = findings.map { Hold(setting: $0.desired.setting, reason: "", isFromRevert: false, endsAt: 1) }
        let lines = text(findings + findings, holds: holds).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count < 600)
        let series = lines.compactMap { $0.split(separator: "} ").first }
        #expect(Set(series).count == series.count)
        #expect(
            lines[0] == #"nodekeel_setting_verdict{setting="custom-2999\"\\\\n{} 1",verdict="contested"} 1"#,
            "\(lines[0])"
        )
        #expect(text(findings).contains("nodekeel_settings{verdict=\"met\"} 2999\n"))
    }

    @Test("have help and type before the samples of a family, and no family twice")
    func families() {
        let lines = text(drifts: ["a": 1]).split(separator: "\n")
        let families = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
        #expect(Set(families).count == families.count)
        #expect(Set(families.map(String.init)).isSubset(of: Set(Metric.allCases.map(\.rawValue))))
        for line in lines where !line.hasPrefix("#") {
            #expect(families.contains(line.prefix { $0 != "{" && $0 != " " }))
        }
    }
}
