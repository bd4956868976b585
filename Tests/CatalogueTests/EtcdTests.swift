import Catalogue
import Testing
import Tuning

/// What the catalogue makes of etcd on a node.
private struct Asked {
    let facts: Facts
    let wishes: Wishes

    init(_ facts: Facts, _ change: (inout Policy) -> Void = { _ in }) {
        var policy = Policy(profile: .largeCluster)
        change(&policy)
        self.facts = facts
        wishes = Wishes(of: catalogue, for: facts, under: policy, holds: [])
    }

    func bounds(of id: Setting.ID) -> [String: Bound] {
        let desired = wishes.desired.filter { $0.setting == id }
        return Dictionary(desired.map { ($0.target.knob.description, $0.target.bound) }) { first, _ in first }
    }

    func reason(of id: Setting.ID) -> String {
        wishes.leftAlone.first { $0.setting == id }?.because ?? wishes.desired.first { $0.setting == id }?.because ?? ""
    }

    func effect(of id: Setting.ID) -> Effect? {
        guard
            let setting = catalogue.first(where: { $0.id == id }),
            let desired = wishes.desired.first(where: { $0.setting == id }),
            let value = desired.target.bound.written
        else { return nil }
        return setting.effect(facts, desired.target, value)
    }
}

extension SampleNodes {
    /// A node with etcd on one disk.
    static func etcd(
        in place: ProcessSelector.Place = .unit("etcd.service"),
        scheduler: String? = "mq-deadline",
        kernel: String = "6.1.0-28-amd64",
        cpu: ResourceGroup? = nil
    ) -> Facts {
        var facts = machine(cpus: 8, gibibytes: 32)
        facts.kernel.release = kernel
        facts.cgroup.version = 2
        facts.cgroup.controllers = ["cpu", "io", "memory"]
        var disk = Disk(name: "sda", kind: .disk, number: "8:0")
        disk.leaves = ["sda"]
        disk.scheduler = scheduler
        facts.disks = [disk]
        var member = EtcdMember(pid: 7, startTicks: 1, place: place)
        if case .unit(let name) = place { member.service = name }
        member.wal = EtcdMember.Store(path: "/var/lib/etcd/member/wal", source: "open file")
        member.wal?.disks = ["sda"]
        member.cpu = cpu
        member.io = cpu
        facts.etcd = [member]
        return facts
    }

    /// A group with siblings of these weights at its level.
    static func group(weight: Int64, siblings: [Int64], others: Int64 = 0) -> ResourceGroup {
        let siblings = siblings.enumerated().map { WeightedGroup(name: "s\($0.offset)", weight: $0.element) }
        let level = ResourceGroup.Level(path: "/system.slice/etcd.service", weight: weight, siblings: siblings)
        return ResourceGroup(path: level.path, levels: [level], otherProcessCount: others)
    }
}

@Suite("etcd")
struct EtcdTests {
    private let dropIns = "/etc/systemd/system/etcd.service.d/90-nodekeel-"

    @Test("is asked to have priority now and at its next start, where it is a service")
    func service() {
        let asked = Asked(SampleNodes.etcd())
        #expect(asked.bounds(of: "etcd-cpu-priority")["nice value of etcd in etcd.service"] == .atMost(-20))
        let priority = asked.bounds(of: "etcd-io-priority")["I/O priority of etcd in etcd.service"]
        #expect(priority?.written == .text("best-effort/0"))
        #expect(asked.bounds(of: "etcd-weight")["CPU weight of etcd.service"] == .atLeast(1_000))
        #expect(asked.bounds(of: "etcd-weight")["I/O weight of etcd.service"] == .atLeast(1_000))
        let texts = ["cpu-priority", "io-priority", "weight"].map { name -> String in
            let bound = asked.bounds(of: Setting.ID(rawValue: "etcd-\(name)"))["\(dropIns)etcd-\(name).conf"]
            return if case .exactly(.text(let text))? = bound { text } else { "" }
        }
        #expect(texts[0].hasSuffix("\n[Service]\nNice=-20\n"))
        #expect(texts[1].hasSuffix("\n[Service]\nIOSchedulingClass=best-effort\nIOSchedulingPriority=0\n"))
        #expect(texts[2].hasSuffix("\n[Service]\nCPUWeight=1000\nIOWeight=1000\n"))
    }

