import Testing

@testable import Tuning

@Suite("The command line of kube-proxy")
struct KubeProxyFlagsTests {
    private static let v134 = KubernetesVersion("1.34.2")

    private func configuration(_ arguments: [String]) throws -> KubeProxyConfiguration {
        let flags = try KubeProxyFlags(["/usr/local/bin/kube-proxy"] + arguments, version: Self.v134)
        let configuration = KubeProxyConfiguration(flags)
        try configuration.validate(for: Self.v134)
        return configuration
    }

    @Test(
        "Both spellings of a value, underscores and repetition are as in Go",
        arguments: [
            [],
            ["--conntrack-max-per-core=100"],
            ["--conntrack-max-per-core", "100"],
            ["--conntrack_max_per_core=0x64"],
            ["--conntrack-max-per-core=7", "--conntrack-max-per-core", "100"],
            ["--v=2", "-v", "4", "-v=4", "-v4", "--cleanup=false", "--conntrack-max-per-core=100", ""],
            ["--conntrack-max-per-core=100", "--metrics-bind-address=", "--bind-address="],
        ]
    )
    func values(_ arguments: [String]) throws {
        let configuration = try configuration(arguments)
        #expect(configuration.maxPerCore == (arguments.isEmpty ? 32_768 : 100))
        #expect(configuration.isMaxPerCoreGiven == !arguments.isEmpty)
        #expect(configuration.min == 131_072)
    }

    @Test("The file is named by the last --config; an empty one names none")
    func file() throws {
        func path(_ arguments: [String]) throws -> String? {
            try KubeProxyFlags(["kube-proxy"] + arguments, version: nil).configPath
        }
        #expect(try path(["--config=/a", "--config", "/b"]) == "/b")
        #expect(try path(["--config=/a", "--config="]) == nil)
        #expect(try path([]) == nil)
    }

    /// By the help of 1.31, 1.34, 1.35 and 1.36, which is the same: «ignored if a config file is specified by --config».
    private static let ignoredByHelp = [
        "--bind-address=::", "--cluster-cidr=10.0.0.0/8", "--detect-local-mode=ClusterCIDR", "--feature-gates=A=true",
        "--healthz-bind-address=[::]:1", "--metrics-bind-address=[::]:2", "--nodeport-addresses=primary",
        "--oom-score-adj=-1",
        "--profiling=true", "--proxy-mode=ipvs", "--show-hidden-metrics-for-version=1.35",
    ]
    /// Flags of which it says nothing, and whose place a file takes all the same, as `Complete` of options.go has it.
    private static let ignoredSilently = [
        "--bind-address-hard-fail", "--config-sync-period=1m", "--conntrack-min=5", "--conntrack-tcp-be-liberal",
        "--healthz-port=1", "--iptables-sync-period=1m", "--ipvs-strict-arp", "--kube-api-qps=9", "--kubeconfig=/k",
        "--masquerade-all", "--metrics-port=1", "--pod-bridge-interface=b", "--pod-interface-name-prefix=p",
    ]

