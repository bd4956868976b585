/// The command line of etcd, read as the `flag` package of Go does.
///
/// One hyphen is as good as two; a flag has its value after `=` or in the next argument, one for a truth value only after
/// `=`. The first argument that is no flag ends them, and etcd then refuses it. The last of several counts.
public struct EtcdCommandLine: Sendable {
    /// A flag as it was given.
    struct Flag {
        let name: String
        let text: String
        let value: DecodedValue
        /// The place among the arguments, the program itself counted.
        let place: Int
    }

    let flags: [Flag]
    let release: EtcdRelease

    /// Reads `arguments`, the program first.
    ///
    /// - Throws: ``Refusal`` where this etcd would not start with them.
    public init(_ arguments: [String], version: KubernetesVersion?) throws(Refusal) {
        release = EtcdRelease(of: version)
        var flags: [Flag] = []
        var next = 1
        while next < arguments.count {
            let argument = arguments[next]
            guard argument.utf8.count > 1, argument.hasPrefix("-"), argument != "--" else {
                if argument == "--" { next += 1 }
                break
            }
            if let flag = try EtcdCommandLine.flag(in: arguments, at: &next, release) { flags.append(flag) }
        }
        self.flags = flags
        if next < arguments.count {
            let stray = arguments[next]
            let shown = release.minor < 6 ? "'\(stray.clipped)'" : stray.goQuoted
            throw Refusal("\(shown) is not a valid flag")
        }
        if self["version"] == .bool(true) { throw Refusal("--version makes it answer and exit") }
    }

    /// Reads the flag that begins at `next`, and leaves that behind it; nil for one that is passed over.
    private static func flag(
        in arguments: [String],
        at next: inout Int,
        _ release: EtcdRelease
    ) throws(Refusal) -> Flag? {
        let (argument, place) = (arguments[next], next)
        let body = argument.dropFirst(argument.hasPrefix("--") ? 2 : 1)
        guard let first = body.first, first != "-", first != "=" else {
            throw Refusal("bad flag syntax: \(argument.clipped)")
        }
        let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        next += 1
        var given = parts.count > 1 ? parts[1] : nil
        guard let kind = try kind(of: parts[0], hasValue: given != nil, in: release) else { return nil }
        if given == nil, !kind.isAlone {
            guard next < arguments.count else { throw Refusal("flag needs an argument: -\(parts[0].clipped)") }
            given = arguments[next]
            next += 1
        }
        let text = given ?? "true"
        do throws(Refusal) {
            return Flag(name: parts[0], text: text, value: try kind.value(of: text, in: release), place: place)
        } catch {
            let what = kind == .bool ? "boolean value" : "value"
            let name = kind == .bool ? "-\(parts[0])" : "flag -\(parts[0])"
            throw Refusal("invalid \(what) \(text.goQuoted) for \(name): \(error)")
        }
    }

    /// What a flag takes; nil for one that is passed over.
    private static func kind(of name: String, hasValue: Bool, in release: EtcdRelease) throws(Refusal) -> EtcdKind? {
        if EtcdFlag.ignored.contains(name) { return nil }
        if let flag = EtcdFlag.all[name] {
            if flag.isIn(release) { return flag.kind }
        } else if name == "help" || name == "h" {
            throw Refusal("--\(name) makes it answer and exit")
        } else if !release.knowsFlags, hasValue {
            // A release that is newer or older than the table was seen to accept what it runs with.
            return nil
        }
        throw Refusal("flag provided but not defined: -\(name.clipped)")
    }

    /// The last value given to a flag.
    subscript(name: String) -> DecodedValue? {
        flags.last { $0.name == name }?.value
    }

    /// The configuration file that it names, or else the environment; with one, etcd looks at nothing else.
    public func configPath(in environment: [String: EtcdVariable]) -> String? {
        let path = self["config-file"]?.string ?? ""
        let named = path.isEmpty ? environment["ETCD_CONFIG_FILE"]?.value ?? "" : path
        return named.isEmpty ? nil : named
    }
}

/// A variable of etcd's environment.
public struct EtcdVariable: Hashable, Sendable {
    /// Its value.
    public var value: String
    /// What sets it, such as `/etc/default/etcd:3`; nil if unknown.
    public var place: String?

    /// A variable.
    public init(_ value: String, place: String? = nil) {
        self.value = value
        self.place = place
    }
}
