import Tuning

@testable import Catalogue

extension OldNotesRow {
    static let ofEtcd = [
        OldNotesRow(
            "2",
            "etcd-quota",
            OldNotes.etcd(["--quota-backend-bytes=8589934592"]),
            ("3.4.23", "met", "8 GiB"),
            ("3.6.14", "met", "8 GiB")
        ),
        OldNotesRow(
            "2",
            "etcd-quota",
            OldNotes.etcd([]),
            ("3.4.23", "unmet", "quota-backend-bytes=8589934592"),
            ("3.6.14", "unmet", "takes no more writes")
        ),
        OldNotesRow(
            "2",
            "etcd-quota",
            OldNotes.etcd(["--quota-backend-bytes=107374182400"]),
            ("3.4.23", "met", "more than this node's memory"),
            ("3.6.14", "met", "more than this node's memory")
        ),
        OldNotesRow(
            "36",
            "etcd-timing",
            OldNotes.etcd(["--heartbeat-interval=250"]),
            ("3.4.23", "unknown", "at least as 5 times"),
            ("3.7.1", "unknown", "at least as 5 times")
        ),
        OldNotesRow(
            "36",
            "etcd-timing",
            OldNotes.etcd(["--heartbeat-interval=250", "--election-timeout=1250"]),
            ("3.4.23", "unmet", "--election-timeout=2500"),
            ("3.7.1", "unmet", "--election-timeout=2500")
        ),
        OldNotesRow(
            "37",
            "etcd-snapshots",
            OldNotes.etcd(["--snapshot-count=5000"]),
            ("3.5.16", "unmet", "snapshot-count"),
            ("3.6.14", "unmet", "snapshot-count")
        ),
        OldNotesRow(
            "38, 46",
            "etcd-disk",
            OldNotes.etcd([]),
            ("3.4.23", "unmet", "move /var/lib/etcd/member/wal"),
            ("3.6.14", "unmet", "--wal-dir=PATH")
        ),
        OldNotesRow(
            "39",
            "etcd-io-priority",
            OldNotes.etcd([]),
            ("3.4.23", "asked", "best-effort/0"),
            ("3.6.14", "asked", "best-effort/0")
        ),
        OldNotesRow(
            "40, 41",
            "etcd-cpu-priority",
            OldNotes.etcd([]),
            ("3.4.23", "asked", "-20"),
            ("3.6.14", "asked", "-20")
        ),
        OldNotesRow(
            "42",
            "etcd-compaction",
            OldNotes.etcd(["--auto-compaction-mode=revision", "--auto-compaction-retention=1000"]),
            ("3.4.23", "unmet", "auto-compaction"),
            ("3.7.1", "unmet", "auto-compaction")
        ),
        OldNotesRow(
            "43",
            "event-store",
            OldNotes.etcd([]),
            ("3.4.23", "met", "5000 nodes × 30 pods"),
            ("3.6.14", "met", "351 MiB")
        ),
        OldNotesRow(
            "46",
            "etcd-latency",
            OldNotes.etcd([]) { facts in
                var measured = EtcdMeasurement(
                    address: "http://127.0.0.1:2381",
                    counted: EtcdCounters(uptimeSeconds: 1),
                    since: nil
                )
                (measured.logSyncMicroseconds, measured.commitMicroseconds) = (100_000, 2_000)
                facts.etcd[0].measured = measured
            },
            ("3.4.23", "unmet", "too slow"),
            ("3.6.14", "unmet", "too slow")
        ),
    ]
}
