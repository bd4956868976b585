import Testing

@testable import Tuning

@Suite("The configuration file of kube-proxy, decoded")
struct KubeProxyConfigurationTests {
    private func configuration(
        _ fields: [String: DecodedValue],
        _ version: String = "1.36.2"
    ) throws -> KubeProxyConfiguration {
        let header: [String: DecodedValue] = [
            "apiVersion": .string("kubeproxy.config.k8s.io/v1alpha1"), "kind": .string("KubeProxyConfiguration"),
        ]
        let configuration = try KubeProxyConfiguration(decoding: .object(header.merging(fields) { $1 }))
        try configuration.validate(for: KubernetesVersion(version))
        return configuration
    }

    @Test("Given numbers are taken, null and absent ones take the default")
    func conntrack() throws {
        let given = try configuration(["conntrack": .object(["maxPerCore": .integer(0), "min": .integer(7)])])
        #expect(given.maxPerCore == 0 && given.min == 7 && given.isMaxPerCoreGiven && given.isMinGiven)
        let null = try configuration(["conntrack": .object(["maxPerCore": .null, "tcpEstablishedTimeout": .null])])
        #expect(null.maxPerCore == 32_768 && null.min == 131_072 && !null.isMaxPerCoreGiven)
        #expect(try configuration(["conntrack": .null]).min == 131_072)
    }

    @Test("Unknown fields and those in another letter case are passed over, whatever they hold")
    func unknown() throws {
        let configuration = try configuration([
            "Mode": .string("nftables"), "conntrack": .object(["MaxPerCore": .string("x"), "max": .integer(1)]),
            "udpIdleTimeout": .string("250ms"), "resourceContainer": .list([]),
        ])
        #expect(configuration.mode.isEmpty && configuration.maxPerCore == 32_768)
    }

    @Test("The keys of the header may be in any letter case, its values may not")
    func header() throws {
        let value = DecodedValue.object([
            "APIVERSION": .string("kubeproxy.config.k8s.io/v1alpha1"), "Kind": .string("KubeProxyConfiguration"),
        ])
        _ = try KubeProxyConfiguration(decoding: value)
        #expect(throws: Refusal.self) { try configuration(["kind": .string("kubeproxyconfiguration")]) }
    }

    @Test(
        "Files without the right header are refused",
        arguments: [
            (.null, "the file does not say its kind"),
            (.string("x"), "the file holds a string, not a configuration"),
            (.object([:]), "the file does not say its kind"),
            (.object(["kind": .string("KubeProxyConfiguration")]), "the file does not say its apiVersion"),
            (.object(["kind": .integer(1)]), "kind: a number is no string"),
        ] as [(DecodedValue, String)]
    )
    func headerless(_ value: DecodedValue, _ reason: String) {
        #expect(throws: Refusal(reason)) { try KubeProxyConfiguration(decoding: value) }
    }

    @Test(
        "Values of a wrong type are refused",
        arguments: [
            (["conntrack": .object(["maxPerCore": .integer(2_147_483_648)])], "conntrack.maxPerCore: 2147483648"),
            (["conntrack": .object(["maxPerCore": .string("5")])], "conntrack.maxPerCore: '5' is no 32-bit integer"),
            (["conntrack": .object(["maxPerCore": .number(1.5)])], "conntrack.maxPerCore: 1.5 is no"),
            (["conntrack": .object(["tcpBeLiberal": .string("true")])], "conntrack.tcpBeLiberal: 'true' is no boolean"),
            (["conntrack": .object(["udpTimeout": .integer(10)])], "conntrack.udpTimeout: 10 is no duration"),
            (["conntrack": .object(["udpTimeout": .string("10")])], "conntrack.udpTimeout: '10' is no duration"),
            (["conntrack": .object(["udpTimeout": .null])], "conntrack.udpTimeout: null is no duration"),
            (["conntrack": .list([])], "conntrack: a list is no mapping"),
            (["mode": .bool(true)], "mode: true is no string"),
            (["hostnameOverride": .integer(7)], "hostnameOverride: 7 is no string"),
            (["nodePortAddresses": .string("10.0.0.0/8")], "nodePortAddresses: '10.0.0.0/8' is no list"),
            (["featureGates": .object(["A": .string("true")])], "featureGates.A: 'true' is no boolean"),
            (["logging": .object(["verbosity": .integer(-1)])], "logging.verbosity: -1 is no 32-bit integer"),
            (["clientConnection": .object(["qps": .number(1e300)])], "clientConnection.qps: 1e+300 is no"),
        ] as [([String: DecodedValue], String)]
    )
    func types(_ fields: [String: DecodedValue], _ reason: String) {
        #expect { try configuration(fields) } throws: { error in "\(error)".hasPrefix(reason) }
    }

