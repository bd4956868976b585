extension Facts {
    /// What a component runs with after its next start: missing if there is no such component or option here, unreadable
    /// where it would not start, or where that cannot be told.
    ///
    /// - Parameter component: as ``EtcdMember/component`` calls it, a program of the control plane, or
    ///   ``StaticPod/directory`` with the name of one of its files as the option.
    public func option(_ name: String, of component: String) -> Observation {
        if let program = controlPlane.first(where: { $0.program == component }) {
            if let reason = program.unreadable { return .unreadable(reason) }
            if let refusal = program.refusal { return .unreadable("it would not start: \(refusal)") }
            if name == ControlPlaneComponent.auditLog { return Facts.observation(of: standing(ofAuditLogOf: program)) }
            return Facts.observation(of: program.number(of: name))
        }
        if component == "kube-proxy" { return kubeProxy?.option(name) ?? .missing }
        if component == Facts.talkers { return talkersObservation }
        if component == Facts.clusterDNSComponent { return clusterDNSObservation }
        if let device = overlays.first(where: { $0.component == component }) {
            return Facts.observation(of: device.value(of: name))
        }
        if component == StaticPod.directory { return Facts.observation(of: standing(ofManifest: name)) }
        guard let member = etcd.first(where: { $0.component == component }) else { return .missing }
        if let measure = EtcdMember.Measure(rawValue: name) { return member.observation(of: measure) }
        if let reason = member.unreadable { return .unreadable(reason) }
        if let place = EtcdMember.Directory(rawValue: name) {
            return Facts.observation(of: medium(below: place, of: member))
        }
        if name == EtcdMember.separation { return Facts.observation(of: separation(of: member)) }
        if let refusal = member.refusal { return .unreadable("it would not start: \(refusal)") }
        return Facts.observation(of: member.number(of: name))
    }

    /// Whether the audit log of an API server is on a disk of an etcd's log: `shared`, `apart`; nil where a disk is not
    /// known.
    private func standing(ofAuditLogOf program: ControlPlaneComponent) -> Value? {
        let etcd = Set(self.etcd.flatMap { $0.wal?.disks ?? [] })
        guard let path = program.auditLogPath, let mount = Mount.holding(path, among: mounts),
            let own = disks.first(where: { $0.number == mount.device })?.leaves, !own.isEmpty, !etcd.isEmpty
        else { return nil }
        return .text(etcd.isDisjoint(with: own) ? "apart" : "shared")
    }

    /// Whether the kubelet makes a pod of a file of its directory: `a pod`, `no pod`, `overridden`.
    private func standing(ofManifest name: String) -> Value? {
        guard let file = staticPods.first(where: { $0.name == name }) else { return nil }
        return .text(file.problem != nil ? "no pod" : file.overriddenBy != nil ? "overridden" : "a pod")
    }

    /// The cluster's DNS as the owner of what is told of it, and what is.
    public static let clusterDNSComponent = "cluster DNS"
    public static let serversHere = "servers-here"

    private var clusterDNSObservation: Observation {
        clusterDNS.isEmpty ? .missing : Facts.observation(of: .integer(Int64(clusterDNS.count)))
    }

    fileprivate static func observation(of value: Value?) -> Observation {
        value.map { .value($0, text: $0.description, isWritable: false) } ?? .missing
    }

    /// What the disks below a directory of etcd's are: `ssd`, `hdd`, `unknown`; the worst counts, nil where none is known.
    private func medium(below place: EtcdMember.Directory, of member: EtcdMember) -> Value? {
        let names = (place == .log ? member.wal : member.data)?.disks ?? []
        let media = names.compactMap { name in disks.first { $0.name == name }?.medium }
        guard !media.isEmpty else { return nil }
        let worst: Disk.Medium =
            media.contains(.rotational) ? .rotational : media.contains(.unknown) ? .unknown : .solidState
        return .text(worst.rawValue)
    }

    /// Whether log and database of an etcd share a disk: `shared`, `apart`; nil where a disk is not known.
    private func separation(of member: EtcdMember) -> Value? {
        let (log, data) = (Set(member.wal?.disks ?? []), Set(member.data?.disks ?? []))
        guard !log.isEmpty, !data.isEmpty else { return nil }
        return .text(log.isDisjoint(with: data) ? "apart" : "shared")
    }
}

