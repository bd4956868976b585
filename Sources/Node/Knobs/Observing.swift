public import Tuning

extension Node {
    /// What a knob says now. Never throws: what cannot be read is an observation too, so that one knob never hides
    /// another.
    public func observe(_ knob: Knob, facts: Facts) -> Observation {
        switch knob {
        case .sysctl(let name): observe(KernelFile(.sysctls, name))
        case .sysfs(let name): observe(KernelFile(.sysfs, name))
        case .file(let path): observeFile(path)
        case .occupancy(.connectionTracking): observeConnectionTrackingOccupancy()
        case .refusals(.connectionTracking): observeConnectionTrackingRefusals()
        case .kubeProxyStart: facts.kubeProxy?.nextTable ?? .missing
        case .option(let option, let component): facts.option(option, of: component)
        case .priority(let selector, let resource): observePriority(of: selector, resource)
        case .weight(let place, let resource): observeWeight(of: place, resource)
        case .runtime(let question): facts.containerRuntime?.answer(to: question) ?? .missing
        case .dockerKey(let key, let path): observeDockerKey(key, in: path, facts: facts)
        case .kubeletField(let field): facts.kubelet?.observation(of: field) ?? .missing
        case .fragment(_, let path): observeFragment(path, as: knob)
        case .obsoleteFlags: facts.kubelet?.obsoleteFlagCount ?? .missing
        case .heartbeat: facts.kubelet?.heartbeatState ?? .missing
        }
    }
}
