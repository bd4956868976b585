import CLinux
import Glibc
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
        let isContained = process.podUID != nil || process.containerID != nil
        let volume = KubeProxyFile.volume(holding: absolute, of: process, in: root)
        let ownRoot = "/proc/\(process.pid)/root"
        let hasOwnTree = root.isMachine || root.link(at: ownRoot) == nil
        if hasOwnTree || volume == nil,
            let content = try? root.bytes(of: absolute, below: ownRoot, limit: KubeProxyFile.limit)
        {
            bytes = content
            home = volume?.home ?? (isContained ? .containerFile(absolute) : .file(absolute, unit: process.unit))
        } else if let volume {
            bytes = try root.bytes(of: volume.path, limit: KubeProxyFile.limit)
            home = volume.home
        } else {
            bytes = try root.bytes(of: absolute, limit: KubeProxyFile.limit)
            home = .file(absolute, unit: process.unit)
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

extension Root {
    /// The content of a file as a process sees it whose root is `directory`: links never lead out of that.
    ///
    /// - Throws: ``SystemError``; `EFBIG` for a file of more than `limit` bytes.
    func bytes(of path: String, below directory: String, limit: Int) throws(SystemError) -> [UInt8] {
        let place = try open(directory, O_RDONLY | O_DIRECTORY)
        var how = open_how()
        how.flags = UInt64(O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        how.resolve = UInt64(RESOLVE_IN_ROOT)
        let number = clinux_openat2(place.number, path, &how, MemoryLayout<open_how>.size)
        guard number >= 0 else { throw SystemError(operation: "open", object: directory + path, errno: errno) }
        let file = Descriptor(adopting: number)
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file.number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(operation: "read", object: directory + path, errno: errno) }
            guard count > 0 else { return content }
            guard content.count + count <= limit else {
                throw SystemError(operation: "read", object: directory + path, errno: EFBIG)
            }
            content += buffer.prefix(count)
        }
    }
}
