import Testing
import Tuning

@Suite("How a kubelet lays drop-ins over its file")
struct KubeletMergeTests {
    private static let new = ["1.32.0", "1.34.2", "1.36.1"]
    private static let old = ["1.30.4", "1.31.9"]

    @Test("The last file wins, and what it does not name stays", arguments: new + old)
    func order(version: String) throws {
        var sample = KubeletSample(version: version, file: ["podsPerCore": .integer(7)])
        sample.dropIns = [["maxPods": .integer(20), "kubeAPIBurst": .integer(9)], ["maxPods": .integer(30)]]
        let effective = try sample.effective
        #expect(effective["maxPods"] == .integer(30))
        #expect(effective["kubeAPIBurst"] == .integer(9))
        #expect(effective["podsPerCore"] == .integer(7))
        let origin = try sample.start.get().origin
        #expect(origin["maxPods"] == "/etc/kubelet.d/20.conf")
        #expect(origin["podsPerCore"] == "/etc/kubelet.yaml")
        #expect(origin["eventBurst"] == "default")
    }

    @Test("Lists are replaced and mappings merged by key", arguments: new + old)
    func collections(version: String) throws {
        var sample = KubeletSample(version: version)
        sample.file = [
            "clusterDNS": .list([.string("10.0.0.1"), .string("10.0.0.2")]),
            "systemReserved": .object(["cpu": .string("1"), "memory": .string("1Gi")]),
        ]
        sample.dropIns = [
            ["clusterDNS": .list([.string("10.0.0.3")]), "systemReserved": .object(["memory": .string("2Gi")])]
        ]
        let effective = try sample.effective
        #expect(effective["clusterDNS"] == .list([.string("10.0.0.3")]))
        #expect(effective["systemReserved.cpu"] == .string("1"))
        #expect(effective["systemReserved.memory"] == .string("2Gi"))
    }

    @Test("Since 1.32 null resets a field to its default; before, it does nothing")
    func null() throws {
        for (version, pods) in [("1.31.9", 40), ("1.32.0", 110), ("1.36.0", 110)] as [(String, Int64)] {
            var sample = KubeletSample(version: version, file: ["maxPods": .integer(40)])
            sample.dropIns = [["maxPods": .null]]
            #expect(try sample.effective["maxPods"] == .integer(pods), "\(version)")
        }
    }

    @Test("Since 1.32 a 0 asks for the default where none can be told from it; before, it is 0")
    func zero() throws {
        for (version, pods) in [("1.31.9", 0), ("1.33.0", 110)] as [(String, Int64)] {
            let sample = KubeletSample(version: version, dropIns: [["maxPods": .integer(0)]])
            #expect(try sample.effective["maxPods"] == .integer(pods), "\(version)")
            let optional = KubeletSample(version: version, dropIns: [["registryPullQPS": .integer(0)]])
            #expect(try optional.effective["registryPullQPS"] == .integer(0), "\(version)")
        }
        #expect(try KubeletSample(version: "1.31.9", dropIns: [["nodeLeaseDurationSeconds": .integer(0)]]).isRefused)
        #expect(try !KubeletSample(version: "1.32.1", dropIns: [["nodeLeaseDurationSeconds": .integer(0)]]).isRefused)
    }

    @Test("A default that hangs on another field follows it in the file, and not in a drop-in", arguments: new)
    func dependentDefaults(version: String) throws {
        let fields: [String: DecodedValue] = ["nodeStatusUpdateFrequency": .string("25s")]
        let main = try KubeletSample(version: version, file: fields).effective
        #expect(main["nodeStatusReportFrequency"] == .string("25s"))
        let dropIn = try KubeletSample(version: version, dropIns: [fields]).effective
        #expect(dropIn["nodeStatusReportFrequency"] == .string("5m0s"))
        let reset = try KubeletSample(version: version, dropIns: [["nodeStatusReportFrequency": .null]]).effective
        #expect(reset["nodeStatusReportFrequency"] == .string("10s"))
    }

    @Test(
        "Parallel pulls alone turn serial pulls off in the file, and refuse the start in a drop-in",
        arguments: new + old
    )
    func parallelPulls(version: String) throws {
        let fields: [String: DecodedValue] = ["maxParallelImagePulls": .integer(8)]
        let main = try KubeletSample(version: version, file: fields).effective
        #expect(main["serializeImagePulls"] == .bool(false))
        #expect(try KubeletSample(version: version, dropIns: [fields]).isRefused)
        let both = fields.merging(["serializeImagePulls": .bool(false)]) { $1 }
        #expect(try KubeletSample(version: version, dropIns: [both]).effective["maxParallelImagePulls"] == .integer(8))
    }

