import Node
import Reporting
import Tuning

/// One node of the fleet: its own machine ID, a kubelet that takes its own time to start, and the decisions of the
/// service, which are the product's own.
struct SimulatedNode {
    let number: Int
    let machineID: String
    private let place: Int64
    private let startSeconds: Int64
    private let healthSeconds: Int64
    private let changedAt: Int64
    private var known = RestartRecord.Unit()
    private var attempt: RestartAttempt?
    /// When systemd was asked to restart its kubelet; nil while it was not.
    private(set) var restartedAt: Int64?
    private var told: String?
    /// When its kubelet was healthy after that; nil while it was not.
    private(set) var liveAt: Int64?
    /// What it told the journal since the change, in bytes.
    private(set) var journalByteCount = 0

    private static let unit = "kubelet.service"
    private static let gate = try? FleetLockServer(url: "http://10.0.0.5:8080")

    /// A node whose properties follow from its number.
    init(_ number: Int, under scenario: Scenario) {
        var draw = Draw(seed: UInt64(number))
        self.number = number
        machineID = draw.machineID()
        let spread = scenario.restarts.spreadSeconds
        place = Jitter.offset(machineID: machineID, period: .seconds(spread))?.components.seconds ?? 0
        changedAt = Scenario.begin + draw.number(below: 60)
        // A kubelet of a small node is up in seconds; one of a full node answers after half a minute.
        startSeconds = 1 + draw.number(below: 5)
        healthSeconds = startSeconds + draw.number(below: 25)
        known.wantedSince = changedAt
    }

    /// When the change comes here.
    var firstDue: Int64 { changedAt }

    /// Does what is due, and says when it is this node's turn again; nil for never.
    mutating func step(at now: Int64, under scenario: Scenario, asking server: inout LockServer?) -> Int64? {
        let moment = Moment(boot: "boot", uptimeSeconds: now - Scenario.begin, epochSeconds: now)
        guard let current = attempt else { return consider(at: moment, under: scenario) }
        switch current.step {
        case .askingGate:
            guard outlook(at: moment, under: scenario) == .due else {
                attempt = current.at(.releasing, since: moment)
                return now
            }
            guard server?.ask(number, at: now) ?? true else {
                let reason = "http://10.0.0.5:8080 says 'all slots are held'"
                tell("gate", .restartWaits(unit: Self.unit, .obstructed("its gate is closed: \(reason)")))
                return now + RestartAttempt.gatePauseSeconds
            }
            attempt = current.at(.restarting, since: moment)
            return now
        case .releasing:
            if scenario.slotCount != nil { server?.release(number, at: now) }
            attempt = nil
            return liveAt == nil ? now + 1 : nil
        default: return look(current, at: moment)
        }
    }

    private mutating func consider(at moment: Moment, under scenario: Scenario) -> Int64? {
        let outlook = outlook(at: moment, under: scenario)
        switch outlook {
        case .due:
            attempt = RestartAttempt(
                of: RestartSubject(unit: Self.unit, paths: [], isOutdated: true, isWanted: true),
                to: [],
                from: [],
                policy: scenario.name,
                gate: scenario.slotCount == nil ? nil : Self.gate,
                healthWithinSeconds: scenario.restarts.healthLimit,
                at: moment
            )
            return moment.epochSeconds
        case .waits(let until, let reason):
            tell("\(reason)", .restartWaits(unit: Self.unit, outlook))
            return max(until, moment.epochSeconds + 1)
        default: return nil
        }
    }

    /// Whether a restart is due, as the service decides it.
    private func outlook(at moment: Moment, under scenario: Scenario) -> RestartOutlook {
        RestartOutlook(of: known, under: scenario.restarts, now: moment, place: place) { _ in 0 }
    }

    /// Looks at the kubelet as the service does, and goes on with what the product decides from that.
    private mutating func look(_ current: RestartAttempt, at moment: Moment) -> Int64? {
        var current = current
        let now = moment.epochSeconds
        switch current.move(seeing: sight(at: now), at: moment) {
        case .ask:
            current.run = "before"
            restartedAt = now
            attempt = current.at(current.stepAfterRestart, since: moment)
        case .go(.releasing):
            liveAt = now
            tell("live", .restarted(unit: Self.unit, afterSeconds: current.age(at: moment) ?? 0))
            attempt = current.at(.releasing, since: moment)
            return now
        case .go(let step): attempt = current.at(step, since: moment)
        case .wait: break
        case .fail(let reason): preconditionFailure("a simulated kubelet becomes healthy: \(reason)")
        }
        return now + 1
    }

    private func sight(at now: Int64) -> UnitSight {
        guard let restartedAt else {
            return UnitSight(activeState: "active", run: "before", steadySeconds: 86_400, complaint: nil)
        }
        let age = now - restartedAt
        guard age >= startSeconds else {
            return UnitSight(activeState: "activating", run: "after", steadySeconds: nil, complaint: nil)
        }
        return UnitSight(
            activeState: "active",
            run: "after",
            steadySeconds: age - startSeconds,
            complaint: age < healthSeconds ? "healthz: connection refused" : nil
        )
    }

    /// Tells something once, as the service does.
    private mutating func tell(_ key: String, _ event: ServiceEvent) {
        guard told != key else { return }
        told = key
        journalByteCount += JournalEntry(event, units: Units(of: [])).byteCount
    }
}