    @Test("in a pod has its weight told with the request that would mend it, and no file of anybody's is written")
    func pod() throws {
        var facts = SampleNodes.etcd(in: .pod("uid"), cpu: SampleNodes.group(weight: 4, siblings: [79, 100]))
        facts.etcd[0].cpu?.levels[0].path = "/kubepods.slice/kubepods-poduid.slice"
        facts.etcd[0].pod = "kube-system/etcd-a"
        let asked = Asked(facts)
        #expect(asked.bounds(of: "etcd-weight") == ["CPU weight of pod uid": .atLeast(79)])
        let desired = try #require(asked.wishes.desired.first { $0.setting == "etcd-weight" })
        #expect(desired.target.knob.isReadOnly)
        let caution = try #require(desired.cautions.first)
        #expect(caution.danger.contains("kube-system/etcd-a") && caution.danger.contains("a weight of 4"))
        #expect(caution.remedy.contains("2000m"))
        #expect(!asked.wishes.desired.contains { $0.target.knob.name.hasPrefix("/etc/systemd") })
    }

    @Test("that is a part of k3s has no process, and that is said")
    func embedded() {
        var facts = SampleNodes.machine(cpus: 4, gibibytes: 8)
        facts.components = [Component(name: "k3s", pid: 5, startTicks: 1, arguments: [])]
        for id in ["etcd-cpu-priority", "etcd-io-priority", "etcd-weight"] as [Setting.ID] {
            #expect(Asked(facts).reason(of: id).contains("k3s has no etcd process"))
        }
    }

    @Test("of several members has a knob for each place, and one for two in the same")
    func members() {
        var facts = SampleNodes.etcd()
        facts.etcd.append(EtcdMember(pid: 8, startTicks: 1, place: .unit("etcd-events.service")))
        facts.etcd.append(EtcdMember(pid: 9, startTicks: 1, place: .unit("etcd-events.service")))
        let knobs = Asked(facts).wishes.desired.map(\.target.knob).filter { $0.kind == "cpu-priority" }
        #expect(knobs.map(\.name) == ["etcd in etcd.service", "etcd in etcd-events.service"])
    }
}

@Suite("A nice value of etcd")
struct EtcdNiceEffectTests {
    @Test("ranks it among the processes of its own CPU group, and nowhere else")
    func groups() {
        let alone = SampleNodes.etcd(cpu: SampleNodes.group(weight: 100, siblings: [100, 100]))
        guard case .inert(let reason)? = Asked(alone).effect(of: "etcd-cpu-priority") else {
            Issue.record("it is said to have an effect")
            return
        }
        #expect(reason.contains("alone in /system.slice/etcd.service") && reason.contains("33.3 %"))
        let shared = SampleNodes.etcd(cpu: SampleNodes.group(weight: 100, siblings: [100], others: 12))
        #expect(Asked(shared).effect(of: "etcd-cpu-priority") == .effective)
    }

    @Test("counts outside of all groups, unless the kernel makes one of each session", arguments: [true, false])
    func autogroups(hasAutogroups: Bool) {
        var facts = SampleNodes.etcd(cpu: ResourceGroup(path: "/", levels: [], otherProcessCount: 90))
        facts.cgroup.hasAutogroups = hasAutogroups
        #expect((Asked(facts).effect(of: "etcd-cpu-priority") == .effective) == !hasAutogroups)
    }
}

@Suite("An I/O priority of etcd")
struct EtcdIOEffectTests {
    /// What the machine showed: sources in IOPriorityEffect.
    @Test(
        "does something under the schedulers that look at it, and is inert under the others",
        arguments: [
            ("none", "6.1.0", "best-effort", false), ("none", "6.1.0", "realtime", false),
            ("kyber", "6.18.44", "best-effort", false), ("kyber", "6.18.44", "realtime", false),
            ("mq-deadline", "6.1.0", "best-effort", false), ("mq-deadline", "6.1.0", "realtime", true),
            ("mq-deadline", "5.10.0", "realtime", false), ("mq-deadline", "5.14.0", "idle", true),
            ("bfq", "5.10.0", "best-effort", true), ("bfq", "6.1.0", "realtime", true),
        ]
    )
    func schedulers(scheduler: String, kernel: String, name: String, isEffective: Bool) {
        let asked = Asked(SampleNodes.etcd(scheduler: scheduler, kernel: kernel)) { policy in
            policy.settings["etcd-io-priority"] = SettingPolicy(values: ["class": .text(name)])
        }
        #expect((asked.effect(of: "etcd-io-priority") == .effective) == isEffective)
    }

