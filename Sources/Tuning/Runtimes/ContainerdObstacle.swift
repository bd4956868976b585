/// Why nodekeel writes nothing of containerd's configuration on a node, and where it is changed there.
///
/// nodekeel writes one file of its own where containerd's file imports it, and edits nobody else's.
struct ContainerdObstacle {
    /// Why.
    let reason: String
    /// Whether a fragment that is there does harm, so that it is taken away.
    var endsFragment = false
    /// Where a key is changed, given its line with the table that it stands in.
    private let place: @Sendable (_ line: String) -> String
    private let containerd: ContainerdFacts

    /// Why a key cannot be written, and how and where it is changed instead.
    func text(for question: RuntimeQuestion, _ value: Value?) -> String {
        let base = containerd.withoutFragment
        guard
            let plugin = base.plugin(of: question), let key = question.containerdKey, case .integer(let number)? = value
        else { return reason }
        return "\(reason): \(place("[plugins.\"\(plugin)\"] \(key) = \(question.containerdText(of: number))"))"
    }

    /// What stands in the way on a node; nil if nodekeel may write its fragment, or there is no containerd.
    init?(on facts: Facts) {
        guard let containerd = facts.containerRuntime?.containerd else { return nil }
        self.containerd = containerd
        let file = containerd.configPath
        let unit = containerd.restartedUnit
        let restart = "and restart \(unit) on the drained node: containers go on, pulls that are under way break"
        let inFile: @Sendable (String) -> String = { "put \($0) into \(file), \(restart)" }
        if let carrier = containerd.carrier {
            reason = "\(carrier) writes \(file) anew at each start"
            place = ContainerdObstacle.carriers[carrier] ?? { @Sendable line in "put \(line) into its template" }
        } else if let owner = facts.owners.first(where: { ContainerdObstacle.makers[$0.name] != nil }),
            let way = ContainerdObstacle.makers[owner.name]
        {
            reason = "\(owner.name) makes this node's containerd configuration (\(owner.evidence))"
            place = way
        } else if containerd.files.isEmpty {
            reason = "there is no \(file), without which containerd reads no drop-in"
            place = { line in
                """
                make it with imports = ["/etc/containerd/conf.d/*.toml"] and the version of 'containerd config default', \
                and nodekeel writes the rest; or with \(line), \(restart)
                """
            }
        } else if containerd.fragment == nil {
            let directory = containerd.presetDirectory
            reason = "\(file) imports no directory that takes a drop-in"
            place = { line in
                """
                put imports = ["\(directory)/*.toml"] at its top, and nodekeel writes one; or put \(line) into it, \
                \(restart)
                """
            }
        } else if let other = containerd.otherVersion {
            reason = "the files of containerd are of more than one version (\(other)), which breaks what older ones say"
            endsFragment = true
            place = inFile
        } else if let named = containerd.namedOfWholeTables {
            reason =
                "containerd \(containerd.version ?? "1.x") takes the table of a plug-in whole from the last file that "
                + "names it, so a drop-in would wipe what \(named) says"
            endsFragment = true
            place = { "put \($0) there, \(restart)" }
        } else {
            return nil
        }
    }

    /// Programs that carry a containerd of their own, and where each is told of a key.
    private static let carriers: [String: @Sendable (_ line: String) -> String] = [
        "k3s": { rancher("k3s", $0) },
        "rke2": { rancher("rke2", $0) },
        "k0s": { "put \($0) into a file of /etc/k0s/containerd.d, and restart k0s" },
        "microk8s": { "put \($0) into /var/snap/microk8s/current/args/containerd-template.toml, and restart microk8s" },
    ]

    private static func rancher(_ name: String, _ line: String) -> String {
        """
        put \(line) into the template in /var/lib/rancher/\(name)/agent/etc/containerd (config-v3.toml.tmpl, or \
        config.toml.tmpl before containerd 2), and restart \(name)
        """
    }

    /// Who makes a node's configuration of containerd, and where each is told of a key.
    private static let makers: [String: @Sendable (_ line: String) -> String] = [
        "k3s": { rancher("k3s", $0) },
        "RKE2": { rancher("rke2", $0) },
        "kubespray": {
            "put \($0) into containerd_extra_args of kubespray's inventory, and let it make the file again"
        },
        "EKS": {
            "put \($0) into spec.containerd.config of the NodeConfig in the node's user data, which nodeadm follows"
        },
        "GKE": { "ask for \($0) in containerdConfig of the node pool's system configuration, as far as GKE takes it" },
        "Talos": {
            "put \($0) into /etc/cri/conf.d/20-customization.part by machine.files of the machine configuration"
        },
        "Bottlerocket": { "set \($0) by its name under settings.container-runtime of the user data" },
    ]
}

extension Facts {
    /// Why nodekeel writes nothing of containerd's configuration here; nil if it may.
    public var containerdObstacle: String? { ContainerdObstacle(on: self)?.reason }
}
