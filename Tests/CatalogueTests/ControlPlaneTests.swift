import Testing
import Tuning

@testable import Catalogue

/// A program of the control plane with flags, and what a setting says of it.
private struct Told {
    let facts: Facts
    let advice: Advice

    init(_ setting: Setting, _ program: String, _ version: String?, _ flags: [String], _ values: [String: Value] = [:])
    {
        var facts = Facts()
        var component = ControlPlaneComponent(program: program)
        component.version = version
        component.manifest = "/m/\(program).yaml"
        component.judge(
            [program] + flags,
            version: version.flatMap { KubernetesVersion($0) },
            sources: [1: "/m/\(program).yaml:14"]
        )
        facts.controlPlane = [component]
        self.facts = facts
        advice = setting.advice(facts, Parameters(values))
    }

    /// The options that are not as they should be, or cannot be told.
    var unmet: [String] {
        guard case .set(let targets, _, _) = advice else { return ["left alone"] }
        return targets.compactMap { target in
            guard case .option(let option, let component) = target.knob else { return nil }
            switch facts.option(option, of: component) {
            case .value(let value, _, _): return target.bound.accepts(value) ? nil : option
            case .unreadable: return "unknown"
            case .missing: return "missing"
            }
        }
    }

    var remedies: [String] {
        guard case .set(_, _, let cautions) = advice else { return [] }
        return cautions.map(\.remedy)
    }

    var refusal: String? { facts.controlPlane[0].refusal }
}

@Suite("A flag of the control plane")
struct ControlPlaneTests {
    private static let server = "kube-apiserver"
    private static let manager = "kube-controller-manager"

    @Test(
        "is left alone where the program is not",
        arguments: [
            "apiserver-event-store", "apiserver-limits", "controller-manager-concurrency",
            "controller-manager-node-monitor", "controller-manager-api-rate", "scheduler-policy", "static-pod-files",
            "kube-proxy-mode", "kube-proxy-sync",
        ] as [Setting.ID]
    )
    func absent(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        #expect(setting.strictestMode == .observe || setting.isOptIn)
        guard case .leaveAlone = setting.advice(Facts(), Parameters([:])) else {
            Issue.record("it asks for something")
            return
        }
    }

    @Test(
        "for the events' own etcd is read as the API server reads it",
        arguments: [
            ([], ["etcd-of-events"], nil),
            (["--etcd-servers-overrides=/events#https://0:2381;https://1:2381"], [], nil),
            (["--etcd-servers-overrides=/events#http://4:2379,http://5:2379"], ["unknown"], "semicolons, not commas"),
            (["--etcd-servers-overrides=events#http://4:2379"], ["unknown"], "is not group/resource#server;server"),
            (
                ["--etcd-servers-overrides=coordination.k8s.io/leases#http://4:2379"], ["etcd-of-events"], nil
            ),
        ] as [([String], [String], String?)]
    )
    func eventStore(flags: [String], unmet: [String], refusal: String?) {
        for version in ["1.31.14", "1.36.3"] {
            let told = Told(.apiserverEventStore, Self.server, version, flags)
            #expect(told.unmet == unmet)
            #expect(refusal.map { told.refusal?.contains($0) ?? false } ?? (told.refusal == nil))
        }
    }

    @Test("for requests at once has a floor, and flags that do nothing are told")
    func limits() {
        for version in ["1.31.14", "1.36.3"] {
            let wanted: [String: Value] = ["requestsInFlight": .integer(1_600)]
            let told = Told(.apiserverLimits, Self.server, version, ["--max_requests_inflight=800"], wanted)
            #expect(told.unmet == ["max-requests-inflight"])
            #expect(told.remedies[0].hasPrefix("change --max-requests-inflight=1600 in /m/kube-apiserver.yaml:14"))
            let counted = Told(.apiserverLimits, Self.server, version, ["--apiserver-count=3"])
            #expect(counted.unmet.isEmpty && counted.remedies.count == 1)
            let chance = Told(.apiserverLimits, Self.server, version, ["--goaway-chance=0.03"])
            #expect(chance.unmet.allSatisfy { $0 == "unknown" } && chance.refusal != nil)
        }
    }

