import Testing
import Tuning

@testable import Catalogue

/// What old notes of large clusters complain of, as far as a node sees it.
@Suite("A finding of old notes")
struct SeedFindingTests {
    private struct Told {
        var unmet: [String] = []
        var reason = ""
        var cautions: [Caution] = []
        var isLeftAlone = false
    }

    private func told(
        _ setting: Setting,
        _ facts: Facts,
        _ values: [String: Value] = [:],
        cluster: Cluster = Cluster()
    ) -> Told {
        var told = Told()
        switch setting.advice(facts, Parameters(values, cluster: cluster)) {
        case .leaveAlone(let reason), .later(_, let reason): (told.reason, told.isLeftAlone) = (reason, true)
        case .set(let targets, let reason, let cautions):
            (told.reason, told.cautions) = (reason, cautions)
            told.unmet = targets.compactMap { target in
                let observation: Observation
                switch target.knob {
                case .option(let option, let component): observation = facts.option(option, of: component)
                case .runtime(let question): observation = facts.containerRuntime?.answer(to: question) ?? .missing
                default: return "another knob"
                }
                return observation.value.map { target.bound.accepts($0) } ?? false ? nil : target.knob.name
            }
        }
        return told
    }

    @Test(
        "is told, never written, and of nothing that is not here",
        arguments: [
            "apiserver-connection-balance", "apiserver-audit-log", "apiserver-talkers", "kube-proxy-flags",
            "cluster-dns-crowding",
            "pod-network-overlay", "image-distribution", "event-store",
        ] as [Setting.ID]
    )
    func absent(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        #expect(setting.strictestMode == .observe && told(setting, Facts()).isLeftAlone)
    }

    @Test("is more than one DNS server here, with the anti-affinity that the API server takes")
    func dns() throws {
        var facts = Facts()
        facts.clusterDNS = ["kube-system/coredns-a"]
        #expect(told(.clusterDNSCrowding, facts).unmet == [] && told(.clusterDNSCrowding, facts).cautions == [])
        facts.clusterDNS.append("kube-system/coredns-b")
        let crowded = told(.clusterDNSCrowding, facts)
        #expect(crowded.unmet == ["servers-here of cluster DNS"])
        let caution = try #require(crowded.cautions.first)
        #expect(caution.danger.hasPrefix("2 of the cluster's DNS servers are on this node: kube-system/coredns-a, "))
        #expect(caution.remedy.contains("requiredDuringScheduling") && !caution.remedy.contains("weight"))
    }

    @Test(
        "is an overlay that does not fit its link",
        arguments: [
            (1_450, 1_500, "", ""), (1_430, 1_500, "", ""), (1_500, 1_500, "mtu", "cut or lost"),
            (1_450, 9_000, "mtu", "more of them"), (8_950, 9_000, "", ""),
        ] as [(Int64, Int64, String, String)]
    )
    func overlay(mtu: Int64, link: Int64, unmet: String, words: String) {
        var facts = Facts()
        var device = OverlayDevice(name: "flannel.1")
        (device.mtu, device.link, device.linkMTU) = (mtu, "eth0", link)
        facts.overlays = [device]
        let size = told(.podNetworkOverlay, facts)
        #expect(size.unmet == (unmet.isEmpty ? [] : ["\(unmet) of overlay flannel.1"]))
        #expect(words.isEmpty ? size.cautions.isEmpty : size.cautions.first?.danger.contains(words) == true)
    }

