/// What a flag's new value makes of the arguments of a program.
public enum ArgumentEdit: Equatable, Sendable {
    /// The argument at this place, the program itself counted, becomes this.
    case replace(Int, String)
    /// This comes after the last.
    case append(String)

    /// The edit that gives a flag a value; where it stands several times the last counts, as for the program.
    ///
    /// - Parameter program: a program of ``ManifestEdit``.
    /// - Returns: nil where it has the very text already.
    /// - Throws: ``Refusal`` where the program would not start with the arguments as they are.
    public init?(
        setting flag: String,
        to value: String,
        of program: String,
        _ version: KubernetesVersion?,
        in arguments: [String]
    ) throws(Refusal) {
        guard let place = try FlagPlace(of: flag, program, version, in: arguments) else {
            guard !arguments.contains("--") else {
                throw Refusal("'--' ends its flags, after which none can be added")
            }
            self = .append("--\(flag)=\(value)")
            return
        }
        let edited = place.prefix + value
        guard arguments[place.index] != edited else { return nil }
        self = .replace(place.index, edited)
    }

    /// The arguments with the edit made.
    public func applied(to arguments: [String]) -> [String] {
        var edited = arguments
        switch self {
        case .replace(let index, let text): edited[index] = text
        case .append(let text): edited.append(text)
        }
        return edited
    }
}
