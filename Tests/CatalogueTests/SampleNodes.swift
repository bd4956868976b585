import Tuning

/// Nodes as the settings see them.
enum SampleNodes {
    /// A machine in its first network namespace.
    static func machine(
        cpus: Int64,
        gibibytes: Int64?,
        module: ConnectionTrackingFacts.Module = .loaded
    ) -> Facts {
        var facts = Facts()
        facts.cpus = cpus
        facts.memory.totalByteCount = gibibytes.map { $0 << 30 }
        facts.network.isInitialNamespace = true
        facts.connectionTracking.module = module
        facts.connectionTracking.hasCounters = true
        return facts
    }

    static var container: Facts {
        var facts = machine(cpus: 8, gibibytes: 32)
        facts.network.isInitialNamespace = false
        return facts
    }

    static let all = [
        machine(cpus: 1, gibibytes: 1), machine(cpus: 16, gibibytes: 64), machine(cpus: 512, gibibytes: 4096),
        machine(cpus: 64, gibibytes: 4), machine(cpus: 4, gibibytes: nil),
        machine(cpus: 16, gibibytes: 64, module: .loadable), machine(cpus: 16, gibibytes: 64, module: .builtIn),
        machine(cpus: 16, gibibytes: 64, module: .absent), container, Facts(),
    ]
}
