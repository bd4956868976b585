/// The one place where a value is read and written.
public enum Knob: Hashable, Sendable {
    /// A sysctl, by its path below `/proc/sys` (a dotted name such as `eth0.100` could not be parsed back).
    case sysctl(String)
    /// A sysfs attribute, by its path below `/sys`.
    case sysfs(String)
    /// A file that nodekeel writes whole, by its absolute path.
    case file(String)
    /// How full a table of the kernel is: entries counted against their limit, in percent. Read only.
    case occupancy(Table)
    /// How often a table of the kernel has refused or evicted an entry since boot. Read only.
    case refusals(Table)
    /// What kube-proxy will write into a knob at its next start, as computed from how it runs. Read only.
    case kubeProxyStart(String)
    /// What a component runs with after its next start, as computed from how it is started: an option such as
    /// `heartbeat-interval`, of a component as ``Facts/option(_:of:)`` knows it. Read only, but for a flag that a static
    /// pod's manifest gives: that is written there, see ``ManifestEdit``.
    case option(String, of: String)
    /// The priority of every thread of the processes of a program: a nice value, or an I/O class and level.
    case priority(of: ProcessSelector, Resource)
    /// The weight of a control group against its siblings, on systemd's scale of 1 to 10,000, where 100 is usual. Only a
    /// unit's can be written: a pod's is the kubelet's, which writes it from the pod's requests.
    case weight(of: ProcessSelector.Place, Resource)
    /// A key of Docker's configuration file, whose absolute path comes second. The rest of the file is somebody else's.
    case dockerKey(String, in: String)
    /// What a container runtime answers. Read only, but for what a fragment carries, see ``ContainerdFragment``.
    case runtime(RuntimeQuestion)
    /// A field of the kubelet's configuration, by the keys that lead to it with dots between them: what the kubelet
    /// computes at its next start. It is written by way of the fragment that carries it, see ``KubeletFragment``.
    case kubeletField(String)
    /// The drop-in that carries what nodekeel sets of a component's configuration, by its absolute path.
    case fragment(of: FragmentReader, String)
    /// How many flags a component is given that are gone, or will be, in its release. Read only.
    case obsoleteFlags(String)
    /// Whether a component's heartbeat gets through, seen from beside it. Read only.
    case heartbeat(of: String)

    /// A table of the kernel that can fill up.
    public enum Table: String, Hashable, Sendable, Codable {
        case connectionTracking = "nf_conntrack"
    }

    /// What kind of place this is, in one word.
    public var kind: String {
        switch self {
        case .sysctl: "sysctl"
        case .sysfs: "sysfs"
        case .file: "file"
        case .occupancy: "occupancy"
        case .refusals: "refusals"
        case .kubeProxyStart: "kube-proxy-start"
        case .option: "option"
        case .priority(_, let resource): "\(resource)-priority"
        case .weight(_, let resource): "\(resource)-weight"
        case .dockerKey: "docker-key"
        case .runtime: "runtime"
        case .kubeletField: "kubelet-field"
        case .fragment(let reader, _): "\(reader.rawValue)-fragment"
        case .obsoleteFlags: "obsolete-flags"
        case .heartbeat: "heartbeat"
        }
    }

    /// The knob's name as an operator would write it.
    public var name: String {
        switch self {
        case .sysctl(let path), .kubeProxyStart(let path): path
        case .sysfs(let path): "/sys/\(path)"
        case .file(let path), .fragment(_, let path): path
        case .kubeletField(let name), .obsoleteFlags(let name), .heartbeat(let name): name
        case .occupancy(let table), .refusals(let table): table.rawValue
        case .option(let option, let component): "\(option)\(Knob.ofComponent)\(component)"
        case .priority(let selector, _): selector.description
        case .weight(let place, _): place.description
        case .dockerKey(let key, let path): "\(key) in \(path)"
        case .runtime(let question): question.rawValue
        }
    }

