/// Who else on this node sets a sysctl to something that is not accepted, told before there is a quarrel.
enum Competition {
    /// Files of ours end so. sources: connection-tracking-boot
    private static let ownSuffix = "-nodekeel.conf"

    /// The cautions for a target: the `sysctl.d` line that has the last word, and the profile of the TuneD that runs.
    static func cautions(for target: Target, in facts: Facts) -> [Caution] {
        guard case .sysctl(let path) = target.knob else { return [] }
        func departure(of assignments: [SysctlAssignment]) -> SysctlAssignment? {
            guard let last = target.knob.standing(among: assignments), !last.path.hasSuffix(ownSuffix),
                !target.bound.accepts(target.meaning(of: Value(kernelText: last.value)))
            else { return nil }
            return last
        }
        let accepted = target.bound.written?.kernelText ?? target.bound.description
        var cautions: [Caution] = []
        if let line = departure(of: facts.sysctlAssignments) {
            cautions.append(
                Caution(
                    danger: "\(line.path):\(line.line) sets \(path) to \(line.value) at every boot, and whenever "
                        + "somebody applies sysctl.d again, as packages and network plug-ins do",
                    remedy: "take the line out, or let it say \(accepted)"
                )
            )
        }
        if let line = departure(of: facts.tunedAssignments) {
            cautions.append(
                Caution(
                    danger: "TuneD runs here, and \(line.path):\(line.line) has it set \(path) to \(line.value) "
                        + "whenever it starts or its profile is applied",
                    remedy: "take the line out of a profile of your own that includes this one, or end TuneD with "
                        + "'tuned-adm off'"
                )
            )
        }
        return cautions
    }
}
