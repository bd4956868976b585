import Glibc
import Tuning

/// How a runtime's daemon is started: its process, else what its unit would start.
struct RuntimeInvocation {
    /// An argument, and where it stands if that is known.
    typealias Argument = (text: String, place: String?)

    /// Its process; nil if it does not run.
    let process: Component?
    /// The unit that starts it; nil if none does.
    let unit: String?
    /// The arguments without the program.
    let arguments: [Argument]

    /// The daemon of the node itself: one inside a container serves that container. Of several that with the lowest
    /// PID. Nil if there is neither a process nor a unit that starts the program.
    ///
    /// - Parameter isMeant: which of several processes is meant.
    init?(
        of program: String,
        unit preset: String,
        among components: [Component],
        in root: Root,
        where isMeant: (Component) -> Bool = { _ in true }
    ) {
        process = components.filter { $0.name == program && $0.podUID == nil && $0.containerID == nil && isMeant($0) }
            .min { $0.pid < $1.pid }
        let name = process?.unit ?? preset
        let command = UnitSettings(name, in: root).flatMap { UnitCommand(of: $0, in: root) }
        if let process {
            unit = process.unit
            arguments = RuntimeInvocation.placed(Array(process.arguments.dropFirst()), among: command?.arguments ?? [])
        } else if let command, command.arguments.first?.text.split(separator: "/").last.map(String.init) == program {
            unit = name
            arguments = command.arguments.dropFirst().map { ($0.text, $0.place) }
        } else {
            return nil
        }
    }

    /// When its process started, in seconds since 1970, give or take one.
    func startedAt(in root: Root) -> Int64? {
        guard let process, let text = try? root.text(of: "/proc/stat", limit: 1 << 24) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard let boot = line.flatMap({ Int64($0.dropFirst("btime ".count)) }) else { return nil }
        return boot + Int64(process.startTicks / UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1)))
    }

    /// The arguments of a process with their places in what its unit would start now.
    private static func placed(_ arguments: [String], among known: [UnitCommand.Argument]) -> [Argument] {
        var rest = known[...]
        return arguments.map { text in
            guard
                let index = rest.firstIndex(where: { $0.text == text }) ?? known.firstIndex(where: { $0.text == text })
            else { return (text, nil) }
            if index >= rest.startIndex { rest = known[(index + 1)...] }
            return (text, known[index].place)
        }
    }
}
