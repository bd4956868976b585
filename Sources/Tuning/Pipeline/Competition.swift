/// Who else on this node sets a sysctl to something that is not accepted, told before there is a quarrel.
struct Competition {
    /// Files of ours end so. sources: connection-tracking-boot
    private static let ownSuffix = "-nodekeel.conf"

    private let sysctlLines: Lines
    private let tunedLines: Lines

    /// Who else sets sysctls on a node.
    init(in facts: Facts) {
        sysctlLines = Lines(facts.sysctlAssignments)
        tunedLines = Lines(facts.tunedAssignments)
    }

    /// Assignments by key: there may be as many of them as there are targets.
    private struct Lines {
        private typealias Placed = (place: Int, assignment: SysctlAssignment)
        private var named: [String: [Placed]] = [:]
        private var globs: [Placed] = []

        init(_ assignments: [SysctlAssignment]) {
            for (place, assignment) in assignments.enumerated() {
                if assignment.isGlob {
                    globs.append((place, assignment))
                } else {
                    named[assignment.key, default: []].append((place, assignment))
                }
            }
        }

        /// The one that is left standing for a knob.
        func standing(for knob: Knob) -> SysctlAssignment? {
            let near = knob.sysctlNames.flatMap { named[$0] ?? [] } + globs
            guard !near.isEmpty else { return nil }
            return knob.standing(among: near.sorted { $0.place < $1.place }.map(\.assignment))
        }
    }

    /// The cautions for a target: the `sysctl.d` line that has the last word, and the profile of the TuneD that runs.
    func cautions(for target: Target) -> [Caution] {
        guard case .sysctl(let path) = target.knob else { return [] }
        func departure(of lines: Lines) -> SysctlAssignment? {
            guard let last = lines.standing(for: target.knob), !last.path.hasSuffix(Competition.ownSuffix),
                !target.bound.accepts(target.meaning(of: Value(kernelText: last.value)))
            else { return nil }
            return last
        }
        let accepted = target.bound.written?.kernelText ?? target.bound.description
        var cautions: [Caution] = []
        if let line = departure(of: sysctlLines) {
            cautions.append(
                Caution(
                    danger: "\(line.path):\(line.line) sets \(path) to \(line.value) at every boot, and whenever "
                        + "somebody applies sysctl.d again, as packages and network plug-ins do",
                    remedy: "take the line out, or let it say \(accepted)"
                )
            )
        }
        if let line = departure(of: tunedLines) {
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
