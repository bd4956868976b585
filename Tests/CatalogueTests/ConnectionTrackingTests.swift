import Catalogue
import Testing
import Tuning

/// What the catalogue asks of a node, by knob.
private func asked(
    of facts: Facts,
    under profile: Profile = .largeCluster,
    _ change: (inout Policy) -> Void = { _ in }
) -> [String: Bound] {
    var policy = Policy(profile: profile)
    change(&policy)
    let wishes = Wishes(of: catalogue, for: facts, under: policy, holds: [])
    return Dictionary(wishes.desired.map { ($0.target.knob.name, $0.target.bound) }) { first, _ in first }
}

private let table = "net/netfilter/nf_conntrack_max"
private let buckets = "net/netfilter/nf_conntrack_buckets"

@Suite("The connection-tracking table is sized")
struct ConnectionTrackingSizeTests {
    @Test(
        "by the online CPUs, not below the floor",
        arguments: [
            (Profile.largeCluster.name, 16, 2_310_720), (Profile.largeCluster.name, 64, 9_242_880),
            (Profile.conservative.name, 16, 524_288), (Profile.conservative.name, 2, 131_072),
            (Profile.conservative.name, 1, 131_072),
        ] as [(String, Int64, Int64)]
    )
    func byCPUs(profile: String, cpus: Int64, entries: Int64) throws {
        let profile = try #require(Profile.all.first { $0.name == profile })
        let bounds = asked(of: SampleNodes.machine(cpus: cpus, gibibytes: 1024), under: profile)
        #expect(bounds[table] == .atLeast(entries))
    }

    @Test("so that a full table leaves the memory to the workloads, with the cut told")
    func memoryGuard() throws {
        let facts = SampleNodes.machine(cpus: 64, gibibytes: 4)
        let wishes = Wishes(of: catalogue, for: facts, under: Policy(profile: .largeCluster), holds: [])
        let desired = try #require(wishes.desired.first { $0.target.knob.name == table })
        guard case .atLeast(let entries) = desired.target.bound else {
            Issue.record("no floor: \(desired.target.bound)")
            return
        }
        #expect(entries * 320 <= (4 << 30) / 10)
        #expect(entries > 1_000_000)
        #expect(desired.because.contains("cut to 10 %"))
    }

    @Test("within what the kernel takes, however many CPUs there are")
    func kernelLimit() {
        let bounds = asked(of: SampleNodes.machine(cpus: .max, gibibytes: nil))
        #expect(bounds[table] == .atLeast(2_147_483_647))
    }

    @Test("as the operator says, with buckets that follow")
    func overrides() {
        let facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        let exact = asked(of: facts) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 1_000_000))
        }
        #expect(exact[table] == .exactly(.integer(1_000_000)))
        #expect(exact[buckets] == .atLeast(250_368))
        let unlimited = asked(of: facts) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 0))
        }
        #expect(unlimited[table] == .exactly(.unlimited))
        #expect(unlimited[buckets] == nil)
    }

    @Test("with a bucket for every four entries, in whole pages")
    func buckets4() {
        #expect(asked(of: SampleNodes.machine(cpus: 16, gibibytes: 64))[buckets] == .atLeast(578_048))
        var largePages = SampleNodes.machine(cpus: 16, gibibytes: 64)
        largePages.memory.pageByteCount = 65_536
        #expect(asked(of: largePages)[buckets] == .atLeast(581_632))
        let more = asked(of: largePages) {
            $0.settings["connection-tracking-buckets"] = SettingPolicy(limits: .init(atLeast: 1_000_000))
        }
        #expect(more[buckets] == .atLeast(1_007_616))
    }

    @Test("with no more buckets than a hundredth of memory pays for, whatever policy asks of the table")
    func bucketsGuard() {
        let bounds = asked(of: SampleNodes.machine(cpus: 2, gibibytes: 8)) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 2_000_000_000))
        }
        #expect(bounds[table] == .exactly(.integer(2_000_000_000)))
        #expect(bounds[buckets] == .atLeast(10_737_152))
        let unknown = asked(of: SampleNodes.machine(cpus: 2, gibibytes: nil)) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 2_147_483_647))
        }
        #expect(unknown[buckets] == .atLeast(268_427_264))
    }

    @Test("not at boot where policy asks for so many buckets that the module would not load")
    func tooManyBuckets() {
        let wishes = asked(of: SampleNodes.machine(cpus: 2, gibibytes: 8)) {
            $0.settings["connection-tracking-buckets"] = SettingPolicy(limits: .init(exactly: 20_000_000))
        }
        #expect(wishes[buckets] == .exactly(.integer(20_000_256)))
        #expect(!wishes.keys.contains { $0.hasPrefix("/etc/") })
    }

    @Test("not at all where it is read-only or does not exist")
    func leftAlone() {
        for facts in [SampleNodes.container, SampleNodes.machine(cpus: 4, gibibytes: 8, module: .absent)] {
            let bounds = asked(of: facts)
            #expect(bounds[table] == nil && bounds[buckets] == nil)
        }
    }
}