    /// Every flag that old notes give the controller manager, with what is said of it in three releases: nothing, that it
    /// does not go with the release, or that it is too small.
    @Test(
        "that old notes have is told to stop the program where the release does not have it",
        arguments: [
            ("--pod-eviction-timeout=30s", [true, false, false]), ("--concurrent-job-syncs-50", [false, false, false]),
            ("--concurrent-job-syncs=50", [false, true, true]),
            ("--concurrent-service-syncs=100", [true, true, false]),
            ("--concurrent-deployment-syncs=50", [true, true, true]),
            ("--concurrent-namespace-syncs=100", [true, true, true]),
            ("--concurrent-endpoint-syncs=50", [true, true, true]),
            ("--concurrent-replicaset-syncs=50", [true, true, true]),
            ("--node-monitor-period=2s", [true, true, true]), ("--node-monitor-grace-period=20s", [true, true, true]),
            ("--kube-api-qps=500", [true, true, true]), ("--kube-api-burst=0", [false, false, false]),
            ("--concurrent-deploymnet-syncs=5", [false, false, false]),
            ("--enable-taint-manager=false", [true, false, false]),
        ]
    )
    func oldNotes(flag: String, starts: [Bool]) {
        for (version, doesStart) in zip(["1.26.15", "1.36.3", "1.37.0"], starts) {
            let told = Told(.controllerManagerConcurrency, Self.manager, version, [flag])
            #expect((told.refusal == nil) == doesStart, "\(version)")
            #expect(told.unmet.contains("unknown") == !doesStart)
        }
    }

