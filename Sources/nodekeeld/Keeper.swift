import Agent
import Node
import Reporting
import Tuning

/// What the service knows from pass to pass, and one pass.
struct Keeper {
    let node: Node
    let telling: Telling
    var policy: ReadPolicy?
    var rejected: String?
    /// The files of the policy, as they were when it was last read.
    private var policyFiles: PolicyFiles?
    /// The policy as it last came out on this node.
    private var inForce: PolicyInForce?
    /// The files of the kubelet and of containerd, as last found.
    var componentPaths: [WatchedPath] = []
    var previous: Report?
    var holds: [Hold] = []
    /// What was last found of the processes that are tuned, also of those that have ended since: what comes in their place
    /// is tuned before a pass is made.
    private(set) var processes: [Knob: Finding] = [:]
    private static let processLimit = 128
    var failure: String?
    private var summaryDueAt: Int64 = 0
    var witness = Witness()
    /// What the last pass went by, and the report it left; nil where the next has to judge anew.
    var lastLook: LastLook?
    var leftReport: LeftReport?
    /// What tells of writes to sysctls; nil where nothing does.
    var sysctls: SysctlWatch?
    /// Whether writes were lost since it was last looked what they did.
    var hasLostWrites = false
    var lastWriters: LastWriters
    var hasNewWriters = false
    var restarting: Restarting
    var drifts: [Setting.ID: Int64] = [:]
    var metricsFailure: String?
    var trial: Trial?
    /// Why it is not known whether a trial is open; nil if it is known.
    var trialTrouble: String?
    /// What cannot be watched, whole or at all, and why.
    var blindness: [String: String] = [:]
    /// A trial that could not be undone yet.
    var stuckTrial: StuckTrial?

    /// A status summary is told at least this often, in seconds, so that silence is not taken for health.
    private static let summaryInterval: Int64 = 86_400
    /// How long a pass waits for a command that is writing, in milliseconds; the next pass comes soon enough.
    static let patienceMilliseconds = 2_000
    /// How often a pass steps aside at most from what people change meanwhile, before it leaves all as it is.
    private static let yieldLimit = 64
    /// How long a new process waits for such a command, in milliseconds.
    private static let hurriedPatienceMilliseconds = 20

    /// - Parameter now: milliseconds of the monotonic clock.
    init(of node: Node, now: Int64) {
        self.node = node
        restarting = Restarting(on: node, now: now)
        telling = Telling(as: "nodekeeld", otherwise: Nodekeeld.complain)
        previous = LastReport.read(of: node)
        lastWriters = LastWriters.read(of: node)
        if let objection = LastReport.objection(on: node) {
            tellDegraded("what the last run left", because: objection.description)
        }
    }

    /// How often everything is read again.
    var intervalSeconds: Int64 { policy?.policy.intervalSeconds ?? Policy.presetIntervalSeconds }

    /// One line of truth for `systemctl status`.
    var statusLine: String {
        if let trouble = failure ?? stuckTrial?.reason { return trouble }
        let line = previous?.statusLine ?? "nothing is judged yet"
        guard let policyRejection else { return line }
        return policy == nil
            ? "policy rejected, \(policyRejection)" : "\(line); policy rejected, \(policyRejection)"
    }

    /// What holds in place of a policy that cannot be used, and why it cannot; nil if it is in force.
    var policyRejection: String? {
        rejected.map {
            "\(policy == nil ? "nothing is written until it is right" : "the last good one goes on"): \($0)"
        }
    }

    /// Reads the policy; one that cannot be used, here or at all, leaves the last good one in force.
    mutating func readPolicy(isReload: Bool) {
        policyFiles = PolicyFiles(of: node)
        do throws(PolicyError) {
            let read = try ReadPolicy(of: node)
            _ = try Run(on: node, under: read).examine(holds: [], after: nil)
            let line = PolicyLine(read.policy)
            if !isReload {
                telling.tell(.started(line, intervalSeconds: read.policy.intervalSeconds))
            } else if rejected != nil || policy.map({ !read.saysTheSame(as: $0) }) ?? true {
                telling.tell(.policyLoaded(line, files: read.paths))
            }
            if policy.map({ !read.saysTheSame(as: $0) }) ?? true { processes = [:] }
            policy = read
            lastLook = nil
            rejected = nil
        } catch {
            reject(error)
        }
    }

    private mutating func reject(_ error: PolicyError) {
        let reason = error.problems.map(\.description).joined(separator: "; ")
        if reason != rejected { telling.tell(.policyRejected(because: reason, hasLastGood: policy != nil)) }
        rejected = reason
    }

    /// What a pass came to.
    enum Result {
        /// Everything was judged.
        case judged
        /// Everything was found to be as the last pass left it.
        case same
        /// There was no policy to judge by.
        case withoutPolicy
    }

    /// One pass.
    ///
    /// - Parameter now: milliseconds of the monotonic clock.
    mutating func pass(now: Int64) -> Result {
        watchTrial()
        takeReportOfCommand()
        // What was wrong may have been this node: a formula finds other facts now. That a file is another one is told by
        // an event, and found here where none can be told.
        if rejected != nil || PolicyFiles(of: node) != policyFiles { readPolicy(isReload: true) }
        guard let policy else { return .withoutPolicy }
        if findsTheSame() { return .same }
        let run = Run(on: node, under: policy)
        do {
            let ledgerFile = try? node.root.status(of: Ledger.path)
            var ledger = try Ledger(of: node)
            noteHolds(ledger)
            guard let examination = examine(run) else { return .withoutPolicy }
            let isToWrite = !examination.plan.isEmpty
            let applied =
                isToWrite
                ? try write(run, ledger: &ledger) : run.report(examination, outcomes: [], after: previous)
            settle(applied)
            considerRestarts(examination, ledger, now: now)
            failure = nil
            if !isToWrite { rememberLook(examination, ledger: ledgerFile) }
        } catch {
            // Still judged and told.
            if let examination = examine(run) { settle(run.report(examination, outcomes: [], after: previous)) }
            if failure != error.description { telling.tell(.passFailed(because: error.description)) }
            failure = error.description
        }
        return .judged
    }

