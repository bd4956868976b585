import Agent
import Node
import Reporting
import Systemd
import Tuning

/// One thread, one loop: asleep unless something happens, and every pass reads again what it judges.
struct Service: ~Copyable {
    private enum Token: UInt64 {
        case signals, sweep, clock, files, sysctls, processes
    }

    /// How long another service's lock is waited for, in milliseconds: a command that asks whether a service runs has it
    /// for a moment.
    private static let lockPatienceMilliseconds = 200

    private let node: Node
    private let lock: FileLock
    private let loop: EventLoop
    private let signals: Signals
    private let sweep: Timer
    private let clock: ClockWatch
    private var watch: FileWatch?
    private var watchedPaths: [WatchedPath] = []
    /// Whether the loop waits for the kernel to tell of writes to sysctls.
    private var isListening = false
    private var processWatch: ProcessWatch?
    private var keeper: Keeper
    private var pace = Pace()
    private var calm = Calm()
    private var sweepInterval: Int64 = 0
    private var eventIsWaiting = false
    private var passedAt: Int64 = 0

    /// Prepares the service of a node.
    ///
    /// - Throws: ``SystemError``, also when another service already has this node.
    init(of node: Node) throws(SystemError) {
        let signals = try Signals()
        let lock = try FileLock(
            ServiceState.lockPath,
            of: node.root,
            patienceMilliseconds: Service.lockPatienceMilliseconds
        )
        let loop = try EventLoop()
        let sweep = try Timer(clock: .boottime)
        let clock = try ClockWatch()
        try loop.add(signals, token: Token.signals.rawValue)
        try loop.add(sweep, token: Token.sweep.rawValue)
        try loop.add(clock, token: Token.clock.rawValue)
        self.node = node
        self.signals = signals
        self.lock = lock
        self.loop = loop
        self.sweep = sweep
        self.clock = clock
        keeper = Keeper(of: node, now: Service.milliseconds)
    }

    /// Runs until it is told to stop.
    mutating func run() throws(SystemError) {
        keeper.readPolicy(isReload: false)
        try pass()
        report { () throws(SystemdError) in try Notify.ready(status: keeper.statusLine) }
        while true {
            listen()
            let tokens = try loop.wait(timeout: nextDue.map { .milliseconds($0 - now) })
            var isDue = false
            for token in tokens.compactMap(Token.init(rawValue:)) {
                switch token {
                case .signals: if try takeSignals(&isDue) { return }
                case .sweep:
                    _ = try sweep.expirations()
                    watch?.refresh()
                    isDue = true
                case .clock: if try clock.wasSet() { isDue = true }
                case .files: if try takeFileChanges() { eventIsWaiting = true }
                case .sysctls: keeper.takeWrites()
                case .processes: if try takeProcessNews() { eventIsWaiting = true }
                }
            }
            if let due = keeper.writesDue, due <= now { keeper.takeWrites() }
            if keeper.findsWritesInEffect() { eventIsWaiting = true }
            if eventIsWaiting, pace.due(now: now) <= now { isDue = true }
            if let due = calm.due, due <= now { isDue = true }
            if let due = keeper.restartDue, due <= now, keeper.stepRestart(now: now) { isDue = true }
            if let due = trialDue, due <= now { isDue = true }
            guard isDue else { continue }
            if eventIsWaiting { pace.answered(now: now) }
            eventIsWaiting = false
            try pass()
        }
    }

    /// When there is something to do although nothing happens, beside the sweep; nil for never.
    private var nextDue: Int64? {
        let answer = eventIsWaiting ? pace.due(now: now) : nil
        return [answer, keeper.writesDue, calm.due, keeper.restartDue, trialDue].compactMap { $0 }.min()
    }

    /// When a trial has to be undone, and no sooner than a second after a pass that could not.
    private var trialDue: Int64? {
        keeper.trialDeadline.map { deadline in
            max(now + (deadline - node.moment.uptimeSeconds) * 1_000, passedAt + 1_000)
        }
    }

    /// Whether to stop.
    private mutating func takeSignals(_ isDue: inout Bool) throws(SystemError) -> Bool {
        while let signal = try signals.next() {
            switch signal {
            case .terminate, .interrupt:
                report { () throws(SystemdError) in try Notify.stopping(status: "stopping; nothing is changed by that")
                }
                return true
            case .hangup:
                report { () throws(SystemdError) in try Notify.reloading() }
                keeper.readPolicy(isReload: true)
                try pass()
                report { () throws(SystemdError) in try Notify.ready(status: keeper.statusLine) }
            case .user1: isDue = true
            }
        }
        return false
    }

    /// Whether anything that matters changed.
    private mutating func takeFileChanges() throws(SystemError) -> Bool {
        guard var watch = watch.take() else { return false }
        // Programs replace a file in several steps; a kernel file is written in one.
        let changes = try watch.changes(settling: .milliseconds(10), within: .milliseconds(40))
        self.watch = consume watch
        if changes.isEverything || changes.paths.contains(where: ReadPolicy.isRead(from:)) {
            keeper.readPolicy(isReload: true)
        }
        return changes.isEverything || changes.paths.contains(where: keeper.isNews)
    }

