/// What a Kubernetes configuration file must say that it is.
struct KubernetesHeader: Sendable {
    /// The group and version, such as `kubelet.config.k8s.io/v1beta1`.
    let apiVersion: String
    /// The kind, such as `KubeletConfiguration`.
    let kind: String

    /// That of the kubelet's own files.
    static let kubelet = KubernetesHeader(apiVersion: "kubelet.config.k8s.io/v1beta1", kind: "KubeletConfiguration")

    /// Refuses a file that says something else, or nothing; other than for the fields, the letter case of the two keys
    /// does not matter.
    func check(_ value: DecodedValue) throws(Refusal) {
        var said: [String: String] = [:]
        switch value {
        case .null: break
        case .object(let fields):
            for (key, field) in fields.inByteOrder {
                let name = key.lowercased()
                guard name == "kind" || name == "apiversion", field != .null else { continue }
                guard let text = field.string else {
                    throw Refusal("\(key.clipped): \(field.typeName) is no string")
                }
                said[name] = text
            }
        default: throw Refusal("the file holds \(value.typeName), not a configuration")
        }
        guard let kind = said["kind"], !kind.isEmpty else { throw Refusal("the file does not say its kind") }
        guard let version = said["apiversion"], !version.isEmpty else {
            throw Refusal("the file does not say its apiVersion")
        }
        try require(kind, of: version)
    }

    /// Refuses a file that says something else in exactly these keys, as Kubernetes has it where it reads a file
    /// without a type of its own; `kindOnly` for programs that look at nothing but whether there is a kind.
    func checkExactly(_ value: DecodedValue, kindOnly: Bool) throws(Refusal) {
        if case .object(let fields) = value {
            for (key, field) in fields.inByteOrder {
                let name = key.lowercased()
                guard name == "kind" || name == "apiversion", field != .null, field.string == nil else { continue }
                throw Refusal("\(key.clipped): \(field.typeName) is no string")
            }
        } else if value != .null {
            throw Refusal("the file holds \(value.typeName), not a configuration")
        }
        guard let kind = value["kind"].string, !kind.isEmpty else { throw Refusal("the file does not say its kind") }
        guard !kindOnly else { return }
        guard let version = value["apiVersion"].string, !version.isEmpty else {
            throw Refusal("the file does not say its apiVersion")
        }
        try require(kind, of: version)
    }

    private func require(_ kind: String, of version: String) throws(Refusal) {
        guard version == apiVersion, kind == self.kind else {
            throw Refusal(
                "the file says '\(kind.clipped)' of '\(version.clipped)', not '\(self.kind)' of '\(apiVersion)'"
            )
        }
    }
}
