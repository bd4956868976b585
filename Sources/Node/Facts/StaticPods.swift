import Documents
import Glibc
import Tuning

/// The static pods of a node, as the kubelet reads them: every file of its directory whose name does not begin with a
/// dot, whatever its extension, by name; of several files of one pod the last wins. Directories are not walked.
///
/// Source: `pkg/kubelet/config/file.go` of Kubernetes 1.36.
struct StaticPods {
    /// Where kubeadm and kubespray have them.
    static let presetDirectory = "/etc/kubernetes/manifests"
    /// The most files that are read.
    private static let fileLimit = 256
    /// What the kubelet takes of a file, in bytes.
    private static let kubeletLimit: Int64 = 10 << 20
    private static let limits = DocumentLimits(byteCount: 1 << 20, nodeCount: 100_000)

    /// The files, by name.
    private(set) var files: [StaticPod] = []
    /// What the files define, those left out that the kubelet does not take.
    private(set) var pods: [StaticPodDefinition] = []
    /// Why the directory cannot be read; nil if it can, or is not there.
    private(set) var unreadable: Facts.Unreadable?

    init(in directory: String, root: Root) {
        let names: [String]
        do throws(SystemError) {
            names = try root.names(in: directory).filter { !$0.hasPrefix(".") }
        } catch {
            if error.errno != ENOENT && error.errno != ENOTDIR {
                unreadable = Facts.Unreadable(path: directory, reason: error.reason)
            }
            return
        }
        var found: [(index: Int, pod: StaticPodDefinition)] = []
        for name in names.prefix(StaticPods.fileLimit) {
            let path = "\(directory)/\(name)"
            guard let status = try? root.status(of: path), status.isRegular else { continue }
            var file = StaticPod(path: path)
            switch StaticPods.read(path, in: root) {
            case .pod(let pod):
                file.pod = pod.name
                for index in files.indices where files[index].pod == pod.name { files[index].overriddenBy = path }
                found.removeAll { $0.pod.name == pod.name }
                found.append((files.count, pod))
            case .problem(let reason): file.problem = reason
            }
            files.append(file)
        }
        pods = found.map(\.pod)
    }

    private enum Outcome {
        case pod(StaticPodDefinition)
        case problem(String)
    }

    private static func read(_ path: String, in root: Root) -> Outcome {
        do throws(SystemError) {
            let bytes = try root.bytes(of: path, limit: limits.byteCount)
            do throws(DocumentError) {
                guard let node = try YAML.parse(bytes, limits: limits, following: .ignored) else {
                    return .problem("it is empty")
                }
                guard let pod = StaticPodDefinition(node, path: path) else { return .problem("it is no Pod") }
                return .pod(pod)
            } catch {
                return .problem(error.description)
            }
        } catch {
            guard error.errno == EFBIG else { return .problem(error.reason) }
            let size = (try? root.status(of: path).byteCount) ?? 0
            return .problem(
                size > kubeletLimit
                    ? "it is larger than the 10 MiB that the kubelet reads"
                    : "it is larger than the \(limits.byteCount >> 20) MiB that are read here, as no manifest of a pod is"
            )
        }
    }
}

/// A pod as its manifest defines it, as far as its programs go.
struct StaticPodDefinition {
    /// As `namespace/name`; the kubelet adds the node's name to the name when it starts it.
    let name: String
    /// The manifest.
    let path: String
    /// Its containers.
    private(set) var containers: [Container] = []

    /// A container of it.
    struct Container {
        let name: String
        let image: String
        /// Command and arguments.
        var words: [Word] = []
        /// Whether it says what program it starts; otherwise the image does.
        var hasCommand = false
        /// The variables that it is given a value for.
        var environment: [String: Word] = [:]
        /// Paths on the node, by the paths in the container at which they are mounted.
        var mounts: [String: String] = [:]
    }

    /// A text with the line, from 1, on which it stands.
    struct Word {
        let text: String
        let line: Int
    }

    init?(_ node: YAMLNode, path: String) {
        guard node["kind"]?.scalar?.text == "Pod", let name = node["metadata"]?["name"]?.scalar?.text, !name.isEmpty,
            let spec = node["spec"], let containers = spec["containers"]?.items
        else { return nil }
        self.name = "\(node["metadata"]?["namespace"]?.scalar?.text ?? "default")/\(name)"
        self.path = path
        var volumes: [String: String] = [:]
        for volume in spec["volumes"]?.items ?? [] {
            guard let name = volume["name"]?.scalar?.text else { continue }
            volumes[name] = volume["hostPath"]?["path"]?.scalar?.text
        }
        for container in containers {
            guard let container = Container(container, volumes: volumes) else { return nil }
            self.containers.append(container)
        }
    }
}

extension StaticPodDefinition.Container {
    typealias Word = StaticPodDefinition.Word

    /// Nil for one whose command or arguments are no texts: the kubelet takes no such pod.
    fileprivate init?(_ node: YAMLNode, volumes: [String: String]) {
        name = node["name"]?.scalar?.text ?? ""
        image = node["image"]?.scalar?.text ?? ""
        for variable in node["env"]?.items ?? [] {
            guard let name = variable["name"]?.scalar?.text, let value = variable["value"]?.scalar else { continue }
            let line = variable["value"]?.region.start.line ?? 0
            environment[name] = Word(text: expanded(value.text), line: line)
        }
        hasCommand = !(node["command"]?.items ?? []).isEmpty
        for item in (node["command"]?.items ?? []) + (node["args"]?.items ?? []) {
            guard let scalar = item.scalar else { return nil }
            words.append(Word(text: expanded(scalar.text), line: item.region.start.line))
        }
        for mount in node["volumeMounts"]?.items ?? [] {
            guard let path = mount["mountPath"]?.scalar?.text, let volume = mount["name"]?.scalar?.text,
                mount["subPath"] == nil
            else { continue }
            mounts[path] = volumes[volume]
        }
    }

    /// A text with `$(NAME)` replaced by the variables before it; what is not known stays, and `$$` is a dollar.
    private func expanded(_ text: String) -> String {
        guard text.contains("$") else { return text }
        var expanded = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            expanded += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                expanded += "$"
                rest.removeFirst()
            } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                expanded += environment[name]?.text ?? "$(\(name))"
                rest = rest[rest.index(after: end)...]
            } else {
                expanded += "$"
            }
        }
        return expanded + rest
    }

    /// The program that it starts, by its base name: what its command says, or else its image is called.
    var program: String {
        hasCommand ? words.first?.text.split(separator: "/").last.map(String.init) ?? "" : imageName
    }

    /// The name of its image without registry and tag.
    var imageName: String {
        let name = image.prefix { $0 != "@" }.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != ":" })
    }

    /// Its arguments, the program first.
    var arguments: [Word] { hasCommand ? words : [Word(text: program, line: 0)] + words }

    /// Where a path of the container is on the node; nil for one inside its image.
    func hostPath(of path: String) -> String? {
        let mount = mounts.keys.filter { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : "\($0)/") }
            .max { $0.utf8.count < $1.utf8.count }
        guard let mount, let host = mounts[mount] else { return nil }
        return host + path.dropFirst(mount.count)
    }
}
