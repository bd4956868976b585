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

    /// Why dockerd does nothing with a key of its file, whatever that holds; nil if it does what the key says.
    ///
    /// sources: moby v24.0.9 to docker-v29.6.0 daemon/containerd/service.go and image_pull.go: no limit, and UpdateConfig
    /// says so in the log; docker-v29.7.0 has them (moby#53081). No release tries again what containerd's store fetches.
    public func reasonOfIdleness(of key: String) -> String? {
        guard isContainerdStore == true else { return nil }
        switch key {
        case "max-concurrent-downloads", "max-concurrent-uploads":
            guard let release, release.major < 29 || release.major == 29 && release.minor < 7 else { return nil }
            return "dockerd \(release) has its images in containerd's store, where only 29.7 and later limit how many "
                + "layers are moved at once"
        case "max-download-attempts":
            return "dockerd has its images in containerd's store, where it does not look at \(key)"
        default: return nil
        }
    }
}
