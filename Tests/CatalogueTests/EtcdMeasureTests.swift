import Testing
import Tuning

@testable import Catalogue

@Suite("How etcd does")
struct EtcdMeasureTests {
    /// A member that runs, with what it counts.
    private func facts(_ change: (inout EtcdMember) -> Void) -> Facts {
        var facts = SampleNodes.machine(cpus: 8, gibibytes: 32)
        var member = EtcdMember(pid: 9, startTicks: 5, place: .unit("etcd.service"))
        member.effective = ["heartbeat-interval": .string("100ms")]
        change(&member)
        facts.etcd = [member]
        return facts
    }

    private func measured(_ change: (inout EtcdMeasurement) -> Void) -> Facts {
        facts { member in
            var counted = EtcdCounters(uptimeSeconds: 1)
            (counted.leaderChanges, counted.slowApplies, counted.heartbeatFailures) = (1, 0, 0)
            (counted.hasLeader, counted.quotaByteCount, counted.databaseByteCount) = (true, 2 << 30, 1 << 30)
            counted.databaseInUseByteCount = 1 << 30
            member.data = EtcdMember.Store(path: "/var/lib/etcd", source: "open file")
            member.data?.availableByteCount = 8 << 30
            var measurement = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: counted, since: nil)
            (measurement.logSyncMicroseconds, measurement.commitMicroseconds) = (1_200, 8_000)
            measurement.alarm = "none"
            change(&measurement)
            member.measured = measurement
        }
    }

    private func unmet(_ setting: Setting, _ facts: Facts) -> [String] {
        guard case .set(let targets, _, _) = setting.advice(facts, Parameters([:])) else { return ["left alone"] }
        return targets.compactMap { target in
            guard case .option(let option, let component) = target.knob else { return nil }
            switch facts.option(option, of: component) {
            case .value(let value, _, _): return target.bound.accepts(value) ? nil : option
            case .unreadable: return "unreadable"
            case .missing: return "missing"
            }
        }
    }

    private func cautions(_ setting: Setting, _ facts: Facts) -> [Caution] {
        if case .set(_, _, let cautions) = setting.advice(facts, Parameters([:])) { cautions } else { [] }
    }

    private static let all: [Setting.ID] = ["etcd-latency", "etcd-stability", "etcd-space"]

    @Test("is only told, and nothing is where none runs or where a captured tree cannot be asked", arguments: all)
    func absent(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        #expect(setting.strictestMode == .observe)
        for facts in [Facts(), facts { _ in }] { #expect(unmet(setting, facts) == ["left alone"]) }
    }

    @Test("that is well has nothing to tell", arguments: all)
    func well(id: Setting.ID) throws {
        let setting = try #require(catalogue.first { $0.id == id })
        #expect(unmet(setting, measured { _ in }) == [])
        #expect(cautions(setting, measured { _ in }) == [])
    }

    @Test("that cannot be asked is told once, with the flag that opens a port for it")
    func hidden() throws {
        let hidden = facts { $0.unmeasured = "it tells its metrics by TLS alone" }
        #expect(unmet(.etcdLatency, hidden) == ["unreadable", "unreadable"])
        let remedy = try #require(cautions(.etcdLatency, hidden).first?.remedy)
        #expect(remedy.hasPrefix("add --listen-metrics-urls=http://127.0.0.1:2381 to the command"))
        for setting in [Setting.etcdStability, .etcdSpace] { #expect(unmet(setting, hidden) == ["left alone"]) }
    }

    @Test("on a slow disk is told with the disk")
    func slowDisk() {
        let slow = measured { $0.logSyncMicroseconds = 36_693 }
        #expect(unmet(.etcdLatency, slow) == ["log-sync-p99"])
        #expect(cautions(.etcdLatency, slow).first?.danger.contains("is too slow") == true)
        #expect(unmet(.etcdLatency, measured { $0.commitMicroseconds = 25_001 }) == ["database-commit-p99"])
    }

    @Test(
        "across a long way is told with a heartbeat and an election timeout for it",
        arguments: [(99_000, nil, nil), (104_000, 110, 1_100), (149_999, 150, 1_500), (9_000_000, 5_000, 50_000)]
            as [(Int64, Int64?, Int64?)]
    )
    func longWay(trip: Int64, heartbeat: Int64?, election: Int64?) {
        let far = measured { $0.roundTripMicroseconds = trip }
        #expect(unmet(.etcdLatency, far) == (heartbeat == nil ? [] : ["round-trip-p99"]))
        let remedy = cautions(.etcdLatency, far).first?.remedy ?? ""
        guard let heartbeat, let election else {
            #expect(remedy.isEmpty)
            return
        }
        #expect(
            remedy.hasPrefix(
                "add --heartbeat-interval=\(heartbeat) to the command and add --election-timeout=\(election) "
            )
        )
    }

    @Test("without a leader is told")
    func noLeader() {
        let alone = measured { $0.counted.hasLeader = false }
        #expect(unmet(.etcdStability, alone) == ["leader"] && cautions(.etcdStability, alone).count == 1)
    }

    @Test(
        "near its quota, with an alarm, on a full disk or with much unused is told",
        arguments: [
            (1_740, 1_740, 8_192, "none", ["database-of-quota"], "soon be at its quota"),
            (2_048, 2_048, 8_192, "ALARM NOSPACE", ["alarm", "database-of-quota"], "ALARM NOSPACE"),
            (1_024, 1_024, 1_000, "none", ["growth-of-free-space"], "its disk is full"),
            (1_024, 400, 8_192, "none", ["database-in-use"], ""), (1_024, 90, 8_192, "none", [], ""),
        ] as [(Int64, Int64, Int64, String, [String], String)]
    )
    func space(size: Int64, used: Int64, room: Int64, alarm: String, expected: [String], words: String) {
        var full = measured { measurement in
            measurement.alarm = alarm
            measurement.counted.databaseByteCount = size << 20
            measurement.counted.databaseInUseByteCount = used << 20
        }
        full.etcd[0].data?.availableByteCount = room << 20
        #expect(unmet(.etcdSpace, full) == expected)
        let dangers = cautions(.etcdSpace, full).map(\.danger).joined()
        #expect(words.isEmpty ? dangers.isEmpty : dangers.contains(words))
    }
}