    /// Waits for the kernel to tell of writes to sysctls, but not in a storm, of which the rest is taken by time.
    private mutating func listen() {
        guard let sysctls = keeper.sysctls else {
            isListening = false
            return
        }
        do {
            switch (isListening, sysctls.isPaused) {
            case (false, false): try loop.add(sysctls, token: Token.sysctls.rawValue)
            case (true, true): try loop.remove(sysctls)
            default: break
            }
            isListening = !sysctls.isPaused
        } catch {
            isListening = false
            keeper.loseSysctls(because: error)
        }
    }

    /// Has the kernel tell when a process that is tuned starts again; where it does not, the sweep finds it.
    private mutating func watchProcesses() {
        do {
            let watch = try ProcessWatch(of: node)
            try loop.add(watch, token: Token.processes.rawValue)
            processWatch = consume watch
            keeper.noteBlindness("processes", because: nil)
        } catch {
            keeper.noteBlindness("processes", because: error.reason)
        }
    }

    /// Whether a process started of which nothing is known yet; others are tuned by then.
    private mutating func takeProcessNews() throws(SystemError) -> Bool {
        guard var watch = processWatch.take() else { return false }
        let news = try watch.news()
        for (pod, directory) in news.newPods {
            try watch.attend(to: ProcessSelector("etcd", in: .pod(pod)), in: directory)
        }
        processWatch = consume watch
        if !news.settling.isEmpty { keeper.tune(news.settling, isFirst: false) }
        guard !news.started.isEmpty else { return false }
        guard keeper.tune(news.started, isFirst: true) else { return true }
        calm.stir(now: now)
        return false
    }

    private mutating func pass() throws(SystemError) {
        calm.end()
        let start = now
        let result = keeper.pass(now: start)
        passedAt = now
        keeper.leaveMetrics(passMilliseconds: passedAt - start)
        try arm()
        let isBlind = watch == nil || keeper.sysctls == nil || processWatch == nil
        if result != .same || isBlind {
            rewatch()
            processWatch?.follow(keeper.selectorsToFollow, withNewPods: keeper.expectsNewPods)
        }
        let state = ServiceState(
            boot: node.moment.boot,
            nextPassUptimeSeconds: node.moment.uptimeSeconds + sweepInterval,
            blindSpots: keeper.blindSpots(unwatched: watch?.unwatched ?? [:]),
            policyRejection: keeper.policyRejection
        )
        try? state.write(on: node)
        if result != .same { report { () throws(SystemdError) in try Notify.status(keeper.statusLine) } }
        report { () throws(SystemdError) in try Notify.watchdog() }
        Rest.begin()
    }

    /// Arms the sweep when its interval is new: at this node's own place in it, so that a fleet never looks all at once.
    private mutating func arm() throws(SystemError) {
        let interval = keeper.intervalSeconds
        guard interval != sweepInterval else { return }
        sweepInterval = interval
        let period = Duration.seconds(interval)
        let machineID = node.root.line(of: "/etc/machine-id") ?? ""
        let offset = Jitter.offset(machineID: machineID, period: period) ?? .zero
        let next = Jitter.next(after: sweep.clock.now, offset: offset, period: period) ?? sweep.clock.now + period
        try sweep.arm(at: next, every: period)
        // The watchdog must outlast two sweeps, whatever interval policy asks for.
        if let unit = Notify.watchdogInterval {
            let patience = max(unit, period * 2 + .seconds(60))
            report { () throws(SystemdError) in try Notify.setWatchdogInterval(patience) }
        }
    }

    /// Watches what the last pass judged by; where that cannot be watched, the sweep finds changes and tries again.
    private mutating func rewatch() {
        if processWatch == nil { watchProcesses() }
        keeper.watchSysctls()
        if keeper.watchJudgedSysctls() { eventIsWaiting = true }
        let (paths, isAll) = keeper.pathsToWatch
        let excess = isAll ? nil : "no more than \(FileWatch.pathLimit) files can be watched"
        keeper.noteBlindness("kernel files", because: excess)
        guard watch == nil || paths != watchedPaths else { return }
        if let old = watch.take() { try? loop.remove(old) }
        do {
            let new = try FileWatch(paths)
            try loop.add(new, token: Token.files.rawValue)
            watch = consume new
            watchedPaths = paths
            keeper.noteBlindness("files", because: nil)
        } catch {
            keeper.noteBlindness("files", because: error.reason)
        }
    }

    /// Now, in milliseconds since boot, for the pace of answers.
    private var now: Int64 { Service.milliseconds }

    static var milliseconds: Int64 {
        let time = Timer.Clock.monotonic.now.components
        return time.seconds * 1_000 + time.attoseconds / 1_000_000_000_000_000
    }

    /// Tells systemd something; that it does not listen is no reason to stop.
    private func report(_ words: () throws(SystemdError) -> Bool) {
        _ = try? words()
    }
}
