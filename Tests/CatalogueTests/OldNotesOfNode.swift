import Tuning

@testable import Catalogue

extension OldNotesRow {
    static let ofKubeProxy = [
        OldNotesRow(
            "13",
            "kube-proxy-mode",
            OldNotes.kubeProxy(["--proxy-mode=ipvs"]),
            ("1.34.2", "met", "ipvs"),
            ("1.36.3", "unmet", "set mode: nftables")
        ),
        OldNotesRow(
            "14",
            "kube-proxy-sync",
            OldNotes.kubeProxy(["--proxy-mode=ipvs", "--ipvs-min-sync-period=0s"]),
            ("1.31.14", "met", "≥ 0"),
            ("1.36.3", "met", "≥ 0")
        ),
        OldNotesRow(
            "15",
            "kube-proxy-sync",
            OldNotes.kubeProxy(["--proxy-mode=ipvs", "--ipvs-sync-period=5s"]),
            ("1.31.14", "unmet", "syncPeriod: 30s"),
            ("1.36.3", "unmet", "syncPeriod: 30s")
        ),
        OldNotesRow(
            "16",
            "kube-proxy-flags",
            OldNotes.kubeProxy(["--cleanup=true"]),
            ("1.31.14", "unknown", "take --cleanup away"),
            ("1.36.3", "unknown", "take --cleanup away")
        ),
        OldNotesRow(
            "17",
            "kube-proxy-flags",
            OldNotes.kubeProxy(["--proxy-mode=ipvs", "--ipvs-scheduler=lc"]),
            ("1.31.14", "met", "in mode ipvs"),
            ("1.36.3", "met", "in mode ipvs")
        ),
        OldNotesRow(
            "17",
            "kube-proxy-flags",
            OldNotes.kubeProxy(["--proxy-mode=nftables", "--ipvs-scheduler=lc"]),
            ("1.31.14", "unmet", "counts in mode ipvs alone"),
            ("1.36.3", "unmet", "--ipvs-scheduler away")
        ),
        OldNotesRow(
            "17",
            "kube-proxy-flags",
            OldNotes.kubeProxy(["--config=/c", "--ipvs-scheduler=lc", "--proxy-mode=ipvs"]),
            ("1.31.14", "unmet", "--ipvs-scheduler, --proxy-mode do nothing"),
            ("1.36.3", "unmet", "beside --config")
        ),
        OldNotesRow(
            "18",
            "connection-tracking-table",
            OldNotes.kubeProxy([]),
            ("1.34.2", "asked", "2310720"),
            ("1.36.3", "asked", "2310720")
        ),
        OldNotesRow(
            "19, 20",
            "kube-proxy-conntrack",
            OldNotes.kubeProxy(["--conntrack-max-per-core=144420", "--conntrack-min=2310720"]),
            ("1.35.0", "met", "2310720"),
            ("1.36.3", "unmet", "1048576")
        ),
    ]

    static let ofKubelet = [
        OldNotesRow(
            "6",
            "kubelet-image-pulls",
            OldNotes.kubelet(["--serialize-image-pulls=false"]),
            ("1.31.14", "met", "serializeImagePulls"),
            ("1.36.3", "met", "serializeImagePulls")
        ),
        OldNotesRow(
            "7",
            "kubelet-obsolete-flags",
            OldNotes.kubelet(["--image-pull-progress-deadline=30m"]),
            ("1.23.17", "unmet", "image_pull_progress_timeout"),
            ("1.36.3", "unmet", "does not start")
        ),
        OldNotesRow(
            "21",
            "kubelet-max-pods",
            OldNotes.kubelet(["--max-pods=500"]),
            ("1.31.14", "met", "500"),
            ("1.36.3", "met", "500")
        ),
        OldNotesRow(
            "22",
            "kubelet-node-status",
            OldNotes.kubelet(["--node-status-update-frequency=3s"]),
            ("1.31.14", "met", "nodeStatusReportFrequency"),
            ("1.36.3", "met", "nodeStatusReportFrequency")
        ),
        OldNotesRow(
            "23, 25",
            "kubelet-api-rate",
            OldNotes.kubelet(["--kube-api-qps=50", "--kube-api-burst=100"]),
            ("1.31.14", "met", "50"),
            ("1.36.3", "met", "50")
        ),
        OldNotesRow(
            "24",
            "kubelet-event-rate",
            OldNotes.kubelet(["--event-qps=100", "--event-burst=100"]),
            ("1.31.14", "met", "≥ 50"),
            ("1.36.3", "met", "≥ 50")
        ),
        OldNotesRow(
            "49",
            "kubelet-change-detection",
            OldNotes.kubelet([]),
            ("1.31.14", "met", "Watch"),
            ("1.36.3", "met", "Watch")
        ),
    ]

    static let ofNode = [
        OldNotesRow(
            "5",
            "cluster-dns-crowding",
            OldNotes.node { facts, _ in facts.clusterDNS = ["kube-system/kube-dns-a", "kube-system/kube-dns-b"] },
            ("1.31.14", "unmet", "requiredDuringScheduling"),
            ("1.36.3", "unmet", "requiredDuringScheduling")
        ),
        OldNotesRow(
            "8",
            "docker-image-downloads",
            OldNotes.node { facts, version in
                var docker = DockerFacts()
                (docker.unit, docker.version, docker.hasConfigFile) = ("docker.service", version, true)
                docker.refusal =
                    "the following directives don't match any configuration option: max-concurrent-download"
                facts.containerRuntime = ContainerRuntimeFacts()
                facts.containerRuntime?.docker = docker
            },
            ("20.10.24", "asked", "max-concurrent-download"),
            ("29.7.2", "asked", "max-concurrent-download")
        ),
        OldNotesRow(
            "9",
            "docker-storage-driver",
            OldNotes.node { facts, version in
                var docker = DockerFacts()
                (docker.version, docker.pid) = (version, 7)
                docker.storageDriver = version.hasPrefix("29") ? "overlayfs" : "overlay2"
                docker.isContainerdStore = version.hasPrefix("29")
                facts.containerRuntime = ContainerRuntimeFacts()
                facts.containerRuntime?.docker = docker
            },
            ("20.10.24", "met", "overlay2"),
            ("29.7.2", "met", "overlayfs")
        ),
        OldNotesRow(
            "10",
            "pod-network-overlay",
            OldNotes.node { facts, _ in
                var device = OverlayDevice(name: "flannel.1")
                (device.mtu, device.linkMTU, device.offloads) = (1_450, 1_500, ["tx-checksumming": false])
                facts.overlays = [device]
            },
            ("1.31.14", "unmet", "tx-checksumming off"),
            ("1.36.3", "unmet", "packet by packet")
        ),
        OldNotesRow(
            "50",
            "image-distribution",
            OldNotes.node { facts, _ in facts.containerRuntime = ContainerRuntimeFacts() },
            ("1.31.14", "unmet", "each node asks the registry"),
            ("1.36.3", "unmet", "hosts.toml")
        ),
    ]
}
