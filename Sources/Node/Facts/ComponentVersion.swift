import Documents
import Glibc
import Tuning

/// The version of a Kubernetes program that runs here, and what told it.
struct ComponentVersion {
    /// The version.
    let version: KubernetesVersion
    /// What told it, in words.
    let source: String

    /// Asks, in the order in which they can be trusted: the image that the runtime says the container was made of, for
    /// a process outside containers the package database, and what policy declares.
    ///
    /// A program's own metrics would tell too, but take an HTTP request, which the service does not make; the version of
    /// another tells nothing, for kubelet and kube-proxy may differ by three releases.
    ///
    /// - Parameter packages: the packages that bring the program, the most telling first.
    init?(of process: Component?, packages: [String], declared: String?, in root: Root) {
        if let container = process?.containerID, let found = ComponentVersion(ofContainer: container, in: root) {
            self = found
        } else if let process, process.containerID == nil, let found = ComponentVersion(packages, in: root) {
            self = found
        } else if let declared, let version = KubernetesVersion(declared) {
            self.init(version: version, source: "policy's cluster.kubernetesVersion")
        } else {
            return nil
        }
    }

    init(version: KubernetesVersion, source: String) {
        self.version = version
        self.source = source
    }

    // MARK: Images

    /// Where the runtimes keep what a container was made of: containerd (also k3s's and RKE2's), CRI-O.
    private static let bundles = [
        "/run/containerd/io.containerd.runtime.v2.task/k8s.io/*/config.json",
        "/run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/*/config.json",
        "/var/lib/containerd/io.containerd.runtime.v2.task/k8s.io/*/config.json",
        "/run/containers/storage/overlay-containers/*/userdata/config.json",
        "/var/run/containers/storage/overlay-containers/*/userdata/config.json",
        "/var/lib/containers/storage/overlay-containers/*/userdata/config.json",
    ]
    /// The annotations in which they name the image: containerd's, then CRI-O's.
    private static let annotations = [
        "io.kubernetes.cri.image-name", "io.kubernetes.cri-o.ImageName", "io.kubernetes.cri-o.SomeNameOfTheImage",
        "io.kubernetes.cri-o.UserRequestedImage", "io.kubernetes.cri-o.Image",
    ]

    /// Asks the runtimes what a container was made of.
    init?(ofContainer id: String, in root: Root) {
        guard !id.isEmpty, id.utf8.count <= 128, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        for pattern in ComponentVersion.bundles {
            let path = String(pattern.prefix { $0 != "*" }) + id + pattern.drop { $0 != "*" }.dropFirst()
            guard let bundle = ComponentVersion.json(path, in: root) else { continue }
            for annotation in ComponentVersion.annotations {
                guard case .string(let image)? = bundle["annotations"]?[annotation] else { continue }
                if let found = ComponentVersion(image: image, path: path) {
                    self = found
                    return
                }
            }
        }
        let path = "/var/lib/docker/containers/\(id)/config.v2.json"
        guard let container = ComponentVersion.json(path, in: root),
            case .string(let image)? = container["Config"]?["Image"],
            let found = ComponentVersion(image: image, path: path)
                ?? ComponentVersion.names(ofDockerImage: image, in: root)
                .lazy.compactMap({ ComponentVersion(image: $0, path: path) }).first
        else { return nil }
        self = found
    }

    /// The names that Docker has for an image of which only the digest is known.
    private static func names(ofDockerImage digest: String, in root: Root) -> [String] {
        guard digest.hasPrefix("sha256:"),
            case .object(let repositories)? = json("/var/lib/docker/image/overlay2/repositories.json", in: root)?[
                "Repositories"
            ]
        else { return [] }
        return repositories.members.flatMap { repository in
            guard case .object(let names) = repository.value else { return [String]() }
            return names.members.filter { $0.value == .string(digest) }.map(\.key)
        }
    }

    private static func json(_ path: String, in root: Root) -> JSONValue? {
        guard let bytes = try? root.bytes(of: path) else { return nil }
        return try? JSON.parse(bytes)
    }

    private init?(image: String, path: String) {
        guard image.utf8.count <= 512, let version = KubernetesVersion(imageReference: image) else { return nil }
        self.init(version: version, source: "image \(image) in \(path)")
    }

    // MARK: Packages

    private static let packageDatabase = "/var/lib/dpkg/status"
    /// The packages that bring kube-proxy.
    static let ofKubeProxy = ["kube-proxy", "kubernetes-node", "kubernetes-server"]

    /// Asks dpkg's database for the first of `packages` that is installed.
    init?(_ packages: [String], in root: Root) {
        let path = ComponentVersion.packageDatabase
        // The database is megabytes; whether a package is there at all shows in its list of files. A capture may be
        // without those.
        let names = packages.filter { !root.isMachine || root.exists("/var/lib/dpkg/info/\($0).list") }
        guard !names.isEmpty else { return nil }
        var versions: [String: String] = [:]
        var stanza = PackageStanza()
        func keep() {
            guard let name = stanza.name, stanza.isInstalled, let version = stanza.version else { return }
            versions[name] = version
        }
        // An unreadable database tells nothing, as a missing one does.
        try? root.forEachLine(of: path) { line in
            if line.isEmpty {
                keep()
                stanza = PackageStanza()
            } else {
                stanza.read(line, names)
            }
        }
        keep()
        for name in names {
            guard let text = versions[name] else { continue }
            // An epoch before the upstream version, and the packager's revision after its last hyphen.
            let revised = text.split(separator: ":", maxSplits: 1).last ?? ""
            let upstream = revised.lastIndex(of: "-").map { revised[..<$0] } ?? revised
            guard let version = KubernetesVersion(upstream) else { continue }
            self.init(version: version, source: "package \(name) \(text) in \(path)")
            return
        }
        return nil
    }
}

/// What is needed of one package in dpkg's database.
private struct PackageStanza {
    var name: String?
    var isInstalled = false
    var version: String?

    mutating func read(_ line: ArraySlice<UInt8>, _ wanted: [String]) {
        func value(_ key: StaticString) -> String? {
            let prefix = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
            guard line.count <= 256, line.starts(with: prefix) else { return nil }
            return String(decoding: line.dropFirst(prefix.count), as: UTF8.self)
        }
        if let package = value("Package: ") {
            name = wanted.contains(package) ? package : nil
        } else if name != nil, let status = value("Status: ") {
            isInstalled = status.hasSuffix(" installed")
        } else if name != nil, let text = value("Version: ") {
            version = text
        }
    }
}

extension Root {
    /// Hands over the lines of a file one by one, without its end of line; of a line over 64 KiB only the beginning.
    ///
    /// - Throws: ``SystemError``; `EFBIG` after 64 MiB.
    func forEachLine(of path: String, _ body: (ArraySlice<UInt8>) -> Void) throws(SystemError) {
        let file = try open(path, O_RDONLY)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var line: [UInt8] = []
        var total = 0
        while true {
            let count = Glibc.read(file.number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(operation: "read", object: path, errno: errno) }
            guard count > 0 else { break }
            total += count
            guard total <= 1 << 26 else { throw SystemError(operation: "read", object: path, errno: EFBIG) }
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if line.isEmpty {
                    body(rest[..<end])
                } else {
                    line += rest[..<end]
                    body(line[...])
                    line.removeAll(keepingCapacity: true)
                }
                rest = rest[(end + 1)...]
            }
            if line.count < 1 << 16 { line += rest }
        }
        if !line.isEmpty { body(line[...]) }
    }
}
