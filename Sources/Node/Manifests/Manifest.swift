import Documents
import Glibc
public import Tuning

/// The manifest of a static pod, as far as the container goes that starts a program.
public struct Manifest: Sendable {
    /// Its path.
    public let path: String
    /// Its text.
    var bytes: [UInt8]
    /// The arguments of the container, the program first.
    public internal(set) var arguments: [String]
    /// How the kubelet finds out whether it is well.
    public let probes: [PodProbe]
    /// The variables that the container is given.
    let environment: [String: StaticPodDefinition.Word]

    let program: String
    let version: KubernetesVersion?
    /// Where each argument stands, from the program on; nil for a program that the image names.
    var places: [DocumentPath?]
    /// The arguments that have a variable's value in them.
    let expanded: Set<Int>
    /// The list that an argument is added to; nil where there is none.
    let list: DocumentPath?

    static let limits = DocumentLimits(byteCount: 1 << 18, nodeCount: 50_000)

    /// Its text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads the manifest at `path`.
    ///
    /// - Throws: ``Refusal`` where it cannot be read, is a link, or has not one container of the program.
    public init(
        at path: String,
        of program: String,
        version: KubernetesVersion?,
        in root: Root
    ) throws(Refusal) {
        if let target = root.link(at: path) { throw Refusal("'\(path)' is a link to '\(target)': set it there") }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try root.bytes(of: path, limit: Manifest.limits.byteCount)
        } catch {
            throw Refusal(error.description)
        }
        try self.init(Array(bytes), at: path, of: program, version: version)
    }

    /// Reads the text of a manifest.
    ///
    /// - Throws: ``Refusal``, as the other does.
    init(_ bytes: [UInt8], at path: String, of program: String, version: KubernetesVersion?) throws(Refusal) {
        guard let node = Manifest.tree(of: bytes), let pod = StaticPodDefinition(node, path: path) else {
            throw Refusal("the kubelet makes no pod of '\(path)'")
        }
        let indices = pod.containers.indices.filter { pod.containers[$0].program == program }
        guard indices.count == 1, let index = indices.first, String(validating: bytes, as: UTF8.self) != nil,
            let tree = node["spec"]?["containers"]?.items?[index]
        else { throw Refusal("'\(path)' has \(indices.count) containers that start \(program)") }
        let container = pod.containers[index]
        let above = DocumentPath([.key("spec"), .key("containers"), .index(index)])
        var places: [DocumentPath?] = container.hasCommand ? [] : [nil]
        var list: DocumentPath?
        var expanded: Set<Int> = []
        for key in ["command", "args"] {
            guard let items = tree[key]?.items, !items.isEmpty else { continue }
            let path = DocumentPath(above.steps + [.key(key)])
            list = path
            for (place, item) in items.enumerated() {
                if item.scalar?.text != container.arguments[places.count].text { expanded.insert(places.count) }
                places.append(DocumentPath(path.steps + [.index(place)]))
            }
        }
        (self.path, self.bytes, self.program, self.version) = (path, bytes, program, version)
        (self.places, self.list, self.expanded, environment) = (places, list, expanded, container.environment)
        arguments = container.arguments.map(\.text)
        probes = tree.probes
    }

    private static func tree(of bytes: [UInt8]) -> YAMLNode? {
        guard case .value = KubernetesDocument.decode(bytes, limits: limits, duplicateKeys: .refused) else {
            return nil
        }
        return try? YAML.parse(bytes, limits: limits, following: .ignored)
    }
}