    /// The leave to write; a command that writes is waited for.
    func nodeLock() throws(LedgerError) -> NodeLock {
        do {
            return try NodeLock(of: node.root, patienceMilliseconds: Keeper.patienceMilliseconds)
        } catch {
            throw LedgerError(error)
        }
    }

    /// Examines again with the lock in hand, and carries out what that calls for.
    private mutating func write(_ run: Run<Node>, ledger: inout Ledger) throws(LedgerError) -> Applied {
        let lock = try nodeLock()
        takeReportOfCommand()
        ledger = try Ledger(of: node)
        noteHolds(ledger)
        try releaseEndedHolds(&ledger, holding: lock)
        for _ in 0..<Keeper.yieldLimit {
            guard let examination = examine(run) else {
                throw LedgerError(reason: "the policy cannot be used any more")
            }
            let yielded = examination.yielded(seeingAll: witness.isComplete)
            guard !yielded.isEmpty else {
                return try run.apply(examination, ledger: &ledger, after: previous, holding: lock)
            }
            try ledger.hold(yielded, holding: lock)
            telling.tell(yielded.map { .holdSet($0) })
            noteHolds(ledger)
        }
        throw LedgerError(reason: "a person changes one setting after the other; nothing is written until that is over")
    }

    /// Examines the node under its policy, or where that cannot be computed on it any more, under what it last came to.
    private mutating func examine(_ run: Run<Node>) -> Examination? {
        do {
            let examination = try run.examine(holds: holds, after: previous) { takeWrites() }
            inForce = examination.inForce
            let facts = examination.facts
            componentPaths =
                (facts.kubelet?.watchedPaths ?? []) + (facts.containerRuntime?.containerd?.watchedPaths ?? [])
            try? node.keepHistory(of: facts.etcd)
            try? node.keepTraffic(of: facts.apiserverTalkers)
            return examination
        } catch {
            reject(error)
            guard let inForce else { return nil }
            return try? run.examine(under: inForce, holds: holds, after: previous) { takeWrites() }
        }
    }

    /// Gives processes that have just started what those before them had. The pass that follows judges the rest.
    ///
    /// - Parameter isFirst: whether nobody has looked at them yet. Later, a thread without the priority is one that was
    ///   being made meanwhile: that is neither drift nor news.
    /// - Returns: whether all of them are known.
    @discardableResult
    mutating func tune(_ selectors: Set<ProcessSelector>, isFirst: Bool) -> Bool {
        var findings = processes.values.filter { $0.desired.target.knob.selector.map(selectors.contains) ?? false }
        let known = Set(findings.compactMap(\.desired.target.knob.selector))
        guard let policy, let inForce, !findings.isEmpty, var earlier = previous else { return false }
        earlier.findings = findings
        if !isFirst { for index in findings.indices { findings[index].standing.hasBeenMet = false } }
        let run = Run(on: node, under: policy)
        // While a command is writing, the pass that follows finds what it left.
        guard
            let lock = try? NodeLock(of: node.root, patienceMilliseconds: Keeper.hurriedPatienceMilliseconds)
        else { return false }
        do {
            var ledger = try Ledger(of: node)
            noteHolds(ledger)
            let examination = run.reexamine(findings, under: inForce, holds: holds)
            guard !examination.plan.isEmpty else { return known == selectors }
            lastLook = nil
            let applied = try run.apply(examination, ledger: &ledger, after: earlier, holding: lock)
            if isFirst { telling.tell(applied.events) }
            for finding in applied.report.findings { replace(finding) }
            return known == selectors
        } catch {
            // The pass that follows tells it.
            return false
        }
    }

    private mutating func replace(_ finding: Finding) {
        let desired = finding.desired
        processes[desired.target.knob] = finding
        let index = previous?.findings.firstIndex {
            $0.desired.setting == desired.setting && $0.desired.target.knob == desired.target.knob
        }
        if let index { previous?.findings[index] = finding } else { previous?.findings.append(finding) }
    }

    private mutating func settle(_ applied: Applied) {
        telling.tell(applied.events)
        for event in applied.events {
            switch event {
            case .drifted(let finding, _), .putBack(let finding, _, _): drifts[finding.desired.setting, default: 0] += 1
            default: break
            }
        }
        lastLook = nil
        // What a command left during this pass says more than what was found while it did its work.
        if !takeReportOfCommand() {
            previous = applied.report
            leftReport = try? LeftReport(leaving: applied.report, on: node)
        }
        if processes.count > Keeper.processLimit { processes = [:] }
        for finding in applied.report.findings {
            if case .priority = finding.desired.target.knob { processes[finding.desired.target.knob] = finding }
        }
        tellSummary(of: applied.report)
        witness.settle(now: applied.report.moment.epochSeconds)
        if hasNewWriters { try? lastWriters.write(on: node) }
        hasNewWriters = false
    }

    mutating func tellSummary(of report: Report) {
        let now = report.moment.uptimeSeconds
        guard now >= summaryDueAt else { return }
        telling.tell(.summary(report))
        summaryDueAt = now + Keeper.summaryInterval
    }

    /// Tells that a source of events does not work.
    func tellDegraded(_ source: String, because reason: String) {
        telling.tell(.watchingDegraded(source: source, because: reason, intervalSeconds: intervalSeconds))
    }
}
