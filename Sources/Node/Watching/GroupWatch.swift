import Glibc
import Tuning

/// Tells which places of processes stirred: inotify on directories of control groups.
///
/// `cgroup.procs` tells when a process is written into a group, `cgroup.events` (version 2) when it fills or empties, the
/// directory above when the group itself comes. Neither is told of a fork or an exec.
struct GroupWatch: ~Copyable, EventSource {
    private let node: Node
    private let descriptor: Descriptor
    /// What each watch is for: the place, and the name of the entry that matters; nil for every entry.
    private var interests: [Int32: [(place: ProcessSelector.Place, name: String?)]] = [:]
    /// The watches on groups that hold pods, each with its directory.
    private var podParents: [Int32: String] = [:]
    private var newPods: [String: String] = [:]
    /// Where a place was last, for one that is gone and will come back there.
    private var lastDirectories: [ProcessSelector.Place: String] = [:]

    var number: Int32 { descriptor.number }

    init(of node: Node) throws(SystemError) {
        self.node = node
        let number = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard number >= 0 else { throw SystemError(operation: "make", object: "group watch", errno: errno) }
        descriptor = Descriptor(adopting: number)
    }

    /// Watches these places and no others.
    ///
    /// - Parameter withNewPods: whether pods that come beside them are told of too.
    /// - Returns: why one cannot be watched.
    mutating func follow(_ places: Set<ProcessSelector.Place>, withNewPods: Bool) -> SystemError? {
        let before = Set(interests.keys)
        interests = [:]
        podParents = [:]
        var failure: SystemError?
        let tree = CgroupTree(root: node.root)
        guard let naming = tree.naming else { return SystemError(operation: "watch", object: "cgroup", errno: ENOENT) }
        for place in places {
            if let directory = tree.directory(of: place, in: naming) { lastDirectories[place] = directory }
            let usual = if case .unit(let name) = place { "\(naming.path)/system.slice/\(name)" } else { String?.none }
            guard let directory = lastDirectories[place] ?? usual, directory != naming.path else { continue }
            if let file = try? FilePlace(directory) {
                let above = watch(file.directory, IN_CREATE | IN_ONLYDIR, name: file.name, for: place)
                if above == nil { failure = SystemError(operation: "watch", object: file.directory, errno: errno) }
            }
            // One that is gone is told of by the directory above.
            watchGroup(directory, for: place)
            // Containers are groups in the pod's: what fills them is told in their own directories.
            for child in tree.children(of: directory).prefix(GroupWatch.childLimit) {
                watchGroup("\(directory)/\(child)", for: place)
            }
        }
        if withNewPods {
            for name in GroupWatch.podParents {
                let directory = "\(naming.path)/\(name)"
                let watch = inotify_add_watch(number, directory, UInt32(bitPattern: IN_CREATE | IN_ONLYDIR))
                guard watch >= 0 else { continue }
                if interests[watch] == nil { interests[watch] = [] }
                podParents[watch] = directory
            }
        }
        lastDirectories = lastDirectories.filter { places.contains($0.key) }
        for watch in before where interests[watch] == nil {
            // Fails for a watch that ended by itself, which is as good.
            inotify_rm_watch(number, watch)
        }
        return failure
    }

    /// Where static pods stand, for either driver of the kubelet; etcd has a request and no limit, which is burstable.
    private static let podParents = [
        "kubepods.slice", "kubepods.slice/kubepods-burstable.slice", "kubepods", "kubepods/burstable",
    ]
    /// The most groups inside a place that are watched.
    private static let childLimit = 64

    private mutating func watchGroup(_ directory: String, for place: ProcessSelector.Place) {
        _ = watch(directory, IN_CREATE | IN_ONLYDIR, name: nil, for: place)
        _ = watch("\(directory)/cgroup.procs", IN_MODIFY, name: nil, for: place)
        _ = watch("\(directory)/cgroup.events", IN_MODIFY, name: nil, for: place)
    }

    private mutating func watch(
        _ path: String,
        _ events: Int32,
        name: String?,
        for place: ProcessSelector.Place
    ) -> Int32? {
        let watch = inotify_add_watch(number, path, UInt32(bitPattern: events))
        guard watch >= 0 else { return nil }
        interests[watch, default: []].append((place, name))
        return watch
    }

    /// The places that stirred since the last call; all of them when the kernel's queue ran over.
    mutating func stirred() throws(SystemError) -> Set<ProcessSelector.Place> {
        var stirred: Set<ProcessSelector.Place> = []
        for _ in 0..<64 {
            let events = try withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 8) {
                (buffer) throws(SystemError) in
                let count = try descriptor.read(into: buffer, of: "group watch")
                return InotifyEvent.events(in: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            if events.isEmpty { break }
            for event in events {
                if event.has(IN_Q_OVERFLOW) { stirred.formUnion(interests.values.joined().map(\.place)) }
                for interest in interests[event.watch] ?? [] where interest.name == nil || interest.name == event.name {
                    stirred.insert(interest.place)
                }
                if event.has(IN_CREATE), let parent = podParents[event.watch], let name = event.name,
                    let pod = CgroupMembership.podUID(of: name)
                {
                    newPods[pod] = "\(parent)/\(name)"
                }
            }
        }
        return stirred
    }

    /// The pods that came beside those followed since the last call, each with its directory.
    mutating func takeNewPods() -> [String: String] {
        defer { newPods = [:] }
        return newPods
    }
}
