public import Node
public import Reporting
import Systemd
public import Tuning

/// Restarts of units, under policy: whether one is due is asked after each pass, and one that is due is made step by step
/// while the passes go on.
///
/// Every step is on disk before it is taken, so that whatever ends the service, the next one goes on with it: see
/// ``RestartAttempt``. Only the service makes restarts; a command leaves them to it, since nobody would look after the
/// unit when the command has ended.
public struct Restarting: Sendable {
    /// What came of something.
    public struct Result: Sendable {
        /// What there is to tell.
        public var events: [ServiceEvent] = []
        /// Whether the node should be looked at again now.
        public var wantsPass = false
    }

    let node: Node
    /// The unit that is watched, and what was seen of it.
    var watch: (unit: String, looking: UnitWatch)?
    /// The static pod that is watched.
    var podWatch: PodWatch?
    /// Whether a restart is under way.
    var isUnderWay: Bool
    /// Whether the last pass found that the unit may be restarted now.
    var isCleared = false
    /// The trouble with the record itself that was told last.
    var toldTrouble: String?
    /// When there is something to do, in milliseconds of the monotonic clock; nil for never.
    public internal(set) var due: Int64?

    /// Whether the last pass found anything to make live, or to give back.
    private var isAwaited = false

    /// Whether nothing is under way, waits or is in the way, so that the next pass needs to ask only if something changed.
    public var isAtRest: Bool { due == nil && !isAwaited && toldTrouble == nil }

    /// How often a unit is looked at that has to be healthy, in milliseconds.
    static let glance: Int64 = 1_000
    /// How often a unit is looked at that is ill whatever is done, in milliseconds.
    static let rareGlance: Int64 = 10_000

    /// The restarts of a node; one that was under way when the service ended is taken up at once.
    public init(on node: Node, now: Int64) {
        self.node = node
        isUnderWay = (try? RestartRecord(of: node).attempt != nil) ?? false
        due = isUnderWay ? now : nil
    }

    /// After a pass: what is due, and until when the rest waits.
    ///
    /// - Parameters:
    ///   - originals: the ledger: what files held before nodekeel.
    ///   - now: milliseconds of the monotonic clock.
    public mutating func consider(
        _ examination: Examination,
        policy: String,
        originals: [Original],
        now: Int64
    ) -> Result {
        let released = ManifestRelease.all(of: originals, examination, policy: policy, on: node)
        let givenBack = released.compactMap(\.subject)
        let edits = examination.manifests.filter { edit in !givenBack.contains { $0.unit == edit.unit } }
        let subjects = examination.facts.restartSubjects(examination.findings) + givenBack + edits
        isAwaited = !released.isEmpty || subjects.contains(where: \.isPending)
        guard !subjects.isEmpty || isUnderWay || !released.isEmpty else { return Result() }
        return changing(now: now) { restarting, record throws(SystemError) in
            var result = try restarting.consider(subjects, examination, policy: policy, originals, &record, now: now)
            for one in released { result.events += one.settle(on: restarting.node, &record) }
            record.forgetWishes(besides: subjects)
            return result
        }
    }

