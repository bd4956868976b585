import Documents
public import Tuning

extension Node {
    /// Reads a drop-in that is nodekeel's; comments in it do not count.
    func observeFragment(_ path: String, as knob: Knob) -> Observation {
        guard case .value(_, let text, let isWritable) = observeFile(path) else { return observeFile(path) }
        return .value(knob.value(of: text), text: text, isWritable: isWritable)
    }

    /// What a drop-in of nodekeel's holds; nil for a knob that is none. One that is not there holds nothing.
    ///
    /// - Parameter originals: what knobs held before, by which the fields are known that nodekeel set in a main file.
    public func fragment(_ knob: Knob, among originals: [Original]) -> (any Fragment)? {
        guard case .fragment(let reader, let path) = knob, reader != .staticPod else { return nil }
        if knob.isMainFile { return KubeletMainFile(knob, among: originals, on: self) }
        return reader == .kubelet ? KubeletFragment(at: path, in: root) : ContainerdFragment(at: path, in: root)
    }
}

extension KubeletFragment {
    /// The fields that nodekeel wrote into a file; none where it is not there, or cannot be read.
    init(at path: String, in root: Root) {
        guard
            let bytes = try? root.bytes(of: path),
            case .value(let document) = KubernetesDocument.decode(bytes, duplicateKeys: .refused)
        else {
            self.init([])
            return
        }
        self.init(reading: String(decoding: bytes, as: UTF8.self), document: document)
    }
}

extension ContainerdFragment {
    /// The most that the file may be: nodekeel writes two keys.
    private static let limits = DocumentLimits(byteCount: 1 << 16, nodeCount: 1_000, depth: 8)

    /// The keys that nodekeel wrote into a file; none where it is not there, or cannot be read.
    init(at path: String, in root: Root) {
        guard
            let bytes = try? root.bytes(of: path, limit: ContainerdFragment.limits.byteCount),
            let table = try? TOML.parse(bytes, limits: ContainerdFragment.limits)
        else {
            self.init(version: nil, [])
            return
        }
        var version: Int64?
        if case .integer(let number)? = table["version"]?.scalar { version = number }
        self.init(reading: String(decoding: bytes, as: UTF8.self), version: version) { plugin, key in
            switch table["plugins", plugin, key]?.scalar {
            case .integer(let number)?: "\(number)"
            case .string(let text)?: "\"\(text)\""
            default: nil
            }
        }
    }
}
