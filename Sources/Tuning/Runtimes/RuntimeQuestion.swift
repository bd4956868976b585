/// What is asked of the container runtimes. Of containerd some is written, by way of its fragment; the rest is only told,
/// since no one write changes it.
public enum RuntimeQuestion: String, Hashable, Sendable, Codable, CaseIterable {
    /// The driver by which Docker lays images over each other, such as `overlay2`.
    case dockerStorageDriver = "docker-storage-driver"
    /// What the disks below the images are: `ssd` or `hdd`.
    case imageStoreMedium = "image-store-medium"
    /// How many layers containerd downloads at once.
    case containerdDownloads = "containerd-image-downloads"
    /// Where images come from: `peers`, `mirror`, or `direct` from their registries.
    case imageDistribution = "image-distribution"
    /// After how many seconds without progress containerd gives a pull up.
    case containerdPullProgress = "containerd-pull-progress"

    /// The question in words, as the subject of a sentence.
    public var words: String {
        switch self {
        case .dockerStorageDriver: "Docker's storage driver"
        case .imageStoreMedium: "the disk of the images"
        case .containerdDownloads: "containerd's limit of downloads"
        case .imageDistribution: "the way of images to this node"
        case .containerdPullProgress: "containerd's patience with a pull"
        }
    }
}

/// Where the runtime that is in use keeps images, down to the disks.
public struct ImageStore: Hashable, Sendable, Codable {
    /// Whose it is.
    public var runtime: ContainerRuntime.Kind
    /// The directory, without links in it.
    public var path: String
    /// What told it.
    public var source: String
    /// The filesystem, such as `ext4`; nil if unknown.
    public var filesystem: String?
    /// The physical or virtual disks at the bottom, by kernel name; empty if unknown.
    public var disks: [String] = []
    /// Whether they turn: the worst of them.
    public var medium = Disk.Medium.unknown
    /// Why that is believed, or why it is not known.
    public var mediumReason = ""

    /// A store of which only the place is known.
    public init(runtime: ContainerRuntime.Kind, path: String, source: String) {
        self.runtime = runtime
        self.path = path
        self.source = source
    }
}

extension ContainerRuntimeFacts {
    /// What the runtimes answer.
    public func answer(to question: RuntimeQuestion) -> Observation {
        switch question {
        case .dockerStorageDriver:
            guard let driver = docker?.storageDriver else { return .missing }
            return .value(.text(driver), text: driver, isWritable: false)
        case .imageStoreMedium:
            guard let store = imageStore else { return .missing }
            guard store.medium != .unknown else { return .unreadable("\(store.path): \(store.mediumReason)") }
            return .value(.text(store.medium.rawValue), text: store.medium.rawValue, isWritable: false)
        case .imageDistribution:
            let way = !imagePeers.isEmpty ? "peers" : !mirrors.isEmpty ? "mirror" : "direct"
            return .value(.text(way), text: way, isWritable: false)
        case .containerdDownloads: return containerd?.downloads() ?? .missing
        case .containerdPullProgress: return containerd?.pullProgressSeconds() ?? .missing
        }
    }
}