    @Test("A flag is passed over beside --config, and beside it alone", arguments: ignoredByHelp + ignoredSilently)
    func passedOver(flag: String) throws {
        let name = flag.dropFirst(2).prefix { $0 != "=" }
        for version in ["1.31.0", "1.34.2", "1.36.3"].map({ KubernetesVersion($0) }) {
            #expect(
                try KubeProxyFlags(["kube-proxy", "--config=/c", flag], version: version).passedOver == ["\(name)"]
            )
            #expect(try KubeProxyFlags(["kube-proxy", flag], version: version).passedOver.isEmpty)
        }
    }

    @Test("Flags of logging, and those that no file can give, count beside --config")
    func notPassedOver() throws {
        let flags = [
            "--config=/c", "--hostname-override=a", "--master=https://a", "--init-only", "--cleanup=false", "-v=2",
            "--vmodule=a=1", "--logging-format=json", "--log-flush-frequency=1s", "--log-json-split-stream",
            "--boot-id-file=/b", "--machine-id-file=/m", "--brand-new=1",
        ]
        let read = try KubeProxyFlags(["kube-proxy"] + flags, version: KubernetesVersion("1.38.0"))
        #expect(read.passedOver.isEmpty)
        let old = ["kube-proxy", "--config=/c", "--logtostderr=true", "--log-dir=/l", "--udp-timeout=250ms"]
        #expect(try KubeProxyFlags(old, version: KubernetesVersion("1.25.3")).passedOver == ["udp-timeout"])
    }

    @Test(
        "What the program refuses is refused, with the flag",
        arguments: [
            (["--conntrack-max=1"], "--conntrack-max is no flag of kube-proxy"),
            (["--no-such-flag"], "--no-such-flag is no flag of kube-proxy"),
            (["-conntrack-min", "5"], "'-conntrack-min' is no flag of kube-proxy"),
            (["-x"], "'-x' is no flag of kube-proxy"),
            (["---v=1"], "'---v=1' is no flag"), (["--=1"], "'--=1' is no flag"),
            (["--Conntrack-Min=5"], "--Conntrack-Min is no flag of kube-proxy"),
            (["foo"], "it takes no argument such as 'foo'"),
            (["--", "--v=1"], "it takes no argument such as '--v=1'"),
            (["-"], "it takes no argument such as '-'"),
            (["--masquerade-all", "false"], "it takes no argument such as 'false'"),
            (["--conntrack-min"], "--conntrack-min needs a value"),
            (["--conntrack-min=1.5"], "--conntrack-min: '1.5' is no 32-bit integer"),
            (["--conntrack-min=2147483648"], "--conntrack-min: '2147483648' is no 32-bit integer"),
            (["--conntrack-min="], "--conntrack-min: '' is no 32-bit integer"),
            (["--masquerade-all=yes"], "--masquerade-all: 'yes' is no boolean"),
            (["--bind-address=foo"], "--bind-address: 'foo' is no IP address"),
            (["--feature-gates=A"], "--feature-gates: 'A' is no list of feature gates such as Name=true"),
            (["--kube-api-qps=fast"], "--kube-api-qps: 'fast' is no number"),
            (["--v=two"], "--v: 'two' is no whole number"),
            (["--help"], "--help makes it answer and exit"), (["--version=raw"], "--version makes it answer and exit"),
            (["--cleanup"], "--cleanup makes it remove its rules and exit"),
            (["--write-config-to=/x"], "--write-config-to makes it write its defaults and exit"),
            (["--hostname-override= "], "--hostname-override is blank"),
            (["--conntrack-min=-1"], "conntrack.min: -1 is below 0"),
            (["--conntrack-udp-timeout=-1s"], "conntrack.udp-timeout is below 0"),
            (["--proxy-mode=userspace"], "mode: 'userspace' is not one of iptables, ipvs, nftables"),
            (["--iptables-sync-period=0"], "iptables.syncPeriod is not above 0"),
            (["--iptables-min-sync-period=31s"], "iptables.minSyncPeriod is above iptables.syncPeriod"),
            (["--nodeport-addresses=primary,10.0.0.0/8"], "nodePortAddresses: 'primary' is no address block"),
            (["--cluster-cidr=10.0.0.0/8,11.0.0.0/8"], "clusterCIDR has two blocks of one family"),
            (["--detect-local-mode=BridgeInterface"], "detectLocal.bridgeInterface is empty"),
            (["--conntrack-max-per-core=\u{1B}[31m"], "--conntrack-max-per-core: '\u{FFFD}[31m' is no 32-bit integer"),
        ] as [([String], String)]
    )
    func refusals(_ arguments: [String], _ reason: String) {
        #expect(throws: Refusal(reason)) { try configuration(arguments) }
    }

    @Test("Flags of old releases are known to those, and unknown ones may be newer than this table")
    func versions() throws {
        let old = ["kube-proxy", "--logtostderr=true", "--udp-timeout=250ms", "--cleanup-ipvs"]
        _ = try KubeProxyFlags(old, version: KubernetesVersion("1.25.3"))
        #expect(throws: Refusal.self) { try KubeProxyFlags(old, version: KubernetesVersion("1.34.0")) }
        let new = ["kube-proxy", "--brand-new=1"]
        _ = try KubeProxyFlags(new, version: KubernetesVersion("1.38.0"))
        #expect(throws: Refusal.self) { try KubeProxyFlags(new, version: KubernetesVersion("1.37.0")) }
    }

    @Test("Nothing at all, a flag at the end and ten thousand flags are read")
    func hostile() throws {
        _ = try KubeProxyFlags([], version: nil)
        #expect(throws: Refusal.self) { try KubeProxyFlags(["kube-proxy", "--config"], version: nil) }
        _ = try KubeProxyFlags(["kube-proxy"] + Array(repeating: "--v=1", count: 10_000), version: nil)
    }
}
