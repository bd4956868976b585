extension DockerFacts {
    /// The release as numbers; nil if nothing tells it.
    public var release: KubernetesVersion? { version.flatMap { KubernetesVersion($0) } }

    /// What makes a key of its file live: a reload where dockerd takes the key by one and outlives it, else a restart.
    public func activation(of key: String) -> Activation {
        let unit = unit ?? DockerFacts.presetUnit
        let isLive = DockerOption.named(key)?.isLive ?? false
        return isLive && reasonAgainstReload == nil ? .reload(unit) : .restart(unit)
    }

    /// Why it may not be asked to reload; nil if it may.
    ///
    /// With containerd's store every reload of Docker 24 calls what is not written there yet, and dockerd is gone. A
    /// dockerd that does not tell its release may be one.
    /// sources: moby v24.0.0 and v24.0.9 daemon/containerd/service.go, UpdateConfig; daemon/reload.go
    public var reasonAgainstReload: String? {
        guard isContainerdStore == true, release.map({ $0.major == 24 }) ?? true else { return nil }
        return "a reload ends dockerd 24 where images are in containerd's store, and "
            + (version.map { "this is \($0)" } ?? "nothing tells the release of this one")
    }
}
