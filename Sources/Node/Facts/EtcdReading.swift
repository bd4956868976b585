import Tuning

/// Finds the members of etcd that something on a node would start, and works out how all of them are configured.
struct EtcdReading {
    private let root: Root
    private let pods: [StaticPodDefinition]
    private let components: [Component]
    private let disks: [Disk]
    private let mounts: [Mount]
    private let measuring: EtcdMeasuring

    /// Where systemd looks for units, and where a file of variables lies that no unit here names.
    private static let unitDirectories = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]
    private static let environmentFiles = ["/etc/etcd.env", "/etc/default/etcd", "/etc/sysconfig/etcd"]
    /// The most units that are read.
    private static let unitLimit = 64

    init(_ facts: Facts, pods: [StaticPodDefinition], in root: Root) {
        self.root = root
        self.pods = pods.filter { $0.etcd != nil }
        components = facts.components
        disks = facts.disks
        mounts = facts.mounts
        measuring = EtcdMeasuring(in: root)
    }

    /// The members: those that run, as they were found, then those that do not.
    func members(running: [EtcdMember]) -> [EtcdMember] {
        var free = pods
        var members: [EtcdMember] = []
        let owners = running.map { member in
            takePod(of: member, from: &free, isOnly: running.filter { $0.containerID != nil }.count == 1)
        }
        for (member, pod) in zip(running, owners) { members.append(completed(member, pod)) }
        for pod in free { members.append(declared(by: pod)) }
        let units = declaredUnits(besides: Set(running.compactMap { unit(of: $0) }))
        members += units
        if members.isEmpty { members += declaredByFile() }
        return members
    }

    // MARK: Those that run

    /// The manifest that a process was started from, taken from those that are left: by its arguments, by the name of its
    /// pod, which has the node's name behind it, or because there is but one of each.
    private func takePod(
        of member: EtcdMember,
        from free: inout [StaticPodDefinition],
        isOnly: Bool
    ) -> StaticPodDefinition? {
        guard member.containerID != nil || isInPod(member), let process = process(of: member) else { return nil }
        let index =
            free.firstIndex { $0.etcd?.arguments.map(\.text) == process.arguments }
            ?? free.firstIndex { pod in member.pod?.hasPrefix("\(pod.name)-") ?? false }
            ?? (isOnly && free.count == 1 && member.pod == nil ? 0 : nil)
        return index.map { free.remove(at: $0) }
    }

    private func isInPod(_ member: EtcdMember) -> Bool {
        if case .pod? = member.place { true } else { false }
    }

    private func process(of member: EtcdMember) -> Component? {
        components.first { $0.pid == member.pid && $0.name == "etcd" }
    }

    private func unit(of member: EtcdMember) -> String? {
        if case .unit(let name)? = member.place { name } else { nil }
    }

    private func completed(_ member: EtcdMember, _ pod: StaticPodDefinition?) -> EtcdMember {
        guard let process = process(of: member) else { return member }
        var member = member
        let settings = unit(of: member).flatMap { UnitSettings($0, in: root) }
        let command = settings.flatMap { UnitCommand(of: $0, in: root) }
        if member.service != nil { member.unitSettings = settings?.ofEtcd(in: root) }
        member.manifest = pod?.path
        let invocation = EtcdInvocation(of: process, pod: pod, unit: command, in: root)
        judge(invocation, &member)
        measuring.measure(&member, of: process)
        // What nothing else tells, it says itself.
        if member.version == nil, let version = member.measured?.counted.version.flatMap({ KubernetesVersion($0) }) {
            judge(invocation, &member, ComponentVersion(version: version, source: "its metrics"))
        }
        return member
    }

    // MARK: Those that do not

    private func declared(by pod: StaticPodDefinition) -> EtcdMember {
        var member = EtcdMember(source: "manifest \(pod.path)")
        member.manifest = pod.path
        member.pod = pod.name
        guard let container = pod.etcd else { return member }
        judge(EtcdInvocation(of: container, in: pod.path), &member)
        placeStores(of: &member) { container.hostPath(of: $0) }
        return member
    }

    /// The units that are called after etcd and start it, those of running members left out. A template is none itself,
    /// and neither is a second name of a unit, as Debian's `etcd2.service` is.
    private func declaredUnits(besides running: Set<String>) -> [EtcdMember] {
        var names: Set<String> = []
        for directory in EtcdReading.unitDirectories {
            for name in (try? root.names(in: directory)) ?? [] {
                let isUnit = name.hasSuffix(".service") && name.contains("etcd") && !name.contains("@.")
                if isUnit, !running.contains(name), !isAlias("\(directory)/\(name)", of: name) { names.insert(name) }
            }
        }
        var members: [EtcdMember] = []
        for name in names.sorted().prefix(EtcdReading.unitLimit) {
            guard let command = UnitSettings(name, in: root).flatMap({ UnitCommand(of: $0, in: root) }),
                command.arguments.first?.text.split(separator: "/").last == "etcd"
            else { continue }
            var member = EtcdMember(source: "unit \(name)", place: .unit(name))
            member.service = name
            judge(EtcdInvocation(of: command), &member)
            placeStores(of: &member) { $0.hasPrefix("/") ? $0 : "\(command.directory)/\($0)" }
            members.append(member)
        }
        return members
    }

    /// Whether a unit file is a link to that of another unit; the instance of a template is a unit of its own.
    private func isAlias(_ path: String, of name: String) -> Bool {
        guard let target = root.link(at: path)?.split(separator: "/").last else { return false }
        return target.hasSuffix(".service") && target != name && !target.contains("@.")
    }

    /// A file of variables that is left where no unit tells of etcd.
    private func declaredByFile() -> [EtcdMember] {
        for path in EtcdReading.environmentFiles {
            guard let text = try? root.text(of: path) else { continue }
            let variables = EnvironmentFile(text).variables.filter { $0.name.hasPrefix("ETCD_") }
            guard !variables.isEmpty else { continue }
            var member = EtcdMember(source: "environment file \(path)")
            judge(EtcdInvocation(variables: variables, in: path), &member)
            placeStores(of: &member) { $0.hasPrefix("/") ? $0 : nil }
            return [member]
        }
        return []
    }

    /// Finds the disks below the directories of a member that does not run.
    private func placeStores(of member: inout EtcdMember, _ hostPath: (String) -> String?) {
        guard case .string(let data)? = member.effective["data-dir"], let place = hostPath(data) else { return }
        let stack = StoreDisks(disks: disks, seen: mounts, ofHost: mounts)
        func store(_ path: String, _ option: String) -> EtcdMember.Store {
            stack.placed(EtcdMember.Store(path: path, source: member.origin[option] ?? "default"))
        }
        member.data = store(place, "data-dir")
        var log = "\(place)/member/wal"
        if case .string(let path)? = member.effective["wal-dir"], !path.isEmpty { log = hostPath(path) ?? path }
        member.wal = store(log, "wal-dir")
    }

    // MARK: Both

    private func judge(
        _ invocation: EtcdInvocation,
        _ member: inout EtcdMember,
        _ counted: ComponentVersion? = nil
    ) {
        let told = counted ?? ComponentVersion(of: invocation, in: root)
        member.version = told?.version.description
        member.versionSource = told?.source
        if let shell = invocation.shell {
            member.unreadable = "\(member.source) starts it by \(shell), of which the arguments cannot be told"
            return
        }
        if let hidden = invocation.hidden {
            member.unreadable = hidden
            return
        }
        do throws(Refusal) {
            if let path = invocation.missingFile { throw Refusal("its unit needs '\(path)', which is not there") }
            let line = try EtcdCommandLine(invocation.arguments, version: told?.version)
            var file: EtcdFile?
            if let path = line.configPath(in: invocation.environment) {
                member.configPath = path
                switch invocation.file(path, in: root) {
                case .file(let read): file = read
                case .refused(let reason): throw Refusal(reason)
                case .unreadable(let reason):
                    member.unreadable = reason
                    return
                }
            }
            let isInitialized: Bool?
            do throws(SystemError) {
                isInitialized = if let wal = member.wal { try invocation.hasLog(in: wal.path, root: root) } else { nil }
            } catch {
                member.unreadable = error.description
                return
            }
            member.take(
                EtcdStart(
                    line,
                    sources: invocation.sources,
                    environment: invocation.environment,
                    file: file,
                    isInitialized: isInitialized
                )
            )
        } catch {
            member.refusal = error.description
        }
    }
}

