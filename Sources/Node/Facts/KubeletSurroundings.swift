import Documents
import Tuning

extension KubeletSources {
    /// Takes over what a walk over the directory found, but for what a fragment would mend.
    mutating func take(_ walk: KubeletWalk) {
        dropIns = walk.directory.files.map { Document($0) }
        directoryRefusal = walk.directory.refusal
    }
}

extension KubeletFacts {
    /// The most files of network plug-ins that are read, and the most that one of them may hold, in bytes.
    private static let networkFileLimit = 64
    private static let networkByteLimit = 1 << 18

    /// Reads what bears on a change of the configuration: when the files were changed and the process started, how many
    /// pods run, where they get their addresses from.
    mutating func readSurroundings(in root: Root) {
        changedAtMilliseconds = root.changeTimes(of: dropIns + [sources?.file?.path].compactMap(\.self))
        laterThanNow = Root.laterThanNow(changedAtMilliseconds)
        startedAtMilliseconds = startTicks.flatMap(root.milliseconds(ofTicks:))
        heartbeat = KubeletHeartbeat(of: self, in: root)
        runningPods = KubeletFacts.runningPods(in: root)
        podNetworks = KubeletFacts.podNetworks(in: root)
    }

    /// How many pods have a control group; where there is none that holds pods, how many the kubelet keeps files of.
    private static func runningPods(in root: Root) -> Int64? {
        let tops = ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/pids", "/sys/fs/cgroup/memory"]
        let groups = tops.flatMap { top in ["kubepods.slice", "kubepods"].map { "\(top)/\($0)" } }
        if let group = groups.first(where: root.exists) {
            let names = (try? root.names(in: group)) ?? []
            let below = names.filter { $0.contains("burstable") || $0.contains("besteffort") }
                .flatMap { (try? root.names(in: "\(group)/\($0)")) ?? [] }
            return Int64(Set((names + below).compactMap { CgroupMembership.podUID(of: $0) }).count)
        }
        return (try? root.names(in: "/var/lib/kubelet/pods")).map { Int64($0.count) }
    }

    /// The networks that network plug-ins were given for this node: flannel's own, and those of `host-local`.
    private static func podNetworks(in root: Root) -> [PodNetwork] {
        var networks: [PodNetwork] = []
        let flannel = "/run/flannel/subnet.env"
        for line in ((try? root.text(of: flannel, limit: 1 << 16)) ?? "").split(separator: "\n") {
            for name in ["FLANNEL_SUBNET=", "FLANNEL_IPV6_SUBNET="] where line.hasPrefix(name) {
                networks.append(PodNetwork(cidr: String(line.dropFirst(name.utf8.count)), origin: flannel))
            }
        }
        let directory = "/etc/cni/net.d"
        let files = ((try? root.names(in: directory)) ?? []).filter { name in
            [".conf", ".conflist", ".json"].contains { name.hasSuffix($0) }
        }
        // The runtime takes the first.
        for name in files.prefix(networkFileLimit) {
            let path = "\(directory)/\(name)"
            guard
                let bytes = try? root.bytes(of: path, limit: networkByteLimit),
                let tree = try? JSON.parse(bytes)
            else { continue }
            networks += subnets(in: tree).map { PodNetwork(cidr: $0, origin: path) }
            break
        }
        return networks
    }

    /// The subnets that `host-local` hands out of in a configuration of plug-ins.
    private static func subnets(in tree: JSONValue) -> [String] {
        let plugins = tree["plugins"]?.items ?? [tree]
        return plugins.flatMap { plugin -> [String] in
            guard let ipam = plugin["ipam"], ipam["type"] == .string("host-local") else { return [] }
            let ranges = (ipam["ranges"]?.items ?? []).flatMap { $0.items ?? [] }
            return ([ipam] + ranges).compactMap { range in
                if case .string(let subnet)? = range["subnet"] { subnet } else { nil }
            }
        }
    }
}

extension JSONValue {
    /// The elements of an array; nil if it is none.
    fileprivate var items: [JSONValue]? {
        if case .array(let items) = self { items } else { nil }
    }
}
