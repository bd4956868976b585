import Documents
import Tuning

/// An audit as a SARIF log: a rule for each setting, a result for each knob that is not as it should be.
///
/// What is met is left out, since most readers show whatever is there as a problem; what could not be read is a result of
/// level `warning`, and of level `error` where its component would not start.
/// sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
struct AuditLog {
    let answer: AuditAnswer

    var text: String { JSON.text(.object(log), layout: .pretty).withJSONEscapes + "\n" }

    private var log: JSONObject {
        [
            "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
            "version": .string("2.1.0"),
            "runs": .array([.object(run)]),
        ]
    }

    private var run: JSONObject {
        let lines = answer.sections.flatMap(\.lines).filter { $0.level != .none }
        let driver: JSONObject = [
            "name": .string("nodekeel"),
            "version": .string(answer.report.nodekeelVersion),
            "rules": .array(answer.settings.map { .object(rule(for: $0)) }),
        ]
        let places = Dictionary(
            answer.settings.enumerated().map { ($1.id, Int64($0)) },
            uniquingKeysWith: { first, _ in first }
        )
        return [
            "tool": .object(["driver": .object(driver)]),
            "invocations": .array([.object(["executionSuccessful": .bool(true)])]),
            "columnKind": .string("unicodeCodePoints"),
            "results": .array(lines.map { .object(result(for: $0, ruleIndex: places[$0.id])) }),
        ]
    }

    private func rule(for setting: Setting) -> JSONObject {
        let sources = setting.sources.map { "- \($0)" }.joined(separator: "\n")
        let help = "\(setting.why)\n\nOn the node: nodekeel explain \(setting.id)\n\nSources:\n\(sources)"
        var rule: JSONObject = [
            "id": .string(setting.id.rawValue),
            "shortDescription": message(setting.summary),
            "fullDescription": message(setting.why),
            "help": message(help),
            "defaultConfiguration": .object(["level": .string(AuditLine.Level.warning.rawValue)]),
            "properties": .object(["tags": .array([.string(AuditComponent(of: setting.id).rawValue)])]),
        ]
        let address = setting.sources.compactMap { source in
            source.split(whereSeparator: { $0 == " " || $0 == ";" }).first { $0.hasPrefix("https://") }
        }.first
        if var address {
            while let last = address.last, ":,.".contains(last) { address.removeLast() }
            rule["helpUri"] = .string(String(address))
        }
        return rule
    }

    private func result(for line: AuditLine, ruleIndex: Int64?) -> JSONObject {
        let knob = line.finding.desired.target.knob
        var location: JSONObject = [
            "logicalLocations": .array([
                .object(["fullyQualifiedName": .string(knob.description), "kind": .string(knob.kind)])
            ])
        ]
        if let path = line.origin?.path ?? knob.path {
            var place: JSONObject = ["artifactLocation": .object(["uri": .string("file://" + path.percentEncoded)])]
            if let number = line.origin?.line { place["region"] = .object(["startLine": .integer(number)]) }
            location["physicalLocation"] = .object(place)
        }
        var result: JSONObject = ["ruleId": .string(line.id.rawValue)]
        result["ruleIndex"] = ruleIndex.map { .integer($0) }
        result["level"] = .string(line.level.rawValue)
        result["message"] = message(line.sentence)
        result["locations"] = .array([.object(location)])
        result["partialFingerprints"] = .object(["nodekeelKnob/v1": .string("\(line.id) \(knob.kind) \(knob.name)")])
        result["properties"] = .object([
            "component": .string(line.component.rawValue), "verdict": .string(line.finding.verdict.rawValue),
            "value": .string(line.value), "expected": .string(line.expected),
        ])
        return result
    }

    private func message(_ text: String) -> JSONValue { .object(["text": .string(text)]) }
}

extension Knob {
    /// The file of the node that it is; nil for what is none.
    fileprivate var path: String? {
        switch self {
        case .sysctl(let path): "/proc/sys/\(path)"
        case .sysfs(let path): "/sys/\(path)"
        case .file(let path), .fragment(_, let path), .dockerKey(_, let path): path
        case .occupancy, .refusals, .kubeProxyStart, .option, .priority, .weight, .runtime, .kubeletField,
            .obsoleteFlags, .heartbeat:
            nil
        }
    }
}

extension String {
    /// The text as a path of a URI: what is neither a letter, a digit nor one of `/-._~` is `%XX`.
    fileprivate var percentEncoded: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
    }
}