extension UnitSettings {
    /// What others than nodekeel say of a service's turn at CPUs and disks: what nodekeel writes must not follow itself,
    /// neither its drop-ins nor the weight that it gave the unit until the next boot, which systemd keeps in one too.
    fileprivate func ofEtcd(in root: Root) -> [String: String] {
        let own = "/etc/systemd/system/\(name).d/90-nodekeel-"
        let kept = "/run/systemd/system.control/\(name).d/50-"
        let isKept = settings.contains { $0.place.hasPrefix(kept) }
        let given = isKept ? (try? Ledger(of: Node(root: root)))?.weights(of: name) ?? [:] : [:]
        return EtcdMember.unitKeys.reduce(into: [:]) { settings, key in
            let others = list(key, in: "Service").filter { setting in
                !setting.place.hasPrefix(own) && !(setting.place.hasPrefix(kept) && setting.value == given[key])
            }
            settings[key] = others.last?.value
        }
    }
}

extension Ledger {
    /// The weights that a unit was given last, by systemd's names.
    fileprivate func weights(of unit: String) -> [String: String] {
        originals.reduce(into: [:]) { weights, original in
            switch original.knob {
            case .weight(of: .unit(unit), .cpu): weights["CPUWeight"] = original.written
            case .weight(of: .unit(unit), .io): weights["IOWeight"] = original.written
            default: break
            }
        }
    }
}
