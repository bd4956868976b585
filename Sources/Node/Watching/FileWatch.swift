import Glibc

/// Tells which of a set of files changed (inotify).
///
/// The directories are watched and not the files: a file that is replaced by a rename is another file afterwards, and a
/// watch on the old one would hear nothing more. Where a directory does not exist, its nearest existing ancestor is
/// watched until it does. A symbolic link is watched where it stands and where it leads.
///
/// Not seen, and thus left to the sweep: a directory further up that is renamed, something mounted over a directory, a
/// link in the middle of a chain, truncate(2) without a writer, and writes by a writer that never closes. `refresh` at
/// every sweep finds the right directories again.
public struct FileWatch: ~Copyable, EventSource {
    /// The most paths that are taken; each needs a watch or two of the kernel's `fs.inotify.max_user_watches`.
    public static let pathLimit = 1024

    /// What a watched directory is watched for.
    struct Interest {
        /// The entry that matters; nil for all.
        let name: String?
        /// The path asked for.
        let path: String
    }

    /// What cannot be watched at present, and why; a path that is in here is seen by the sweep only.
    public internal(set) var unwatched: [String: SystemError] = [:]

    let descriptor: Descriptor
    let watched: [WatchedPath]
    var interests: [Int32: [Interest]] = [:]

    /// The descriptor to wait on.
    public var number: Int32 { descriptor.number }

    /// Watches these paths.
    ///
    /// - Throws: `EINVAL` for a path that is not absolute and plain, `E2BIG` for too many; `EMFILE` where the user has
    ///   `fs.inotify.max_user_instances` queues already (128 by default, which nodes with many pods do reach).
    public init(_ paths: [WatchedPath]) throws(SystemError) {
        guard paths.count <= Self.pathLimit else {
            throw SystemError(operation: "watch", object: "\(paths.count) paths", errno: E2BIG)
        }
        if let path = paths.first(where: { !$0.isWellFormed }) {
            throw SystemError(operation: "watch", object: path.path, errno: EINVAL)
        }
        let number = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard number >= 0 else { throw SystemError(operation: "make", object: "file watch", errno: errno) }
        descriptor = Descriptor(adopting: number)
        watched = paths
        refresh()
    }

    /// What changed since the last call; many events on one path are one answer.
    ///
    /// Programs replace a file in several steps. With a settling time the answer waits, blocking, until that long
    /// nothing more has come, so that one replacement is looked at once and not half done.
    ///
    /// - Parameter limit: How long a burst that does not end is waited for.
    public mutating func changes(
        settling: Duration = .zero,
        within limit: Duration = .milliseconds(500)
    ) throws(SystemError) -> FileChanges {
        var changes = FileChanges()
        let deadline = Timer.Clock.monotonic.now + limit
        repeat {
            try drain(into: &changes)
        } while hasMore(within: min(settling, deadline - Timer.Clock.monotonic.now))
        return changes
    }

    private func hasMore(within time: Duration) -> Bool {
        guard time > .zero else { return false }
        var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, EventLoop.milliseconds(time)) > 0
    }

    /// Takes the queue's content, at most 64 times 16 KiB, which is beyond what the kernel keeps by default.
    private mutating func drain(into changes: inout FileChanges) throws(SystemError) {
        for _ in 0..<64 {
            let events = try withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 8) {
                (buffer) throws(SystemError) in
                let count = try descriptor.read(into: buffer, of: "file watch")
                return InotifyEvent.events(in: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            if events.isEmpty { return }
            var isStale = false
            for event in events where sort(event, into: &changes) { isStale = true }
            if isStale { refresh() }
        }
    }

    /// Notes which paths an event is about.
    ///
    /// - Returns: Whether another directory may have to be watched now.
    private func sort(_ event: InotifyEvent, into changes: inout FileChanges) -> Bool {
        if event.has(IN_Q_OVERFLOW) {
            changes.isEverything = true
            return true
        }
        // The last words of a watch that was given up.
        guard let interests = interests[event.watch] else { return false }
        let isGone = event.has(IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)
        let concerned = interests.filter { isGone || $0.name == nil || $0.name == event.name }
        changes.paths.formUnion(concerned.map(\.path))
        // An entry that comes or goes may be a directory or a link on the way to a path.
        let isOther = isGone || event.has(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
        return isOther && !concerned.isEmpty
    }
}
