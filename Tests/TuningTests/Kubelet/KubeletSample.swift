import Tuning

/// A kubelet with its files, written as values.
struct KubeletSample {
    var version = "1.36.0"
    var arguments: [String] = []
    /// The fields of the main file; nil for a kubelet that is given none.
    var file: [String: DecodedValue]? = [:]
    /// The fields of the drop-ins; nil for a kubelet that is given no directory.
    var dropIns: [[String: DecodedValue]]?
    var node = KubeletNode()

    static let header: [String: DecodedValue] = [
        "apiVersion": .string("kubelet.config.k8s.io/v1beta1"), "kind": .string("KubeletConfiguration"),
    ]

    /// What this kubelet makes of all that; the refusal of its flags is one of it too.
    var start: Result<KubeletStart, Refusal> {
        get throws {
            let version = KubernetesVersion(version)
            let flags: KubeletFlags
            do throws(Refusal) {
                flags = try KubeletFlags(["kubelet", "--kubeconfig=/k"] + arguments, version: version)
            } catch {
                return .failure(error)
            }
            var directory: KubeletDirectory?
            if let dropIns {
                directory = KubeletDirectory()
                directory?.files = dropIns.enumerated().map { index, fields in
                    let path = "/etc/kubelet.d/\(index + 1)0.conf"
                    return KubeletFile(path: path, document: KubeletSample.document(fields))
                }
            }
            let start = KubeletStart(
                version: version,
                flags: flags,
                file: file.map { KubeletFile(path: "/etc/kubelet.yaml", document: KubeletSample.document($0)) },
                directory: directory,
                node: node
            )
            return start.refusal.map { .failure(Refusal($0)) } ?? .success(start)
        }
    }

    /// The values in force.
    var effective: [String: DecodedValue] {
        get throws { try start.get().effective }
    }

    /// Whether this kubelet would not start.
    var isRefused: Bool {
        get throws {
            if case .failure = try start { true } else { false }
        }
    }

    private static func document(_ fields: [String: DecodedValue]) -> DecodedValue {
        .object(header.merging(fields) { $1 })
    }
}
