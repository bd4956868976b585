import Catalogue
import Documents
import Formula
public import Node
import Reporting
public import Tuning

/// A policy made of what a node holds and of the files that set it: each line with where it came from.
///
/// The value is what the node holds, since that is what was tried; where a file says another, that is told beside it.
public struct Adoption: Sendable {
    /// Something that a file sets, as `sysctl.d` would.
    struct Source: Sendable {
        var path: String
        var value: String
        /// `FILE:LINE`
        var origin: String
        /// Whether it names the key by a glob.
        var isGlob: Bool
    }

    /// The policy's text.
    public let text: String
    /// How many settings it has.
    public let count: Int

    /// The most settings that are adopted.
    private static let limit = 5_000
    /// The built-in settings that speak of a sysctl themselves.
    private static let builtIn: [String: Setting.ID] = [
        "net/netfilter/nf_conntrack_max": "connection-tracking-table",
        "net/netfilter/nf_conntrack_buckets": "connection-tracking-buckets",
    ]

    /// Adopts what a node holds.
    public init(of node: Node, facts: Facts) {
        var keys: [String] = []
        var sources: [String: [Source]] = [:]
        for source in Adoption.sources(facts, node.tunedAssignments()) {
            if sources[source.path] == nil { keys.append(source.path) }
            sources[source.path, default: []].append(source)
        }
        var settings: [String] = []
        var custom: [String] = []
        var ids: Set<String> = Set(catalogue.map(\.id.rawValue))
        for key in keys.prefix(Adoption.limit) {
            let writers = sources[key] ?? []
            let observation = writers.first?.isGlob == true ? nil : node.observe(.sysctl(key), facts: facts)
            if let id = Adoption.builtIn[key] {
                settings += Adoption.setting(id, key, observation, writers)
            } else {
                custom += Adoption.custom(key, observation, writers, ids: &ids)
            }
        }
        count = keys.count
        let limits = node.limitsFiles().map { "#   \($0.escaped())" }
        let head = ["# Adopted by nodekeel \(nodekeelVersion). Say why of each before it is rolled out."]
        let apart = limits.isEmpty ? [] : ["# Not adopted, since nodekeel keeps no resource limits of logins:"] + limits
        let parts = [
            head + apart, settings.isEmpty ? [] : ["settings:"] + settings, custom.isEmpty ? [] : ["custom:"] + custom,
        ]
        text = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined()
    }

    /// What files set, without what nodekeel wrote itself; the last of a key wins, as it does at boot.
    private static func sources(_ facts: Facts, _ tuned: [SysctlAssignment]) -> [Source] {
        (facts.sysctlAssignments + tuned).filter { !$0.isExclusion && !isOurs($0.path) }.map { assignment in
            Source(
                path: Knob.sysctl(assignment.key).canonical.name,
                value: assignment.value,
                origin: "\(assignment.path):\(assignment.line)",
                isGlob: assignment.isGlob
            )
        }
    }

    private static func isOurs(_ path: String) -> Bool {
        path.split(separator: "/").last?.hasSuffix("-nodekeel.conf") ?? false
    }

    /// The line under `settings:` of a sysctl that a built-in setting keeps.
    private static func setting(
        _ id: Setting.ID,
        _ key: String,
        _ observation: Observation?,
        _ writers: [Source]
    ) -> [String] {
        guard case .integer(let number)? = observation?.value, number >= 0 else { return [] }
        return comments(on: writers, holding: String(number)).map { "  \($0)" } + ["  \(id): {exactly: \(number)}"]
    }

    /// The item under `custom:` of any other sysctl; only a comment where nothing is there to be adopted.
    private static func custom(
        _ key: String,
        _ observation: Observation?,
        _ writers: [Source],
        ids: inout Set<String>
    ) -> [String] {
        guard let last = writers.last, (try? KnobPattern(.sysctl, key)) != nil else { return [] }
        let value: String
        switch observation {
        case .value(let held, _, _)?: value = held.kernelText
        case nil: value = last.value
        case .missing?, .unreadable?:
            return ["  # \(key.escaped()): \(last.origin.escaped()) sets it, and it cannot be read here"]
        }
        let id = name(for: key, taken: ids)
        ids.insert(id)
        return comments(on: writers, holding: value).map { "  \($0)" } + [
            "  - id: \(id)",
            "    sysctl: \(quoted(key))",
            "    exactly: \(written(value))",
            "    because: \(quoted("\(last.origin) sets it"))",
        ]
    }

    /// Who sets the key, and to what.
    private static func comments(on writers: [Source], holding value: String) -> [String] {
        writers.map { writer in
            let said = Value(kernelText: writer.value)
            let others = said == Value(kernelText: value) ? "" : ", which is not what the node holds"
            return "# \(writer.origin.escaped()) sets \(said.kernelText.escaped(limit: 120))\(others)"
        }
    }

    /// A value as a policy says it, where some texts are taken for formulas: those are one that gives the text.
    private static func written(_ value: String) -> String {
        if Value(kernelText: value).isNumber { return value }
        guard !value.standsForItself else { return quoted(value) }
        return "{formula: \(quoted(FormulaValue.string(value).description))}"
    }

    /// A JSON string is a quoted scalar of YAML.
    private static func quoted(_ text: String) -> String { JSON.text(.string(text)) }

    /// A kebab-case ID that is not taken.
    private static func name(for key: String, taken: Set<String>) -> String {
        let words = key.lowercased().utf8.split { byte in
            !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let name = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
        let short = String(name.prefix(56)).trimmingHyphen
        if !short.isEmpty, !taken.contains(short) { return short }
        let numbers = (2...).lazy.map { "\(short.isEmpty ? "sysctl" : short)-\($0)" }
        return numbers.first { !taken.contains($0) } ?? short
    }
}

extension Value {
    fileprivate var isNumber: Bool { if case .integer = self { true } else { false } }
}

extension String {
    fileprivate var trimmingHyphen: String { hasSuffix("-") ? String(dropLast()) : self }
}
