import Tuning

extension FactsReader {
    /// How the kernel has `nf_conntrack`, and what it tells of it.
    ///
    /// The keys of a module that is not loaded do not exist, so a key without a module entry means that the kernel
    /// itself holds it. Only a loadable module has an `initstate`, which decides where `/proc/modules` was not captured.
    mutating func connectionTracking(_ kernel: KernelFacts) -> ConnectionTrackingFacts {
        var facts = ConnectionTrackingFacts()
        facts.isTracking = number(of: "/proc/sys/net/netfilter/nf_conntrack_count") ?? 0 > 0
        facts.hasCounters = root.exists("/proc/net/stat/nf_conntrack")
        let isLoaded = kernel.loadedModules.contains("nf_conntrack")
        if isLoaded || root.exists("/sys/module/nf_conntrack/initstate") {
            facts.module = .loaded
        } else if kernel.builtInModules.contains("nf_conntrack") || isKnownToKernel {
            facts.module = .builtIn
        } else if let directory = moduleDirectory(of: kernel.release),
            let dependencies = bytes(of: "\(directory)/modules.dep", limit: 1 << 24)
        {
            // Compressed modules are `nf_conntrack.ko.xz` or `.zst`.
            facts.module = dependencies.holds("/nf_conntrack.ko") ? .loadable : .absent
        } else if root.exists("/proc/sys/kernel"), !root.exists("/proc/modules") {
            // A kernel that cannot load modules at all.
            facts.module = .absent
        }
        return facts
    }

    private var isKnownToKernel: Bool {
        root.exists("/proc/sys/net/netfilter/nf_conntrack_max") || root.exists("/sys/module/nf_conntrack")
    }
}
