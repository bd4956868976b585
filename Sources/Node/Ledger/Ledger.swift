import Documents
import Glibc
public import Tuning

/// What every knob held before it was first written, on disk before the write.
public struct Ledger: Sendable {
    /// Where it stands: it outlives reboots, upgrades and the package's removal.
    public static let path = "/var/lib/nodekeel/ledger.json"
    /// The most that a ledger may hold, in bytes.
    private static let byteLimit = 16 << 20
    /// The most that it may hold once originals are added, in bytes: it must never be too full to step aside and give back.
    private static let growthLimit = 15 << 20

    private var content: Content
    private let node: Node

    /// The originals, in the order in which they were recorded.
    public var originals: [Original] { content.originals }

    private struct Content: Codable, Hashable {
        var schemaVersion = 1
        var originals: [Original] = []
        var holds: [Hold] = []

        /// The file that holds a knob, as another knob's original has it already.
        func document(of knob: Knob) -> Original.Document? {
            guard case .dockerKey(_, let path) = knob else { return nil }
            return originals.first { original in
                if case .dockerKey(_, path) = original.knob { original.document != nil } else { false }
            }?.document
        }
    }

    /// Reads the ledger of a node; a node without one has an empty one.
    ///
    /// - Throws: ``LedgerError`` if there is one that cannot be understood: nothing may be written then, since its
    ///   originals would be lost.
    public init(of node: Node) throws(LedgerError) {
        self.node = node
        let bytes: [UInt8]
        do {
            bytes = try node.root.trustedBytes(of: Ledger.path, limit: Ledger.byteLimit)
        } catch {
            guard error.errno == ENOENT else { throw LedgerError(reason: error.reason) }
            content = Content()
            return
        }
        do {
            content = try JSON.decode(Content.self, from: JSONText(bytes, limits: .ledger))
        } catch {
            throw LedgerError(reason: error.description)
        }
        guard content.schemaVersion == Content().schemaVersion else {
            throw LedgerError(reason: "it is of schema version \(content.schemaVersion)")
        }
    }