    /// Whether a knob that is not there can be made by writing it. A unit has no weight until it is given one: the kernel
    /// has the file only where somebody asked for the controller.
    public var isMadeByWriting: Bool {
        switch self {
        case .file, .dockerKey, .fragment: true
        case .weight: !isReadOnly
        case .sysctl, .sysfs, .occupancy, .refusals, .kubeProxyStart, .option, .priority, .runtime, .kubeletField,
            .obsoleteFlags, .heartbeat:
            false
        }
    }

    /// Whether a reboot gives the knob back its default, so that an original value is of one boot only. A priority does
    /// not even outlive its process.
    public var isResetByReboot: Bool {
        switch self {
        case .sysctl, .sysfs, .priority, .weight: true
        case .file, .occupancy, .refusals, .kubeProxyStart, .option, .dockerKey, .runtime, .kubeletField,
            .fragment,
            .obsoleteFlags, .heartbeat:
            false
        }
    }

    /// Whether the knob can only be read.
    public var isReadOnly: Bool {
        switch self {
        case .sysctl, .sysfs, .file, .priority, .weight(of: .unit, _), .dockerKey, .kubeletField, .fragment:
            false
        case .runtime: carrier == nil
        case .option: !isFlag
        case .occupancy, .refusals, .kubeProxyStart, .weight, .obsoleteFlags, .heartbeat: true
        }
    }

    /// Whether it is a field of the kubelet's configuration.
    public var isKubeletField: Bool { if case .kubeletField = self { true } else { false } }

    /// Whether it is a flag that nodekeel sets in a static pod's manifest.
    public var isFlag: Bool { flag != nil }

    /// The flag that nodekeel sets in a manifest, and the program whose manifest it is; nil for any other knob.
    public var flag: (name: String, program: String)? {
        guard case .option(let name, let component) = self else { return nil }
        let program = component.hasPrefix(EtcdMember.componentPrefix) ? "etcd" : component
        return ManifestEdit.flags[program]?.contains(name) ?? false ? (name, program) : nil
    }

    /// The component whose fragment carries it; nil for a knob that is written by itself.
    public var carrier: FragmentReader? {
        switch self {
        case .kubeletField: .kubelet
        case .option: isFlag ? .staticPod : nil
        case .runtime(.containerdDownloads), .runtime(.containerdPullProgress): .containerd
        default: nil
        }
    }

    /// The component that it is the fragment of; nil if it is none.
    public var reader: FragmentReader? { if case .fragment(let reader, _) = self { reader } else { nil } }

    /// Whether it is the kubelet's main file, in which nodekeel sets single fields: any but the drop-in of its own name.
    public var isMainFile: Bool {
        guard case .fragment(of: .kubelet, let path) = self else { return false }
        return !path.hasSuffix("/\(KubeletFragment.fileName)")
    }

    /// Whether it holds a whole text, which is shown as such and not in the cell of a table.
    public var isWholeText: Bool {
        switch self {
        case .file, .fragment: true
        case .sysctl, .sysfs, .occupancy, .refusals, .kubeProxyStart, .option, .priority, .weight, .dockerKey, .runtime,
            .kubeletField, .obsoleteFlags, .heartbeat:
            false
        }
    }

    /// The processes that the knob is about; nil if it is about none.
    public var selector: ProcessSelector? {
        if case .priority(let selector, _) = self { selector } else { nil }
    }

    /// What a text that was read from this knob, or is to be written there, means.
    public func value(of text: String) -> Value {
        switch self {
        case .file: .text(text)
        case .dockerKey: Value(jsonText: text)
        case .fragment: .text(FragmentComment.meaning(of: text))
        case .kubeletField: Int64(text).map(Value.integer) ?? .text(text)
        case .priority: ThreadPriorities(text)?.value ?? Value(kernelText: text)
        case .heartbeat: .text(text)
        case .option: Int64(text).map { .integer($0) } ?? (text == "unlimited" ? .unlimited : .text(text))
        case .sysctl, .sysfs, .occupancy, .refusals, .kubeProxyStart, .weight, .runtime, .obsoleteFlags:
            Value(kernelText: text)
        }
    }