@Suite("At boot")
struct ConnectionTrackingBootTests {
    private func files(_ facts: Facts) -> [String: String] {
        asked(of: facts).compactMapValues { bound in
            if case .exactly(.text(let text)) = bound { text } else { nil }
        }
    }

    @Test(
        "a module is loaded early and sized while it loads, also before it is loaded for the first time",
        arguments: [ConnectionTrackingFacts.Module.loaded, .loadable]
    )
    func module(module: ConnectionTrackingFacts.Module) throws {
        let files = files(SampleNodes.machine(cpus: 16, gibibytes: 64, module: module))
        #expect(files["/etc/modules-load.d/nodekeel.conf"]?.contains("\nnf_conntrack\n") == true)
        #expect(files["/etc/modprobe.d/nodekeel.conf"]?.contains("\noptions nf_conntrack hashsize=578048\n") == true)
        let sysctl = try #require(files["/etc/sysctl.d/90-nodekeel.conf"])
        #expect(sysctl.contains("\nnet.netfilter.nf_conntrack_max = 2310720\n"))
        #expect(sysctl.contains("\nnet.netfilter.nf_conntrack_buckets = 578048\n"))
    }

    private let path = "/etc/sysctl.d/90-nodekeel.conf"

    private func line(_ key: String, _ value: String, in path: String = "/etc/sysctl.d/50-site.conf")
        -> SysctlAssignment
    {
        SysctlAssignment(key: key, value: value, path: path, line: 3)
    }

    @Test(
        "what another file gives is left to it where it is enough, earlier or later, by either name",
        arguments: [
            ("/etc/sysctl.d/50-site.conf", table, "2310720", true),
            ("/etc/sysctl.d/50-site.conf", table, "9000000", true),
            ("/etc/sysctl.d/99-site.conf", table, "9000000", true), ("/etc/sysctl.d/50-site.conf", table, "0", true),
            ("/etc/sysctl.d/50-site.conf", "net/nf_conntrack_max", "9000000", true),
            ("/etc/sysctl.d/50-site.conf", "net/*/nf_conntrack_max", "9000000", true),
            ("/etc/sysctl.d/50-site.conf", table, "2310719", false),
            ("/etc/sysctl.d/50-site.conf", table, "2147483648", false),
            ("/etc/sysctl.d/50-site.conf", table, "many", false),
            ("/etc/sysctl.d/90-nodekeel.conf", table, "9000000", false),
        ] as [(String, String, String, Bool)]
    )
    func leftToOthers(other: String, key: String, value: String, isLeft: Bool) throws {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.sysctlAssignments = [line(key, value, in: other)]
        let text = try #require(files(facts)[path])
        #expect(text.contains("\nnet.netfilter.nf_conntrack_max = 2310720\n") == !isLeft)
        #expect(text.contains("\n# net.netfilter.nf_conntrack_max is left to another file\n") == isLeft)
        #expect(text.contains("\nnet.netfilter.nf_conntrack_buckets = 578048\n"))
    }

    @Test("buckets that another file gives are left to it while the module loads, too")
    func bucketsLeftToOthers() throws {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.sysctlAssignments = [line(buckets, "1048576")]
        let files = files(facts)
        #expect(files[path]?.contains("nf_conntrack_buckets =") == false)
        #expect(files["/etc/modprobe.d/nodekeel.conf"]?.contains("options") == false)
        #expect(files["/etc/modules-load.d/nodekeel.conf"] != nil)
    }

    @Test(
        "buckets that the module is given by another file are left to it where they are enough",
        arguments: [(1_048_576, nil, true), (65_536, nil, false), (1_048_576, "65536", false)]
            as [(Int64, String?, Bool)]
    )
    func moduleOption(given: Int64, sysctl: String?, isLeft: Bool) throws {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.connectionTracking.bootBuckets = given
        facts.sysctlAssignments = sysctl.map { [line(buckets, $0)] } ?? []
        let files = files(facts)
        #expect(files[path]?.contains("nf_conntrack_buckets = 578048") == !isLeft)
        #expect(files["/etc/modprobe.d/nodekeel.conf"]?.contains("hashsize=578048") == !isLeft)
    }

