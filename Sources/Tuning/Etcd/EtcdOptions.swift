/// The options of an etcd, from wherever it takes them.
struct EtcdOptions {
    /// The release that takes them.
    let release: EtcdRelease
    /// Whether they come from a configuration file.
    let isFromFile: Bool
    /// The feature gates.
    var gates: EtcdGates

    private var values: [String: DecodedValue] = [:]
    private var origins: [String: String] = [:]
    /// The options that were set, whether that changed anything or not.
    private(set) var given: Set<String> = []

    /// The value of an option, or its default.
    subscript(name: String) -> DecodedValue {
        get { values[name] ?? EtcdDefaults.value(of: name, in: release, isFromFile: isFromFile) }
        set { values[name] = newValue }
    }

    /// What sets an option: a flag, a variable, a file with its line, or `default`.
    func origin(of name: String) -> String { origins[name] ?? "default" }

    /// Whether the value of an option is known: the default of an unknown release may not be.
    func isKnown(_ name: String) -> Bool {
        given.contains(name) || !release.isAssumed || !EtcdDefaults.hangsOnRelease(name)
    }

    // MARK: Flags and environment

    /// The options of a command line, and of the environment where it says nothing.
    ///
    /// - Throws: ``Refusal`` for a variable beside its flag, which stops etcd even if both say the same.
    init(
        _ line: EtcdCommandLine,
        sources: [Int: String],
        environment: [String: EtcdVariable]
    ) throws(Refusal) {
        release = line.release
        isFromFile = false
        gates = EtcdGates(of: release)
        for flag in line.flags {
            try take(flag.value, flag.text, for: flag.name)
            origins[flag.name] = "flag --\(flag.name)" + (sources[flag.place].map { " in \($0)" } ?? "")
        }
        try take(environment)
        if given.contains("listen-client-urls"), !given.contains("advertise-client-urls"), !mayBeProxy {
            values["advertise-client-urls"] = .list([])
        }
        if isDiscovered || self["discovery-srv-name"].isText, !given.contains("initial-cluster") {
            values["initial-cluster"] = .string("")
        }
        if release.minor == 6 { try takeExperimentalGates() }
    }

    /// Takes the variables of the flags that were not given; of several that are wrong the last is told.
    private mutating func take(_ environment: [String: EtcdVariable]) throws(Refusal) {
        let onLine = given
        var fault: Refusal?
        for name in EtcdFlag.all.keys.sorted() where EtcdFlag.all[name]?.isIn(release) ?? false {
            let variable = "ETCD_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
            // It warns of this one, and takes it away.
            guard variable != "ETCD_VERSION", let found = environment[variable] else { continue }
            if onLine.contains(name) {
                throw Refusal(
                    "conflicting environment variable \"\(variable)\" is shadowed by corresponding command-line flag "
                        + "(either unset environment variable or disable flag)"
                )
            }
            guard !found.value.isEmpty, let kind = EtcdFlag.all[name]?.kind else { continue }
            do throws(Refusal) {
                try take(try kind.value(of: found.value, in: release), found.value, for: name)
                origins[name] = "environment \(variable)" + (found.place.map { " in \($0)" } ?? "")
            } catch {
                fault = Refusal("invalid value \(found.value.goQuoted) for \(variable): \(error)")
            }
        }
        if let fault { throw fault }
    }

    private mutating func take(_ value: DecodedValue, _ text: String, for name: String) throws(Refusal) {
        given.insert(name)
        if name == "feature-gates" { try gates.set(text) }
        if value != .null { values[name] = value }
    }

    // MARK: File

    /// The options of a configuration file, which etcd then takes alone.
    init(_ file: EtcdFile, for release: EtcdRelease) throws(Refusal) {
        self.release = release
        isFromFile = true
        gates = EtcdGates(of: release)
        for entry in try file.entries(in: release) {
            values[entry.name] = entry.value
            origins[entry.name] = entry.place
            given.insert(entry.name)
            if entry.name == "feature-gates", case .object(let asked) = entry.value {
                try gates.set(asked.compactMapValues { $0 == .null ? nil : $0 == .bool(true) })
            }
        }
        let isDefaultCluster = self["initial-cluster"] == EtcdDefaults.cluster
        if isDiscovered, isDefaultCluster { values["initial-cluster"] = .string("") }
        if release.minor == 6 { try takeExperimentalGates() }
    }

    // MARK: Both

    /// In 3.6 the flags of 3.5 set the gates that they became; both at once are refused.
    private mutating func takeExperimentalGates() throws(Refusal) {
        var asked: [String: Bool] = [:]
        for (flag, gate) in EtcdGates.ofExperimentalFlags.sorted(by: { $0.key < $1.key }) where given.contains(flag) {
            let value = self[flag] == .bool(true)
            if gates.text.contains(gate) {
                let now = gates.isOn(gate)
                throw Refusal(
                    "cannot specify both flags: --\(flag)=\(value) and --feature-gates=\(gate)=\(now) at the same time, "
                        + "please just use --feature-gates=\(gate)=\(now)"
                )
            }
            asked[gate] = value
        }
        try gates.set(asked)
    }

    /// Whether the members are found by a discovery service, not by a list.
    var isDiscovered: Bool {
        self["discovery"].isText || self["discovery-srv"].isText || !self["discovery-endpoints"].strings.isEmpty
    }

    /// Whether it may run as a proxy of v2, which needs no client URLs of its own.
    var mayBeProxy: Bool {
        let fallback = self["discovery-fallback"].string ?? (release.minor < 6 ? "proxy" : "exit")
        let proxy = self["proxy"].string ?? "off"
        return release.minor < 6 && (proxy != "off" || self["discovery"].isText && fallback == "proxy")
    }

    /// The URLs of an option.
    func urls(_ name: String) -> [GoURL] {
        self[name].strings.compactMap { try? GoURL($0) }
    }

    /// The text of an option; empty if it has none.
    func text(_ name: String) -> String { self[name].string ?? "" }

    /// The number of an option; of one that does not fit 63 bits, the greatest that does.
    func number(_ name: String) -> Int64 {
        if case .number = self[name] { .max } else { self[name].integer ?? 0 }
    }
}

extension EtcdDefaults {
    /// The members of a cluster that was told of none.
    static let cluster = DecodedValue.string("default=http://localhost:2380")
}

extension DecodedValue {
    /// Whether it is a text that says something.
    fileprivate var isText: Bool { !(string ?? "").isEmpty }
}