    /// What is written there to make it hold a value.
    public func text(of value: Value) -> String {
        guard case .dockerKey(let key, _) = self else { return value.kernelText }
        return value.jsonText(isText: DockerOption.named(key)?.kind == .text)
    }
}

extension Knob: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sysctl, .sysfs, .file, .fragment, .option: name
        case .kubeletField: "\(name) of the kubelet"
        case .obsoleteFlags: "obsolete flags of \(name)"
        case .heartbeat: "heartbeat of \(name)"
        case .occupancy: "\(name) occupancy"
        case .refusals: "\(name) refusals"
        case .kubeProxyStart: "kube-proxy's next \(name)"
        case .priority(_, .cpu): "nice value of \(name)"
        case .priority(_, .io): "I/O priority of \(name)"
        case .weight(_, .cpu): "CPU weight of \(name)"
        case .weight(_, .io): "I/O weight of \(name)"
        case .dockerKey: name
        case .runtime(let question): question.words
        }
    }
}

extension Knob: Codable {
    private enum Key: String, CodingKey {
        case kind, name
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let kind = try container.decode(String.self, forKey: .kind)
        let name = try container.decode(String.self, forKey: .name)
        switch kind {
        case "sysctl": self = .sysctl(name)
        case "sysfs" where name.hasPrefix("/sys/"): self = .sysfs(String(name.dropFirst(5)))
        case "file": self = .file(name)
        case "kube-proxy-start": self = .kubeProxyStart(name)
        case "kubelet-field": self = .kubeletField(name)
        case "kubelet-fragment": self = .fragment(of: .kubelet, name)
        case "containerd-fragment": self = .fragment(of: .containerd, name)
        case "static-pod-fragment": self = .fragment(of: .staticPod, name)
        case "obsolete-flags": self = .obsoleteFlags(name)
        case "heartbeat": self = .heartbeat(of: name)
        case "option":
            guard let (option, component) = Knob.option(in: name) else {
                throw DecodingError.dataCorruptedError(forKey: .name, in: container, debugDescription: "no option")
            }
            self = .option(option, of: component)
        default:
            let docker = kind == "docker-key" ? Knob(dockerKeyNamed: name) : nil
            guard let knob = docker ?? Knob(ofNamed: kind, name) ?? Knob(ofProcesses: kind, name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .kind,
                    in: container,
                    debugDescription: "no knob '\(kind)'"
                )
            }
            self = knob
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(kind, forKey: .kind)
        try container.encode(name, forKey: .name)
    }
}

extension Knob {
    private static let ofComponent = " of "

    /// The halves of `OPTION of COMPONENT`; nil for what is none.
    private static func option(in name: String) -> (String, String)? {
        let words = name.split(separator: " ", omittingEmptySubsequences: false)
        // A component's name may have the word in it too, an option's only where it is a path.
        guard let of = words.dropFirst().firstIndex(of: "of"), of + 1 < words.count else { return nil }
        return (words[..<of].joined(separator: " "), words[(of + 1)...].joined(separator: " "))
    }

    /// The knob of a kind that has a fixed number of names; nil for any other, or another name.
    private init?(ofNamed kind: String, _ name: String) {
        switch (kind, Table(rawValue: name), RuntimeQuestion(rawValue: name)) {
        case ("occupancy", let table?, _): self = .occupancy(table)
        case ("refusals", let table?, _): self = .refusals(table)
        case ("runtime", _, let question?): self = .runtime(question)
        default: return nil
        }
    }

    /// The knob of a kind such as `io-priority` that is about processes; nil for any other.
    private init?(ofProcesses kind: String, _ name: String) {
        let words = kind.split(separator: "-", maxSplits: 1).map(String.init)
        guard let resource = words.first.flatMap(Resource.init(rawValue:)) else { return nil }
        switch (words.last, ProcessSelector(name), ProcessSelector.Place(name)) {
        case ("priority", let selector?, _): self = .priority(of: selector, resource)
        case ("weight", _, let place?): self = .weight(of: place, resource)
        default: return nil
        }
    }
}
