import Tuning

extension Setting {
    /// The images are on a disk that does not turn.
    ///
    /// Unpacking an image is thousands of small writes, and a new node does it for every pod at once: on a disk that
    /// turns pods wait for minutes, and whatever shares the disk waits with them. A virtual disk does not say what it
    /// is made of; then nothing is claimed.
    /// Also written by: nobody; another disk is chosen when the node is made.
    static let imageStoreDisk = Setting(
        id: "image-store-disk",
        summary: "The images that pods start from are on a disk that does not turn",
        why: """
            Unpacking images is thousands of small writes. On a disk that turns, the pods of a new node wait for \
            minutes, and so does everything else that is on the disk.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): images on SSD",
            "Linux 6.18 Documentation/ABI/stable/sysfs-block: queue/rotational",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard let store = facts.containerRuntime?.imageStore else {
            return .leaveAlone(because: "it is not known here where the images are that pods start from")
        }
        let place = store.disks.isEmpty ? "" : ", on \(store.disks.joined(separator: ", "))"
        return .set(
            [Target(.runtime(.imageStoreMedium), .exactly(.text(Disk.Medium.solidState.rawValue)))],
            because: "\(store.runtime.name) keeps its images in \(store.path) (\(store.source))\(place)"
        )
    }
}