    @Test("that a release does not have comes with what there is instead, or what was meant")
    func remedies() {
        let gone = Told(.controllerManagerConcurrency, Self.manager, "1.36.3", ["--pod-eviction-timeout=30s"])
        #expect(
            gone.remedies[0].hasPrefix("take --pod-eviction-timeout away in /m/kube-controller-manager.yaml:14; taints")
        )
        let misspelt = Told(.controllerManagerConcurrency, Self.manager, "1.36.3", ["--concurrent-job-syncs-50"])
        #expect(misspelt.remedies[0].contains("--concurrent-job-syncs was probably meant"))
        let newer = Told(.controllerManagerConcurrency, Self.manager, "1.39.0", ["--brand-new-thing=1"])
        #expect(newer.refusal == nil)
    }

    @Test(
        "that is not known of another release than the table's is passed over, but not a misspelling",
        arguments: [
            ("kube-controller-manager", "1.38.0", ["--concurrent-disruption-syncs=5"], nil),
            ("kube-controller-manager", "1.36.3", ["--concurrent-disruption-syncs=5"], "--concurrent-disruption-syncs"),
            ("kube-apiserver", "1.25.16", ["--identity-lease-duration-seconds=3600"], nil),
            ("kube-apiserver", "1.25.16", ["--max-request-inflight=3"], "--max-requests-inflight was probably meant"),
            (
                "kube-controller-manager", "1.38.0", ["--concurrent-disruption-syncs=5", "--kube-api-burst=0"],
                "mend that flag"
            ),
        ] as [(String, String, [String], String?)]
    )
    func otherReleases(program: String, version: String, flags: [String], remedy: String?) {
        let setting: Setting = program == Self.server ? .apiserverLimits : .controllerManagerConcurrency
        let told = Told(setting, program, version, flags)
        #expect((told.refusal == nil) == (remedy == nil), "\(told.refusal ?? "")")
        #expect(remedy.map { told.remedies[0].contains($0) } ?? true, "\(told.remedies)")
        #expect(!told.remedies.contains { $0.contains("concurrent-service-syncs") && version != "1.36.3" })
    }

    @Test("is not proposed where the release does not have it")
    func proposal() {
        let told = Told(.controllerManagerConcurrency, Self.manager, "1.37.0", ["--concurrent-service-sync=5"])
        #expect(told.refusal != nil && !told.remedies[0].contains("--concurrent-service-syncs"))
    }

    @Test("for workers has the least that is asked for, and none that the release does not have")
    func workers() {
        let wanted: [String: Value] = ["workers": .integer(50), "namespaceWorkers": .integer(100)]
        let flags = ["--concurrent-deployment-syncs=60", "--concurrent-replicaset-syncs=50"]
        let told = Told(.controllerManagerConcurrency, Self.manager, "1.36.3", flags, wanted)
        #expect(
            told.unmet == ["concurrent-service-endpoint-syncs", "concurrent-job-syncs", "concurrent-namespace-syncs"]
        )
        let older = Told(.controllerManagerConcurrency, Self.manager, "1.27.4", flags, wanted)
        #expect(older.unmet == ["concurrent-service-endpoint-syncs", "concurrent-namespace-syncs"])
    }

    @Test(
        "for lost nodes has the floor of its release",
        arguments: [
            ("1.31.14", "40s", true), ("1.31.14", "39s", false), ("1.32.0", "40s", false), ("1.36.3", "50s", true),
            ("1.36.3", "20s", false), ("1.31.14", nil, true), ("1.36.3", nil, true),
        ] as [(String, String?, Bool)]
    )
    func nodeMonitor(version: String, grace: String?, isMet: Bool) {
        let flags = grace.map { ["--node-monitor-grace-period=\($0)"] } ?? []
        let told = Told(.controllerManagerNodeMonitor, Self.manager, version, flags)
        #expect(told.unmet == (isMet ? [] : ["node-monitor-grace-period"]))
        let floor = version.hasPrefix("1.31") ? "40s" : "50s"
        if !isMet { #expect(told.remedies[0].hasPrefix("change --node-monitor-grace-period=\(floor) in /m/")) }
    }

    @Test("for the rate of requests has a burst of no less")
    func rate() {
        for version in ["1.31.14", "1.36.3"] {
            let wanted: [String: Value] = ["requestsPerSecond": .integer(100)]
            let old = ["--kube-api-qps=500", "--kube-api-burst=100"]
            #expect(Told(.controllerManagerAPIRate, Self.manager, version, old, wanted).unmet == ["kube-api-burst"])
            #expect(Told(.controllerManagerAPIRate, Self.manager, version, [], wanted).unmet.count == 2)
        }
    }

    @Test("for the scheduler's Policy stops the releases that have none")
    func scheduler() {
        let flags = ["--policy-config-file=/p.json"]
        #expect(Told(.schedulerPolicy, "kube-scheduler", "1.22.17", flags).unmet == ["scoring"])
        #expect(Told(.schedulerPolicy, "kube-scheduler", "1.36.3", flags).unmet == ["unknown"])
        #expect(
            Told(.schedulerPolicy, "kube-scheduler", "1.36.3", ["--config=/c.yaml", "--leader-elect"]).unmet.isEmpty
        )
    }

    @Test("is not read from a file that another wins over, which is told")
    func files() throws {
        var facts = Facts()
        facts.staticPods = ["/m/etcd.yaml", "/m/etcd.yaml.bak", "/m/x"].map { StaticPod(path: $0) }
        facts.staticPods[0].overriddenBy = "/m/etcd.yaml.bak"
        facts.staticPods[2].problem = "it is no Pod"
        guard case .set(let targets, _, let cautions) = Setting.staticPodFiles.advice(facts, Parameters([:])) else {
            Issue.record("left alone")
            return
        }
        let values = targets.map { target -> String in
            guard case .option(let option, let component) = target.knob else { return "" }
            return facts.option(option, of: component).description
        }
        #expect(values == ["overridden", "a pod", "no pod"])
        #expect(cautions.count == 2 && cautions[0].danger.hasPrefix("/m/etcd.yaml.bak is of the same pod"))
    }

    @Test(
        "for kube-proxy's mode is told where the release has deprecated it",
        arguments: [
            ("1.34.2", "ipvs", true), ("1.35.0", "ipvs", false), ("1.36.1", "nftables", true), ("1.36.1", nil, true),
        ] as [(String, String?, Bool)]
    )
    func kubeProxyMode(version: String, mode: String?, isMet: Bool) throws {
        var facts = Facts()
        var kubeProxy = KubeProxyFacts()
        (kubeProxy.version, kubeProxy.mode) = (version, mode)
        facts.kubeProxy = kubeProxy
        guard case .set(let targets, _, let cautions) = Setting.kubeProxyMode.advice(facts, Parameters([:])) else {
            Issue.record("left alone")
            return
        }
        let value = try #require(facts.option("mode", of: "kube-proxy").value)
        #expect(targets[0].bound.accepts(value) == isMet && cautions.isEmpty == isMet)
    }

    @Test(
        "for kube-proxy's rules has a least time between two changes, but not in ipvs mode",
        arguments: [
            (nil, 30_000, 1_000, []), ("nftables", 30_000, 0, ["min-sync-period"]), ("ipvs", 30_000, 0, []),
            ("ipvs", 5_000, 0, ["sync-period"]),
        ] as [(String?, Int64, Int64, [String])]
    )
    func kubeProxySync(mode: String?, period: Int64, least: Int64, unmet: [String]) {
        for version in ["1.31.14", "1.36.3"] {
            var facts = Facts()
            var kubeProxy = KubeProxyFacts()
            (kubeProxy.version, kubeProxy.mode) = (version, mode)
            (kubeProxy.syncPeriod, kubeProxy.minSyncPeriod) = (period, least)
            facts.kubeProxy = kubeProxy
            guard case .set(let targets, _, let cautions) = Setting.kubeProxySync.advice(facts, Parameters([:])) else {
                Issue.record("left alone")
                return
            }
            let failing = targets.compactMap { target -> String? in
                guard case .option(let option, let component) = target.knob,
                    let value = facts.option(option, of: component).value
                else { return "missing" }
                return target.bound.accepts(value) ? nil : option
            }
            #expect(failing == unmet && cautions.count == unmet.count)
        }
    }
}
