/// What set the value that a knob holds, and the file where that is changed.
public struct KnobOrigin: Hashable, Sendable, Codable {
    /// In words: `flag --NAME in FILE:LINE`, `FILE:LINE`, `default`.
    public var text: String
    /// The file that sets it, or that would: a manifest has no line for what is the default. Nil if there is none.
    public var path: String?
    /// The line in that file, from 1; nil if it is not known.
    public var line: Int64?

    /// An origin in words, with the file that stands in them, or else `home`.
    public init(_ text: String, home: String? = nil) {
        self.text = text
        let place = text.hasPrefix("/") ? text[...] : KnobOrigin.place(in: text)
        let colon = place?.lastIndex(of: ":")
        line = colon.flatMap { index in place.flatMap { Int64($0[$0.index(after: index)...]) } }
        path = (line == nil ? place : colon.flatMap { index in place.map { $0[..<index] } }).map(String.init) ?? home
    }

    /// What follows the first ` in /` of a text.
    private static func place(in text: String) -> Substring? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let index = words.indices.dropLast().first { words[$0] == "in" && words[$0 + 1].hasPrefix("/") }
        return index.map { text[words[$0 + 1].startIndex...] }
    }
}

extension Facts {
    /// What set the value that a knob holds; nil where nothing tells.
    public func origin(of knob: Knob) -> KnobOrigin? {
        switch knob {
        case .sysctl:
            return knob.standing(among: sysctlAssignments).map { KnobOrigin("\($0.path):\($0.line)") }
        case .file(let path), .dockerKey(_, let path), .fragment(_, let path): return KnobOrigin(path)
        case .kubeletField(let field):
            return kubelet?.origin[field].map { KnobOrigin($0, home: kubelet?.configPath) }
        case .kubeProxyStart: return kubeProxy?.conntrack.origin.map { KnobOrigin($0) }
        case .option(let option, let component): return origin(of: option, of: component)
        case .runtime(let question):
            let containerd = containerRuntime?.containerd
            return containerd?.key(of: question).map { key in
                KnobOrigin(containerd?.values[key]?.place ?? "default", home: containerd?.configPath)
            }
        case .sysfs, .occupancy, .refusals, .priority, .weight, .obsoleteFlags, .heartbeat: return nil
        }
    }

    private func origin(of option: String, of component: String) -> KnobOrigin? {
        if component == StaticPod.directory {
            return staticPods.first { $0.name == option }.map { KnobOrigin($0.path) }
        }
        if component == "kube-proxy" { return kubeProxy?.configPath.map { KnobOrigin($0) } }
        if let program = controlPlane.first(where: { $0.program == component }) {
            return program.origin[program.flag(behind: option)].map { KnobOrigin($0, home: program.manifest) }
                ?? program.manifest.map { KnobOrigin($0) }
        }
        guard let member = etcd.first(where: { $0.component == component }) else { return nil }
        let home = member.configPath ?? member.manifest
        switch EtcdMember.Directory(rawValue: option) {
        case .log?: return member.wal.map { KnobOrigin($0.source, home: home) }
        case .data?: return member.data.map { KnobOrigin($0.source, home: home) }
        case nil: return member.origin[option].map { KnobOrigin($0, home: home) } ?? home.map { KnobOrigin($0) }
        }
    }

    /// Why the component that a knob belongs to would not start as it is configured; nil where it would.
    public func refusal(behind knob: Knob) -> String? {
        switch knob {
        case .kubeletField, .fragment(of: .kubelet, _): kubelet?.refusal
        case .runtime(.containerdDownloads), .runtime(.containerdPullProgress), .fragment(of: .containerd, _):
            containerRuntime?.containerd?.refusal
        case .kubeProxyStart, .option(_, of: "kube-proxy"): kubeProxy?.refusal
        case .option(_, let component):
            controlPlane.first { $0.program == component }?.refusal
                ?? etcd.first { $0.component == component }?.refusal
        case .sysctl, .sysfs, .file, .dockerKey, .occupancy, .refusals, .priority, .weight, .runtime,
            .obsoleteFlags, .heartbeat, .fragment(of: .staticPod, _):
            nil
        }
    }
}

extension ControlPlaneComponent {
    /// The flag that an option is told by: its own, but for what is told of several flags together.
    fileprivate func flag(behind option: String) -> String {
        switch option {
        case ControlPlaneComponent.eventStore: "etcd-servers-overrides"
        case ControlPlaneComponent.balance: "goaway-chance"
        case ControlPlaneComponent.auditLog: "audit-log-path"
        default: option
        }
    }
}
