import Documents
public import Tuning

extension Node {
    /// Reads the kubelet's drop-in that is nodekeel's; comments in it do not count.
    func observeKubeletFragment(_ path: String) -> Observation {
        guard case .value(_, let text, let isWritable) = observeFile(path) else { return observeFile(path) }
        return .value(Knob.kubeletFragment(path).value(of: text), text: text, isWritable: isWritable)
    }

    /// What nodekeel's drop-in of the kubelet holds; nil for a knob that is none. One that is not there holds nothing.
    public func kubeletFragment(_ knob: Knob) -> KubeletFragment? {
        guard case .kubeletFragment(let path) = knob else { return nil }
        return KubeletFragment(at: path, in: root)
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
