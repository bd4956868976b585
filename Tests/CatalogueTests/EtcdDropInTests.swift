import Testing
import Tuning

@testable import Catalogue

@Suite("The drop-in of an etcd that is a service")
struct EtcdDropInTests {
    /// What a setting writes below `[Service]`, where the unit's own files say this.
    private func lines(
        _ setting: Setting,
        _ unitSettings: [String: String],
        _ values: [String: Value] = [:]
    ) -> String? {
        var facts = SampleNodes.etcd()
        facts.etcd[0].unitSettings = unitSettings
        guard case .set(let targets, _, _) = setting.advice(facts, Parameters(values)) else { return nil }
        return targets.lazy.compactMap { target -> String? in
            guard target.knob.name.hasSuffix(".conf"), case .exactly(.text(let text)) = target.bound else { return nil }
            return text.split(separator: "\n").drop { $0 != "[Service]" }.dropFirst().joined(separator: " ")
        }.first
    }

    @Test(
        "gives no less weight than the unit's own files",
        arguments: [
            ([:], "CPUWeight=1000 IOWeight=1000"),
            (["CPUWeight": "5000", "IOWeight": "5000"], "CPUWeight=5000 IOWeight=5000"),
            (["CPUWeight": "200", "IOWeight": "10000"], "CPUWeight=1000 IOWeight=10000"),
            (["CPUWeight": "idle", "IOWeight": "50000"], "CPUWeight=1000 IOWeight=1000"),
        ]
    )
    func weights(unitSettings: [String: String], written: String) {
        #expect(lines(.etcdWeight, unitSettings) == written)
    }

    @Test(
        "keeps the lower nice value of the unit's own files",
        arguments: [("-15", "-15"), ("5", "-10"), ("-21", "-10"), ("", "-10")]
    )
    func nice(given: String, written: String) {
        #expect(lines(.etcdCPUPriority, ["Nice": given], ["nice": .integer(-10)]) == "Nice=\(written)")
    }

    @Test(
        "keeps the realtime class of the unit's own files, unless policy names a class",
        arguments: [
            ("by-scheduler", ["IOSchedulingClass": "realtime", "IOSchedulingPriority": "2"], "realtime", 2),
            ("by-scheduler", ["IOSchedulingClass": "1"], "realtime", 4),
            ("by-scheduler", ["IOSchedulingClass": "idle"], "best-effort", 0),
            ("by-scheduler", ["IOSchedulingPriority": "2"], "best-effort", 0),
            ("best-effort", ["IOSchedulingClass": "realtime"], "best-effort", 0),
        ]
    )
    func realtime(name: String, unitSettings: [String: String], written: String, level: Int) {
        let lines = lines(.etcdIOPriority, unitSettings, ["class": .text(name)])
        #expect(lines == "IOSchedulingClass=\(written) IOSchedulingPriority=\(level)")
    }
}
