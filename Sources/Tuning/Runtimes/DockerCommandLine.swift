/// What the arguments of dockerd say: options with values, in the forms that its flag library takes.
///
/// sources: spf13/pflag: `--name=value`, `--name value`, `--name` alone for a boolean, `-xvalue`, `-x value`, `-xyz`
/// for letters that are booleans; several `--host` make a list; `--` ends the options
public struct DockerCommandLine: Hashable, Sendable {
    /// The options that are given, by their key in the file.
    public private(set) var flags: [String: DockerFacts.Flag] = [:]

    /// Reads arguments without the program, each with its place.
    public init(_ arguments: [(text: String, place: String?)]) {
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let argument = arguments[index]
            index += 1
            if argument.text == "--" { return }
            if argument.text.hasPrefix("--") {
                let body = argument.text.dropFirst(2)
                let name = String(body.prefix { $0 != "=" })
                var value = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
                let isBoolean = DockerOption.ofFlag(name)?.kind == .boolean
                if value == nil, !isBoolean, index < arguments.endIndex {
                    value = arguments[index].text
                    index += 1
                }
                note(name, value ?? "true", argument.place)
            } else if argument.text.hasPrefix("-") {
                readLetters(argument.text.dropFirst(), argument.place, arguments, &index)
            }
        }
    }

    private mutating func readLetters(
        _ letters: Substring,
        _ place: String?,
        _ arguments: [(text: String, place: String?)],
        _ index: inout Int
    ) {
        var rest = letters
        while let letter = rest.popFirst() {
            guard let option = DockerOption.ofFlag(String(letter)), option.kind == .boolean else {
                if rest.first == "=" { rest.removeFirst() }
                var value = String(rest)
                if value.isEmpty, index < arguments.endIndex {
                    value = arguments[index].text
                    index += 1
                }
                note(String(letter), value, place)
                return
            }
            if rest.first == "=" {
                note(String(letter), String(rest.dropFirst()), place)
                return
            }
            note(String(letter), "true", place)
        }
    }

    private mutating func note(_ name: String, _ value: String, _ place: String?) {
        guard let option = DockerOption.ofFlag(name), let flag = option.flag else { return }
        var text = value
        if option.kind == .list || option.kind == .table, let before = flags[option.key] {
            text = "\(before.text),\(value)"
        }
        flags[option.key] = DockerFacts.Flag(name: flag, text: text, place: place)
    }
}
