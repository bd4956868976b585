import Testing
import Tuning

@Suite("What keeps a kubelet from starting")
struct KubeletValidationTests {
    /// A field of the file with a value.
    struct Case: CustomTestStringConvertible {
        let fields: [String: DecodedValue]

        init(_ name: String, _ value: DecodedValue, _ others: [String: DecodedValue] = [:]) {
            fields = others.merging([name: value]) { $1 }
        }

        var testDescription: String { "\(fields)" }
    }

    @Test(
        "A value outside its range, of a wrong type or at odds with another",
        arguments: [
            Case("maxPods", .integer(-3)), Case("maxPods", .integer(1 << 31)), Case("maxPods", .integer(70_000)),
            Case("maxPods", .number(2.5)), Case("port", .integer(70_000)), Case("healthzPort", .integer(-1)),
            Case("nodeLeaseDurationSeconds", .integer(-5)), Case("oomScoreAdj", .integer(-1001)),
            Case("registryPullQPS", .integer(-1)), Case("nodeStatusMaxImages", .integer(-2)),
            Case("imageGCLowThresholdPercent", .integer(90)), Case("imageMaximumGCAge", .string("1m")),
            Case("maxParallelImagePulls", .integer(0)), Case("containerLogMaxFiles", .integer(1)),
            Case("maxParallelImagePulls", .integer(3), ["serializeImagePulls": .bool(true)]),
            Case("nodeStatusUpdateFrequency", .integer(10)), Case("nodeStatusUpdateFrequency", .string("10")),
            Case("nodeStatusUpdateFrequency", .null), Case("serializeImagePulls", .string("true")),
            Case("shutdownGracePeriod", .string("10ms")), Case("hairpinMode", .string("on")),
            Case("shutdownGracePeriodCriticalPods", .string("10s")), Case("podLogsDir", .string("/var//log")),
            Case("topologyManagerPolicy", .string("any")), Case("memoryThrottlingFactor", .number(1.5)),
            Case("logging", .object(["format": .string("xml")])), Case("runOnce", .bool(true)),
            Case("crashLoopBackOff", .object(["maxContainerRestartPeriod": .string("10m")])),
            Case("enforceNodeAllocatable", .list([.string("kube-reserved")])),
            Case("enforceNodeAllocatable", .list([.string("pods"), .string("pods")])),
            Case("cgroupsPerQOS", .bool(false)), Case("systemCgroups", .string("/s")),
            Case("featureGates", .object(["NodeSwap": .bool(false)])),
            Case("featureGates", .object(["NoSuchGate": .bool(true)])),
            Case("featureGates", .object(["GracefulNodeShutdown": .bool(false)])),
            Case("featureGates", .object(["MemoryQoS": .string("true")])),
        ]
    )
    func refusedByValidation(one: Case) throws {
        #expect(try KubeletSample(file: one.fields).isRefused)
    }

    @Test(
        "What its parts refuse while they start",
        arguments: [
            Case("evictionHard", .object(["memory.free": .string("1Gi")])),
            Case("evictionHard", .object(["memory.available": .string("120%")])),
            Case("evictionHard", .object(["memory.available": .string("1Gb")])),
            Case("evictionSoft", .object(["memory.available": .string("1Gi")])),
            Case("kubeReserved", .object(["storage": .string("1Gi")])),
            Case("systemReserved", .object(["cpu": .string("-1")])),
            Case("cpuManagerPolicy", .string("static")), Case("cpuManagerPolicy", .string("dynamic")),
            Case("memoryManagerPolicy", .string("static")), Case("memoryManagerPolicy", .string("Static")),
            Case("allowedUnsafeSysctls", .list([.string("vm.overcommit_memory")])),
            Case("tlsMinVersion", .string("TLS1.3")), Case("tlsCipherSuites", .list([.string("AES")])),
            Case("authorization", .object(["mode": .string("RBAC")])), Case("address", .string("localhost")),
            Case("containerLogMaxSize", .string("ten")), Case("reservedSystemCPUs", .string("0-99")),
            Case("configMapAndSecretChangeDetectionStrategy", .string("Poll")),
        ]
    )
    func refusedLate(one: Case) throws {
        var sample = KubeletSample(file: one.fields)
        sample.node.onlineCPUs = CPUList("0-3") ?? CPUList()
        #expect(try sample.isRefused)
    }

