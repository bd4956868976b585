/// What nodekeel sets of the kubelet's configuration: one drop-in, in the directory that the kubelet reads.
///
/// It is written whole, by ``KubeletFragmentPlan``, and only if its fields change.
public struct KubeletFragment: Fragment, Hashable, Codable {
    /// Its name in the directory. It comes late, so that it wins over what others put there, and leaves room for the
    /// site's last word.
    public static let fileName = "90-nodekeel.conf"

    /// One field.
    public struct Entry: Hashable, Sendable, Codable {
        /// The field, by the keys that lead to it with dots between them.
        public var field: String
        /// Its value.
        public var value: DecodedValue
        /// The setting that asks for it.
        public var setting: Setting.ID
        /// Why.
        public var because: String

        /// A field with its value, and who asks for it.
        public init(field: String, value: DecodedValue, setting: Setting.ID, because: String) {
            self.field = field
            self.value = value
            self.setting = setting
            self.because = because
        }
    }

    /// The fields, by the bytes of their names.
    public private(set) var entries: [Entry]

    /// A fragment of some fields; of two entries for one the first counts.
    public init(_ entries: [Entry]) {
        var fields: Set<String> = []
        self.entries = entries.filter { fields.insert($0.field).inserted }
            .sorted { $0.field.utf8.lexicographicallyPrecedes($1.field.utf8) }
    }

    /// The fields of a file that nodekeel wrote: those that a comment of its own tells of.
    ///
    /// - Parameter document: the file's content, decoded.
    public init(reading text: String, document: DecodedValue) {
        let entries = text.split(whereSeparator: \.isNewline).compactMap { line -> Entry? in
            guard
                let comment = FragmentComment(line: line), let name = KubeletFieldName(comment.name),
                let value = KubeletConfiguration(document)[name.path]
            else { return nil }
            return Entry(field: name.name, value: value, setting: comment.setting, because: comment.because)
        }
        self.init(entries)
    }

    /// The value of a field; nil if it is not in here.
    public subscript(field: String) -> DecodedValue? {
        entries.first { $0.field == field }?.value
    }

    /// The fragment without what some settings ask for.
    public func without(_ settings: Set<Setting.ID>) -> KubeletFragment {
        KubeletFragment(entries.filter { !settings.contains($0.setting) })
    }

    /// The content as the kubelet decodes it.
    public var document: DecodedValue {
        var configuration = KubeletConfiguration()
        for (key, value) in KubeletFragment.header { configuration[[key]] = .string(value) }
        for entry in entries {
            guard let name = KubeletFieldName(entry.field) else { continue }
            configuration[name.path] = entry.value
        }
        return configuration.root
    }

    public var knobs: [Knob] { entries.map { .kubeletField($0.field) } }

    private static let header = [
        ("apiVersion", KubernetesHeader.kubelet.apiVersion), ("kind", KubernetesHeader.kubelet.kind),
    ]
}

// MARK: - As text

extension KubeletFragment {
    /// The file: a header, then the fields, each after a comment that says why.
    public var text: String {
        var lines = [FragmentComment.head]
        lines += KubeletFragment.header.map { "\($0.0): \($0.1)" }
        let document = document
        var done: Set<String> = []
        for entry in entries {
            guard let key = KubeletFieldName(entry.field)?.path.first, done.insert(key).inserted else { continue }
            lines.append("")
            lines += entries.filter { KubeletFieldName($0.field)?.path.first == key }.map(\.comment)
            lines += KubeletFragment.lines(of: document[key], named: key, indent: "")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of value: DecodedValue, named name: String, indent: String) -> [String] {
        guard let members = value.members else { return ["\(indent)\(name): \(scalar(value))"] }
        return ["\(indent)\(name):"]
            + members.inByteOrder.flatMap { lines(of: $0.value, named: $0.key.yamlKey, indent: indent + "  ") }
    }

    private static func scalar(_ value: DecodedValue) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .string(let text): text.yamlQuoted
        case .null, .list, .object: "null"
        }
    }
}

extension KubeletFragment.Entry {
    fileprivate var comment: String { FragmentComment(name: field, setting: setting, because: because).text }
}

extension String {
    /// A key that needs no quotes in YAML as it is, any other quoted.
    fileprivate var yamlKey: String {
        let isPlain = utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        return isPlain && utf8.count > 3 ? self : yamlQuoted
    }

    /// A quoted scalar of YAML, whatever is in it.
    fileprivate var yamlQuoted: String {
        let body = unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where !(0x20...0x7E).contains(scalar.value):
                "\\U" + String(String(0x1_0000_0000 + UInt64(scalar.value), radix: 16).dropFirst())
            default: String(scalar)
            }
        }
        return "\"\(body.joined())\""
    }
}
