import Testing

@testable import Tuning

@Suite("The start of an etcd")
struct EtcdStartTests {
    @Test("has the defaults of its release", arguments: ["3.4.30", "3.5.21", "3.6.5", "3.7.0"])
    func defaults(version: String) {
        let start = EtcdSample(version)
        #expect(start.refusal == nil)
        let isOld = version < "3.6"
        #expect(start.effective["snapshot-count"] == .integer(isOld ? 100_000 : 10_000))
        #expect(start.effective["heartbeat-interval"] == .string("100ms"))
        #expect(start.effective["election-timeout"] == .string("1s"))
        #expect(start.effective["quota-backend-bytes"] == .integer(2_147_483_648))
        #expect(start.effective["pre-vote"] == .bool(version >= "3.5"))
        #expect(start.effective["data-dir"] == .string("default.etcd"))
        #expect((start.effective["feature-gates"] != nil) == !isOld)
        #expect((start.effective["discovery-url"] != nil) == (version < "3.7"))
        #expect(start.origin["snapshot-count"] == "default")
    }

    @Test("of an unknown release has no default that hangs on the release, and refuses nothing that does")
    func unknownRelease() {
        let start = EtcdSample(nil, ["--experimental-initial-corrupt-check", "--max-learners=2", "--debug"])
        #expect(start.refusal == nil)
        #expect(start.effective["snapshot-count"] == nil && start.effective["pre-vote"] == nil)
        #expect(start.effective["heartbeat-interval"] == .string("100ms"))
        #expect(EtcdSample(nil, ["--hartbeat-interval=1"]).refusal != nil)
    }

    @Test("tells where each value comes from")
    func origins() {
        let flags = EtcdSample("3.6.8", ["--name=a"], environment: ["ETCD_MAX_WALS": "7"])
        #expect(flags.origin["name"] == "flag --name in /etc/kubernetes/manifests/etcd.yaml:15")
        #expect(flags.origin["max-wals"] == "environment ETCD_MAX_WALS in /etc/etcd.env:2")
        let file = EtcdSample("3.6.8", ["--config-file=x", "--max-wals=9"], file: ["heartbeat-interval": .integer(90)])
        #expect(file.origin["heartbeat-interval"] == "/etc/etcd.yaml:4")
        #expect(file.effective["max-wals"] == .integer(5))
    }

    @Test(
        "reads numbers and durations as Go does",
        arguments: [
            (["--heartbeat-interval=0x96", "--election-timeout=1_000"], "heartbeat-interval", "150ms"),
            (["-heartbeat-interval", "150"], "election-timeout", "900ms"),
            (["--heartbeat-interval=70"], "election-timeout", "980ms"),
            (["--auto-compaction-retention=30m"], "auto-compaction-retention", "30m0s"),
            (["--auto-compaction-retention=8"], "auto-compaction-interval", "8h0m0s"),
            (
                ["--auto-compaction-mode=revision", "--auto-compaction-retention=1000"], "auto-compaction-retention",
                "1µs"
            ),
            (["--downgrade-check-time=90s"], "downgrade-check-interval", "1m30s"),
            (["--name=b"], "initial-cluster", "b=http://localhost:2380"),
            (["--name=b", "--name=c"], "data-dir", "c.etcd"),
            (["--initial-cluster=default=HTTP://localhost:2380"], "initial-cluster", "default=http://localhost:2380"),
        ]
    )
    func values(arguments: [String], option: String, value: String) {
        let start = EtcdSample("3.6.8", arguments)
        #expect(start.refusal == nil)
        #expect(start.effective[option] == .string(value))
    }

    @Test(
        "is refused in the words of etcd",
        arguments: [
            (["--heartbeat-interval=300"], "--election-timeout[1000ms] should be at least as 5 times"),
            (["--election-timeout=50001"], "is too long, and should be set less than 50000ms"),
            (["--max-wals=+5"], "invalid value \"+5\" for flag -max-wals: parse error"),
            (["--max-wals=18446744073709551616"], "value out of range"),
            (["--max-concurrent-streams=4294967296"], "strconv.ParseUint"),
            (["--pre-vote=ja"], "invalid boolean value \"ja\" for -pre-vote: parse error"),
            (["--pre-vote", "false"], "\"false\" is not a valid flag"),
            (["--snapshot-count"], "flag needs an argument: -snapshot-count"),
            (["--max_wals=5"], "flag provided but not defined: -max_wals"),
            (["---max-wals=5"], "bad flag syntax"),
            (["--listen-client-urls=http://10.0.0.1:2379"], "--advertise-client-urls is required"),
            (["--listen-peer-urls=http://node:2380"], "expected IP in URL for binding"),
            (["--listen-peer-urls=http://127.0.0.1"], "does not have the form \"host:port\""),
            (["--auto-compaction-mode=weekly"], "unknown auto-compaction-mode \"weekly\""),
            (["--auto-compaction-retention=-1"], "missing unit in duration \"-1\""),
            (["--initial-cluster=default=http://localhost:2380,b=http://localhost:2380"], "has duplicate url"),
            (["--auto-compaction-retention=2w"], "unknown unit \"w\" in duration \"2w\""),
            (["--feature-gates=Foo=true"], "unrecognized feature gate: Foo"),
            (["--feature-gates=LeaseCheckpointPersist=true"], "requires enabling feature gate LeaseCheckpoint"),
            (
                ["--feature-gates=InitialCorruptCheck=true", "--experimental-initial-corrupt-check"],
                "cannot specify both flags"
            ),
            (["--corrupt-check-time=1m", "--experimental-corrupt-check-time=1m"], "at the same time"),
            (["--log-level=loud"], "panic: unrecognized level"),
            (["--help"], "answer and exit"), (["--version"], "answer and exit"),
        ]
    )
    func refusals(arguments: [String], reason: String) {
        let refusal = EtcdSample("3.6.8", arguments).refusal ?? ""
        #expect(refusal.contains(reason), "\(refusal)")
    }

