import Tuning

@testable import Catalogue

extension OldNotesRow {
    private static let server = "kube-apiserver"
    private static let manager = "kube-controller-manager"
    private static let events = "--etcd-servers-overrides=/events#https://0:2381;https://1:2381"
    private static let commas = "--etcd-servers-overrides=/events#http://4:2379,http://5:2379"

    static let ofAPIServer = [
        OldNotesRow(
            "1",
            "apiserver-event-store",
            OldNotes.program(server, [events]),
            ("1.31.14", "met", "own"),
            ("1.36.3", "met", "own")
        ),
        OldNotesRow(
            "1b",
            "apiserver-event-store",
            OldNotes.program(server, [commas]),
            ("1.31.14", "unknown", "semicolons, not commas"),
            ("1.36.3", "unknown", "semicolons, not commas")
        ),
        OldNotesRow(
            "3",
            "apiserver-limits",
            OldNotes.program(server, ["--apiserver-count=3"]),
            ("1.31.14", "met", "take --apiserver-count away"),
            ("1.36.3", "met", "master-count")
        ),
        OldNotesRow(
            "4",
            "scheduler-policy",
            OldNotes.program("kube-scheduler", ["--policy-config-file=/p.json"]),
            ("1.22.17", "unmet", "KubeSchedulerConfiguration"),
            ("1.36.3", "unknown", "would not start")
        ),
        OldNotesRow(
            "11",
            "apiserver-audit-log",
            { version in
                var notes = OldNotes.program(server, ["--audit-log-path=/var/log/a.log", "--audit-log-maxbackup=3"])(
                    version
                )
                let etcd = SampleNodes.etcd()
                (notes.facts.etcd, notes.facts.disks) = (etcd.etcd, etcd.disks)
                notes.facts.mounts = [
                    Mount(path: "/", filesystem: "ext4", source: "/dev/sda", device: "8:0", isReadOnly: false)
                ]
                return notes
            },
            ("1.31.14", "unmet", "is on the disk of etcd's log"),
            ("1.36.3", "unmet", "change --audit-log-path=")
        ),
        OldNotesRow(
            "25, 48",
            "apiserver-limits",
            OldNotes.program(server, ["--max-requests-inflight=3000"]),
            ("1.31.14", "met", "at once"),
            ("1.36.3", "met", "at once")
        ),
        OldNotesRow(
            "44",
            "apiserver-event-store",
            OldNotes.program(server, ["--etcd-servers-overrides=coordination.k8s.io/leases#http://4:2379"]),
            ("1.31.14", "unmet", "events share"),
            ("1.36.3", "unmet", "/events#")
        ),
        OldNotesRow(
            "51",
            "apiserver-connection-balance",
            OldNotes.program(server, ["--etcd-servers=https://0:2379,https://1:2379"], beside: ["etcd"]),
            ("1.31.14", "unmet", "add --goaway-chance=0.001"),
            ("1.36.3", "unmet", "add --goaway-chance=0.001")
        ),
        OldNotesRow(
            "51",
            "apiserver-connection-balance",
            OldNotes.program(
                server,
                ["--etcd-servers=https://0:2379,https://1:2379", "--goaway-chance=0.001"],
                beside: ["etcd"]
            ),
            ("1.31.14", "met", "several"),
            ("1.36.3", "met", "several")
        ),
        OldNotesRow(
            "51",
            "apiserver-connection-balance",
            OldNotes.program(server, ["--etcd-servers=https://0:2379", "--goaway-chance=0"]),
            ("1.31.14", "left alone", "nothing to balance"),
            ("1.36.3", "left alone", "nothing to balance")
        ),
        OldNotesRow(
            "51",
            "apiserver-connection-balance",
            OldNotes.program(server, ["--etcd-servers=https://0:2379,https://1:2379,https://2:2379"]),
            ("1.31.14", "left alone", "nothing to balance"),
            ("1.36.3", "left alone", "nothing to balance")
        ),
        OldNotesRow(
            "51",
            "apiserver-connection-balance",
            OldNotes.program(
                server,
                ["--etcd-servers=https://127.0.0.1:2379"],
                beside: ["etcd", "--initial-cluster=default=http://localhost:2380,b=http://b:2380"]
            ),
            ("1.31.14", "unmet", "add --goaway-chance=0.001"),
            ("1.36.3", "unmet", "add --goaway-chance=0.001")
        ),
    ]

    static let ofControllerManager = [
        OldNotesRow(
            "26",
            "controller-manager-node-monitor",
            OldNotes.program(manager, ["--node-monitor-period=2s"]),
            ("1.31.14", "met", "≤ 10000"),
            ("1.36.3", "met", "≤ 10000")
        ),
        OldNotesRow(
            "27",
            "controller-manager-node-monitor",
            OldNotes.program(manager, ["--node-monitor-grace-period=20s"]),
            ("1.31.14", "unmet", "=40s in /m/"),
            ("1.36.3", "unmet", "=50s in /m/")
        ),
        OldNotesRow(
            "28",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--pod-eviction-timeout=30s"]),
            ("1.26.15", "unmet", "concurrent"),
            ("1.36.3", "unknown", "take --pod-eviction-timeout away")
        ),
        OldNotesRow(
            "29",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-deployment-syncs=5"]),
            ("1.31.14", "unmet", "change --concurrent-deployment-syncs=50"),
            ("1.37.0", "unmet", "=50")
        ),
        OldNotesRow(
            "30",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-endpoint-syncs=50"]),
            ("1.31.14", "unmet", "add --concurrent-service-endpoint-syncs=50"),
            ("1.36.3", "unmet", "add --concurrent-service-endpoint-syncs=50")
        ),
        OldNotesRow(
            "31",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-job-syncs-50"]),
            ("1.27.4", "unknown", "would not start"),
            ("1.36.3", "unknown", "--concurrent-job-syncs was probably meant")
        ),
        OldNotesRow(
            "31",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-job-syncs=50"]),
            ("1.26.15", "unknown", "would not start"),
            ("1.36.3", "unmet", "add --concurrent-deployment-syncs")
        ),
        OldNotesRow(
            "32, 33",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-namespace-syncs=100", "--concurrent-replicaset-syncs=9"]),
            ("1.31.14", "unmet", "change --concurrent-replicaset-syncs=50 in /m/kube-controller-manager.yaml:15"),
            ("1.36.3", "unmet", "change --concurrent-replicaset-syncs=50")
        ),
        OldNotesRow(
            "34",
            "controller-manager-concurrency",
            OldNotes.program(manager, ["--concurrent-service-syncs=100"]),
            ("1.36.3", "unmet", "concurrent"),
            ("1.37.0", "unknown", "take --concurrent-service-syncs away")
        ),
        OldNotesRow(
            "35",
            "controller-manager-api-rate",
            OldNotes.program(manager, ["--kube-api-qps=500", "--kube-api-burst=100"]),
            ("1.31.14", "unmet", "change --kube-api-burst=500"),
            ("1.36.3", "unmet", "change --kube-api-burst=500")
        ),
    ]
}
