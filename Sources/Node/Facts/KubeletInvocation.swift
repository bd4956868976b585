import Tuning

/// How the kubelet of this node is started: its arguments, and what goes with them.
struct KubeletInvocation {
    /// The program, then its arguments.
    var arguments: [String] = []
    /// Where the argument at each place comes from; nothing for those of which that is not known.
    var sources: [Int: String] = [:]
    /// The directory that relative paths start from.
    var directory = "/"
    /// The variables that are set for it; nil if they are not known.
    var environment: [String: String]?
    /// Its process; nil if it does not run.
    var process: Component?
    /// The unit that starts it; nil if none does.
    var unit: String?
    /// The variable of its unit that takes flags; nil if there is none.
    var flagVariable: KubeletFacts.FlagVariable?
    /// Whether its process started before its unit was given the directory of drop-ins, which it reads from its next
    /// start on.
    var isDirectoryAwaited = false
    /// Whether systemd makes the directory of drop-ins at its next start.
    var isDirectoryMade = false
    /// A file without which its unit does not start, and that is not there; nil if none.
    var missingFile: String?

    private static let presetUnit = "kubelet.service"

    /// The kubelet that runs, of several that with the lowest PID; one of a cluster inside containers is none of the
    /// node's. Where none runs, what its unit would start. Nil if there is neither.
    init?(among components: [Component], in root: Root) {
        process = components.filter { $0.name == "kubelet" && KubeletInvocation.isOfNode($0, in: root) }
            .min { $0.pid < $1.pid }
        unit = process?.unit ?? KubeletInvocation.presetUnit
        let command = unit.flatMap { UnitSettings($0, in: root) }.flatMap { UnitCommand(of: $0, in: root) }
        if let process {
            arguments = process.arguments
            directory = root.link(at: "/proc/\(process.pid)/cwd") ?? "/"
            environment = KubeletInvocation.environment(of: process, in: root)
            if process.unit == nil { unit = nil }
        } else if let command {
            arguments = command.arguments.map(\.text)
            directory = command.directory
            environment = command.environment.mapValues(\.text)
            missingFile = command.missingFile
        } else {
            return nil
        }
        if (arguments.first ?? "").hasSuffix("hyperkube"), arguments.dropFirst().first == "kubelet" {
            arguments.removeFirst()
        }
        takeDirectory(from: command?.arguments ?? [])
        findSources(among: command?.arguments ?? [])
        flagVariable = unit.flatMap { KubeletInvocation.flagVariable(of: $0, in: root) }
    }

    /// Whether a kubelet is not in a container, or in one that sees the node's files and network, whose paths are the
    /// node's then.
    private static func isOfNode(_ process: Component, in root: Root) -> Bool {
        (process.podUID == nil && process.containerID == nil)
            || (root.shareNamespace("mnt", process.pid) == true
                && root.shareNamespace("net", process.pid) == true)
    }

    /// Takes the flag that nodekeel's drop-in of the unit gives, also where the process has started without it.
    private mutating func takeDirectory(from known: [UnitCommand.Argument]) {
        guard let unit, process?.unreadable == nil else { return }
        let dropIn = "\(KubeletDirectoryDropIn.path(of: unit)):"
        guard known.contains(where: { $0.text == KubeletDirectoryDropIn.flag && $0.place.hasPrefix(dropIn) }) else {
            return
        }
        isDirectoryMade = true
        guard process != nil, !arguments.contains(KubeletDirectoryDropIn.flag) else { return }
        isDirectoryAwaited = true
        arguments.append(KubeletDirectoryDropIn.flag)
    }

    /// The variable by which a unit can be given a flag: of those that are known for it the first that no file of
    /// variables sets, else the first.
    private static func flagVariable(of unit: String, in root: Root) -> KubeletFacts.FlagVariable? {
        let dropIn = KubeletDirectoryDropIn.path(of: unit)
        let settings = UnitSettings(unit, leavingOut: dropIn, in: root)
        guard let command = settings.flatMap({ UnitCommand(of: $0, in: root) }) else { return nil }
        let known = ["KUBELET_EXTRA_ARGS", "KUBELET_CONFIG_ARGS", "KUBELET_ARGS", "KUBELET_OPTS"]
        let variables = known.filter(command.wordVariables.contains).map { name in
            let place = command.environment[name]?.place
            return KubeletFacts.FlagVariable(
                name: name,
                value: command.environment[name]?.text ?? "",
                file: command.fileVariables.contains(name) ? place : nil
            )
        }
        return variables.first { $0.file == nil } ?? variables.first
    }

    /// Whether the variable is set that 1.28 and 1.29 need to read a directory; nil if that is not known.
    var hasDirectoryVariable: Bool? { environment.map { $0["KUBELET_CONFIG_DROPIN_DIR_ALPHA"] != nil } }

    /// What a path means to the kubelet.
    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : "\(directory)/\(path)"
    }

    /// Finds each argument in what the unit would start now; a process that started before a change has others.
    private mutating func findSources(among known: [UnitCommand.Argument]) {
        var rest = known[...]
        for (place, text) in arguments.enumerated() {
            guard
                let index = rest.firstIndex(where: { $0.text == text }) ?? known.firstIndex(where: { $0.text == text })
            else { continue }
            sources[place] = known[index].place
            if index >= rest.startIndex { rest = known[(index + 1)...] }
        }
    }

    private static func environment(of process: Component, in root: Root) -> [String: String]? {
        guard let bytes = try? root.memory("environ", of: process, limit: 1 << 20) else { return nil }
        var environment: [String: String] = [:]
        for variable in bytes.split(separator: 0) {
            guard let equals = variable.firstIndex(of: UInt8(ascii: "=")) else { continue }
            environment[variable[..<equals].text] = variable[(equals + 1)...].text
        }
        return environment
    }
}
