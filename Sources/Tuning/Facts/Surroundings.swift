/// Control groups.
public struct CgroupFacts: Hashable, Sendable, Codable {
    /// How the hierarchies are laid out.
    public enum Layout: String, Hashable, Sendable, Codable, CaseIterable {
        /// One hierarchy with every controller: version 2.
        case unified
        /// Version 1 controllers, with a version 2 hierarchy beside them that has none.
        case hybrid
        /// Version 1 only.
        case legacy
        case unknown
    }

    /// How the hierarchies are laid out.
    public var layout = Layout.unknown
    /// 2, 1, or nil if unknown: the version that holds the resource controllers.
    public var version: Int64?
    /// The controllers of the version 2 root.
    public var controllers: [String] = []
    /// The groups directly below the root that have a CPU weight, such as `system.slice`.
    public var topGroups: [WeightedGroup] = []
    /// Whether the kernel makes a CPU group of each session of processes that are in no other
    /// (`kernel/sched_autogroup_enabled`); nil if it cannot.
    public var hasAutogroups: Bool?
    /// The devices, as `major:minor`, on which `io.weight` counts whatever their scheduler (blk-iocost).
    public var costControlledDevices: [String] = []

    /// Nothing known.
    public init() {}
}

/// Network namespaces.
public struct NetworkFacts: Hashable, Sendable, Codable {
    /// Whether we are in the machine's first network namespace, the only one in which the connection-tracking table
    /// can be sized; nil if unknown.
    public var isInitialNamespace: Bool?

    /// Nothing known.
    public init() {}
}

/// Connection tracking.
public struct ConnectionTrackingFacts: Hashable, Sendable, Codable {
    /// How the kernel has `nf_conntrack`.
    public enum Module: String, Hashable, Sendable, Codable, CaseIterable {
        /// Loaded as a module.
        case loaded
        /// Part of the kernel itself.
        case builtIn
        /// A module that can be loaded, and is not.
        case loadable
        /// Neither there nor known to this kernel.
        case absent
        case unknown
    }

    /// How the kernel has `nf_conntrack`.
    public var module = Module.unknown
    /// Whether any connection is tracked right now.
    public var isTracking = false
    /// Whether the kernel tells what it refused, in `/proc/net/stat/nf_conntrack`.
    public var hasCounters = false
    /// The buckets that the module is given at boot, but for what nodekeel's own file gives; nil if it is given none.
    public var bootBuckets: Int64?
    /// Where they are given: `FILE:LINE` of `modprobe.d`, or `/proc/cmdline`.
    public var bootBucketsOrigin: String?

    /// Nothing known.
    public init() {}
}

/// Somebody who manages this node's files.
public struct Owner: Hashable, Sendable, Codable {
    /// Who: kubeadm, kubespray, k3s, RKE2, EKS, OpenShift, GKE.
    public var name: String
    /// What shows it, such as a path.
    public var evidence: String

    /// An owner and what shows it.
    public init(name: String, evidence: String) {
        self.name = name
        self.evidence = evidence
    }
}

/// A component that runs here.
public struct Component: Hashable, Sendable, Codable {
    /// Its program, such as `kubelet`, `kube-proxy`, `etcd`, `containerd`.
    public var name: String
    /// Its process.
    public var pid: Int64
    /// When the process started, in clock ticks since boot: with the PID, its identity.
    public var startTicks: UInt64
    /// Its arguments, the program first; empty where they cannot be read.
    public var arguments: [String]
    /// Why its arguments cannot be read; nil if they can.
    public var unreadable: String?
    /// The systemd unit that holds it; nil if it is in none.
    public var unit: String?
    /// The UID of the pod that holds it; nil if it is in none.
    public var podUID: String?
    /// The ID of the container that holds it; nil if it is in none.
    public var containerID: String?

    /// A component.
    public init(name: String, pid: Int64, startTicks: UInt64, arguments: [String]) {
        self.name = name
        self.pid = pid
        self.startTicks = startTicks
        self.arguments = arguments
    }
}