    @Test(
        "What validation refuses is refused",
        arguments: [
            (["conntrack": .object(["min": .integer(-1)])], "conntrack.min"),
            (["conntrack": .object(["maxPerCore": .integer(-1)])], "conntrack.maxPerCore"),
            (["conntrack": .object(["tcpCloseWaitTimeout": .string("-1s")])], "conntrack.tcpCloseWaitTimeout"),
            (["mode": .string("foo")], "mode"), (["mode": .string("IPTables")], "mode"),
            (["mode": .string("kernelspace")], "mode"),
            (["iptables": .object(["minSyncPeriod": .string("40s")])], "iptables.minSyncPeriod"),
            (["iptables": .object(["syncPeriod": .string("500ms")])], "iptables.minSyncPeriod"),
            (["iptables": .object(["syncPeriod": .string("-1s")])], "iptables.syncPeriod"),
            (["iptables": .object(["masqueradeBit": .integer(32)])], "iptables.masqueradeBit"),
            (["mode": .string("nftables"), "nftables": .object(["minSyncPeriod": .string("40s")])], "nftables.min"),
            (["mode": .string("ipvs"), "ipvs": .object(["minSyncPeriod": .string("-1s")])], "ipvs.minSyncPeriod"),
            (["mode": .string("ipvs"), "ipvs": .object(["excludeCIDRs": .list([.string("x")])])], "ipvs.excludeCIDRs"),
            (["configSyncPeriod": .string("-1m")], "configSyncPeriod"),
            (["oomScoreAdj": .integer(-1001)], "oomScoreAdj"), (["oomScoreAdj": .integer(1001)], "oomScoreAdj"),
            (["clientConnection": .object(["burst": .integer(-1)])], "clientConnection.burst"),
            (["bindAddress": .string("foo")], "bindAddress"), (["metricsBindAddress": .string("foo")], "metricsBind"),
            (["healthzBindAddress": .string("0.0.0.0:0")], "healthzBindAddress"),
            (["nodePortAddresses": .list([.null])], "nodePortAddresses"),
            (["nodePortAddresses": .list([.string("primary"), .string("10.0.0.0/8")])], "nodePortAddresses"),
            (["clusterCIDR": .string("10.0.0.0")], "clusterCIDR"),
            (["clusterCIDR": .string("10.0.0.0/8,fd00::/8,fd01::/16")], "clusterCIDR"),
            (["detectLocalMode": .string("foo")], "detectLocalMode"),
            (["detectLocalMode": .string("InterfaceNamePrefix")], "detectLocal.interfaceNamePrefix"),
            (["portRange": .string("300-200")], "portRange"), (["portRange": .string("70000")], "portRange"),
            (["showHiddenMetricsForVersion": .string("1.34")], "showHiddenMetricsForVersion"),
            (["logging": .object(["format": .string("xml")])], "logging.format"),
        ] as [([String: DecodedValue], String)]
    )
    func validation(_ fields: [String: DecodedValue], _ place: String) {
        #expect { try configuration(fields) } throws: { error in "\(error)".hasPrefix(place) }
    }

    @Test(
        "What looks odd and is allowed is taken",
        arguments: [
            ["iptables": .object(["minSyncPeriod": .string("0s"), "syncPeriod": .string("0s")])],
            ["mode": .string("nftables"), "iptables": .object(["minSyncPeriod": .string("40s")])],
            ["mode": .string("iptables"), "ipvs": .object(["tcpTimeout": .string("-1s")])],
            ["nodePortAddresses": .list([.string("primary")])], ["nodePortAddresses": .null],
            ["bindAddress": .string("::"), "healthzBindAddress": .string("1.2.3.4")],
            ["metricsBindAddress": .string("")], ["clusterCIDR": .string("10.0.0.0/8,fd00::/48")],
            ["detectLocalMode": .string("NodeCIDR"), "clusterCIDR": .string("junk")],
            ["portRange": .string("300-2000")], ["portRange": .string("300+50")], ["portRange": .string("")],
            ["showHiddenMetricsForVersion": .string("1.35")], ["featureGates": .object(["NoSuchGate": .bool(true)])],
            ["logging": .object(["flushFrequency": .integer(5), "format": .string("json")])],
            ["clientConnection": .object(["burst": .integer(0), "qps": .integer(5)])],
        ] as [[String: DecodedValue]]
    )
    func allowed(_ fields: [String: DecodedValue]) throws {
        #expect(try configuration(fields).maxPerCore == 32_768)
    }

    @Test(
        "Modes, and words for node-port addresses, come and go with releases",
        arguments: [
            ("userspace", "1.25.0", true), ("userspace", "1.26.0", false), ("nftables", "1.28.0", false),
            ("nftables", "1.30.0", false), ("nftables", "1.31.0", true), ("ipvs", "1.37.0", true),
        ]
    )
    func modes(_ mode: String, _ version: String, _ isKnown: Bool) {
        #expect(((try? configuration(["mode": .string(mode)], version)) != nil) == isKnown)
    }

    @Test("Behind its gate nftables was there in 1.29 and 1.30; several words for addresses are from 1.38 on")
    func gates() throws {
        let gated: [String: DecodedValue] = [
            "mode": .string("nftables"), "featureGates": .object(["NFTablesProxyMode": .bool(true)]),
        ]
        #expect(try configuration(gated, "1.30.2").mode == "nftables")
        let words: [String: DecodedValue] = ["nodePortAddresses": .list([.string("primary"), .string("localhost")])]
        _ = try configuration(words, "1.38.0")
        #expect(throws: Refusal.self) { try configuration(words, "1.37.0") }
    }
}
