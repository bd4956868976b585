public import Tuning

extension Profile {
    /// Every profile that comes with nodekeel.
    public static let all: [Profile] = [largeCluster, conservative]

    /// The values that large clusters settled on, corrected for today's versions.
    /// sources: notes of a large cluster's operators (kubespray, 2022); kube-proxy 1.36 for the floor of 131072; each setting for its own numbers
    public static let largeCluster = Profile(
        name: "large-cluster",
        summary: "For nodes of large, busy clusters: what the operators of such clusters settled on",
        mode: .enforce,
        values: [
            "connection-tracking-table": ["entriesPerCPU": .integer(144_420)],
            "etcd-cpu-priority": ["nice": .integer(-20)],
            "etcd-io-priority": ["class": .text("by-scheduler"), "level": .integer(0)],
            "etcd-weight": [
                "cpuWeight": .integer(1_000), "ioWeight": .integer(1_000), "cpuMillicores": .integer(2_000),
            ],
            "docker-image-downloads": ["downloads": .integer(10)],
            "containerd-image-downloads": ["downloads": .integer(10)],
            "kubelet-image-pulls": ["parallelPulls": .integer(10)],
            "kubelet-max-pods": ["pods": .integer(500)],
            "kubelet-node-status": ["updateSeconds": .integer(3)],
            "kubelet-event-rate": ["eventsPerSecond": .integer(100)],
            "etcd-quota": ["gibibytes": .integer(8)],
            "controller-manager-concurrency": ["workers": .integer(50), "namespaceWorkers": .integer(100)],
            "controller-manager-api-rate": ["requestsPerSecond": .integer(500)],
        ],
        limits: ["connection-tracking-table": SettingPolicy.Limits(atLeast: 131_072)]
    )

    /// What the components do by themselves; told, not enforced.
    /// sources: kube-proxy 1.36 pkg/proxy/apis/config/v1alpha1/defaults.go; kubeadm 1.36: a request of 100m for etcd
    public static let conservative = Profile(
        name: "conservative",
        summary: "What the components do by themselves; nothing is enforced unless policy says so",
        mode: .observe,
        values: [
            "connection-tracking-table": ["entriesPerCPU": .integer(32_768)],
            "etcd-cpu-priority": ["nice": .integer(0)],
            "etcd-io-priority": ["class": .text("none")],
            "etcd-weight": ["cpuWeight": .integer(100), "ioWeight": .integer(100), "cpuMillicores": .integer(100)],
            "docker-image-downloads": ["downloads": .integer(3)],
            "containerd-image-downloads": ["downloads": .integer(3)],
            "kubelet-image-pulls": ["parallelPulls": .integer(1)],
            "kubelet-max-pods": ["pods": .integer(110)],
            "kubelet-node-status": ["updateSeconds": .integer(10)],
            "kubelet-event-rate": ["eventsPerSecond": .integer(50)],
            "etcd-quota": ["gibibytes": .integer(2)],
            "etcd-disk": ["logApart": .text("ignored")],
            "apiserver-event-store": ["eventStore": .text("ignored")],
            "apiserver-connection-balance": ["balance": .text("ignored")],
            "image-distribution": ["mirror": .text("ignored")],
        ],
        limits: ["connection-tracking-table": SettingPolicy.Limits(atLeast: 131_072)]
    )
}
