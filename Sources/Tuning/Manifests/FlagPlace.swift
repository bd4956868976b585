/// Where among its arguments a program is given the value of a flag.
public struct FlagPlace: Equatable, Sendable {
    /// The argument, the program itself counted.
    public var index: Int
    /// What stands before the value in it: `--NAME=`, or nothing where the value is an argument of its own.
    public var prefix: String

    /// The last place of a flag; nil where it is not given.
    ///
    /// - Throws: ``Refusal`` where the program would not start with the arguments.
    public init?(
        of flag: String,
        _ program: String,
        _ version: KubernetesVersion?,
        in arguments: [String]
    ) throws(Refusal) {
        let place: Int?
        if let program = ControlPlaneProgram(rawValue: program) {
            let minor = version.flatMap { $0.major == 1 ? $0.minor : nil }
            place = try ControlPlaneStart.line(program, arguments, program.rawValue, minor).flags
                .last { $0.name == flag }?.place
        } else {
            place = try EtcdCommandLine(arguments, version: version).flags.last { $0.name == flag }?.place
        }
        guard let place else { return nil }
        if let equals = arguments[place].firstIndex(of: "=") {
            (index, prefix) = (place, String(arguments[place][...equals]))
        } else {
            (index, prefix) = (place + 1, "")
        }
    }
}