    /// Writes down the originals of a plan, and only then gives leave to carry it out.
    ///
    /// Where it takes up new ones it forgets those of devices that are gone: pods come and go, and so do their interfaces.
    ///
    /// - Parameters:
    ///   - findings: what was found in this boot so far.
    ///   - isEnded: which holds end with it.
    public mutating func record(
        _ plan: consuming Plan,
        seen findings: [Finding] = [],
        ending isEnded: (Hold) -> Bool = { _ in false },
        at now: Moment,
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> RecordedPlan {
        var next = content
        next.holds.removeAll(where: isEnded)
        next.originals = next.originals.seen(in: findings, at: now)
        let known = Set(next.originals.map(\.knob))
        if plan.changes.contains(where: { !known.contains($0.knob) }) {
            let gone = known.subtracting(findings.map(\.desired.target.knob)).filter(node.isGone)
            next.originals.removeAll { gone.contains($0.knob) }
        }
        return try record(plan, in: next, at: now) { $0.continued(by: $1, at: now) }
    }

    /// The same for a plan that gives back what was there before: an original that is itself written needs no new record,
    /// and must not be disturbed.
    public mutating func record(
        givingBack plan: consuming Plan,
        at now: Moment,
        holding lock: borrowing NodeLock
    ) throws(LedgerError) -> RecordedPlan {
        try record(plan, in: content, at: now) { original, change in
            change.text == original.text ? original : original.continued(by: change, at: now)
        }
    }

    private mutating func record(
        _ plan: Plan,
        in content: Content,
        at now: Moment,
        continuing: (Original, Change) -> Original
    ) throws(LedgerError) -> RecordedPlan {
        var next = content
        let known = next.originals.enumerated().map { ($1.knob, $0) }
        var indices = Dictionary(known, uniquingKeysWith: { first, _ in first })
        for change in plan.changes {
            // What cannot be read is not written either, and has no original yet.
            if case .unreadable = change.before { continue }
            if let index = indices[change.knob] {
                next.originals[index] = continuing(next.originals[index], change)
            } else {
                var original = Original(of: change, at: now)
                original.document = next.document(of: change.knob) ?? node.document(of: change.knob)
                indices[change.knob] = next.originals.count
                next.originals.append(original)
            }
            switch change.knob {
            case .file(let path), .fragment(_, let path), .dockerKey(_, let path): node.removeLeftover(of: path)
            case .sysctl, .sysfs, .occupancy, .refusals, .kubeProxyStart, .priority, .weight, .runtime, .kubeletField,
                .obsoleteFlags, .heartbeat, .option:
                break
            }
        }
        try write(next)
        return RecordedPlan(plan, documents: next.originals)
    }

    /// Forgets the originals of knobs that hold them again.
    public mutating func forget(_ knobs: Set<Knob>, holding lock: borrowing NodeLock) throws(LedgerError) {
        var next = content
        next.originals.removeAll { knobs.contains($0.knob) }
        try write(next)
    }

    /// The holds that are in force at a moment.
    public func holds(at now: Moment) -> [Hold] {
        content.holds.filter { $0.isInForce(at: now) }
    }

    /// The holds that an apply of some settings by hand would leave in force.
    public func holdsOutlivingApply(of choice: Choice, at now: Moment) -> [Hold] {
        holds(at: now).filter { !$0.endsByApply(of: choice) }
    }

    /// Adds holds, each in place of an earlier one on the same knob, and one on a setting in place of all of its knobs'.
    public mutating func hold(_ holds: [Hold], holding lock: borrowing NodeLock) throws(LedgerError) {
        var next = content
        next.holds.removeAll { earlier in
            holds.contains { $0.setting == earlier.setting && ($0.knob == nil || $0.knob == earlier.knob) }
        }
        next.holds += holds
        try write(next)
    }

    /// Ends the holds that `isEnded` says are over.
    public mutating func release(where isEnded: (Hold) -> Bool, holding lock: borrowing NodeLock) throws(LedgerError) {
        var next = content
        next.holds.removeAll(where: isEnded)
        try write(next)
    }

    private mutating func write(_ next: Content) throws(LedgerError) {
        guard next != content else { return }
        let text: String
        do {
            text = try JSON.text(encoding: next, layout: .pretty) + "\n"
        } catch {
            throw LedgerError(reason: "\(error)")
        }
        let limit = next.originals.count > content.originals.count ? Ledger.growthLimit : Ledger.byteLimit
        guard text.utf8.count <= limit else {
            throw LedgerError(
                reason:
                    "with what is to be recorded it would be \(text.utf8.count) bytes long, and \(limit) is the most; "
                    + "'nodekeel revert SETTING' takes a setting's originals out of it"
            )
        }
        do throws(SystemError) {
            try node.replaceFile(Ledger.path, text)
        } catch {
            throw LedgerError(error)
        }
        content = next
    }
}

extension Node {
    /// Whether a sysctl or a sysfs attribute went with its device or its module. Should that come back, it starts with the
    /// kernel's own values.
    fileprivate func isGone(_ knob: Knob) -> Bool {
        switch knob {
        case .sysctl, .sysfs: observe(knob, facts: Facts()) == .missing
        case .file, .occupancy, .refusals, .kubeProxyStart, .option, .priority, .weight, .dockerKey, .runtime,
            .kubeletField, .fragment, .obsoleteFlags, .heartbeat:
            false
        }
    }
}

extension DocumentLimits {
    fileprivate static let ledger = DocumentLimits(byteCount: 16 << 20, nodeCount: 1_000_000)
}

/// A plan whose originals are on disk. Only the ledger makes one, and acting takes nothing else.
public struct RecordedPlan: ~Copyable {
    let plan: Plan
    /// The files of the knobs that are parts of one, before nodekeel first wrote any part of them.
    let documents: [Knob: Original.Document]

    fileprivate init(_ plan: Plan, documents originals: [Original]) {
        self.plan = plan
        let recorded = originals.compactMap { original in original.document.map { (original.knob, $0) } }
        documents = Dictionary(recorded, uniquingKeysWith: { first, _ in first })
    }
}

/// Why the ledger cannot be read or written.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, in words.
    public let reason: String

    /// The ledger cannot be used for this reason.
    public init(reason: String) {
        self.reason = reason
    }

    /// The ledger cannot be used because the node's lock cannot be had.
    public init(_ error: SystemError) {
        reason = error.description
    }

    public var description: String { "cannot use the ledger '\(Ledger.path)': \(reason)" }
}
