public import Node
public import Tuning

extension [RestartLine] {
    /// How the restarts of units stand on a node.
    ///
    /// - Parameter units: those of which a restart is wanted, or will be when a plan is carried out.
    public init(of units: [String], under policy: Policy, on node: Node, at now: Moment) {
        let record = (try? RestartRecord(of: node)) ?? RestartRecord()
        self = units.map { unit in
            if let attempt = record.attempt, attempt.unit == unit {
                return RestartLine(unit: unit, outlook: .underWay(attempt.step))
            }
            let said = policy.restarts[unit] ?? RestartPolicy()
            let outlook = RestartOutlook(
                of: record.units[unit] ?? RestartRecord.Unit(),
                under: said,
                now: now,
                place: node.place(in: said.spreadSeconds),
                offset: LocalTime.offset(at:)
            )
            return RestartLine(unit: unit, outlook: outlook)
        }
    }
}