    @Test("Thresholds of the file replace the defaults, those of a drop-in are added to them")
    func thresholds() throws {
        let fields: [String: DecodedValue] = ["evictionHard": .object(["memory.available": .string("300Mi")])]
        let main = try KubeletSample(file: fields).effective
        #expect(main["evictionHard.memory.available"] == .string("300Mi"))
        #expect(main["evictionHard.nodefs.available"] == nil)
        let dropIn = try KubeletSample(dropIns: [fields]).effective
        #expect(dropIn["evictionHard.nodefs.available"] == .string("10%"))
        let merged = KubeletSample(file: fields.merging(["mergeDefaultEvictionSettings": .bool(true)]) { $1 })
        #expect(try merged.effective["evictionHard.imagefs.available"] == .string("15%"))
        var old = merged
        old.version = "1.32.5"
        #expect(try old.effective["evictionHard.imagefs.available"] == nil)
        #expect(try KubeletSample(dropIns: [["evictionHard": .null]]).effective["evictionHard.memory.available"] == nil)
        #expect(
            try KubeletSample(file: ["evictionHard": .object([:])]).effective["evictionHard.memory.available"] == nil
        )
        #expect(try KubeletSample(file: nil).effective["evictionHard.memory.available"] == nil)
    }

    @Test("A key in another letter case counts in drop-ins alone, by the order of its bytes")
    func letterCase() throws {
        #expect(try KubeletSample(file: ["maxpods": .integer(50)]).effective["maxPods"] == .integer(110))
        #expect(try KubeletSample(dropIns: [["MaxPods": .integer(50)]]).effective["maxPods"] == .integer(110))
        let beaten = KubeletSample(dropIns: [["maxpods": .integer(50)], ["maxPods": .integer(60)]])
        #expect(try beaten.effective["maxPods"] == .integer(50))
        #expect(try beaten.start.get().origin["maxPods"] == "/etc/kubelet.d/10.conf")
        let own = KubeletSample(version: "1.31.2", dropIns: [["MaxPods": .integer(50)]])
        #expect(try own.effective["maxPods"] == .integer(50))
    }

    @Test("Up to 1.31 a drop-in finds the resolver's file under its name in the program")
    func renamedField() throws {
        var sample = KubeletSample(version: "1.31.2", dropIns: [["resolvConf": .string("/run/r.conf")]])
        #expect(try sample.effective["resolvConf"] == .string("/etc/resolv.conf"))
        sample.version = "1.32.2"
        #expect(try sample.effective["resolvConf"] == .string("/run/r.conf"))
    }

    @Test("An empty list of the file is defaulted again where a directory is read at all")
    func emptyList() throws {
        var sample = KubeletSample(file: ["enforceNodeAllocatable": .list([])])
        #expect(try sample.effective["enforceNodeAllocatable"] == .list([]))
        sample.dropIns = []
        #expect(try sample.effective["enforceNodeAllocatable"] == .list([.string("pods")]))
    }

    @Test("Types are checked in the file at once, in drop-ins after the last of them")
    func lateTypes() throws {
        let wrong: [String: DecodedValue] = ["maxPods": .string("many")]
        let right: [String: DecodedValue] = ["maxPods": .integer(12)]
        #expect(try KubeletSample(dropIns: [wrong]).isRefused)
        #expect(try KubeletSample(dropIns: [wrong, right]).effective["maxPods"] == .integer(12))
        #expect(try KubeletSample(file: wrong, dropIns: [right]).isRefused)
    }

    @Test("A drop-in says what it is; up to 1.31 it is enough that it has a kind")
    func header() throws {
        let foreign: [String: DecodedValue] = ["apiVersion": .string("example.org/v1"), "kind": .string("Other")]
        #expect(try KubeletSample(dropIns: [foreign]).isRefused)
        #expect(try !KubeletSample(version: "1.31.0", dropIns: [foreign]).isRefused)
        #expect(try KubeletSample(version: "1.31.0", dropIns: [["kind": .null]]).isRefused)
        #expect(try KubeletSample(file: foreign).isRefused)
    }

    @Test("Relative paths start at the file's directory, and in drop-ins nowhere")
    func paths() throws {
        let fields: [String: DecodedValue] = ["staticPodPath": .string("../pods.d")]
        #expect(try KubeletSample(file: fields).effective["staticPodPath"] == .string("/pods.d"))
        #expect(try KubeletSample(dropIns: [fields]).effective["staticPodPath"] == .string("../pods.d"))
    }

    @Test("1.28 and 1.29 read a directory only where a variable is set")
    func variable() throws {
        var sample = KubeletSample(version: "1.29.3", dropIns: [])
        sample.node.hasDirectoryVariable = false
        #expect(try sample.isRefused)
        sample.node.hasDirectoryVariable = true
        #expect(try !sample.isRefused)
        sample.version = "1.30.0"
        sample.node.hasDirectoryVariable = false
        #expect(try !sample.isRefused)
    }

    @Test("Merging the same again changes nothing", arguments: new)
    func idempotence(version: String) throws {
        let fields: [String: DecodedValue] = [
            "maxPods": .integer(77), "systemReserved": .object(["cpu": .string("2")]), "clusterDomain": .string("a.b"),
        ]
        let once = try KubeletSample(version: version, dropIns: [fields]).effective
        #expect(try KubeletSample(version: version, dropIns: [fields, fields]).effective == once)
    }
}
