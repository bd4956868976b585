import Testing

@testable import Tuning

/// Metrics as etcd 3.4 writes them, cut down to a few buckets.
func etcdMetrics(fast: Int = 990, slow: Int = 10, changes: Int = 1) -> [UInt8] {
    Array(
        """
        # HELP etcd_disk_wal_fsync_duration_seconds The latency distributions of fsync called by WAL.
        # TYPE etcd_disk_wal_fsync_duration_seconds histogram
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.001"} 0
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.002"} \(fast)
        etcd_disk_wal_fsync_duration_seconds_bucket{le="0.004"} \(fast + slow)
        etcd_disk_wal_fsync_duration_seconds_bucket{le="+Inf"} \(fast + slow)
        etcd_disk_wal_fsync_duration_seconds_sum 1.25
        etcd_disk_wal_fsync_duration_seconds_count \(fast + slow)
        etcd_disk_backend_commit_duration_seconds_bucket{le="0.008"} 50
        etcd_disk_backend_commit_duration_seconds_bucket{le="+Inf"} 100
        etcd_disk_backend_commit_duration_seconds_count 100
        etcd_network_peer_round_trip_time_seconds_bucket{To="8211f1d0f64f3269",le="0.1"} 10
        etcd_network_peer_round_trip_time_seconds_bucket{To="91bc3c398fb3c146",le="0.1"} 10
        etcd_network_peer_round_trip_time_seconds_count{To="8211f1d0f64f3269"} 10
        etcd_network_peer_round_trip_time_seconds_count{To="91bc3c398fb3c146"} 10
        etcd_server_leader_changes_seen_total \(changes)
        etcd_server_slow_apply_total 3
        etcd_server_heartbeat_send_failures_total 0
        etcd_server_has_leader 1
        etcd_server_quota_backend_bytes 2.147483648e+09
        etcd_mvcc_db_total_size_in_bytes 1.073741824e+09
        etcd_mvcc_db_total_size_in_use_in_bytes 5.24288e+07
        etcd_server_version{server_version="3.4.23"} 1
        go_goroutines 83

        """.utf8
    )
}

@Suite("What an etcd counts")
struct EtcdMeasurementTests {
    @Test("is read from its metrics, with the buckets of all members together")
    func counters() throws {
        let counted = try #require(EtcdCounters(metrics: etcdMetrics(), at: 77))
        #expect(counted.uptimeSeconds == 77 && counted.version == "3.4.23")
        #expect(counted.logSyncs.bounds == [1_000, 2_000, 4_000] && counted.logSyncs.counts == [0, 990, 1_000])
        #expect(counted.logSyncs.total == 1_000)
        #expect(counted.roundTrips.counts == [20] && counted.roundTrips.total == 20)
        #expect((counted.leaderChanges, counted.slowApplies, counted.heartbeatFailures) == (1, 3, 0))
        #expect(counted.quotaByteCount == 2 << 30 && counted.databaseByteCount == 1 << 30)
        #expect(counted.databaseInUseByteCount == 50 << 20 && counted.hasLeader == true)
    }

    @Test(
        "is nothing where what answers is no etcd",
        arguments: ["", "<html>", "go_goroutines 83\n", "etcd_", "etcd_x", "etcd_x{le=\"1\"", "\n\n\n"]
    )
    func strangers(text: String) {
        #expect(EtcdCounters(metrics: Array(text.utf8), at: 0) == nil)
    }

    @Test(
        "is passed over where it is no number, and bounded where there is too much of it",
        arguments: [
            String(repeating: "etcd_disk_wal_fsync_duration_seconds_bucket{le=\"0.5\"} 1\n", count: 5_000),
            (0..<5_000).map { "etcd_disk_wal_fsync_duration_seconds_bucket{le=\"\($0)\"} 1\n" }.joined(),
            "etcd_server_slow_apply_total NaN\netcd_server_slow_apply_total -1\netcd_server_slow_apply_total 1e300\n",
            "etcd_disk_wal_fsync_duration_seconds_bucket{le=\"-1\"} 9\netcd_x{y=\"}{\"} 3\netcd_y }{ 3\n",
            "etcd_x " + String(repeating: "9", count: 100_000) + "\netcd_y 1\n",
        ]
    )
    func hostile(text: String) {
        let counted = EtcdCounters(metrics: Array(text.utf8), at: 0)
        #expect(counted?.logSyncs.bounds.count ?? 0 <= LatencyHistogram.bucketLimit)
        #expect(counted?.slowApplies ?? 0 == 0)
    }