    @Test("another file that gives too little is overruled, and one that policy's number is not in")
    func overruled() throws {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.sysctlAssignments = [line(table, "2000000")]
        let exact = asked(of: facts) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 1_000_000))
        }
        guard case .exactly(.text(let text))? = exact[path] else {
            Issue.record("no file")
            return
        }
        #expect(text.contains("\nnet.netfilter.nf_conntrack_max = 1000000\n"))
    }

    @Test(
        "the kernel's own default is not lowered",
        arguments: [(1, 144_420, 36_352), (2, 144_420, 65_536), (64, 262_144, 262_144)] as [(Int64, Int64, Int64)]
    )
    func kernelDefault(gibibytes: Int64, entries: Int64, hash: Int64) throws {
        let files = files(SampleNodes.machine(cpus: 1, gibibytes: gibibytes))
        #expect(files[path]?.contains("nf_conntrack_buckets = \(hash)\n") == true)
        #expect(files[path]?.contains("nf_conntrack_max = \(entries)\n") == true)
        #expect(files["/etc/modprobe.d/nodekeel.conf"]?.contains("hashsize=\(hash)\n") == true)
    }

    @Test("a number that is policy's own is no floor, and the kernel's default does not count")
    func own() throws {
        let owned = asked(of: SampleNodes.machine(cpus: 1, gibibytes: 64)) {
            $0.settings["connection-tracking-table"] = SettingPolicy(limits: .init(exactly: 100_000))
            $0.settings["connection-tracking-buckets"] = SettingPolicy(limits: .init(exactly: 25_088))
        }
        guard case .exactly(.text(let text))? = owned[path] else {
            Issue.record("no file")
            return
        }
        #expect(text.contains("\nnet.netfilter.nf_conntrack_buckets = 25088\n"))
        #expect(text.contains("\nnet.netfilter.nf_conntrack_max = 100000\n"))
    }

    @Test("a kernel with connection tracking built in needs only its sysctls")
    func builtIn() {
        let files = files(SampleNodes.machine(cpus: 16, gibibytes: 64, module: .builtIn))
        #expect(Array(files.keys) == ["/etc/sysctl.d/90-nodekeel.conf"])
    }

    @Test(
        "a later sysctl.d file that gives too little has the last word, and that is told",
        arguments: [
            ("/etc/sysctl.d/99-site.conf", table, "65536", true),
            ("/usr/lib/sysctl.d/10-base.conf", table, "65536", false),
            ("/etc/sysctl.d/99-site.conf", "net/nf_conntrack_max", "65536", true),
            ("/etc/sysctl.d/99-site.conf", buckets, "65536", true),
            ("/etc/sysctl.d/99-site.conf", "net/netfilter/nf_conntrack_expect_max", "4096", false),
            ("/etc/sysctl.d/99-site.conf", table, "9000000", false), ("/etc/sysctl.d/99-site.conf", table, "0", false),
            ("/etc/sysctl.d/99-site.conf", "net/netfilter/*", "65536", false),
            ("/etc/sysctl.d/99-site.conf", "net/nf_conntrack_*", "65536", true),
        ] as [(String, String, String, Bool)]
    )
    func masking(other: String, key: String, value: String, isMasking: Bool) throws {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.sysctlAssignments = [line(key, value, in: other)]
        let setting = try #require(catalogue.first { $0.id == "connection-tracking-boot" })
        let text = Value.text(try #require(files(facts)[path]))
        let effect = setting.effect(facts, Target(.file(path), .exactly(text)), text)
        #expect(effect == (isMasking ? .masked(by: "\(other):3, which sets \(key) to \(value)") : .effective))
    }
}

@Suite("Pressure on the table")
struct ConnectionTrackingPressureTests {
    @Test("is told above the operator's percentage")
    func threshold() {
        let bounds = asked(of: SampleNodes.machine(cpus: 16, gibibytes: 64)) {
            $0.settings["connection-tracking-pressure"] = SettingPolicy(values: ["warnAtPercent": .integer(60)])
        }
        #expect(bounds["nf_conntrack"] == .atMost(60))
    }

    @Test("asks for counters only where the kernel has them")
    func counters() {
        var facts = SampleNodes.machine(cpus: 16, gibibytes: 64)
        facts.connectionTracking.hasCounters = false
        let wishes = Wishes(of: catalogue, for: facts, under: Policy(profile: .largeCluster), holds: [])
        #expect(!wishes.desired.contains { $0.target.knob == .refusals(.connectionTracking) })
    }
}