    @Test("is not asked for under bfq, where it made etcd slower, unless the operator insists")
    func bfq() {
        let asked = Asked(SampleNodes.etcd(scheduler: "bfq"))
        #expect(asked.bounds(of: "etcd-io-priority").isEmpty)
        #expect(asked.reason(of: "etcd-io-priority").contains("slower"))
        let insisting = Asked(SampleNodes.etcd(scheduler: "bfq")) { policy in
            policy.settings["etcd-io-priority"] = SettingPolicy(values: ["class": .text("best-effort")])
        }
        #expect(!insisting.bounds(of: "etcd-io-priority").isEmpty)
        #expect(insisting.wishes.desired.contains { $0.cautions.contains { $0.danger.contains("slower") } })
    }

    @Test(
        "leaves the realtime class to who gave it, unless policy names another",
        arguments: [
            ("by-scheduler", "realtime/0", true), ("by-scheduler", "realtime/7", true),
            ("by-scheduler", "best-effort/0", true), ("by-scheduler", "best-effort/4", false),
            ("by-scheduler", "none", false), ("by-scheduler", "idle", false), ("best-effort", "realtime/0", false),
            ("best-effort", "best-effort/0", true),
        ]
    )
    func givenRealtime(name: String, present: String, isAccepted: Bool) throws {
        let asked = Asked(SampleNodes.etcd()) { policy in
            policy.settings["etcd-io-priority"] = SettingPolicy(values: ["class": .text(name)])
        }
        let bound = try #require(asked.bounds(of: "etcd-io-priority")["I/O priority of etcd in etcd.service"])
        #expect(bound.accepts(.text(present)) == isAccepted)
        #expect(bound.written == .text("best-effort/0"))
    }

    @Test("of the realtime class comes with what it costs")
    func realtime() {
        let asked = Asked(SampleNodes.etcd()) { policy in
            policy.settings["etcd-io-priority"] = SettingPolicy(values: [
                "class": .text("realtime"), "level": .integer(4),
            ])
        }
        let desired = asked.wishes.desired.first { $0.setting == "etcd-io-priority" }
        #expect(desired?.target.bound == .exactly(.text("realtime/4")))
        #expect(desired?.cautions.first?.danger.contains("starve") == true)
    }

    @Test("as a weight counts only under bfq or blk-iocost")
    func weight() throws {
        let setting = try #require(catalogue.first { $0.id == "etcd-weight" })
        let target = Target(.weight(of: .unit("etcd.service"), .io), .atLeast(1_000))
        var facts = SampleNodes.etcd(cpu: SampleNodes.group(weight: 1_000, siblings: [100]))
        guard case .inert = setting.effect(facts, target, .integer(1_000)) else {
            Issue.record("it is said to have an effect under mq-deadline")
            return
        }
        facts.cgroup.costControlledDevices = ["8:0"]
        #expect(setting.effect(facts, target, .integer(1_000)) == .effective)
        facts = SampleNodes.etcd(scheduler: "bfq", cpu: SampleNodes.group(weight: 1_000, siblings: [100]))
        #expect(setting.effect(facts, target, .integer(1_000)) == .effective)
    }
}

@Suite("system.slice")
struct SystemSliceWeightTests {
    @Test(
        "is asked to have its part of the CPUs beside the pods",
        arguments: [
            (100, 2_500, 278, false), (100, 100, 12, true), (300, 2_500, 278, true), (100, 10_000, 1_112, false),
        ]
            as [(Int64, Int64, Int64, Bool)]
    )
    func share(system: Int64, pods: Int64, wanted: Int64, isMet: Bool) throws {
        var facts = SampleNodes.machine(cpus: 64, gibibytes: 256)
        facts.cgroup.topGroups = [
            WeightedGroup(name: "kubepods.slice", weight: pods), WeightedGroup(name: "system.slice", weight: system),
        ]
        let asked = Asked(facts)
        let bound = try #require(asked.bounds(of: "system-slice-weight")["CPU weight of system.slice"])
        #expect(bound == .atLeast(wanted))
        #expect(bound.accepts(.integer(system)) == isMet)
        #expect(wanted * 100 >= 10 * (wanted + pods))
        #expect(asked.wishes.desired.contains { $0.setting == "system-slice-weight" && $0.cautions.isEmpty } == isMet)
    }
}
