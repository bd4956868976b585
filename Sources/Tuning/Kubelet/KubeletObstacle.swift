/// Why nodekeel writes nothing of a kubelet's configuration on a node, and where it is changed there.
///
/// nodekeel writes one file of its own into the directory that the kubelet reads, and edits nobody else's: where there
/// is no such directory, turning it on is the operator's, and where something makes the kubelet's whole configuration,
/// so is every field. What kubeadm and kubespray own is the main file, not a directory that somebody gave the kubelet.
/// Only a kubelet that knows no such directory has fields set in its main file, if nobody makes that.
struct KubeletObstacle {
    /// Why.
    let reason: String
    /// Where fields are changed, given their lines of YAML, and their flags if all have one.
    private let place: @Sendable (_ lines: String, _ flags: [String]?) -> String
    /// What would let nodekeel write it; nil if nothing would.
    private let opening: String?

    /// Why fields cannot be written, and how and where they are changed instead.
    func text(for fields: [(name: String, value: Value)]) -> String {
        guard !fields.isEmpty else { return reason }
        let lines = fields.map { "\($0.name): \($0.value)" }
        let flags = fields.map { field in
            KubeletFieldName(field.name).flatMap { name in
                KubeletFlag.configuring.first { $0.value.path == name.path }?.key
            }.map { "\($0)=\(field.value)" }
        }
        let way = place(lines.joined(separator: " and "), flags.contains(nil) ? nil : flags.compactMap(\.self))
        return "\(reason): \(way)" + (opening.map { "; \($0)" } ?? "")
    }

    /// What stands in the way on a node where something makes the kubelet's whole configuration; nil where nothing does.
    init?(ofMakersOn facts: Facts) {
        guard let kubelet = facts.kubelet else { return nil }
        if let carrier = kubelet.carrier {
            reason = "\(carrier) runs the kubelet in its own process and makes its configuration"
            place =
                KubeletObstacle.makers[carrier.hasPrefix("k3s") ? "k3s" : carrier] ?? { @Sendable line, _ in
                    "\(line) there"
                }
            opening = nil
        } else if let owner = facts.owners.first(where: { KubeletObstacle.makers[$0.name] != nil }),
            let way = KubeletObstacle.makers[owner.name]
        {
            reason = "\(owner.name) makes this node's kubelet configuration (\(owner.evidence))"
            place = way
            opening = nil
        } else {
            return nil
        }
    }

    /// What stands in the way on a node; nil if nodekeel may write its fragment.
    init?(on facts: Facts) {
        guard let kubelet = facts.kubelet else { return nil }
        if let made = KubeletObstacle(ofMakersOn: facts) {
            self = made
        } else if let version = kubelet.version.flatMap({ KubernetesVersion($0) }), !version.isAtLeast(minor: 28) {
            if let path = kubelet.fragment?.path, path == facts.editableKubeletFile { return nil }
            reason = "kubelet \(version) reads no directory of drop-ins, which came with 1.28"
            place = KubeletObstacle.mainFile(facts, kubelet)
            opening = nil
        } else if let directory = kubelet.configDirectory {
            guard kubelet.fragment == nil else { return nil }
            reason = "the kubelet passes over '\(directory)', which is a link or no directory"
            place = { line, _ in "to set \(line), name the directory itself or end its path with a slash" }
            opening = nil
        } else {
            reason = "the kubelet is given no --config-dir, so it reads no drop-in"
            place = KubeletObstacle.mainFile(facts, kubelet)
            opening = KubeletObstacle.opening(facts, kubelet)
        }
    }

    /// How a directory of drop-ins is turned on.
    private static func opening(_ facts: Facts, _ kubelet: KubeletFacts) -> String {
        let version = kubelet.version.flatMap { KubernetesVersion($0) }
        let needsVariable = version.map { KubeletRules(of: $0).needsDirectoryVariable } ?? false
        let variable = needsVariable ? " and KUBELET_CONFIG_DROPIN_DIR_ALPHA=1" : ""
        // Where nodekeel gives no flag whatever policy says, kubelet-config-directory has the reason.
        let permission =
            (try? facts.kubeletDirectoryDropIn.get()) == nil
            ? ""
            : "or allow nodekeel to turn the directory on (settings: {kubelet-config-directory: {flag: allowed}}), "
        return permission + """
            or make /etc/kubernetes/kubelet.conf.d and give the kubelet --config-dir with it\(variable), and nodekeel \
            writes it: see THE KUBELET in nodekeel(1)
            """
    }

