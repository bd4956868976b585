@testable import Agent
import Documents
import Node
import Reporting
import Tuning

extension Target {
    /// A policy: its file, one of its directory, and a profile of the site, with `%%` between them.
    static let policy = Target("policy") { bytes in
        let parts = Input(bytes).parts
        let paths = [
            ReadPolicy.path, "\(ReadPolicy.directory)/10-site.yaml", "\(ReadPolicy.profileDirectory)/site.yaml",
        ]
        let files = Dictionary(zip(paths, parts), uniquingKeysWith: { first, _ in first })
        for (path, bytes) in files { Scratch.tree.write(String(path.dropFirst()), bytes) }
        defer { for path in files.keys { Scratch.tree.remove(String(path.dropFirst())) } }
        do throws(PolicyError) {
            let policy = try ReadPolicy(of: Scratch.tree.node)
            let again = required("it is read again") { try ReadPolicy(of: Scratch.tree.node) }
            require(again.saysTheSame(as: policy) && again.fingerprint == policy.fingerprint, "two readings differ")
            requireHarmless(PolicyAnswer(entries: policy.entries))
            let inForce = try policy.inForce(on: Sample.facts, expanding: keepingPattern)
            let wishes = try inForce.wishes(for: Sample.facts, holds: [], choosing: .everything)
            for desired in wishes.desired { require(desired.because.escaped().isHarmless, desired.because) }
        } catch {
            require(!error.problems.isEmpty, "a policy is refused for nothing")
            let places = files.mapValues(Places.init)
            for problem in error.problems {
                (places[problem.path] ?? Places(in: [])).hold(problem.place, problem.description)
                require(problem.description.escaped(limit: 1_000).isHarmless, problem.description)
                let lines = (problem.excerpt ?? "").split(separator: "\n")
                require(lines.count <= 2 && lines.allSatisfy(\.isHarmless), "excerpt: \(problem.excerpt ?? "")")
            }
        }
    }

    private static let keepingPattern: @Sendable (KnobPattern) -> KnobExpansion = { pattern in
        .knobs([pattern.knob(pattern.parts.joined(separator: "/"))])
    }
}
