import Node
import Reporting

/// One case of a policy's tests: a captured node, a policy, and in `plan.txt` what comes of both.
public struct PolicyCase: Hashable, Sendable {
    /// The most cases in one directory.
    private static let limit = 10_000

    /// What its directory is called.
    public let name: String
    /// Its directory.
    public let directory: String
    /// The file of facts, its own or that of the directory above.
    public let facts: String
    /// The policy, its own or that of the directory above.
    public let policy: String

    /// The plan that is expected; nil if nobody has said yet.
    public var expected: String? { try? Root.machine.text(of: "\(directory)/plan.txt") }

    /// The cases of a directory, by name: every directory in it but a hidden one, and but the profiles of its policy.
    ///
    /// - Throws: ``PolicyCaseError`` where there is none, where one lacks facts or policy, as where a name is misspelt,
    ///   and for more than 10,000: a case that is passed over would be taken for one that passes.
    public static func all(in directory: String) throws(PolicyCaseError) -> [PolicyCase] {
        let names: [String]
        do {
            names = try Root.machine.names(in: directory)
        } catch {
            throw PolicyCaseError(error.description)
        }
        let places = names.filter { $0.first != "." && $0 != "profiles" && isDirectory("\(directory)/\($0)") }
        let shown = directory.escaped()
        guard !places.isEmpty else {
            throw PolicyCaseError("'\(shown)' has no case: a directory with facts.json and policy.yaml")
        }
        guard places.count <= limit else {
            throw PolicyCaseError("'\(shown)' has \(places.count) cases, more than \(limit)")
        }
        var cases: [PolicyCase] = []
        var problems: [String] = []
        for name in places {
            let place = "\(directory)/\(name)"
            func file(_ name: String) -> String? {
                ["\(place)/\(name)", "\(directory)/\(name)"].first { Root.machine.exists($0) }
            }
            let (facts, policy) = (file("facts.json"), file("policy.yaml"))
            if let facts, let policy {
                cases.append(PolicyCase(name: name, directory: place, facts: facts, policy: policy))
            } else {
                let missing = [facts == nil ? "facts.json" : nil, policy == nil ? "policy.yaml" : nil]
                let both = missing.compactMap(\.self).joined(separator: " and no ")
                problems.append("the case '\(name.escaped())' has no \(both), nor has '\(shown)'")
            }
        }
        guard problems.isEmpty else { throw PolicyCaseError(problems.joined(separator: "\n")) }
        return cases
    }

    private static func isDirectory(_ path: String) -> Bool {
        (try? Root.machine.status(of: path).isDirectory) ?? false
    }
}

/// Why a directory has no cases that can be tested.
public struct PolicyCaseError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
