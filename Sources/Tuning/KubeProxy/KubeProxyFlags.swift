/// The command line of a kube-proxy, read as the program itself reads it.
///
/// `--name value` and `--name=value`, underscores in a name for dashes, the last of a repeated flag wins; a flag that
/// is not known, a value of the wrong type and an argument that is no flag refuse the start. Source: `AddFlags` of
/// `cmd/kube-proxy/app/options.go` of Kubernetes, pflag, and the flags that 1.31 to 1.36 print.
public struct KubeProxyFlags: Hashable, Sendable {
    /// The text of every flag given, by its name with dashes.
    private(set) var values: [String: String] = [:]

    /// The configuration file, as the program sees its path; nil where it runs on flags alone.
    public var configPath: String? {
        values["config"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The flags that do nothing, since a configuration file takes the place of all that it could say itself.
    public var passedOver: [String] {
        guard configPath != nil else { return [] }
        return values.keys.filter { !KubeProxyFlags.countsBesideFile($0) }.sorted()
    }

    /// Reads `arguments`, the program first.
    public init(_ arguments: [String], version: KubernetesVersion?) throws(Refusal) {
        let line = try FlagLine(
            arguments,
            of: "kube-proxy",
            isPassedOver: { name in
                // A program newer than this table was seen to accept what it runs with.
                version?.isAtLeast(minor: 38) ?? false && name != "conntrack-max"
            },
            kind: { KubeProxyFlags.kind(of: $0, version) }
        )
        for flag in line.flags { values[flag.name] = flag.value }
        for name in ["help", "version"] where values[name].map({ $0 != "false" }) ?? false {
            throw Refusal("--\(name) makes it answer and exit")
        }
        if let stray = line.stray { throw Refusal("it takes no argument such as '\(stray.clipped)'") }
        for name in ["cleanup"] where values[name].flatMap(GoLiteral.bool) ?? false {
            throw Refusal("--\(name) makes it remove its rules and exit")
        }
        if let path = values["write-config-to"], !path.isEmpty {
            throw Refusal("--write-config-to makes it write its defaults and exit")
        }
        if let name = values["hostname-override"], !name.isEmpty, name.allSatisfy(\.isWhitespace) {
            throw Refusal("--hostname-override is blank")
        }
    }
}
