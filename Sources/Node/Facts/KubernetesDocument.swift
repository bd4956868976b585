import Documents
import Tuning

/// The text of a Kubernetes program's configuration file, decoded as the program decodes it.
enum KubernetesDocument {
    /// What the text is to the program.
    enum Outcome {
        case value(DecodedValue)
        /// It would refuse the text, for this reason.
        case refused(String)
        /// It is more than is read here: too large or too deep to judge.
        case unreadable(String)
    }

    /// Text whose first sign is `{` is strict JSON; any other is YAML 1.1, of which the first document counts.
    ///
    /// - Parameters:
    ///   - isAlwaysYAML: whether the program reads every text as YAML, of which JSON is then a way of writing.
    ///   - duplicateKeys: whether a key may stand twice in a mapping, and then the last wins.
    static func decode(
        _ bytes: [UInt8],
        limits: DocumentLimits = DocumentLimits(),
        isAlwaysYAML: Bool = false,
        duplicateKeys: JSON.DuplicateKeys = .kept
    ) -> Outcome {
        do throws(DocumentError) {
            if !isAlwaysYAML, isJSON(bytes) {
                return .value(try DecodedValue(JSON.parse(bytes, limits: limits, duplicateKeys: duplicateKeys)))
            }
            guard let node = try YAML.parse(bytes, limits: limits, following: .ignored) else { return .value(.null) }
            if duplicateKeys == .refused, let duplicate = node.allDuplicateKeys.first {
                return .refused("\(duplicate.again.start): key '\(duplicate.key)' stands twice")
            }
            guard !bytes.contains(UInt8(ascii: "*")) || !node.isMostlyAliases else {
                return .refused("most of the text is aliases")
            }
            return .value(try DecodedValue(node))
        } catch {
            // More nodes than bytes are the work of aliases, of which Kubernetes' reader allows less.
            let isBomb = bytes.count < limits.nodeCount && bytes.contains(UInt8(ascii: "*"))
            return error.kind == .overLimit && !isBomb ? .unreadable(error.description) : .refused(error.description)
        }
    }

    /// The lines, from 1, on which the keys of a text's mappings stand, by the keys that lead to them; none for a text
    /// that cannot be read as YAML, which JSON nearly always can.
    static func lines(of bytes: [UInt8], limits: DocumentLimits = DocumentLimits()) -> [[String]: Int64] {
        guard let node = try? YAML.parse(bytes, limits: limits, following: .ignored) else { return [:] }
        var lines: [[String]: Int64] = [:]
        var pending: [(path: [String], node: YAMLNode)] = [([], node)]
        while let (path, node) = pending.popLast() {
            for entry in node.entries ?? [] {
                guard lines.count < lineLimit, let key = entry.key.scalar?.text else { continue }
                lines[path + [key]] = Int64(entry.key.region.start.line)
                pending.append((path + [key], entry.value))
            }
        }
        return lines
    }

    /// The most lines that are kept of one text.
    private static let lineLimit = 10_000

    /// Whether a program takes the text for JSON: by its first sign.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0x0B, 0x0C].contains($0) } == UInt8(ascii: "{")
    }
}

extension YAMLNode {
    /// Whether go-yaml gives the document up for what it has of aliases: nearly all of a small one, a tenth of a large.
    fileprivate var isMostlyAliases: Bool {
        var pending = [(node: self, isAliased: false)]
        var (count, aliased) = (0.0, 0.0)
        while let (node, isAliased) = pending.popLast() {
            let isInside = isAliased || node.alias != nil
            count += 1
            if isInside { aliased += 1 }
            let allowed = min(max(0.99 - 0.89 * (count - 400_000) / 3_600_000, 0.1), 0.99)
            if aliased > 100, count > 1_000, aliased / count > allowed { return true }
            for item in (node.items ?? []).reversed() { pending.append((item, isInside)) }
            for entry in (node.entries ?? []).reversed() {
                pending.append((entry.value, isInside))
                pending.append((entry.key, isInside))
            }
        }
        return false
    }
}

extension DecodedValue {
    /// A JSON value. A number with a point or an exponent is no integer to Go, even if it is whole.
    fileprivate init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .unsigned(let number): self = .number(Double(number))
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map { DecodedValue($0) })
        case .object(let object):
            var fields: [String: DecodedValue] = [:]
            for member in object.members {
                fields[member.key] = DecodedValue.merging(fields[member.key], DecodedValue(member.value))
            }
            self = .object(fields)
        }
    }

    /// Go's JSON reader fills one structure from both when a key with an object stands twice.
    private static func merging(_ earlier: DecodedValue?, _ later: DecodedValue) -> DecodedValue {
        guard case .object(let first)? = earlier else { return later }
        guard case .object(let second) = later else { return later == .null ? .object(first) : later }
        return .object(first.merging(second) { merging($0, $1) })
    }

    /// A YAML node, as sigs.k8s.io/yaml makes JSON of it: there a number without a fraction is whole however written.
    fileprivate init(_ node: YAMLNode) throws(DocumentError) {
        if let items = node.items {
            var values: [DecodedValue] = []
            for item in items { values.append(try DecodedValue(item)) }
            self = .list(values)
        } else if let entries = try node.mergedMapping() {
            var fields: [String: DecodedValue] = [:]
            for entry in entries { fields[try DecodedValue.key(entry.key)] = try DecodedValue(entry.value) }
            self = .object(fields)
        } else {
            self = try DecodedValue(scalar: node)
        }
    }

    private init(scalar node: YAMLNode) throws(DocumentError) {
        switch try node.resolved(.yaml11) {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .integer(number)
        case .unsigned(let number): self = .number(Double(number))
        case .float(let number):
            guard number.isFinite else {
                throw DocumentError(.mismatch, "an infinite number or none at all", at: node.region.start)
            }
            // From 1e21 on it is written with an exponent.
            let isPlain = abs(number) < 1e21
            self = Int64(exactly: number).flatMap { isPlain ? .integer($0) : nil } ?? .number(number)
        case .string(let text): self = .string(text)
        }
    }

    /// A key in JSON, where it is text.
    private static func key(_ node: YAMLNode) throws(DocumentError) -> String {
        switch try node.resolved(.yaml11) {
        case .string(let text): return text
        case .bool(let flag): return "\(flag)"
        case .integer(let number): return "\(number)"
        case .unsigned(let number): return "\(number)"
        case .float(let number): return "\(number)"
        case .null: throw DocumentError(.mismatch, "null cannot be a key", at: node.region.start)
        }
    }
}
