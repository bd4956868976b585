import Testing
import Tuning

@Suite("The command line of a kubelet")
struct KubeletFlagsTests {
    private func sample(_ arguments: [String], _ fields: [String: DecodedValue] = [:]) -> KubeletSample {
        KubeletSample(arguments: arguments, file: fields)
    }

    @Test("A flag wins over every file, in every way to write it")
    func precedence() throws {
        for arguments in [
            ["--max-pods=60"], ["--max-pods", "60"], ["--max_pods=60"], ["--max-pods=9", "--max-pods=60"],
        ] {
            var sample = sample(arguments, ["maxPods": .integer(40)])
            sample.dropIns = [["maxPods": .integer(50)]]
            #expect(try sample.effective["maxPods"] == .integer(60))
            #expect(try sample.start.get().origin["maxPods"] == "flag --max-pods")
        }
    }

    @Test("A 0 of a flag is 0")
    func zero() throws {
        #expect(try sample(["--max-pods=0"], ["maxPods": .integer(40)]).effective["maxPods"] == .integer(0))
        #expect(try sample(["--event-qps=0"]).effective["eventRecordQPS"] == .integer(0))
    }

    @Test("Lists and mappings of a flag replace those of the files, and are added up among flags")
    func collections() throws {
        let fields: [String: DecodedValue] = [
            "clusterDNS": .list([.string("10.0.0.1")]), "systemReserved": .object(["cpu": .string("1")]),
        ]
        let arguments = ["--cluster-dns=10.0.0.2", "--cluster-dns=10.0.0.3,10.0.0.4", "--system-reserved=memory=1Gi"]
        let effective = try sample(arguments, fields).effective
        #expect(effective["clusterDNS"] == .list(["10.0.0.2", "10.0.0.3", "10.0.0.4"].map { .string($0) }))
        #expect(effective["systemReserved.memory"] == .string("1Gi"))
        #expect(effective["systemReserved.cpu"] == nil)
        let eviction = try sample(["--eviction-hard=memory.available<1Gi,nodefs.available<5%"]).effective
        #expect(eviction["evictionHard.nodefs.available"] == .string("5%"))
        #expect(eviction["evictionHard.imagefs.available"] == nil)
    }

    @Test("Feature gates of flags are added to those of the files")
    func gates() throws {
        let files: [String: DecodedValue] = [
            "featureGates": .object(["MemoryQoS": .bool(true), "ContextualLogging": .bool(false)])
        ]
        let effective = try sample(["--feature-gates=MemoryQoS=false"], files).effective
        #expect(effective["featureGates.MemoryQoS"] == .bool(false))
        #expect(effective["featureGates.ContextualLogging"] == .bool(false))
    }

    @Test(
        "What the program cannot read refuses the start",
        arguments: [
            ["-max-pods=60"], ["--max-pods"], ["--max-pods=many"], ["--max-pods=3000000000"],
            ["--max-parallel-image-pulls=5"],
            ["--node-status-update-frequency=15"], ["--serialize-image-pulls=no"], ["--address=host"], ["serve"],
            ["--container-runtime=remote"], ["--help"], ["--version"], ["--eviction-hard=memory.available=1Gi"],
            ["--node-labels=kubernetes.io/role=master"], ["--node-labels=a b=c"], ["--node-labels=kubernetes.io/own"],
            ["--register-with-taints=a=b:Never"],
            ["--cloud-provider=aws"], ["--feature-gates=NoSuchGate=true"], ["--=1"],
        ]
    )
    func refused(arguments: [String]) throws {
        #expect(try sample(arguments).isRefused)
    }

    @Test(
        "What it can read does not",
        arguments: [
            ["-v=4"], ["-v", "4"], ["--v=2"], ["--node-labels=node.kubernetes.io/pool=a,own=b"], ["--"],
            ["--node-labels=own,node.kubernetes.io/spot"],
            ["--register-with-taints=a=b:NoSchedule,c:NoExecute"], ["--cloud-provider=external"], ["--fail-swap-on=F"],
            ["--tls-cipher-suites=TLS_AES_128_GCM_SHA256"], ["--reserved-cpus="], ["--runtime-request-timeout=1h"],
        ]
    )
    func accepted(arguments: [String]) throws {
        #expect(throws: Never.self) { try sample(arguments).effective }
    }

    @Test("A flag is refused from the release on that dropped it")
    func dropped() throws {
        for (flags, last) in [
            (["--pod-infra-container-image=x"], 34), (["--keep-terminated-pod-volumes=true"], 30),
            (["--container-runtime=remote"], 26), (["--container-runtime", "remote"], 26),
            (["--network-plugin=cni", "--cni-bin-dir=/opt/cni/bin"], 23), (["--cloud-provider=gce"], 28),
        ] {
            let flag = flags[0]
            var sample = sample(flags)
            sample.version = "1.\(last).0"
            #expect(try !sample.isRefused, "\(flag)")
            sample.version = "1.\(last + 1).0"
            #expect(try sample.isRefused, "\(flag)")
        }
    }

    @Test("A flag that was dropped is not held against a kubelet of an unknown version, but one that never was is")
    func unknownVersion() throws {
        for (flag, isRefused) in [("--container-runtime=remote", false), ("--max-parallel-image-pulls=5", true)] {
            var sample = sample([flag])
            sample.version = ""
            #expect(try sample.isRefused == isRefused, "\(flag)")
        }
    }

    @Test("Without a file the program's older defaults hold")
    func withoutFile() throws {
        var sample = sample(["--max-pods=33"])
        sample.file = nil
        let effective = try sample.effective
        #expect(effective["authentication.anonymous.enabled"] == .bool(true))
        #expect(effective["authorization.mode"] == .string("AlwaysAllow"))
        #expect(effective["readOnlyPort"] == .integer(10255))
        #expect(effective["maxPods"] == .integer(33))
    }
}