    /// What histogram_quantile of Prometheus answers.
    @Test(
        "of times is told as Prometheus tells it",
        arguments: [
            ([(0.001, 0), (0.002, 990), (0.004, 1_000)], 1_000, 2_000), ([(0.001, 500), (0.002, 1_000)], 1_000, 1_980),
            ([(0.001, 100)], 100, 990), ([(0.001, 0), (0.002, 1)], 1, 1_990), ([(8.192, 5)], 10, 8_192_000),
            ([(0.001, 98), (0.002, 98), (0.004, 100)], 100, 3_000), ([(0.001, 0)], 0, nil), ([], 9, nil),
        ] as [([(Double, Int64)], Int64, Int64?)]
    )
    func quantiles(buckets: [(Double, Int64)], total: Int64, expected: Int64?) {
        var histogram = LatencyHistogram()
        for (bound, count) in buckets { histogram.add(count, upTo: bound) }
        histogram.total = total
        #expect(histogram.quantile(perMille: 990) == expected)
    }

    @Test("since an earlier look is told alone: an old slowness is over, a new one is seen at once")
    func windows() throws {
        let before = try #require(EtcdCounters(metrics: etcdMetrics(fast: 0, slow: 1_000), at: 100))
        let after = try #require(EtcdCounters(metrics: etcdMetrics(fast: 500, slow: 1_000), at: 163))
        let recent = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: after, since: before)
        #expect(recent.windowSeconds == 63 && recent.window == "in the last 63 s")
        #expect(recent.logSyncMicroseconds == 1_990)
        let whole = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: after, since: nil)
        #expect(whole.windowSeconds == nil && whole.logSyncMicroseconds == 3_970)
        let restarted = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: before, since: after)
        #expect(restarted.windowSeconds == nil && restarted.logSyncMicroseconds == 3_980)
        let few = try #require(EtcdCounters(metrics: etcdMetrics(fast: 599, slow: 1_000), at: 200))
        let quiet = EtcdMeasurement(address: "http://127.0.0.1:2381", counted: few, since: after)
        #expect(quiet.windowSeconds == nil)
    }

    @Test("is remembered of the process that counted it, until there is an older look than half a minute")
    func history() throws {
        var history = EtcdHistory()
        func keep(at uptime: Int64, pid: Int64 = 9) throws {
            var member = EtcdMember(pid: pid, startTicks: 5, place: .anywhere)
            let counted = try #require(EtcdCounters(metrics: etcdMetrics(), at: uptime))
            member.measured = EtcdMeasurement(address: "", counted: counted, since: nil)
            history.keep([member, EtcdMember(source: "unit etcd.service")])
        }
        func look(at uptime: Int64, startTicks: UInt64 = 5) -> Int64? {
            history.look(atProcess: 9, startedAt: startTicks, before: uptime)?.uptimeSeconds
        }
        try keep(at: 100)
        #expect(look(at: 110) == nil && look(at: 130) == 100 && look(at: 130, startTicks: 6) == nil)
        for uptime in [105, 131, 140, 170, 199] as [Int64] { try keep(at: uptime) }
        #expect(look(at: 200) == 170 && look(at: 199) == 131)
        try keep(at: 300, pid: 10)
        #expect(look(at: 400) == nil)
    }

    @Test(
        "is asked for on loopback in plain HTTP alone",
        arguments: [
            (["http://127.0.0.1:2381"], ["https://127.0.0.1:2379"], "127.0.0.1", 2381),
            (["https://0.0.0.0:2381", "http://localhost:9"], [], "127.0.0.1", 9),
            ([], ["http://[::1]:2379"], "::1", 2379), ([], ["https://127.0.0.1:2379"], nil, 0),
            (["http://10.0.0.7:2381"], [], nil, 0), (["http://127.0.0.1"], ["unix://x:1"], nil, 0),
            (["http://127.0.0.1:99999"], ["http://0.0.0.0:2379"], "127.0.0.1", 2379),
        ] as [([String], [String], String?, Int)]
    )
    func ports(metrics: [String], clients: [String], host: String?, port: Int) {
        var member = EtcdMember(source: "unit etcd.service")
        member.effective = [
            "listen-metrics-urls": .list(metrics.map { .string($0) }),
            "listen-client-urls": .list(clients.map { .string($0) }),
        ]
        #expect(member.metricsPort?.host == host)
        #expect(member.metricsPort.map { $0.port == port } ?? (host == nil))
    }
}
