import Tuning

/// The configuration file of a running kube-proxy, found where the program itself sees it.
struct KubeProxyFile {
    /// Its content.
    let bytes: [UInt8]
    /// Where an operator changes it.
    let home: KubeProxyHome

    /// The largest file that is read, in bytes; no ConfigMap is larger.
    private static let limit = 1 << 20
    private static let pods = "/var/lib/kubelet/pods"

    /// Finds the file that `process` calls `path`.
    ///
    /// On the machine the process's own root is the truth. A captured tree has at best a link there, which leads to the
    /// tree itself: for a process in a container the pod's volumes are then asked first.
    ///
    /// - Throws: ``SystemError`` of the last place asked.
    init(_ path: String, of process: Component, in root: Root) throws(SystemError) {
        let absolute = path.hasPrefix("/") ? path : "\(root.link(at: "/proc/\(process.pid)/cwd") ?? "")/\(path)"
        let volume = KubeProxyFile.volume(holding: absolute, of: process, in: root)
        let hasOwnTree = root.isMachine || root.link(at: process.root) == nil
        let limit = KubeProxyFile.limit
        let fileHome = KubeProxyHome.file(absolute, unit: process.unit)
        if let volume, !hasOwnTree {
            bytes = try root.bytes(of: volume.path, below: "/", of: process, limit: limit)
            home = volume.home
            return
        }
        do throws(SystemError) {
            bytes = try root.bytes(of: absolute, below: process.root, of: process, limit: limit)
            home = volume?.home ?? (process.isContained ? .containerFile(absolute) : fileHome)
        } catch {
            guard volume != nil || root.mayShareTree(with: process) else { throw error }
            bytes = try root.bytes(of: volume?.path ?? absolute, below: "/", of: process, limit: limit)
            home = volume?.home ?? fileHome
        }
    }

    /// The ConfigMap volume of the process's pod that has a file of this name; kubeadm's own first.
    private static func volume(
        holding path: String,
        of process: Component,
        in root: Root
    ) -> (path: String, home: KubeProxyHome)? {
        guard let pod = process.podUID, pod.utf8.count <= 64,
            pod.allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == "-" || $0 == "_") }),
            let key = path.split(separator: "/").last.map(String.init)
        else { return nil }
        let uid = String(pod.map { $0 == "_" ? "-" : $0 })
        let volumes = "\(pods)/\(uid)/volumes/kubernetes.io~configmap"
        let names = (try? root.names(in: volumes)) ?? []
        let ordered = names.filter { $0 == "kube-proxy" } + names.prefix(64).filter { $0 != "kube-proxy" }
        for name in ordered where root.exists("\(volumes)/\(name)/\(key)") {
            return ("\(volumes)/\(name)/\(key)", .configMap(volume: name, key: key))
        }
        return nil
    }
}
