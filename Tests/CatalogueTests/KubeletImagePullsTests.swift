import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-image-pulls")
struct KubeletImagePullsTests {
    private let ten: [String: Value] = ["parallelPulls": .integer(10)]

    @Test("A kubelet that pulls one image after the other is given both fields")
    func serial() {
        let asked = SampleKubelet().asked(by: .kubeletImagePulls, ten)
        #expect(asked == ["serializeImagePulls false": false, "maxParallelImagePulls ≥ 10": false])
        #expect(Setting.kubeletImagePulls.id == "kubelet-image-pulls")
    }

    @Test("What somebody else set is met, with a larger limit and without one")
    func met() {
        let pulls: [DecodedValue?] = [.integer(10), .integer(30), nil]
        for limit in pulls {
            var sample = SampleKubelet(file: ["serializeImagePulls": .bool(false)])
            sample.file["maxParallelImagePulls"] = limit
            #expect(sample.asked(by: .kubeletImagePulls, ten).values.allSatisfy { $0 })
        }
    }

    @Test("One after the other is what upstream does, and asks for nothing")
    func upstream() {
        #expect(SampleKubelet().asked(by: .kubeletImagePulls) == ["maxParallelImagePulls ≥ 1": true])
    }

    @Test("A kubelet without a limit is left alone")
    func withoutLimit() {
        let old = SampleKubelet(version: "1.26.5")
        #expect(old.asked(by: .kubeletImagePulls, ten).isEmpty && old.asked(by: .kubeletImagePulls).isEmpty)
        #expect(old.facts.kubelet?.observation(of: "maxParallelImagePulls") == .missing)
        #expect(SampleKubelet(version: "1.27.0").asked(by: .kubeletImagePulls, ten).count == 2)
    }

    @Test("A kubelet inside another program is left alone, with where to change it")
    func carrier() {
        var facts = Facts()
        facts.kubelet = KubeletFacts()
        facts.kubelet?.carrier = "k3s"
        guard case .leaveAlone(let reason) = Setting.kubeletMaxPods.advice(facts, Parameters(["pods": .integer(500)]))
        else { return #expect(Bool(false)) }
        #expect(reason.contains("\"max-pods=500\""))
        #expect(reason.contains("/etc/rancher/k3s/config.yaml"))
    }
}