    private mutating func consider(
        _ subjects: [RestartSubject],
        _ examination: Examination,
        policy: String,
        _ originals: [Original],
        _ record: inout RestartRecord,
        now: Int64
    ) throws(SystemError) -> Result {
        var result = Result()
        var wake: Int64?
        isCleared = false
        if let attempt = record.attempt, attempt.isRevocable,
            !subjects.contains(where: { $0.unit == attempt.unit })
        {
            // It was stopped meanwhile, or has nothing of nodekeel's to read any more.
            record.attempt = attempt.at(.releasing, since: examination.moment)
            due = now
        }
        for subject in subjects {
            let files = subject.manifest.map { [$0.file] } ?? node.restartFiles(subject.paths)
            var said = examination.inForce.policy.restarts[subject.unit] ?? RestartPolicy()
            if subject.manifest?.isGivenBack == true { said = said.forRevert }
            let outlook = RestartOutlook(
                of: subject,
                files: files,
                under: said,
                record: &record,
                now: examination.moment,
                place: node.place(in: said.spreadSeconds),
                offset: LocalTime.offset(at:)
            )
            let gate = said.gate == .fleetlock ? examination.inForce.policy.fleetLock : nil
            if let attempt = record.attempt {
                // What was decided is taken back when it is not due any more.
                guard attempt.unit == subject.unit, attempt.isRevocable else { continue }
                let isSame = attempt.files.fingerprint == files.fingerprint
                guard outlook != .due || !isSame || attempt.gate != gate else {
                    clear(attempt, now: now)
                    continue
                }
                record.attempt = attempt.at(.releasing, since: examination.moment)
                due = now
                continue
            }
            switch outlook {
            case .due:
                let attempt = RestartAttempt(
                    of: subject,
                    to: files,
                    from: subject.manifest.map { [$0.former] }
                        ?? originals.formerFiles(subject.paths, noted: record.units[subject.unit]?.former ?? []),
                    policy: policy,
                    gate: gate,
                    healthWithinSeconds: said.healthLimit,
                    at: examination.moment
                )
                record.attempt = attempt
                due = now
                clear(attempt, now: now)
            case .waits(let until, let reason):
                wake = min(wake ?? .max, until)
                if let event = record.waitEvent(subject.unit, outlook, key: "\(reason)") { result.events.append(event) }
            case .obstructed(let objection):
                guard said.isAllowed else { continue }
                if let event = record.waitEvent(subject.unit, outlook, key: objection) { result.events.append(event) }
            case .notAllowed, .nothing, .underWay: break
            }
        }
        if record.attempt == nil { due = wake.map { now + max($0 - examination.moment.epochSeconds, 1) * 1_000 } }
        return result
    }

    /// Lets an attempt go on that waits for nothing but this.
    private mutating func clear(_ attempt: RestartAttempt, now: Int64) {
        guard attempt.step == .restarting else { return }
        isCleared = true
        due = now
    }

    /// Reads the record, and puts it on disk again if it was changed. Where that is not possible, nothing is done, and
    /// that is told once.
    mutating func changing(
        now: Int64,
        _ body: (inout Restarting, inout RestartRecord) throws(SystemError) -> Result
    ) -> Result {
        do throws(SystemError) {
            let before = try RestartRecord(of: node)
            var record = before
            let result = try body(&self, &record)
            if record != before { try record.write(on: node) }
            isUnderWay = record.attempt != nil
            toldTrouble = nil
            return result
        } catch {
            let isNew = toldTrouble != error.description
            toldTrouble = error.description
            due = isUnderWay ? now + Restarting.rareGlance : nil
            return Result(
                events: isNew ? [.restartFailed(unit: nil, because: "\(error.description); nothing is restarted")] : []
            )
        }
    }
}

extension RestartRecord {
    /// Forgets what was wanted of manifests of which nothing is wanted any more.
    fileprivate mutating func forgetWishes(besides subjects: [RestartSubject]) {
        for unit in RestartPolicy.programs where units[unit]?.wanted != nil {
            guard !subjects.contains(where: { $0.unit == unit }) else { continue }
            units[unit]?.wanted = nil
            units[unit]?.wantedSince = nil
        }
    }

    /// That a unit waits, if that was not told yet.
    mutating func waitEvent(_ unit: String, _ outlook: RestartOutlook, key: String) -> ServiceEvent? {
        guard units[unit]?.told != key else { return nil }
        units[unit, default: Unit()].told = key
        return .restartWaits(unit: unit, outlook)
    }
}

extension [Original] {
    /// What files held when a unit started: as was noted when nodekeel last began to change them, or else before it first
    /// wrote them; those that it never wrote are not there.
    fileprivate func formerFiles(_ paths: [String], noted: [RestartFile]) -> [RestartFile] {
        paths.map { path in
            noted.first { $0.path == path }
                ?? RestartFile(path: path, text: first { $0.knob.name == path }?.text)
        }
    }
}