    @Test("is an overlay whose packets the CPU handles one by one")
    func offloads() {
        var facts = Facts()
        var device = OverlayDevice(name: "flannel.1")
        device.offloads = ["tx-checksumming": true, "tcp-segmentation-offload": true]
        facts.overlays = [device]
        #expect(told(.podNetworkOverlay, facts).unmet == [])
        facts.overlays[0].offloads = ["tx-checksumming": false, "tcp-segmentation-offload": false]
        let slow = told(.podNetworkOverlay, facts)
        #expect(slow.unmet == ["offloads-off of overlay flannel.1"])
        #expect(
            slow.cautions.first?.remedy.contains(
                "ethtool -K flannel.1 tcp-segmentation-offload on tx-checksumming on"
            ) == true
        )
        facts.overlays[0].offloads = nil
        #expect(told(.podNetworkOverlay, facts).isLeftAlone)
    }

    @Test("is a registry that every node asks, unless policy wants it so")
    func images() {
        var facts = Facts()
        var runtime = ContainerRuntimeFacts()
        runtime.inUse = .containerd
        facts.containerRuntime = runtime
        let direct = told(.imageDistribution, facts)
        #expect(direct.unmet == ["image-distribution"])
        #expect(direct.cautions.first?.remedy.contains("/etc/containerd/certs.d/docker.io/hosts.toml") == true)
        #expect(told(.imageDistribution, facts, ["mirror": .text("ignored")]).isLeftAlone)
        facts.containerRuntime?.mirrors = ["https://m for docker.io (/etc/containerd/certs.d/docker.io/hosts.toml)"]
        #expect(told(.imageDistribution, facts).unmet == [] && told(.imageDistribution, facts).cautions == [])
        facts.containerRuntime?.mirrors = []
        facts.containerRuntime?.imagePeers = ["spegel"]
        #expect(told(.imageDistribution, facts).unmet == [])
    }

    @Test("is an agent that asks the API server for megabytes, named with its pod")
    func talkers() {
        var facts = Facts()
        var (agent, kubelet) = (
            APIServerTalker(program: "fluentd", pid: 7, connections: [:]),
            APIServerTalker(program: "kubelet", pid: 8, connections: [:])
        )
        agent.pod = "kube-system/fluentd-x"
        facts.apiserverTalkers = [kubelet, agent]
        #expect(told(.apiserverTalkers, facts).isLeftAlone)
        (agent.bytesPerSecond, kubelet.bytesPerSecond) = (2_100_000, 4_000)
        facts.apiserverTalkers = [kubelet, agent]
        let loud = told(.apiserverTalkers, facts)
        #expect(loud.unmet == ["most-bytes-per-second of clients of the API server here"])
        #expect(loud.reason == "the loudest are fluentd in pod kube-system/fluentd-x 2100 kB/s, kubelet (pid 8) 4 kB/s")
        #expect(loud.cautions.count == 1 && loud.cautions[0].danger.contains("fluentd-x exchanges 2100 kB"))
        let allowed = told(.apiserverTalkers, facts, ["kilobytesPerSecond": .integer(3_000)])
        #expect(allowed.unmet == [] && allowed.cautions == [])
    }

    private func eventful(quota: Int64, overrides: [String] = [], ttl: String = "1h0m0s") -> Facts {
        var facts = SampleNodes.machine(cpus: 8, gibibytes: 32)
        var member = EtcdMember(source: "unit etcd.service", place: .unit("etcd.service"))
        member.effective = [
            "quota-backend-bytes": .integer(quota), "advertise-client-urls": .list([.string("https://10.0.0.1:2379")]),
        ]
        facts.etcd = [member]
        var server = ControlPlaneComponent(program: "kube-apiserver")
        server.effective = [
            "event-ttl": .string(ttl), "etcd-servers-overrides": .list(overrides.map { .string($0) }),
        ]
        facts.controlPlane = [server]
        return facts
    }

    @Test("is an etcd without room for the events, by the notes' arithmetic with today's heartbeats")
    func events() throws {
        let cluster = Cluster(nodes: 5_000)
        let small = told(.eventStore, eventful(quota: 256 << 20), cluster: cluster)
        #expect(small.reason == "5000 nodes × 30 pods × 1 % a minute × 4096 bytes × 60 min are 351 MiB")
        #expect(small.unmet == ["quota-backend-bytes of etcd in etcd.service"])
        #expect(small.cautions.first?.remedy.contains("quota-backend-bytes=368640000") == true)
        #expect(told(.eventStore, eventful(quota: 2 << 30), cluster: cluster).unmet == [])
        #expect(told(.eventStore, eventful(quota: 256 << 20, ttl: "30m"), cluster: cluster).unmet == [])
        #expect(told(.eventStore, eventful(quota: 2 << 30)).isLeftAlone)
        let turmoil = told(.eventStore, eventful(quota: 8 << 30), ["changesPercent": .integer(30)], cluster: cluster)
        #expect(turmoil.reason.hasSuffix("are 10546 MiB; no etcd should be larger than 8 GiB") && turmoil.unmet == [])
        #expect(turmoil.cautions.first?.remedy.hasPrefix("shorten --event-ttl") == true)
        let huge = told(.eventStore, eventful(quota: 8 << 30), cluster: Cluster(nodes: .max))
        #expect(huge.cautions.count == 1)
    }

    @Test("is looked for in the etcd that keeps the events, where that is one of its own")
    func ownEvents() {
        let cluster = Cluster(nodes: 5_000)
        let elsewhere = eventful(quota: 1, overrides: ["/events#https://10.0.0.2:2379;https://10.0.0.3:2379"])
        #expect(told(.eventStore, elsewhere, cluster: cluster).isLeftAlone)
        let here = eventful(quota: 1, overrides: ["/events#https://10.0.0.2:2379;https://10.0.0.1:2379"])
        #expect(told(.eventStore, here, cluster: cluster).unmet.count == 1)
    }
}
