import Testing
import Tuning

@testable import Catalogue

/// What the settings of etcd's options say of one member.
private struct Told {
    let facts: Facts
    let advice: Advice

    init(
        _ setting: Setting,
        _ effective: [String: DecodedValue],
        origin: [String: String] = [:],
        _ values: [String: Value] = [:],
        _ change: (inout Facts) -> Void = { _ in }
    ) {
        var facts = SampleNodes.machine(cpus: 8, gibibytes: 32)
        var member = EtcdMember(source: "unit etcd.service", place: .unit("etcd.service"))
        member.service = "etcd.service"
        member.effective = effective
        member.origin = origin
        facts.etcd = [member]
        change(&facts)
        self.facts = facts
        advice = setting.advice(facts, Parameters(values))
    }

    /// The options that are not as they should be.
    var unmet: [String] {
        guard case .set(let targets, _, _) = advice else { return ["left alone"] }
        return targets.compactMap { target in
            guard case .option(let option, let component) = target.knob else { return nil }
            guard case .value(let value, _, _) = facts.option(option, of: component) else { return nil }
            return target.bound.accepts(target.meaning(of: value)) ? nil : option
        }
    }

    var remedies: [String] {
        guard case .set(_, _, let cautions) = advice else { return [] }
        return cautions.map(\.remedy)
    }
}

@Suite("An option of etcd")
struct EtcdOptionTests {
    private static let cost = "; the same on every member, one after the other, since it restarts etcd"

    private func timing(_ heartbeat: String, _ election: String) -> [String: DecodedValue] {
        ["heartbeat-interval": .string(heartbeat), "election-timeout": .string(election)]
    }

