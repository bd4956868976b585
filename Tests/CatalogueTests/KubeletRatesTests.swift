import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-api-rate, kubelet-event-rate and kubelet-registry-rate")
struct KubeletRatesTests {
    @Test("have the IDs that policy knows them by")
    func ids() {
        let ids = [Setting.kubeletAPIRate, .kubeletEventRate, .kubeletRegistryRate].map(\.id)
        #expect(ids == ["kubelet-api-rate", "kubelet-event-rate", "kubelet-registry-rate"])
    }

    @Test(
        "A node has its share where policy says what that is",
        arguments: [
            (250_000, 5_000, 50), (500_000, 5_000, 100), (1_000, 5_000, 5), (40, 1, 40),
        ] as [(Int64, Int64, Int64)]
    )
    func share(total: Int64, nodes: Int64, rate: Int64) {
        let sample = SampleKubelet(cluster: Cluster(nodes: nodes, apiserverQPS: total))
        let isDefault = rate == 50
        #expect(
            sample.asked(by: .kubeletAPIRate) == [
                "kubeAPIQPS \(rate)": isDefault, "kubeAPIBurst \(2 * rate)": isDefault,
            ]
        )
    }

    @Test("Without it the default is enough, and more is left alone")
    func withoutCluster() {
        #expect(SampleKubelet().asked(by: .kubeletAPIRate) == ["kubeAPIQPS ≥ 50": true, "kubeAPIBurst ≥ 100": true])
        let low = SampleKubelet(file: ["kubeAPIQPS": .integer(5), "kubeAPIBurst": .integer(300)])
        #expect(low.asked(by: .kubeletAPIRate) == ["kubeAPIQPS ≥ 50": false, "kubeAPIBurst ≥ 100": true])
        let half = SampleKubelet(cluster: Cluster(nodes: 5_000))
        #expect(half.asked(by: .kubeletAPIRate)["kubeAPIQPS ≥ 50"] == true)
    }

    @Test("Kubelets before 1.27 have smaller defaults, which are not enough")
    func before127() {
        let old = SampleKubelet(version: "1.26.5")
        #expect(old.asked(by: .kubeletAPIRate) == ["kubeAPIQPS ≥ 50": false, "kubeAPIBurst ≥ 100": false])
        #expect(old.asked(by: .kubeletEventRate) == ["eventRecordQPS ≥ 50": false, "eventBurst ≥ 100": false])
        #expect(old.facts.kubelet?.effective["kubeAPIQPS"] == .integer(5))
        #expect(SampleKubelet(version: "1.27.0").asked(by: .kubeletAPIRate).values.allSatisfy { $0 })
    }

    @Test("Events are bounded by the share; 0 is no limit since 1.37 only")
    func events() {
        let hundred: [String: Value] = ["eventsPerSecond": .integer(100)]
        #expect(
            SampleKubelet().asked(by: .kubeletEventRate, hundred) == [
                "eventRecordQPS ≥ 100": false, "eventBurst ≥ 100": true,
            ]
        )
        let small = SampleKubelet(cluster: Cluster(nodes: 1_000, apiserverQPS: 30_000))
        #expect(small.asked(by: .kubeletEventRate, hundred)["eventRecordQPS ≥ 30"] == true)
        for (version, isMet) in [("1.36.1", false), ("1.37.0", true)] {
            let unlimited = SampleKubelet(version: version, file: ["eventRecordQPS": .integer(0)])
            #expect(unlimited.asked(by: .kubeletEventRate, hundred)["eventRecordQPS ≥ 100"] == isMet, "\(version)")
        }
    }

    @Test("As many pulls may begin at once as run at a time; no limit is enough")
    func pulls() {
        let asked = [Target(.kubeletField("maxParallelImagePulls"), .atLeast(25))]
        #expect(
            SampleKubelet().asked(by: .kubeletRegistryRate, earlier: asked)
                == ["registryPullQPS ≥ 5": true, "registryBurst ≥ 25": false]
        )
        let unlimited = SampleKubelet(file: ["registryPullQPS": .integer(0)])
        #expect(unlimited.asked(by: .kubeletRegistryRate) == ["registryPullQPS ≥ 5": true, "registryBurst ≥ 10": true])
    }
}
