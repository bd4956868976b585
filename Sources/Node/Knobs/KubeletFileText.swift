import Documents
public import Tuning

/// A kubelet's configuration file as text.
public enum KubeletFileText {
    /// The text with the fields of a fragment set, and what the kubelet makes of it.
    ///
    /// - Throws: ``Refusal`` where a field stands deeper, or cannot be set without touching something else.
    public static func setting(
        _ fragment: KubeletFragment,
        in text: String,
        of path: String
    ) throws(Refusal) -> (text: String, document: DecodedValue) {
        var bytes = Array(text.utf8)
        for entry in fragment.entries {
            do throws(DocumentError) {
                bytes = try set(entry.field, entry.value, in: bytes)
            } catch {
                throw Refusal("nodekeel cannot set \(entry.field) in '\(path)' and keep the rest as it is: \(error)")
            }
        }
        switch KubernetesDocument.decode(bytes) {
        case .value(let document): return (String(decoding: bytes, as: UTF8.self), document)
        case .refused(let reason), .unreadable(let reason): throw Refusal("'\(path)': \(reason)")
        }
    }

    /// The text with a field as it is written in another, or without it.
    static func restoring(
        _ field: String,
        asIn original: String,
        in text: String
    ) throws(DocumentError) -> String {
        let (former, bytes) = (Array(original.utf8), Array(text.utf8))
        guard KubernetesDocument.isJSON(bytes) else {
            return String(decoding: try YAMLEdit.restore(field, asIn: former, in: bytes), as: UTF8.self)
        }
        let member = try JSON.members(of: former).first { $0.key == field }
        let edited =
            if let member { try JSONEdit.restore(member.text, of: field, in: bytes) } else {
                try JSONEdit.remove(field, from: bytes)
            }
        return String(decoding: edited, as: UTF8.self)
    }

    /// What stands at the top of a text; nothing of one that cannot be read.
    static func fields(of text: String) -> [String: DecodedValue] {
        guard case .value(.object(let members)) = KubernetesDocument.decode(Array(text.utf8)) else { return [:] }
        return members
    }

    private static func set(
        _ field: String,
        _ value: DecodedValue,
        in bytes: [UInt8]
    ) throws(DocumentError) -> [UInt8] {
        guard !field.contains("."), let scalar = ScalarValue(value) else {
            throw DocumentError(.notEditable, "only single values at the top of the file are set")
        }
        if KubernetesDocument.isJSON(bytes) {
            return try JSONEdit.set(JSONValue(scalar), at: [.key(field)], in: bytes)
        }
        guard let root = try YAML.parse(bytes) else { throw DocumentError(.mismatch, "the text has no document") }
        let start = root.region.bytes.lowerBound
        guard !bytes[start...].starts(with: "{".utf8) else {
            throw DocumentError(.notEditable, "a mapping in brackets is not edited", at: root.region.start)
        }
        guard let present = root[field] else { return try YAMLEdit.insert(field, scalar, intoMappingAt: [], in: bytes) }
        guard !present.region.bytes.isEmpty else {
            throw DocumentError(.notEditable, "the key has no value", at: present.region.start)
        }
        return try YAMLEdit.replaceScalar(at: [.key(field)], with: scalar, in: bytes)
    }
}

extension ScalarValue {
    fileprivate init?(_ value: DecodedValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .float(number)
        case .bool(let flag): self = .bool(flag)
        case .string(let text): self = .string(text)
        case .null, .list, .object: return nil
        }
    }
}

extension JSONValue {
    fileprivate init(_ value: ScalarValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .unsigned(let number): self = .unsigned(number)
        case .float(let number): self = .number(number)
        case .string(let text): self = .string(text)
        }
    }
}