    @Test(
        "takes a flag only in the releases that have it",
        arguments: [
            ("--experimental-initial-corrupt-check=true", ["3.4.3", "3.5.21", "3.6.8"], ["3.7.1"]),
            ("--feature-gates=InitialCorruptCheck=true", ["3.6.8", "3.7.1"], ["3.4.3", "3.5.21"]),
            ("--watch-progress-notify-interval=5s", ["3.6.8", "3.7.1"], ["3.5.21"]),
            ("--experimental-compact-hash-check-enabled=true", ["3.5.5", "3.6.0"], ["3.5.4", "3.4.40"]),
            ("--enable-v2=true", ["3.4.3", "3.5.21"], ["3.6.8"]),
            ("--discovery=http://a", ["3.5.21", "3.6.8"], ["3.7.1"]),
            ("--logger=capnslog", ["3.4.3"], ["3.5.21", "3.6.8"]),
            ("--debug", ["3.4.3"], ["3.5.0"]),
            ("--peer-heartbeat-interval", ["3.4.3", "3.7.1"], []),
        ]
    )
    func releases(flag: String, takes: [String], refuses: [String]) {
        for version in takes { #expect(EtcdSample(version, [flag]).refusal == nil, "\(version)") }
        for version in refuses { #expect(EtcdSample(version, [flag]).refusal != nil, "\(version)") }
    }

    @Test("is refused for a variable beside its flag, even an empty one; alone an empty one does nothing")
    func conflicts() {
        for value in ["a", ""] {
            let refusal = EtcdSample("3.5.16", ["--name=a"], environment: ["ETCD_NAME": value]).refusal
            #expect(refusal?.hasPrefix("conflicting environment variable \"ETCD_NAME\"") ?? false)
        }
        let start = EtcdSample("3.5.16", environment: ["ETCD_NAME": "", "ETCD_FOO": "1", "ETCD_VERSION": "3.5.16"])
        #expect(start.refusal == nil && start.effective["name"] == .string("default"))
        let wrong = EtcdSample("3.5.16", environment: ["ETCD_MAX_WALS": " 5"]).refusal
        #expect(wrong == "invalid value \" 5\" for ETCD_MAX_WALS: parse error")
    }

    @Test("reads a configuration file without regard to letter case, unknown keys and flags")
    func file() {
        let keys: [String: DecodedValue] = [
            "Heartbeat-Interval": .integer(90), "no-such": .bool(true), "max-wals": .null,
            "listen-client-urls": .string("http://10.0.0.1:2379"), "advertise-client-urls": .string("http://n:2379"),
            "peer-transport-security": .object(["cert-file": .string("/c")]),
        ]
        let start = EtcdSample("3.6.8", ["--config-file=x"], environment: ["ETCD_MAX_WALS": "x"], file: keys)
        #expect(start.refusal == nil)
        #expect(start.effective["heartbeat-interval"] == .string("90ms"))
        #expect(start.effective["peer-cert-file"] == .string("/c"))
        #expect(start.effective["advertise-client-urls"] == .list([.string("http://n:2379")]))
        let wrong = EtcdSample("3.6.8", ["--config-file=x"], file: ["max-wals": .string("5")]).refusal
        #expect(wrong?.contains("cannot unmarshal string into Go struct field configYAML.Config.max-wals") ?? false)
        let texts: [String: DecodedValue] = ["name": .integer(7), "auto-compaction-retention": .integer(1)]
        let read = EtcdSample("3.6.8", ["--config-file=x"], file: texts)
        #expect(read.effective["name"] == .string("7"))
        #expect(read.effective["auto-compaction-retention"] == .string("1h0m0s"))
        let mode = EtcdSample("3.5.16", ["--config-file=x"], file: ["name": .string("a")]).effective
        #expect(mode["auto-compaction-mode"] == .string(""))
    }

    @Test("compares its name and address with the cluster only as long as it has no data")
    func bootstrap() {
        let arguments = ["--name=b", "--initial-cluster=a=http://127.0.0.1:2380"]
        #expect(EtcdSample("3.6.8", arguments).refusal?.contains("couldn't find local name \"b\"") ?? false)
        #expect(EtcdSample("3.6.8", arguments, isInitialized: true).refusal == nil)
        let moved = [
            "--initial-advertise-peer-urls=http://10.0.0.1:2380", "--initial-cluster=default=http://10.0.0.2:2380",
        ]
        #expect(EtcdSample("3.6.8", moved).refusal?.contains("but missing from") ?? false)
        let named = ["--initial-advertise-peer-urls=http://a.b:2380", "--initial-cluster=default=http://c.d:2380"]
        #expect(EtcdSample("3.6.8", named).refusal == nil)
    }

    @Test("tells no secret")
    func secrets() {
        let start = EtcdSample("3.6.8", ["--discovery-password=x"])
        #expect(start.effective["discovery-password"] == nil)
    }
}
