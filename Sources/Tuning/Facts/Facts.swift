/// What a node is. Read once at the start of a run.
///
/// A value that could not be read is nil or empty, and ``unreadable`` says why: one source never hides another.
public struct Facts: Hashable, Sendable, Codable {
    /// The version of this shape; it changes when a reader would have to.
    public static let currentSchemaVersion = 1

    /// The version of the shape these facts were written in.
    public var schemaVersion = Facts.currentSchemaVersion
    /// How many CPUs are online: the number that formulas use.
    public var cpus: Int64 = 0
    /// The CPUs in detail.
    public var cpu = CPUFacts()
    /// The NUMA nodes, by number.
    public var numaNodes: [NUMANode] = []
    /// Memory.
    public var memory = MemoryFacts()
    /// The kernel.
    public var kernel = KernelFacts()
    /// Whole disks and what stands on them, by kernel name.
    public var disks: [Disk] = []
    /// The mounts that PID 1 sees, in mount order.
    public var mounts: [Mount] = []
    /// Control groups.
    public var cgroup = CgroupFacts()
    /// Network namespaces.
    public var network = NetworkFacts()
    /// Connection tracking.
    public var connectionTracking = ConnectionTrackingFacts()
    /// The init system, such as `systemd`; nil if unknown.
    public var initSystem: String?
    /// The hypervisor, such as `kvm`; `none` on bare metal; nil if unknown.
    public var hypervisor: String?
    /// What contains this system, such as `systemd-nspawn` or `docker`; nil if nothing shows that anything does.
    public var container: String?
    /// Who else manages this node.
    public var owners: [Owner] = []
    /// The Kubernetes components and their companions that run here.
    public var components: [Component] = []
    /// The members of etcd: those that run here by process number, then those that something here would start.
    public var etcd: [EtcdMember] = []
    /// The programs of the control plane: those that run here, and those that a static pod would start.
    public var controlPlane: [ControlPlaneComponent] = []
    /// What the kubelet finds in its directory of static pods, by name.
    public var staticPods: [StaticPod] = []
    /// The kubelet, if it runs here or has a unit.
    public var kubelet: KubeletFacts?
    /// kube-proxy, if it runs here.
    public var kubeProxy: KubeProxyFacts?
    /// The pods of cluster DNS servers that run here, as `namespace/name` or by UID; caches of the node are none.
    public var clusterDNS: [String] = []
    /// The VXLAN devices that carry the traffic of pods, by name.
    public var overlays: [OverlayDevice] = []
    /// The processes that have connections to an API server; nil where that cannot be told.
    public var apiserverTalkers: [APIServerTalker]?
    /// The container runtimes, if there are any.
    public var containerRuntime: ContainerRuntimeFacts?
    /// What `sysctl.d` files assign, in the order in which systemd-sysctl applies them: the last of a key wins.
    public var sysctlAssignments: [SysctlAssignment] = []
    /// What the profile of the TuneD that runs here keeps of sysctls, those that are included first; empty without one.
    public var tunedAssignments: [SysctlAssignment] = []
    /// What could not be read, and why.
    public var unreadable: [Unreadable] = []

    /// A node of which nothing is known yet.
    public init() {}

    /// The same without what is counted anew at each look, and is never the same twice.
    public var steady: Facts {
        var facts = self
        facts.apiserverTalkers = apiserverTalkers.map { _ in [] }
        return facts
    }

    /// Something that could not be read.
    public struct Unreadable: Hashable, Sendable, Codable {
        /// The path, as seen on the node.
        public var path: String
        /// Why.
        public var reason: String

        /// A path and a reason.
        public init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }
}
