/// How a unit's restart stands: what a person is told of it.
public enum RestartOutlook: Equatable, Sendable {
    /// No restart is wanted.
    case nothing
    /// One is wanted, and policy leaves it to somebody else.
    case notAllowed
    /// One is wanted and allowed, and comes at this time at the earliest, in seconds since 1970.
    case waits(until: Int64, RestartTiming.Reason)
    /// One is wanted and must not be made, for this reason.
    case obstructed(String)
    /// One may be made now.
    case due
    /// One is being made, and this is the step.
    case underWay(RestartAttempt.Step)

    /// How a subject stands, with what is remembered of it brought up to date.
    public init(
        of subject: RestartSubject,
        files: [RestartFile],
        under policy: RestartPolicy,
        record: inout RestartRecord,
        now: Moment,
        place: Int64,
        offset: (Int64) -> Int64
    ) {
        guard subject.isPending else {
            if record.units[subject.unit]?.wanted != nil {
                record.units[subject.unit]?.wanted = nil
                record.units[subject.unit]?.wantedSince = nil
                record.units[subject.unit]?.told = nil
            }
            self = .nothing
            return
        }
        let wanted = files.fingerprint
        if record.units[subject.unit]?.wanted != wanted {
            record.units[subject.unit, default: RestartRecord.Unit()].wanted = wanted
            record.units[subject.unit]?.wantedSince = now.epochSeconds
            record.units[subject.unit]?.told = nil
        }
        if let objection = subject.objection {
            self = .obstructed(objection)
            return
        }
        self.init(
            of: record.units[subject.unit] ?? RestartRecord.Unit(),
            under: policy,
            now: now,
            place: place,
            offset: offset
        )
    }

    /// How a unit stands of which a restart is wanted, since now if it was not wanted before.
    public init(
        of known: RestartRecord.Unit,
        under policy: RestartPolicy,
        now: Moment,
        place: Int64,
        offset: (Int64) -> Int64
    ) {
        let timing = RestartTiming(
            policy: policy,
            wantedSince: known.wantedSince ?? now.epochSeconds,
            earlier: known.restarts,
            now: now,
            place: place
        )
        switch timing.answer(offset: offset) {
        case .due: self = .due
        case .notAllowed: self = .notAllowed
        case .waits(let until, let reason): self = .waits(until: until, reason)
        }
    }
}

/// A unit of which a restart is wanted, and how that stands.
public struct RestartLine: Equatable, Sendable {
    /// The unit.
    public var unit: String
    /// How its restart stands.
    public var outlook: RestartOutlook
    /// What is made of a static pod's manifest, where that is the restart.
    public var edit: FileEdit?

    /// A unit and how its restart stands.
    public init(unit: String, outlook: RestartOutlook) {
        self.unit = unit
        self.outlook = outlook
    }
}

extension [Finding] {
    /// The units whose restart makes something live that is wanted, each once.
    public var unitsAwaitingRestart: [String] {
        var units: [String] = []
        for finding in self where finding.desired.mode != .observe && finding.desired.hold == nil {
            guard case .pending(.restart(let unit)) = finding.effect, !units.contains(unit) else { continue }
            units.append(unit)
        }
        return units
    }
}

extension Plan {
    /// The units whose restart makes its writes live, each once.
    public var unitsAwaitingRestart: [String] {
        activations.compactMap { if case .restart(let unit) = $0 { unit } else { nil } }
    }
}
