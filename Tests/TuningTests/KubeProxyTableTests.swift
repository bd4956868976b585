import Testing

@testable import Tuning

@Suite("The size of the table by kube-proxy's arithmetic")
struct KubeProxyTableTests {
    private static let preset: (Int64, Int64) = (32_768, 131_072)

    @Test(
        "Before 1.36 the larger of product and least number, from 1.36 on capped before that",
        arguments: [
            (32_768, 131_072, 1, 131_072, 131_072), (32_768, 131_072, 4, 131_072, 131_072),
            (32_768, 131_072, 5, 163_840, 163_840), (32_768, 131_072, 32, 1_048_576, 1_048_576),
            (32_768, 131_072, 33, 1_081_344, 1_048_576), (32_768, 131_072, 192, 6_291_456, 1_048_576),
            (32_768, 2_000_000, 8, 2_000_000, 2_000_000), (32_768, 2_000_000, 64, 2_097_152, 1_048_576),
            (32_768, 4_000_000, 64, 4_000_000, 1_048_576), (1, 2_310_720, 16, 2_310_720, 2_310_720),
            (0, 131_072, 64, nil, nil), (0, 0, 1, nil, nil), (1, 0, 1, 1, 1),
            (2_147_483_647, 0, 64, 137_438_953_408, 1_048_576),
            (2_147_483_647, 0, .max, .max, 1_048_576),
        ] as [(Int64, Int64, Int64, Int64?, Int64?)]
    )
    func arithmetic(_ maxPerCore: Int64, _ min: Int64, _ cpus: Int64, _ before: Int64?, _ since: Int64?) {
        for (version, expected) in [("1.35.6", before), ("1.36.0", since)] {
            let rules = KubeProxyRules(of: KubernetesVersion(version))
            #expect(
                KubeProxyTable(maxPerCore: maxPerCore, min: min, cpus: cpus, rules: rules).wanted == expected,
                "\(version)"
            )
        }
    }

    private func conntrack(_ version: String?, cpus: Int64 = 4, table: Int64?) -> KubeProxyFacts.Conntrack {
        KubeProxyFacts.Conntrack(
            KubeProxyConfiguration(),
            version: version.flatMap { KubernetesVersion($0) },
            cpus: cpus,
            table: table
        )
    }

    @Test(
        "A version that only raises leaves alone a table that is as large; another says its number all the same",
        arguments: [
            ("1.28.1", 262_144, nil), ("1.28.1", 131_072, nil), ("1.28.1", 131_071, 131_072), ("1.28.1", 0, 131_072),
            ("1.28.1", nil, 131_072), ("1.34.2", 262_144, 131_072), ("1.34.2", 131_072, 131_072),
            ("1.37.0", 262_144, 131_072), ("1.38.0", 262_144, nil), (nil, 262_144, 131_072),
        ] as [(String?, Int64?, Int64?)]
    )
    func raising(_ version: String?, _ table: Int64?, _ expected: Int64?) {
        #expect(conntrack(version, table: table).willSet == expected)
    }

    @Test("Presets are no configuration, but count")
    func presets() {
        let facts = conntrack("1.34.2", table: nil)
        #expect(facts.maxPerCore == nil && facts.min == nil && facts.willSet == 131_072)
        #expect(facts.because == "32768 entries × 4 CPUs = 131072, raised to min 131072")
    }

    @Test("An unknown version is judged by the rules of 1.37, which is said")
    func unknownVersion() {
        let facts = conntrack(nil, cpus: 64, table: nil)
        #expect(facts.willSet == 1_048_576)
        #expect(facts.because.hasSuffix("its version is unknown, so this is what 1.37 does"))
    }

    @Test("A number that the kernel does not take is told as such")
    func beyondKernel() {
        var configuration = KubeProxyConfiguration()
        configuration.maxPerCore = 2_147_483_647
        let facts = KubeProxyFacts.Conntrack(
            configuration,
            version: KubernetesVersion("1.34.0"),
            cpus: 2,
            table: nil
        )
        #expect(facts.willSet == 4_294_967_294)
        #expect(facts.because.contains("the kernel takes no more than 2147483647"))
    }

    @Test("The caution names program, process, number and the change; nothing lower, nothing said")
    func caution() {
        var facts = KubeProxyFacts()
        facts.version = "1.34.2"
        facts.pid = 812
        facts.conntrack = conntrack("1.34.2", table: nil)
        facts.conntrack.remedy = KubeProxyHome.configMap(volume: "kube-proxy", key: "config.conf").remedy
        let caution = facts.caution(against: 577_680)
        #expect(
            caution?.danger == "kube-proxy 1.34.2 (pid 812) will set net/netfilter/nf_conntrack_max to 131072 at its "
                + "next start: 32768 entries × 4 CPUs = 131072, raised to min 131072"
        )
        #expect(
            caution?.remedy.hasPrefix(
                "set conntrack.maxPerCore: 0 in config.conf of ConfigMap kube-system/kube-proxy"
            ) ?? false
        )
        #expect(caution?.remedy.contains("all nodes of the cluster") ?? false)
        #expect(facts.caution(against: 131_072) == nil)
        facts.conntrack = conntrack("1.38.0", table: nil)
        #expect(facts.caution(against: 577_680) == nil)
    }
}
