import Documents
import Tuning

// Single values of a policy file, each with a complaint where it is not what is wanted.
extension PolicyLayer {
    mutating func complain(_ node: YAMLNode, _ message: String) {
        note(PolicyError.Problem(path: path, place: node.region.start, message: message))
    }

    /// The entries of a mapping whose keys are known, each noted under its path; every other key, and a key that stands
    /// twice, is a problem.
    mutating func entries(of tree: YAMLNode, below prefix: String, known: [String]) -> [(String, YAMLNode)] {
        let fields = fields(of: tree, known: known)
        for (key, line) in fields.lines { lines[prefix + key] = line }
        return fields.entries
    }

    /// The same without a note of where each stands.
    mutating func fields(of tree: YAMLNode, known: [String]) -> PolicyFields {
        guard let entries = tree.entries else {
            if (try? tree.resolved(.core)) != .null { complain(tree, "a mapping is wanted, this is \(tree.typeName)") }
            return PolicyFields()
        }
        for duplicate in tree.duplicateKeys {
            let message = "'\(duplicate.key)' stands here twice, first in line \(duplicate.first.start.line)"
            note(PolicyError.Problem(path: path, place: duplicate.again.start, message: message))
        }
        var fields = PolicyFields(count: entries.count)
        for entry in entries {
            guard let key = entry.key.scalar?.text else {
                complain(entry.key, "a key is a word, this is \(entry.key.typeName)")
                continue
            }
            guard known.contains(key) else {
                // To find the nearest of many words takes longer than to read the file.
                if !isFull { complain(entry.key, unknownKey(key, among: known)) }
                continue
            }
            fields.append(key, line: entry.key.region.start.line, entry.value)
        }
        return fields
    }

    private func unknownKey(_ key: String, among known: [String]) -> String {
        let meant = nearest(to: key, among: known).map { "; did you mean '\($0)'?" }
        return "unknown key '\(key)'\(meant ?? "; known here: \(known.joined(separator: ", "))")"
    }

    mutating func scalar(_ node: YAMLNode) -> ScalarValue? {
        do {
            return try node.resolved(.core)
        } catch {
            complain(node, error.message)
            return nil
        }
    }

    /// A text that is not empty.
    mutating func text(_ node: YAMLNode, what: String) -> String? {
        guard let value = scalar(node) else { return nil }
        guard case .string(let text) = value else {
            complain(node, "\(what) is wanted, this is \(value.typeName)")
            return nil
        }
        guard text.utf8.count <= 1_000, text.contains(where: { !$0.isWhitespace }) else {
            complain(node, text.isEmpty ? "\(what) is wanted, this is empty" : "\(what) has 1 to 1000 bytes")
            return nil
        }
        return text
    }

    /// One of a few words, such as a mode.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ node: YAMLNode, what: String) -> Word?
    where Word.RawValue == String {
        guard let value = scalar(node) else { return nil }
        guard case .string(let text) = value else {
            complain(node, "\(what) is wanted, this is \(value.typeName)")
            return nil
        }
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let meant = nearest(to: text, among: words).map { "; did you mean '\($0)'?" }
        let kind = what.split(separator: " ").last ?? ""
        complain(node, "unknown \(kind) '\(text)'\(meant ?? "; known: \(words.joined(separator: ", "))")")
        return nil
    }

    /// The name of a profile; whether there is one of that name is seen when all files are read.
    mutating func profileName(_ node: YAMLNode) -> PlacedName? {
        guard let value = scalar(node) else { return nil }
        guard case .string(let text) = value else {
            complain(node, "a profile is wanted, this is \(value.typeName)")
            return nil
        }
        return PlacedName(name: text, place: node.region.start)
    }

    mutating func number(_ node: YAMLNode, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = scalar(node) else { return nil }
        guard case .integer(let number) = value else {
            complain(node, "a whole number is wanted, this is \(value.typeName)")
            return nil
        }
        guard range.contains(number) else {
            let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
            complain(node, "\(number) is out of range: \(range.lowerBound) \(most)")
            return nil
        }
        return number
    }

    mutating func seconds(_ node: YAMLNode) -> Int64? {
        guard let value = scalar(node) else { return nil }
        guard case .string(let text) = value, let seconds = DurationText.seconds(in: text) else {
            complain(node, "a length of time such as 60s or 5m is wanted")
            return nil
        }
        return seconds
    }

    mutating func interval(_ node: YAMLNode) -> Int64? {
        guard let seconds = seconds(node) else { return nil }
        guard PolicyLayer.intervalRange.contains(seconds) else {
            complain(node, "an interval is between 5s and 1d")
            return nil
        }
        return seconds
    }

    /// A version is text; unquoted, `1.34` would be a number and `1.30` lose its zero.
    mutating func version(_ node: YAMLNode) -> String? {
        guard let text = node.scalar?.text, text.first.map({ $0.isNumber || $0 == "v" }) ?? false else {
            complain(node, "a version such as 1.34.2 is wanted")
            return nil
        }
        return text
    }

    /// A release whose settings this one still knows.
    mutating func releaseVersion(_ node: YAMLNode) -> ReleaseVersion? {
        guard let version = node.scalar.flatMap({ ReleaseVersion($0.text) }) else {
            complain(node, "a version of nodekeel such as \(nodekeelVersion) is wanted")
            return nil
        }
        guard (ReleaseVersion.first...ReleaseVersion.current).contains(version) else {
            complain(node, "this nodekeel knows the settings of \(ReleaseVersion.first) to \(nodekeelVersion)")
            return nil
        }
        return version
    }

    /// The value of a parameter: where a number is wanted, a text is a formula.
    mutating func parameter(_ node: YAMLNode, _ parameter: Parameter?) -> Given? {
        guard let parameter, let scalar = scalar(node) else { return nil }
        let value: Value
        switch (scalar, parameter.kind) {
        case (.integer(let number), _): value = .integer(number)
        case (.string, .integer): return formula(node, wanted: .number)
        case (.string(let text), .choice): value = .text(text)
        default:
            complain(node, "\(parameter.name): a whole number or a word is wanted, this is \(scalar.typeName)")
            return nil
        }
        if let objection = parameter.objection(to: value) {
            complain(node, "\(parameter.name): \(objection)")
            return nil
        }
        return .value(value)
    }
}
