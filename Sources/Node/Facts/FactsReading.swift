public import Tuning

extension Facts {
    /// What the node of a tree is, as of now.
    ///
    /// Never fails: what cannot be read is nil or empty, with the reason in ``Tuning/Facts/unreadable``.
    ///
    /// - Parameter root: the machine, or a captured tree of its `/proc`, `/sys` and `/etc`.
    public init(reading root: Root) {
        self.init()
        var reader = FactsReader(root: root)
        // The first CPU of a machine fits in 16 KiB, and the others do not differ in what is read of them.
        let cpuinfo = reader.beginning(of: "/proc/cpuinfo", limit: 1 << 14) ?? []
        cpu = reader.cpus(cpuinfo: cpuinfo)
        cpus = cpu.onlineCount
        numaNodes = reader.numaNodes()
        memory = reader.memory(nodes: numaNodes)
        kernel = reader.kernel()
        connectionTracking = reader.connectionTracking(kernel)
        let mountRecords = reader.mounts()
        mounts = mountRecords.map(\.mount)
        cgroup = reader.controlGroups(mountRecords)
        disks = DiskStack(reader.blockDevices(), mounts: mounts).disks()
        network = reader.network()
        initSystem = reader.initSystem()
        hypervisor = reader.hypervisor(cpuinfo: cpuinfo)
        container = reader.container()
        owners = reader.owners()
        sysctlAssignments = reader.sysctlAssignments()
        components = reader.components()
        tunedAssignments = Node(root: root).tunedAssignments(among: components)
        clusterDNS = reader.clusterDNS(among: components)
        overlays = reader.overlays()
        reader.readResourceGroups(into: &cgroup)
        etcd = reader.etcdMembers(among: components, disks: disks, mounts: mounts)
        unreadable = reader.unreadable
    }
}
