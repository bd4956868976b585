import Documents
import Glibc
public import Tuning

/// An apply that is undone unless somebody confirms it: on disk before the first write, so that it is undone although
/// the terminal, the program or the node goes down.
public struct Trial: Codable, Hashable, Sendable {
    /// Where it stands while it is open.
    public static let path = "/var/lib/nodekeel/trial.json"
    private static let limits = DocumentLimits(byteCount: 16 << 20, nodeCount: 1_000_000)
    /// How long a trial may be open, in seconds.
    public static let lengths: ClosedRange<Int64> = 5...3_600

    private var schemaVersion = 1
    /// The boot in which it began: another one undoes it.
    public var boot: String
    /// When it is undone, in seconds since boot.
    public var deadlineUptimeSeconds: Int64
    /// What the knobs held before it, in the order in which they are written.
    public var originals: [Original]
    /// The knobs of which the ledger knew nothing before: it forgets them when they are back.
    public var firstWritten: [Knob]
    /// What must be well for it to be confirmed.
    public var gates: [HealthGate]

    /// A trial of a plan.
    public init(of plan: Plan, beside known: [Original], gates: [HealthGate], at now: Moment, seconds: Int64) {
        self.gates = gates
        boot = now.boot
        deadlineUptimeSeconds = now.uptimeSeconds + seconds
        originals = plan.changes.map { Original(of: $0, at: now) }
        let knobs = Set(known.map(\.knob))
        firstWritten = plan.changes.map(\.knob).filter { !knobs.contains($0) }
    }

    /// The trial that is open on a node; nil if none is.
    ///
    /// - Throws: ``LedgerError`` for one that cannot be understood.
    public static func open(on node: Node) throws(LedgerError) -> Trial? {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try node.root.trustedBytes(of: path, limit: limits.byteCount)
        } catch {
            guard error.errno == ENOENT else { throw LedgerError(error) }
            return nil
        }
        do throws(DocumentError) {
            let trial = try JSON.decode(Trial.self, from: JSONText(bytes, limits: limits))
            guard trial.schemaVersion == 1 else {
                throw DocumentError(.mismatch, "it is of schema version \(trial.schemaVersion)")
            }
            return trial
        } catch {
            throw LedgerError(reason: "'\(path)': \(error)")
        }
    }

    /// Puts the trial on disk.
    public func write(on node: Node, holding lock: borrowing NodeLock) throws(LedgerError) {
        do throws(SystemError) {
            guard let text = try? JSON.text(encoding: self) else { preconditionFailure("a trial is always JSON") }
            try node.replaceFile(Trial.path, text + "\n")
        } catch {
            throw LedgerError(error)
        }
    }

    /// Ends the trial: what was written stays, or was undone.
    public static func end(on node: Node, holding lock: borrowing NodeLock) throws(LedgerError) {
        do throws(SystemError) {
            try node.removeFile(path)
        } catch {
            throw LedgerError(error)
        }
    }

    /// How many seconds are left; 0 when it is over, which it is in another boot.
    public func secondsLeft(at now: Moment) -> Int64 {
        let (left, overflow) = deadlineUptimeSeconds.subtractingReportingOverflow(now.uptimeSeconds)
        return boot == now.boot && !overflow ? max(left, 0) : 0
    }

    /// The settings that were written.
    public var settings: [Setting.ID] {
        var seen: Set<Setting.ID> = []
        return originals.map(\.setting).filter { seen.insert($0).inserted }
    }
}