    @Test(
        "What looks wrong and is none of a kubelet's business",
        arguments: [
            Case("nodeStatusUpdateFrequency", .string("-5s")), Case("podPidsLimit", .integer(-7)),
            Case("kubeAPIBurst", .integer(1)), Case("clusterDNS", .list([.string("nowhere")])),
            Case("cgroupDriver", .string("other")), Case("healthzBindAddress", .string("nowhere")),
            Case("fileCheckFrequency", .string(".5h")), Case("noSuchField", .integer(1)),
            Case("maxPods", .integer(65_535)), Case("kubeAPIQPS", .null), Case("evictionHard", .null),
            Case("featureGates", .object(["AllAlpha": .bool(false)])),
            Case("allowedUnsafeSysctls", .list([.string("net.*"), .string("kernel.shm*")])),
            Case("cpuManagerPolicy", .string("static"), ["kubeReserved": .object(["cpu": .string("500m")])]),
        ]
    )
    func accepted(one: Case) throws {
        #expect(throws: Never.self) { try KubeletSample(file: one.fields).effective }
    }

    @Test("A number below zero of process IDs is none, and is shown as such")
    func processLimit() throws {
        #expect(try KubeletSample(file: ["podPidsLimit": .integer(-7)]).effective["podPidsLimit"] == .integer(-1))
    }

    @Test("The version decides about control groups of version 1, gates and periods")
    func versions() throws {
        var old = KubeletSample(version: "1.34.1")
        old.node.cgroupVersion = 1
        var new = old
        new.version = "1.35.0"
        #expect(try !old.isRefused)
        #expect(try new.isRefused)
        let period: [String: DecodedValue] = ["cpuCFSQuotaPeriod": .string("50ms")]
        #expect(try KubeletSample(version: "1.35.0", file: period).isRefused)
        #expect(try !KubeletSample(version: "1.36.0", file: period).isRefused)
        let gates: [String: DecodedValue] = ["featureGates": .object(["GracefulNodeShutdown": .bool(false)])]
        #expect(try !KubeletSample(version: "1.34.0", file: gates).isRefused)
        let both = ["GracefulNodeShutdown", "GracefulNodeShutdownBasedOnPodPriority", "WindowsGracefulNodeShutdown"]
        let all = Dictionary(uniqueKeysWithValues: both.map { ($0, DecodedValue.bool(false)) })
        #expect(try !KubeletSample(version: "1.35.0", file: ["featureGates": .object(all)]).isRefused)
    }

    @Test(
        "Swap of pods needs control groups of version 2, whatever the policy of the topology",
        arguments: ["none", "best-effort"]
    )
    func swap(policy: String) throws {
        var sample = KubeletSample(version: "1.34.2")
        sample.file = ["memorySwap": .object(["swapBehavior": .string("LimitedSwap")]), "failSwapOn": .bool(false)]
        sample.file?["topologyManagerPolicy"] = .string(policy)
        sample.node.cgroupVersion = 2
        #expect(try !sample.isRefused)
        sample.node.cgroupVersion = 1
        #expect(try sample.isRefused)
    }

    @Test(
        "OpenShift's kubelet takes gates that it does not know, but no other value for a locked one, and labels of roles"
    )
    func openShift() throws {
        var sample = KubeletSample(version: "1.32.9", file: ["featureGates": .object(["GatewayAPI": .bool(true)])])
        sample.arguments = ["--node-labels=node-role.kubernetes.io/control-plane,node.openshift.io/os_id=rhcos"]
        #expect(try sample.isRefused)
        sample.node.isOpenShift = true
        #expect(try !sample.isRefused)
        sample.file = ["featureGates": .object(["GatewayAPI": .bool(true), "DevicePluginCDIDevices": .bool(false)])]
        #expect(try sample.isRefused)
        sample.file = [:]
        sample.arguments = ["--node-labels=node-role.kubernetes.io/infra=a"]
        #expect(try sample.isRefused)
    }

    @Test("Of an unknown version nothing is refused that hangs on the version")
    func unknownVersion() throws {
        var sample = KubeletSample(version: "", file: ["featureGates": .object(["NoSuchGate": .bool(true)])])
        sample.node.cgroupVersion = 1
        sample.arguments = ["--no-such-flag=1"]
        #expect(try !sample.isRefused)
        sample.file = ["maxPods": .integer(-1)]
        #expect(try sample.isRefused)
    }

    @Test("More than the node has cannot be reserved")
    func reservations() throws {
        var sample = KubeletSample(file: ["systemReserved": .object(["memory": .string("9Gi")])])
        sample.node.memoryByteCount = 8 << 30
        #expect(try sample.isRefused)
        sample.node.memoryByteCount = 16 << 30
        #expect(try !sample.isRefused)
    }
}
