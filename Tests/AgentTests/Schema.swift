import Checkout
import Documents
import Reporting
import Testing

/// A JSON schema, as far as ours use the language (https://json-schema.org/draft/2020-12).
///
/// The published schemas let later versions add keys; here a key that no schema describes is a mistake, so that none is
/// added without being described.
struct Schema {
    /// The documents that references lead to, by `$id`.
    let documents: [String: JSONValue]

    /// What is wrong with a value by the schema of an ID, each with its place; empty if nothing.
    func objections(to value: JSONValue, by id: String) -> [String] {
        guard let document = documents[id] else { return ["there is no schema \(id)"] }
        return objections(to: value, by: document, in: id, at: "")
    }

    private func objections(to value: JSONValue, by schema: JSONValue, in id: String, at path: String) -> [String] {
        let (described, others) = keyObjections(to: value, by: schema, in: id, at: path)
        guard case .object(let object) = value, let described else { return others }
        let unknown = object.members.map(\.key).filter { !described.contains($0) }
        return others + unknown.map { "\(path)/\($0) is not described" }
    }

    /// What is wrong, and the keys of an object that the schema describes; nil where it says nothing of keys.
    private func keyObjections(
        to value: JSONValue,
        by schema: JSONValue,
        in id: String,
        at path: String
    ) -> (described: Set<String>?, objections: [String]) {
        guard case .object(let words) = schema else { return (nil, ["\(path): the schema is no object"]) }
        var described: Set<String>?
        var found: [String] = []
        func add(_ more: (described: Set<String>?, objections: [String])) {
            found += more.objections
            if let names = more.described { described = (described ?? []).union(names) }
        }
        for word in words.members {
            switch word.key {
            case "$ref": add(follow(word.value, with: value, in: id, at: path))
            case "allOf":
                for part in items(of: word.value) { add(keyObjections(to: value, by: part, in: id, at: path)) }
            case "anyOf", "oneOf":
                let tries = items(of: word.value).map { keyObjections(to: value, by: $0, in: id, at: path) }
                let fitting = tries.filter(\.objections.isEmpty)
                if fitting.isEmpty || word.key == "oneOf" && fitting.count != 1 {
                    found.append("\(path): \(fitting.count) of \(tries.count) variants fit \(JSON.text(value))")
                }
                for one in fitting { add(one) }
            case "properties":
                described = (described ?? []).union(names(of: word.value))
                found += properties(of: value, by: word.value, in: id, at: path)
            case "additionalProperties":
                described = (described ?? []).union(names(of: value))
                found += members(of: value, by: word.value, in: id, at: path)
            case "items":
                for (index, item) in items(of: value).enumerated() {
                    found += objections(to: item, by: word.value, in: id, at: "\(path)/\(index)")
                }
            default: found += simpleObjections(to: value, word: word.key, word.value, at: path)
            }
        }
        return (described, found)
    }

    private func simpleObjections(to value: JSONValue, word: String, _ wanted: JSONValue, at path: String) -> [String] {
        let isGood: Bool
        switch word {
        case "$schema", "$id", "$defs", "title", "description": isGood = true
        case "type": isGood = wanted == .string(typeName(of: value))
        case "const": isGood = value == wanted
        case "enum": isGood = items(of: wanted).contains(value)
        case "required": isGood = items(of: wanted).allSatisfy { names(of: value).contains(text(of: $0)) }
        case "minimum": isGood = isAtLeast(value, wanted)
        case "pattern": isGood = (try? Regex(text(of: wanted)).firstMatch(in: text(of: value))) != nil
        default: return ["\(path): the schema's word '\(word)' is not known here"]
        }
        return isGood ? [] : ["\(path): \(JSON.text(value)) is not of \(word) \(JSON.text(wanted))"]
    }

    private func follow(
        _ reference: JSONValue,
        with value: JSONValue,
        in id: String,
        at path: String
    ) -> (described: Set<String>?, objections: [String]) {
        let parts = text(of: reference).split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let target = parts[0].isEmpty ? id : parts[0]
        let steps = parts.count > 1 ? parts[1].split(separator: "/").map(String.init) : []
        var place = documents[target]
        for step in steps { place = place?[step] }
        guard let place else { return (nil, ["\(path): '\(text(of: reference))' leads nowhere"]) }
        return keyObjections(to: value, by: place, in: target, at: path)
    }

    private func properties(of value: JSONValue, by schemas: JSONValue, in id: String, at path: String) -> [String] {
        names(of: schemas).sorted().flatMap { name -> [String] in
            guard let inner = value[name], let schema = schemas[name] else { return [] }
            return objections(to: inner, by: schema, in: id, at: "\(path)/\(name)")
        }
    }

    /// What is wrong with the values of an object with keys of its own; a schema of `true` takes any.
    private func members(of value: JSONValue, by schema: JSONValue, in id: String, at path: String) -> [String] {
        guard schema != .bool(true) else { return [] }
        return names(of: value).sorted().flatMap { name in
            value[name].map { objections(to: $0, by: schema, in: id, at: "\(path)/\(name)") } ?? []
        }
    }

    private func isAtLeast(_ value: JSONValue, _ least: JSONValue) -> Bool {
        guard case .integer(let number) = value, case .integer(let least) = least else { return true }
        return number >= least
    }

    private func typeName(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer, .unsigned: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private func names(of value: JSONValue) -> Set<String> {
        if case .object(let object) = value { Set(object.members.map(\.key)) } else { [] }
    }

    private func items(of value: JSONValue) -> [JSONValue] {
        if case .array(let items) = value { items } else { [] }
    }

    private func text(of value: JSONValue) -> String {
        if case .string(let text) = value { text } else { "" }
    }
}

// Those that are published.
extension Schema {
    /// The answers that have one.
    static let names = [
        "audit", "check", "doctor", "explain", "facts", "fleet", "plan", "policy", "policy-eval", "policy-test",
        "probe",
        "profile-diff", "profile-list", "revert", "status", "write", "writers",
    ]

    /// All of them, and what they have in common.
    static func published() throws -> Schema {
        var documents: [String: JSONValue] = [:]
        for name in names + ["common"] {
            let document = try JSON.parse(Array(Checkout.text(of: "packaging/schema/\(name).json").utf8))
            #expect(document["$id"] == .string(id(of: name)))
            documents[id(of: name)] = document
        }
        return Schema(documents: documents)
    }

    /// The `$id` of one.
    static func id(of name: String) -> String { "urn:nodekeel:schema:\(name):1" }

    /// What is wrong with an answer by the schema of a name; empty if nothing.
    func objections(to answer: some Answer, by name: String) throws -> [String] {
        objections(to: try JSON.parse(Array(answer.json().utf8)), by: Schema.id(of: name))
    }
}