    @Test("is left alone where there is no etcd, and unreadable where it would not start")
    func without() {
        #expect(Setting.etcdTiming.advice(Facts(), Parameters([:])) == .leaveAlone(because: "no etcd runs here"))
        let refusing = Told(.etcdTiming, [:]) { $0.etcd[0].refusal = "--heartbeat-interval must be >0" }
        #expect(
            refusing.facts.option("heartbeat-interval", of: "etcd in etcd.service")
                == .unreadable("it would not start: --heartbeat-interval must be >0")
        )
        #expect(refusing.remedies == ["mend that option in unit etcd.service, before anything restarts it"])
        #expect(Told(.etcdQuota, [:]) { $0.etcd[0].refusal = "no" }.remedies.isEmpty)
        #expect(refusing.facts.option("heartbeat-interval", of: "etcd in x.service") == .missing)
    }

    @Test(
        "of timing is an election after ten heartbeats, and both are changed together",
        arguments: [
            ("100ms", "1s", [], ""), ("250ms", "5s", [], ""), ("500ms", "5s", [], ""),
            (
                "150ms", "900ms", ["election-timeout"],
                "add ETCD_ELECTION_TIMEOUT=1500 to /etc/etcd.env"
            ),
            (
                "10ms", "100ms", ["heartbeat-interval"],
                "change --heartbeat-interval=100 in /e:3 and add ETCD_ELECTION_TIMEOUT=1000 to /etc/etcd.env"
            ),
        ] as [(String, String, [String], String)]
    )
    func etcdTiming(heartbeat: String, election: String, unmet: [String], remedy: String) {
        let origin = [
            "heartbeat-interval": "flag --heartbeat-interval in /e:3", "name": "environment A in /etc/etcd.env:4",
        ]
        let told = Told(.etcdTiming, timing(heartbeat, election), origin: origin)
        #expect(told.unmet == unmet)
        #expect(told.remedies == (unmet.isEmpty ? [] : [remedy + Self.cost]))
    }

    @Test("of timing never asks for an election that etcd refuses")
    func longestElection() {
        let told = Told(.etcdTiming, timing("9s", "45s"), ["beatsPerElection": .integer(20)])
        #expect(told.unmet.isEmpty)
    }

    @Test("of snapshots is no less than the entries that are kept, nor files without end")
    func etcdSnapshots() {
        let id: Setting.ID = "etcd-snapshots"
        #expect(Setting.etcdSnapshots.id == id)
        #expect(Told(.etcdSnapshots, ["snapshot-count": .integer(100_000)]).unmet.isEmpty)
        let told = Told(
            .etcdSnapshots,
            ["snapshot-count": .integer(5_000), "max-wals": .integer(0)],
            origin: ["snapshot-count": "/etc/etcd.yaml:7"]
        ) { $0.etcd[0].configPath = "/etc/etcd.yaml" }
        #expect(told.unmet == ["snapshot-count", "max-wals"])
        #expect(
            told.remedies == [
                "set 'snapshot-count: 10000' in /etc/etcd.yaml:7" + Self.cost,
                "add 'max-wals: 5' to /etc/etcd.yaml" + Self.cost,
            ]
        )
    }

    @Test(
        "of the quota is what is asked for, or what memory holds",
        arguments: [
            (8, 32, 2_147_483_648, true), (8, 32, 8_589_934_592, false), (8, 5, 5_368_709_120, false),
            (2, 32, 2_147_483_648, false), (8, 1, 2_147_483_648, false),
        ] as [(Int64, Int64, Int64, Bool)]
    )
    func etcdQuota(asked: Int64, memory: Int64, quota: Int64, isUnmet: Bool) {
        let told = Told(.etcdQuota, ["quota-backend-bytes": .integer(quota)], ["gibibytes": .integer(asked)]) {
            $0.memory.totalByteCount = memory << 30
            $0.etcd[0].manifest = "/etc/kubernetes/manifests/etcd.yaml"
            $0.owners = [Owner(name: "kubeadm", evidence: "a file")]
        }
        #expect(told.unmet == (isUnmet ? ["quota-backend-bytes"] : []))
        let kubeadm = "; also in kubeadm's ClusterConfiguration (etcd.local.extraArgs), or it is lost"
        let change = "add --quota-backend-bytes=8589934592 to the command in /etc/kubernetes/manifests/etcd.yaml"
        if isUnmet { #expect(told.remedies == [change + Self.cost + kubeadm]) }
    }

    @Test("of the quota that is switched off is met, with a word of warning")
    func noQuota() {
        let told = Told(.etcdQuota, ["quota-backend-bytes": .integer(-1)])
        #expect(told.unmet.isEmpty && told.remedies.count == 1)
        #expect(Setting.etcdQuota.id == "etcd-quota")
    }

    /// A member with a quota and a database of these GiB, beside 23.5 GiB of memory; -1 is no quota, and an unknown size.
    private func told(quota: Int64, database: Double) -> Told {
        let bytes = quota < 0 ? -1 : quota << 30
        return Told(.etcdQuota, ["quota-backend-bytes": .integer(bytes)]) { facts in
            facts.memory.totalByteCount = 47 << 29
            guard database >= 0 else { return }
            var counted = EtcdCounters(uptimeSeconds: 7)
            counted.databaseByteCount = Int64(database * Double(1 << 30))
            facts.etcd[0].measured = EtcdMeasurement(address: "a", counted: counted, since: nil)
        }
    }

    @Test(
        "of the quota is never told to be one that its database is near to",
        arguments: [
            (32, 1, 8), (32, 6.4, 8), (32, 6.5, 9), (32, 9, 12), (32, 18, 23), (32, 18.9, nil), (32, 30, nil),
            (-1, 1, 8), (-1, 9, 12), (-1, 30, 38), (2, 1, 8), (2, 9, 12), (7, 6.9, 9), (12, 11, 0),
        ] as [(Int64, Double, Int64?)]
    )
    func quotaAndDatabase(quota: Int64, database: Double, named: Int64?) throws {
        let told = told(quota: quota, database: database)
        // What is written is what is told, and only where the quota is smaller than what is asked for.
        #expect(told.unmet == (0..<8 ~= quota ? ["quota-backend-bytes"] : []))
        guard case .set(let targets, _, _) = told.advice else { return }
        if 0..<8 ~= quota { #expect(targets[0].bound == .atLeast((named ?? 0) << 30)) }
        guard named != 0 else { return #expect(told.remedies.isEmpty) }
        let remedy = try #require(told.remedies.first)
        if let named {
            #expect(remedy.hasPrefix("add --quota-backend-bytes=\(named << 30) to the command of etcd.service"))
        } else {
            #expect(remedy.hasPrefix("leave the quota until its database") && !remedy.contains("--quota-backend-bytes"))
        }
    }

    @Test("of the quota is lowered only after a look at a database whose size is not known", arguments: [32, -1, 2])
    func quotaOfUnknownDatabase(quota: Int64) throws {
        let remedy = try #require(told(quota: quota, database: -1).remedies.first)
        #expect(remedy.contains("add --quota-backend-bytes=8589934592 to the command of etcd.service"))
        #expect(remedy.hasPrefix("look first how large its database is, which is not known here") == (quota != 2))
    }

    @Test(
        "of compaction keeps what the API server still needs",
        arguments: [
            ("periodic", "0s", []), ("periodic", "8h0m0s", []), ("periodic", "5s", ["auto-compaction-retention"]),
            ("revision", "1µs", ["auto-compaction-mode"]), ("revision", "0s", []), ("", "0s", []),
        ] as [(String, String, [String])]
    )
    func etcdCompaction(mode: String, retention: String, unmet: [String]) {
        let told = Told(
            .etcdCompaction,
            ["auto-compaction-mode": .string(mode), "auto-compaction-retention": .string(retention)]
        )
        #expect(told.unmet == unmet)
        let change = "add --auto-compaction-retention=0 to the command of etcd.service"
        #expect(told.remedies == (unmet.isEmpty ? [] : [change + Self.cost]))
        #expect(Setting.etcdCompaction.id == "etcd-compaction" && Setting.etcdTiming.id == "etcd-timing")
    }

    @Test(
        "of the disk is a solid-state one, and another for the database",
        arguments: [
            (["sda"], ["sdb"], []), (["sda"], ["sda"], ["disks-of-log-and-data"]),
            (["sdb"], ["sda"], ["medium-of-log"]),
            (["vda"], ["sda"], []), ([], ["sda"], ["left alone"]),
        ] as [([String], [String], [String])]
    )
    func etcdDisk(log: [String], data: [String], unmet: [String]) {
        let told = Told(.etcdDisk, [:]) { facts in
            facts.disks = [("sda", .solidState), ("sdb", .rotational), ("vda", .unknown)].map { name, medium in
                var disk = Disk(name: name, kind: .disk, number: "8:0")
                disk.medium = medium
                return disk
            }
            facts.etcd[0].wal = EtcdMember.Store(path: "/w", source: "")
            facts.etcd[0].wal?.disks = log
            facts.etcd[0].data = EtcdMember.Store(path: "/d", source: "")
            facts.etcd[0].data?.disks = data
        }
        #expect(told.unmet.filter { $0 != "medium-of-data" } == unmet)
        #expect(Setting.etcdDisk.id == "etcd-disk")
    }

    @Test("is observed, and written for none that must be alike on all members at every moment")
    func modes() {
        let settings: [Setting] = [.etcdTiming, .etcdCompaction, .etcdDisk]
        #expect(settings.allSatisfy { $0.strictestMode == .observe })
        for setting in [Setting.etcdSnapshots, .etcdQuota] {
            var policy = Policy(profile: .largeCluster)
            #expect(policy.mode(of: setting) == .observe)
            policy.settings[setting.id] = SettingPolicy(mode: .enforce)
            #expect(policy.mode(of: setting) == .enforce)
        }
    }
}