extension KubeProxyFacts {
    /// By what it is told how ipvs chooses, and which flags do nothing.
    public static let schedulerOption = "ipvs-scheduler"
    public static let passedOverOption = "flags-passed-over"

    /// What it runs with: its mode, how often it writes its rules anew, how long it waits between two changes.
    fileprivate func option(_ name: String) -> Observation {
        if let unreadable { return .unreadable(unreadable) }
        if let refusal { return .unreadable("it would not start: \(refusal)") }
        let value: Value? =
            switch name {
            // Linux's default.
            case "mode": .text(mode ?? "iptables")
            case KubeProxyFacts.schedulerOption: scheduler.map { .text(mode == "ipvs" ? $0 : "unused") }
            case KubeProxyFacts.passedOverOption:
                .text(passedOverFlags.isEmpty ? "none" : passedOverFlags.joined(separator: ", "))
            case "sync-period": syncPeriod.map { .integer($0) }
            case "min-sync-period": minSyncPeriod.map { .integer($0) }
            default: nil
            }
        return Facts.observation(of: value)
    }
}

extension EtcdMember {
    /// A directory of etcd's, by what is told of the disks below it.
    public enum Directory: String, Sendable, CaseIterable {
        case log = "medium-of-log"
        case data = "medium-of-data"
    }

    /// By what it is told whether log and database share a disk.
    public static let separation = "disks-of-log-and-data"

    /// What it is called as the owner of an option: `etcd in etcd.service`.
    public var component: String { EtcdMember.componentPrefix + name }
    static let componentPrefix = "etcd in "

    /// The value of an option as a number: milliseconds for a duration, no limit for a quota that is switched off. Text
    /// stays text.
    public func number(of option: String) -> Value? {
        switch effective[option] {
        case .integer(let number)?: number < 0 && option == "quota-backend-bytes" ? .unlimited : .integer(number)
        case .string(let text)?:
            GoLiteral.duration(text).flatMap { text == "0" ? nil : .integer($0 / 1_000_000) } ?? .text(text)
        case .bool(let flag)?: .text("\(flag)")
        default: nil
        }
    }

    /// The change that gives an option a value: what to write, and where.
    public func change(_ option: String, to value: String) -> String {
        let variable = "ETCD_" + option.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        let place = origin[option] ?? "default"
        let tail = EtcdMember.file(in: place).map { " in \($0)" }
        if place.hasPrefix("flag ") {
            return "change --\(option)=\(value)" + (tail ?? " on its command line")
        } else if place.hasPrefix("environment ") {
            return "set \(variable)=\(value)" + (tail ?? " in its environment")
        } else if place != "default" {
            return "set '\(option): \(value)' in \(place)"
        } else if let configPath {
            return "add '\(option): \(value)' to \(configPath)"
        } else if let manifest {
            return "add --\(option)=\(value) to the command in \(manifest)"
        }
        let files = origin.values.filter { $0.hasPrefix("environment ") }.compactMap(EtcdMember.file)
        if let file = files.min()?.prefix(while: { $0 != ":" }) { return "add \(variable)=\(value) to \(file)" }
        return "add --\(option)=\(value) to the command" + (service.map { " of \($0)" } ?? "")
    }

    /// The place in `flag --NAME in PLACE` or `environment NAME in PLACE`; nil if there is none.
    private static func file(in origin: String) -> String? {
        let words = origin.split(separator: " ", maxSplits: 3)
        return words.count == 4 && words[2] == "in" ? String(words[3]) : nil
    }
}