    /// Where the main file is changed, which its owner would otherwise change back.
    private static func mainFile(_ facts: Facts, _ kubelet: KubeletFacts) -> @Sendable (String, [String]?) -> String {
        let unit = kubelet.restartedUnit
        let owners = Set(facts.owners.map(\.name))
        guard let file = kubelet.configPath else {
            return { line, flags in
                let given = flags.map { $0.map { "--\($0)" }.joined(separator: " ") } ?? "a --config file with \(line)"
                return "give the kubelet \(given) and restart \(unit)"
            }
        }
        if owners.contains("kubespray") {
            return { line, _ in
                "put \(line) into kubelet_config_extra_args of kubespray's inventory, and let it make \(file) again"
            }
        }
        if owners.contains("kubeadm") {
            return { line, _ in
                """
                put \(line) into the ConfigMap kubelet-config or a kubeletconfiguration patch of this node, from which \
                'kubeadm upgrade node' makes \(file), and restart \(unit)
                """
            }
        }
        return { line, _ in "put \(line) into \(file) and restart \(unit)" }
    }

    /// Where programs make a kubelet's main file anew: k0s, Rancher's, snaps, packages, kops.
    fileprivate static let places = [
        "/run/", "/var/run/", "/tmp/", "/usr/", "/var/lib/k0s/", "/var/lib/rancher/", "/var/snap/", "/snap/",
        "/var/lib/kubelet/kubelet.conf",
    ]

    /// Who makes the whole configuration of a kubelet, and where each is told of a field.
    private static let makers: [String: @Sendable (_ lines: String, _ flags: [String]?) -> String] = [
        "k3s": { rancher("k3s", $0, $1) },
        "RKE2": { rancher("rke2", $0, $1) },
        "k0s": { line, _ in "put \(line) into a worker profile (spec.workerProfiles) of k0s's ClusterConfig" },
        "kubelite": { line, flags in
            let given =
                flags.map { $0.map { "--\($0)" }.joined(separator: " ") } ?? "--config=FILE, with \(line) in that file,"
            return "put \(given) into /var/snap/microk8s/current/args/kubelet"
        },
        "EKS": { line, _ in
            "put \(line) under spec.kubelet.config of the NodeConfig in the node's user data, which nodeadm follows"
        },
        "OpenShift": { line, _ in
            "put \(line) under spec.kubeletConfig of a KubeletConfig; the machine-config operator rolls it out"
        },
        "GKE": { line, _ in "put \(line) into kubeletConfig of the node pool's system configuration" },
        "Talos": { line, _ in "put \(line) under machine.kubelet.extraConfig of the machine configuration" },
        "Bottlerocket": { line, _ in "set \(line) by its name under settings.kubernetes of the user data" },
    ]

    private static func rancher(_ name: String, _ line: String, _ flags: [String]?) -> String {
        let arguments = flags.map { $0.map { "\"\($0)\"" }.joined(separator: ", ") } ?? "\"config=FILE\""
        let rest = flags == nil ? ", with \(line) in that file," : ""
        return "put kubelet-arg: [\(arguments)]\(rest) into /etc/rancher/\(name)/config.yaml and restart its service"
    }
}

extension Facts {
    /// The kubelet's main file, if nodekeel may set fields in it: of a kubelet before 1.28, which reads no directory of
    /// drop-ins, and made by nobody whose next run would take them out again. A program's own place, or one that is empty
    /// at boot, is somebody's whom nothing else tells.
    public var editableKubeletFile: String? {
        guard
            let kubelet, kubelet.unreadable == nil, let path = kubelet.sources?.file?.path,
            let version = kubelet.version.flatMap({ KubernetesVersion($0) }), !version.isAtLeast(minor: 28),
            KubeletObstacle(ofMakersOn: self) == nil,
            !owners.contains(where: { ["kubeadm", "kubespray"].contains($0.name) }),
            !KubeletObstacle.places.contains(where: path.hasPrefix)
        else { return nil }
        return path
    }

    /// Why nodekeel cannot write fields of the kubelet on this node, and where they are changed instead; nil if it can.
    public func kubeletObstacle(to fields: [(name: String, value: Value)]) -> String? {
        KubeletObstacle(on: self)?.text(for: fields)
    }
}
