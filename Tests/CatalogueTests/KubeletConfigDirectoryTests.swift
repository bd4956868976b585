import Catalogue
import Testing
import Tuning

@Suite("kubelet-config-directory")
struct KubeletConfigDirectoryTests {
    private func advice(_ flag: String, _ change: (inout KubeletFacts) -> Void = { _ in }) throws -> Advice {
        var kubelet = KubeletFacts()
        kubelet.version = "1.34.2"
        kubelet.unit = "kubelet.service"
        kubelet.flagVariable = KubeletFacts.FlagVariable(name: "KUBELET_EXTRA_ARGS", value: "")
        change(&kubelet)
        var facts = Facts()
        facts.kubelet = kubelet
        let setting = try #require(catalogue.first { $0.id == "kubelet-config-directory" })
        return setting.advice(facts, Parameters(["flag": .text(flag)]))
    }

    private func reason(_ advice: Advice) -> String? {
        if case .leaveAlone(let reason) = advice { reason } else { nil }
    }

    @Test("asks for the drop-in only where policy allows it")
    func leave() throws {
        #expect(try reason(advice("refused"))?.contains("flag: allowed") == true)
        guard case .set(let targets, _, _) = try advice("allowed") else {
            Issue.record("nothing is asked for")
            return
        }
        #expect(targets.map(\.activation) == [.reloadManager])
        #expect(targets[0].knob == .file(KubeletDirectoryDropIn.path(of: "kubelet.service")))
    }

    @Test("leaves alone a kubelet that reads another directory, or might refuse the flag")
    func others() throws {
        #expect(try reason(advice("allowed") { $0.configDirectory = "/etc/site" }) == "the kubelet reads '/etc/site'")
        #expect(try reason(advice("allowed") { $0.version = nil })?.contains("before 1.28") == true)
        let odd = KubeletFacts.FlagVariable(name: "KUBELET_EXTRA_ARGS", value: "--node-labels=\"a\"")
        #expect(try reason(advice("allowed") { $0.flagVariable = odd })?.contains("cannot be repeated") == true)
    }
}
