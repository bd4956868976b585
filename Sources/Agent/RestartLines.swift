public import Node
public import Tuning

extension [RestartLine] {
    /// How the restarts of units stand on a node.
    ///
    /// - Parameters:
    ///   - units: those of which a restart is wanted, or will be when a plan is carried out.
    ///   - manifests: those of static pods that are to be edited.
    public init(
        of units: [String],
        editing manifests: [RestartSubject] = [],
        under policy: Policy,
        on node: Node,
        at now: Moment
    ) {
        let record = (try? RestartRecord(of: node)) ?? RestartRecord()
        let wanted = units + manifests.map(\.unit)
        let underWay = [record.attempt?.unit].compactMap(\.self).filter { !wanted.contains($0) }
        self = (wanted + underWay).map { unit in
            let manifest = manifests.first { $0.unit == unit }
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
            var line = RestartLine(unit: unit, outlook: outlook)
            if let objection = manifest?.objection, said.isAllowed { line.outlook = .obstructed(objection) }
            line.edit = manifest?.manifest?.changes.first?.wholeEdit
            return line
        }
    }
}
