import Glibc
import Tuning

/// The directories of a process of etcd.
struct EtcdStores {
    /// The database's.
    var data: EtcdMember.Store?
    /// The write-ahead log's.
    var wal: EtcdMember.Store?

    /// The most open files that are looked at: etcd opens its own first, and then a socket for each client.
    private static let fileLimit = 65_536

    /// What flags and environment ask for, which is what there is to go by where the open files are hidden.
    ///
    /// sources: etcd 3.6 server/embed/config.go; a configuration file makes etcd ignore both
    init(of process: Component, environment: [String: String]) {
        if let named = EtcdStores.flag("data-dir", in: process.arguments) {
            data = EtcdMember.Store(path: named, source: "--data-dir")
        } else if let named = environment["ETCD_DATA_DIR"] {
            data = EtcdMember.Store(path: named, source: "ETCD_DATA_DIR")
        }
        if let named = EtcdStores.flag("wal-dir", in: process.arguments) {
            wal = EtcdMember.Store(path: named, source: "--wal-dir")
        } else if let named = environment["ETCD_WAL_DIR"], !named.isEmpty {
            wal = EtcdMember.Store(path: named, source: "ETCD_WAL_DIR")
        } else if let data {
            wal = EtcdMember.Store(path: "\(data.path)/member/wal", source: data.source)
        }
    }

    /// Takes what the open files show instead: the truth, whatever etcd was told and by whom.
    mutating func find(amongOpenFilesOf pid: Int64, in root: Root) {
        let directory = "/proc/\(pid)/fd"
        guard let names = try? root.names(in: directory) else { return }
        let database = "/member/snap/db"
        var isDataFound = false
        var isWALFound = false
        for number in names.compactMap({ Int($0) }).sorted().prefix(EtcdStores.fileLimit) {
            guard let target = root.link(at: "\(directory)/\(number)"), target.hasPrefix("/") else { continue }
            if target.hasSuffix(database) {
                data = EtcdMember.Store(path: String(target.dropLast(database.count)), source: "open file")
                isDataFound = true
            } else if target.hasSuffix(".wal"), let slash = target.lastIndex(of: "/") {
                wal = EtcdMember.Store(path: String(target[..<slash]), source: "open file")
                isWALFound = true
            }
            if isDataFound && isWALFound { return }
        }
    }

    /// The value of a flag of Go's, `--name=value`, `--name value`, with one hyphen or two; the last one counts.
    static func flag(_ name: String, in arguments: [String]) -> String? {
        var value: String?
        for (index, argument) in arguments.enumerated() where argument.hasPrefix("-") {
            let body = argument.dropFirst(argument.hasPrefix("--") ? 2 : 1)
            if body.hasPrefix("\(name)=") {
                value = String(body.dropFirst(name.count + 1))
            } else if body == name, index + 1 < arguments.count {
                value = arguments[index + 1]
            }
        }
        return value
    }
}

/// Finds the disks below a directory of a process that may see other mounts than the node.
struct StoreDisks {
    /// The node's disks.
    let disks: [Disk]
    /// The mounts that the process sees.
    let seen: [Mount]
    /// The mounts that the node sees.
    let ofHost: [Mount]

    /// The directory with its filesystem and the disks at the bottom.
    func placed(_ store: EtcdMember.Store) -> EtcdMember.Store {
        var store = store
        guard store.path.hasPrefix("/"), let mount = Mount.holding(store.path, among: seen) else { return store }
        store.filesystem = mount.filesystem
        store.device = mount.device
        store.disks = leaves(below: mount)
        return store
    }

    private func leaves(below mount: Mount) -> [String] {
        if let disk = disks.first(where: { $0.number == mount.device }) { return disk.leaves }
        // What an overlay is given to keep goes to its upper directory, whose path is the node's.
        if let upper = mount.upperDirectory, let below = Mount.holding(upper, among: ofHost), below != mount {
            return disks.first { $0.number == below.device }?.leaves ?? devices(of: below)
        }
        return devices(of: mount)
    }

    /// A filesystem of several devices has a number of its own; the source of the mount names one of them.
    private func devices(of mount: Mount) -> [String] {
        guard mount.source.hasPrefix("/dev/"), let name = mount.source.split(separator: "/").last else { return [] }
        return disks.first { $0.name == name || $0.mapperName == String(name) }?.leaves ?? []
    }
}
