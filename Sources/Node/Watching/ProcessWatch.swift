public import Tuning

/// Tells when a process that matters starts or ends.
///
/// No event comes with each process of the node: a process that ends is told by its pidfd, a place that fills by inotify
/// on its control group. Both come before the program does: systemd and runtimes put a process into its group and let it
/// become the program afterwards. So a place that stirs is looked at again and again, closely at first, until the
/// program is there or the time for it is over. What no event tells is found by the sweep.
public struct ProcessWatch: ~Copyable, EventSource {
    /// The most selectors that are followed.
    public static let selectorLimit = 64
    /// How long a place that stirred is looked at. A container's image is there before its group is; what takes longer
    /// than this is found by the sweep.
    static let attention = Duration.seconds(30)
    /// How often it is looked at, until so long after it stirred.
    static let looks: [(until: Duration, every: Duration)] = [
        (.milliseconds(200), .milliseconds(2)), (.seconds(2), .milliseconds(5)), (attention, .milliseconds(20)),
    ]

    /// When the threads of a process that started are looked at again. A thread that was being made while the others were
    /// tuned has the priority that its maker had before; it shows when the kernel is done, which takes long where CPUs
    /// are short.
    static let relooks: [Duration] = [
        .milliseconds(5), .milliseconds(30), .milliseconds(150), .milliseconds(800), .seconds(4),
    ]

    private enum Token {
        static let timer: UInt64 = 0
        static let groups: UInt64 = 1
        /// Processes follow from here, by their number.
        static let processes: UInt64 = 2
    }

    private let node: Node
    private let loop: EventLoop
    private let timer: Timer
    private var groups: GroupWatch
    private var handles = ProcessHandles()
    private var followed: [ProcessSelector: Followed] = [:]

    /// One selector.
    private struct Followed {
        /// Its processes that are known already.
        var known: Set<ThreadPriorities.Identity> = []
        /// Whether it is to be followed; else it is only looked at for a while.
        var isWanted = false
        /// The directory of its place, when it was last found.
        var directory: String?
        /// When it stirred, and when it is looked at next; nil while it rests.
        var attention: (since: Duration, next: Duration)?
        /// When its newest process started, and how often that has been looked at again; nil when that is over.
        var settling: (since: Duration, count: Int)?
        /// Whether a process came that nobody was told of: between a pass and the following of what it found.
        var isToBeTold = false
    }

    /// The descriptor to wait on.
    public var number: Int32 { loop.number }

    /// Follows nothing yet.
    public init(of node: Node) throws(SystemError) {
        let loop = try EventLoop()
        let timer = try Timer(clock: .monotonic)
        let groups = try GroupWatch(of: node)
        try loop.add(timer, token: Token.timer)
        try loop.add(groups, token: Token.groups)
        self.node = node
        self.loop = loop
        self.timer = timer
        self.groups = groups
    }

    /// Follows these selectors and no others. Cheap where nothing changed: to be called after every pass.
    ///
    /// - Parameter withNewPods: whether pods that come beside them are told of too.
    /// - Returns: why some cannot be followed; their processes are found by the sweep.
    @discardableResult
    public mutating func follow(_ selectors: [ProcessSelector], withNewPods: Bool) -> SystemError? {
        let wanted = Set(selectors.filter { $0.place != .anywhere }.prefix(ProcessWatch.selectorLimit))
        // What is looked at closely stays, until the time for that is over.
        for (gone, entry) in followed where !wanted.contains(gone) {
            followed[gone]?.isWanted = false
            if entry.attention == nil { followed[gone] = nil }
        }
        for selector in wanted {
            let isNew = followed[selector] == nil
            followed[selector, default: Followed()].isWanted = true
            if look(at: selector, searching: true), !isNew { followed[selector]?.isToBeTold = true }
        }
        if followed.values.contains(where: \.isToBeTold) { try? timer.arm(after: .zero) }
        let places = Set(followed.values.flatMap(\.known).map(\.pid))
        for pid in handles.numbers.subtracting(places) { handles.close(pid) }
        return groups.follow(Set(wanted.map(\.place)), withNewPods: withNewPods)
    }

