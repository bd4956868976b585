@testable import Documents
@testable import Node
@testable import Tuning

extension Target {
    /// A kubelet's start: its release, its arguments and a field with its value in a line each, then the main file and
    /// the drop-ins with `%%` between them.
    static let kubelet = Target("kubelet") { bytes in
        var input = Input(bytes)
        let version = KubernetesVersion(input.text())
        let arguments = ["/usr/bin/kubelet"] + input.text().split(separator: " ").map(String.init)
        let (field, value) = (input.text(), input.line())
        let texts = input.parts
        if let entry = entry(field, value) {
            requireRoundTrip(KubeletFragment([entry]))
            setField(entry, in: texts[0])
        }
        let flags: KubeletFlags
        do throws(Refusal) {
            flags = try KubeletFlags(arguments, version: version)
        } catch {
            return
        }
        guard let files = files(texts) else { return }
        var node = KubeletNode()
        node.cgroupVersion = 2
        node.memoryByteCount = 16 << 30
        var directory = KubeletDirectory()
        directory.files = Array(files.dropFirst())
        func start() -> KubeletStart {
            KubeletStart(version: version, flags: flags, file: files.first, directory: directory, node: node)
        }
        let (one, other) = (start(), start())
        require(one.effective == other.effective && one.origin == other.origin, "two starts come to different values")
        require(one.refusal == other.refusal, "two starts end differently")
        require(one.refusal != "" && (one.refusal != nil || !one.effective.isEmpty), "a start without values")
        for name in one.effective.keys where one.refusal == nil && one.origin[name] == nil {
            require(name.hasPrefix("tls"), "nobody set \(name)")
        }
    }

    private static func files(_ texts: [[UInt8]]) -> [KubeletFile]? {
        var files: [KubeletFile] = []
        for (number, text) in texts.enumerated() {
            let kind: JSON.DuplicateKeys = number == 0 ? .kept : .refused
            guard case .value(let document) = KubernetesDocument.decode(text, duplicateKeys: kind) else { return nil }
            let lines = KubernetesDocument.lines(of: text)
            files.append(KubeletFile(path: "/etc/kubernetes/\(number).conf", document: document, lines: lines))
        }
        return files
    }

    /// A field that a setting may ask for, with a value that it takes.
    private static func entry(_ field: String, _ value: [UInt8]) -> KubeletFragment.Entry? {
        guard let name = KubeletFieldName(field) else { return nil }
        let text = String(decoding: value, as: UTF8.self)
        guard let decoded = name.decoded(Value(kernelText: text)) ?? name.decoded(.text(text)) else { return nil }
        return KubeletFragment.Entry(field: name.name, value: decoded, setting: "kubelet-max-pods", because: text)
    }

    /// A fragment's text is read back as the fragment.
    private static func requireRoundTrip(_ fragment: KubeletFragment) {
        let text = fragment.text
        let controls = text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }
        require(!controls, "a control character in a fragment: \(text)")
        guard case .value(let document) = KubernetesDocument.decode(Array(text.utf8), duplicateKeys: .refused) else {
            fatalError("a fragment cannot be read: \(text)")
        }
        require(document == fragment.document, "a fragment is read as something else: \(text)")
        let again = KubeletFragment(reading: text, document: document)
        require(again.entries.map(\.field) == fragment.entries.map(\.field), "fields of a fragment are lost: \(text)")
        require(again.entries.map(\.value) == fragment.entries.map(\.value), "values of a fragment change: \(text)")
    }

    /// A field is set in a main file and nothing else in it changes; put back, the text is what it was.
    private static func setField(_ entry: KubeletFragment.Entry, in bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        guard let edited = try? KubeletFileText.setting(KubeletFragment([entry]), in: text, of: "/c") else { return }
        var (before, after) = (KubeletFileText.fields(of: text), edited.document.members ?? [:])
        require(after[entry.field] == entry.value, "\(entry.field) is not set")
        before[entry.field] = nil
        after[entry.field] = nil
        require(before == after, "another field changed")
        guard let restored = try? KubeletFileText.restoring(entry.field, asIn: text, in: edited.text) else { return }
        require(restored.utf8.elementsEqual(text.utf8), "put back, the file is not what it was")
    }
}
