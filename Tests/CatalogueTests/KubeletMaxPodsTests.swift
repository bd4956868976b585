import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-max-pods")
struct KubeletMaxPodsTests {
    private func bound(_ pods: Int64, networks: [String] = [], running: Int64? = nil) throws -> Bound {
        var facts = SampleKubelet().facts
        facts.kubelet?.podNetworks = networks.map {
            KubeletFacts.PodNetwork(cidr: $0, origin: "/run/flannel/subnet.env")
        }
        facts.kubelet?.runningPods = running
        let advice = Setting.kubeletMaxPods.advice(facts, Parameters(["pods": .integer(pods)]))
        guard case .set(let targets, _, _) = advice else { throw Refusal("left alone") }
        return try #require(targets.first).bound
    }

    @Test("The number is policy's, bounded by the network and never below what runs")
    func numbers() throws {
        #expect(Setting.kubeletMaxPods.id == "kubelet-max-pods")
        #expect(try bound(500) == .atLeast(500))
        #expect(try bound(500, networks: ["10.244.3.0/24"]) == .atLeast(254))
        #expect(try bound(500, networks: ["10.244.3.0/23", "fd00::/64"]) == .atLeast(500))
        #expect(try bound(500, networks: ["10.244.3.0/25", "10.1.0.0/16"]) == .atLeast(126))
        #expect(try bound(500, networks: ["no network"]) == .atLeast(500))
        #expect(try bound(110, running: 130) == .atLeast(130))
        #expect(try bound(500, networks: ["10.244.3.0/24"], running: 260) == .atLeast(260))
    }

    @Test("A larger limit than the network has addresses for is told")
    func tooLarge() {
        var facts = SampleKubelet(file: ["maxPods": .integer(400)]).facts
        facts.kubelet?.podNetworks = [KubeletFacts.PodNetwork(cidr: "10.244.3.0/24", origin: "/etc/cni/net.d/10.conf")]
        let advice = Setting.kubeletMaxPods.advice(facts, Parameters(["pods": .integer(500)]))
        guard case .set(_, _, let cautions) = advice else { return #expect(Bool(false)) }
        #expect(cautions.first?.danger.contains("has 254 addresses") == true)
    }

    @Test("What a flag says wins, and is told before anything is written")
    func flag() {
        let sample = SampleKubelet(arguments: ["--max-pods=90"])
        #expect(sample.cautions(of: .kubeletMaxPods).count == 1)
        #expect(
            sample.cautions(of: .kubeletMaxPods).first?.danger.hasPrefix("flag --max-pods sets maxPods to 90") == true
        )
        #expect(SampleKubelet(arguments: ["--max-pods=200"]).cautions(of: .kubeletMaxPods).isEmpty)
        let later = SampleKubelet(dropIns: ["95-z.conf": ["maxPods": .integer(20)]])
        #expect(later.cautions(of: .kubeletMaxPods).first?.danger.contains("95-z.conf") == true)
        let earlier = SampleKubelet(dropIns: ["10-a.conf": ["maxPods": .integer(20)]])
        #expect(earlier.cautions(of: .kubeletMaxPods).isEmpty)
    }

    @Test("A limit for each core masks it")
    func perCore() {
        let facts = SampleKubelet(file: ["maxPods": .integer(500), "podsPerCore": .integer(10)]).facts
        guard case .masked(let by) = facts.effect(ofKubeletField: "maxPods") else { return #expect(Bool(false)) }
        #expect(by.contains("40 pods on 4 CPUs"))
    }
}