    /// What happened since the last call. Never waits.
    public mutating func news() throws(SystemError) -> ProcessNews {
        var news = ProcessNews()
        let now = Timer.Clock.monotonic.now
        for token in try loop.wait(timeout: .zero) {
            switch token {
            case Token.timer: _ = try timer.expirations()
            case Token.groups:
                let stirred = try groups.stirred()
                for selector in followed.keys where stirred.contains(selector.place) { stir(selector, at: now) }
                news.newPods = groups.takeNewPods()
            default:
                let pid = Int64(clamping: token - Token.processes)
                handles.close(pid)
                for (selector, entry) in followed where entry.known.contains(where: { $0.pid == pid }) {
                    followed[selector]?.known = entry.known.filter { $0.pid != pid }
                    stir(selector, at: now)
                    news.ended.insert(selector)
                }
            }
        }
        for (selector, entry) in followed { review(selector, entry, at: now, into: &news) }
        // What was only looked at makes room for the next.
        followed = followed.filter { $0.value.isWanted || $0.value.attention != nil || !$0.value.known.isEmpty }
        try arm(now: now)
        return news
    }

    private mutating func review(
        _ selector: ProcessSelector,
        _ entry: Followed,
        at now: Duration,
        into news: inout ProcessNews
    ) {
        var isNew = entry.isToBeTold
        followed[selector]?.isToBeTold = false
        if let (since, next) = entry.attention, next <= now {
            if look(at: selector, searching: false) { isNew = true }
            let pace = isThere(selector) ? ProcessWatch.looks.first { now - since < $0.until }?.every : nil
            followed[selector]?.attention = pace.map { (since, now + $0) }
        }
        if isNew {
            news.started.insert(selector)
            followed[selector]?.settling = (now, 0)
        } else if let (since, count) = entry.settling, now - since >= ProcessWatch.relooks[count] {
            news.settling.insert(selector)
            followed[selector]?.settling = count + 1 < ProcessWatch.relooks.count ? (since, count + 1) : nil
        }
    }

    /// Looks closely at a selector for a while, as if its place had stirred, or until its directory is gone.
    public mutating func attend(to selector: ProcessSelector, in directory: String) throws(SystemError) {
        if followed[selector] == nil {
            guard followed.count < ProcessWatch.selectorLimit else { return }
            followed[selector] = Followed()
        }
        followed[selector]?.directory = directory
        let now = Timer.Clock.monotonic.now
        stir(selector, at: now)
        try arm(now: now)
    }

    private mutating func stir(_ selector: ProcessSelector, at now: Duration) {
        followed[selector]?.attention = (now, now)
    }

    /// Whether a selector is worth further looks: one that is not followed is none once its directory is gone, of which
    /// short pods leave one after the other.
    private func isThere(_ selector: ProcessSelector) -> Bool {
        guard let entry = followed[selector], !entry.isWanted, let directory = entry.directory else { return true }
        return CgroupTree(root: node.root).isGroup(directory)
    }

    /// Takes note of the processes of a selector; whether one of them is new.
    private mutating func look(at selector: ProcessSelector, searching: Bool) -> Bool {
        var present: Set<ThreadPriorities.Identity> = []
        var directory = followed[selector]?.directory
        do {
            try node.forEachProcess(of: selector, last: &directory, searching: searching) {
                (process) throws(SystemError) in
                present.insert(process.identity)
            }
        } catch {
            return false
        }
        followed[selector]?.directory = directory
        let known = followed[selector]?.known ?? []
        for process in present where !handles.numbers.contains(process.pid) {
            handles.open(process, in: loop, token: Token.processes + UInt64(clamping: process.pid))
        }
        followed[selector]?.known = present
        return !present.subtracting(known).isEmpty
    }

    /// Arms the next look, if there is something to look for.
    private func arm(now: Duration) throws(SystemError) {
        var waits = followed.values.compactMap { entry in
            entry.settling.map { max(.zero, ProcessWatch.relooks[$0.count] - (now - $0.since)) }
        }
        waits += followed.values.compactMap { entry in entry.attention.map { max(.zero, $0.next - now) } }
        guard let wait = waits.min() else { return try timer.disarm() }
        try timer.arm(after: wait)
    }
}

/// What happened to processes since the last look.
public struct ProcessNews: Sendable {
    /// What has a process that it had not.
    public var started: Set<ProcessSelector> = []
    /// What has one that started shortly before, whose threads are to be looked at again.
    public var settling: Set<ProcessSelector> = []
    /// What lost one.
    public var ended: Set<ProcessSelector> = []
    /// The pods that came, by UID, each with the directory of its control group.
    public var newPods: [String: String] = [:]

    /// Whether nothing happened.
    public var isEmpty: Bool { started.isEmpty && settling.isEmpty && ended.isEmpty && newPods.isEmpty }
}
