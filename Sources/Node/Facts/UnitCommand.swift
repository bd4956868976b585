import Tuning

/// The command that a service starts, with its arguments as the program gets them.
///
/// Source: systemd.service(5), «Command lines», and `replace_env_argv` of systemd: `$NAME` alone as a word becomes as
/// many words as its value has, also none; `${NAME}` anywhere becomes the value as it is; `$$` is a dollar.
struct UnitCommand {
    /// An argument.
    struct Argument {
        let text: String
        /// Where it stands: the file of the unit or of the environment, with the line.
        let place: String
    }

    /// The program first.
    private(set) var arguments: [Argument] = []
    /// The variables that the unit sets, by name.
    private(set) var environment: [String: Argument] = [:]
    /// The variables whose words are words of the command line, in its order.
    private(set) var wordVariables: [String] = []
    /// The variables that files of variables set.
    private(set) var fileVariables: Set<String> = []
    /// A file of variables that the unit cannot start without, and that is not there; nil if none.
    private(set) var missingFile: String?
    /// The directory it starts in.
    private(set) var directory = "/"

    private let unit: UnitSettings

    /// The most bytes of a command line: what the kernel takes of one that is not set apart (`ARG_MAX`).
    private static let byteLimit = 1 << 17

    /// The command that `unit` starts; nil if it starts none.
    init?(of unit: UnitSettings, in root: Root) {
        self.unit = unit
        readEnvironment(root)
        if let last = unit.list("WorkingDirectory", in: "Service").last {
            let path = expanded(last.value)
            directory = path.first == "-" ? String(path.dropFirst()) : path
        }
        guard let command = unit.list("ExecStart", in: "Service").last else { return nil }
        var words = UnitWords.split(command.value)
        guard let program = words.first else { return nil }
        let marks = program.prefix { "@-:+!|".contains($0) }
        words[0] = String(program.dropFirst(marks.count))
        if marks.contains("@"), words.count > 1 { words.remove(at: 1) }
        var byteCount = 0
        for word in words {
            if word == ";" { break }
            if !marks.contains(":"), let name = UnitCommand.variable(of: word) { wordVariables.append(name) }
            let text = expanded(word)
            let added = marks.contains(":") ? [Argument(text: text, place: command.place)] : substituted(text, command)
            byteCount += added.reduce(0) { $0 + $1.text.utf8.count + 1 }
            guard byteCount <= UnitCommand.byteLimit else { break }
            arguments += added
        }
    }

    /// Variables of files win over those of the unit, and later ones over earlier ones.
    private mutating func readEnvironment(_ root: Root) {
        for setting in unit.list("Environment", in: "Service") {
            for word in UnitWords.split(setting.value) {
                guard let equals = word.firstIndex(of: "=") else { continue }
                let value = expanded(String(word[word.index(after: equals)...]))
                environment[String(word[..<equals])] = Argument(text: value, place: setting.place)
            }
        }
        for setting in unit.list("EnvironmentFile", in: "Service") {
            let isOptional = setting.value.hasPrefix("-")
            let pattern = expanded(isOptional ? String(setting.value.dropFirst()) : setting.value)
            let paths = UnitCommand.paths(pattern, root)
            var isFound = false
            for path in paths {
                guard let text = try? root.text(of: path) else { continue }
                isFound = true
                for variable in EnvironmentFile(text).variables {
                    fileVariables.insert(variable.name)
                    environment[variable.name] = Argument(text: variable.value, place: "\(path):\(variable.line)")
                }
            }
            if !isFound, !isOptional { missingFile = missingFile ?? pattern }
        }
    }

    /// The files that a pattern names, by name; a pattern may have wildcards in its last part.
    private static func paths(_ pattern: String, _ root: Root) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }), let slash = pattern.lastIndex(of: "/") else {
            return [pattern]
        }
        let directory = String(pattern[..<slash])
        guard !directory.contains(where: { "*?[".contains($0) }) else { return [] }
        let name = String(pattern[pattern.index(after: slash)...])
        let names = (try? root.names(in: directory)) ?? []
        return names.filter { !$0.hasPrefix(".") && Glob.matches($0, pattern: name) }.map { "\(directory)/\($0)" }
    }

    /// The variable that a word is; nil if it is none, or only has one in it.
    private static func variable(of word: String) -> String? {
        guard word.hasPrefix("$"), word.count > 1, !word.hasPrefix("${"), !word.hasPrefix("$$") else { return nil }
        return String(word.dropFirst())
    }

    /// A word with its variables replaced.
    private func substituted(_ word: String, _ command: UnitSettings.Setting) -> [Argument] {
        if let name = UnitCommand.variable(of: word) {
            guard let variable = environment[name] else { return [] }
            return UnitWords.split(variable.text).map { Argument(text: $0, place: variable.place) }
        }
        var text = ""
        var place = command.place
        var rest = Substring(word)
        while text.utf8.count <= UnitCommand.byteLimit, let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                text += "$"
                rest.removeFirst()
            } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
                let variable = environment[String(rest[rest.index(after: rest.startIndex)..<end])]
                text += variable?.text ?? ""
                place = variable?.place ?? place
                rest = rest[rest.index(after: end)...]
            } else {
                text += "$"
            }
        }
        return [Argument(text: text + rest, place: place)]
    }

    /// A text with the specifiers replaced that stand for the same on every machine (systemd.unit(5)).
    private func expanded(_ text: String) -> String {
        var expanded = ""
        var rest = Substring(text)
        while let percent = rest.firstIndex(of: "%") {
            expanded += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            guard let letter = rest.popFirst() else { return expanded + "%" }
            switch letter {
            case "%": expanded += "%"
            case "n": expanded += unit.name
            case "N", "p": expanded += unit.name.split(separator: ".").first ?? ""
            case "t": expanded += "/run"
            case "S": expanded += "/var/lib"
            case "C": expanded += "/var/cache"
            case "L": expanded += "/var/log"
            case "E": expanded += "/etc"
            case "h": expanded += "/root"
            case "u": expanded += "root"
            default: expanded += "%\(letter)"
            }
        }
        return expanded + rest
    }
}
