import Tuning

extension FactsReader {
    /// Whether this is the machine's first network namespace.
    ///
    /// `net/core/netdev_max_backlog` is registered there alone, `net/core/somaxconn` in every namespace (seen on 6.18
    /// and 6.1; `netns_core_table` and `net_core_table` in the kernel's `net/core/sysctl_net_core.c`). The directory
    /// shows the namespace of whoever opens it, and so holds for a process with a namespace of its own as well.
    func network() -> NetworkFacts {
        var facts = NetworkFacts()
        if root.exists("/proc/sys/net/core/netdev_max_backlog") || root.exists("/proc/sys/net/nf_conntrack_max") {
            facts.isInitialNamespace = true
        } else if root.exists("/proc/sys/net/core/somaxconn") {
            facts.isInitialNamespace = false
        }
        return facts
    }
}
