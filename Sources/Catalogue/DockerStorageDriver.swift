import Tuning

extension Setting {
    /// Docker lays images over each other by overlay2, or by containerd's overlayfs.
    ///
    /// The other drivers copy whole images for each container (vfs), or were removed in later releases (devicemapper,
    /// aufs, overlay). dockerd takes vfs without a word where the filesystem below cannot carry an overlay. nodekeel
    /// never switches: at its next start dockerd would find none of the images and containers that there are.
    /// Also written by: whoever sets `storage-driver`; dockerd itself, at its first start.
    static let dockerStorageDriver = Setting(
        id: "docker-storage-driver",
        summary: "Docker lays images over each other by overlay2, or by overlayfs in containerd's store",
        why: """
            Other storage drivers copy whole images for each container, or are gone in later releases. dockerd takes \
            one without a word where the filesystem below its data does not fit. Changing the driver makes every \
            image and container invisible, so it is told and never done.
            """,
        unit: .none,
        sources: [
            "https://docs.docker.com/engine/storage/drivers/select-storage-driver/",
            "https://github.com/moby/moby/blob/docker-v29.7.2/daemon/info.go",
            "measured with Docker 20.10: a data root on overlayfs and no driver named gives vfs",
        ],
        strictestMode: .observe,
        effect: { facts, _, _ in
            facts.containerRuntime?.reasonOfIdleness(of: .docker).map { .inert(because: $0) } ?? .effective
        }
    ) { facts, _ in
        guard let docker = facts.containerRuntime?.docker else { return .leaveAlone(because: "no Docker is installed") }
        guard let driver = docker.storageDriver else {
            return .leaveAlone(
                because: "nothing tells Docker's storage driver: it does not run, and has left none behind"
            )
        }
        // In containerd's store `overlayfs` is the snapshotter that does what overlay2 did.
        let good: [Value] = docker.isContainerdStore == true ? [.text("overlayfs")] : [.text("overlay2")]
        let store = docker.isContainerdStore == true ? " in containerd's image store" : ""
        return .set(
            [Target(.runtime(.dockerStorageDriver), .oneOf(good))],
            because: "\(driver)\(store), as \(docker.storageDriverOrigin ?? "dockerd") tells"
                + (docker.backingFilesystem.map { "; the data root \(docker.dataRoot) is on \($0)" } ?? ""),
            cautions: docker.driverCautions(isGood: good.contains(.text(driver)))
        )
    }
}

extension DockerFacts {
    fileprivate func driverCautions(isGood: Bool) -> [Caution] {
        var cautions: [Caution] = []
        if hasEntryTypes == false {
            cautions.append(
                Caution(
                    danger: "the filesystem below \(dataRoot) does not tell the types of directory entries (d_type): "
                        + "overlays lose files on it",
                    remedy:
                        "make the filesystem anew (xfs: mkfs.xfs -n ftype=1) and move \(dataRoot) there, node drained"
                )
            )
        }
        guard !isGood else { return cautions }
        let driver = storageDriver ?? ""
        let cannotCarry = ["overlay", "nfs", "nfs4", "zfs", "aufs", "ecryptfs"].contains(backingFilesystem ?? "")
        let place = cannotCarry ? "first put \(dataRoot) on ext4 or xfs, which can carry overlays; then " : ""
        cautions.append(
            Caution(
                danger: driver == "vfs"
                    ? "vfs copies the whole image for every container: slow starts, and a full disk"
                    : "Docker's driver '\(driver)' is not what it is tested with, or is gone in a later release",
                remedy:
                    "\(place)drain the node, save what exists only here (docker save), stop \(unit ?? "dockerd"), set "
                    + "\"storage-driver\": \"overlay2\" in \(configPath), start it and pull again: images, containers "
                    + "of the old driver stay on disk unseen, below \(dataRoot)/\(driver)"
            )
        )
        return cautions
    }
}
