import Agent
import Reporting
import Testing
import Tuning

@Suite("A profile of the site's own")
struct SiteProfileTests {
    private func read(_ files: [String: String]) throws -> ReadPolicy {
        let scratch = try PolicyNode(files)
        return try withExtendedLifetime(scratch) { try ReadPolicy(of: scratch.node) }
    }

    @Test("extends another, with its own words over that one's and below the policy's")
    func extending() throws {
        let read = try read([
            "policy.yaml": "profile: edge\nsettings: {connection-tracking-table: {memoryPercent: 7}}\n",
            "profiles/edge.yaml": """
            summary: For nodes at the edge
            extends: site
            mode: observe
            settings: {connection-tracking-table: {entriesPerCPU: 10 * node.cpus, memoryPercent: 6}}
            """,
            "profiles/site.yaml": """
            extends: large-cluster
            settings: {connection-tracking-table: {entriesPerCPU: 5, atLeast: 9}}
            custom: [{id: a, sysctl: net/core/somaxconn, atLeast: 4096, because: b}]
            """,
        ])
        #expect(read.policy.profile.name == "edge")
        #expect(read.policy.mode == .observe)
        #expect(read.customIDs == ["a"])
        let table = try #require(try read.inForce(on: .cpus(4)).policy.settings["connection-tracking-table"])
        #expect(table.values == ["entriesPerCPU": .integer(40), "memoryPercent": .integer(7)])
        #expect(table.limits.atLeast == 9)
    }

    @Test("stands beside a policy file that is named, also for those who look at the profile alone")
    func beside() throws {
        let scratch = try PolicyNode([
            "/site/p.yaml": "profile: edge\n", "/site/profiles/edge.yaml": "extends: large-cluster\nmode: observe\n",
        ])
        let file = "\(scratch.path)/site/p.yaml"
        #expect(try ReadPolicy(file: file).policy.profile.name == "edge")
        let shown = try ReadPolicy(profile: "edge", of: scratch.node, namedIn: file)
        #expect(shown.policy.profile.name == "edge" && shown.policy.mode == .observe)
        let answer = ProfileListAnswer(profiles: ReadPolicy.profiles(of: scratch.node, namedIn: file))
        #expect(answer.text(in: Style(columns: 200)).contains("\(scratch.path)/site/profiles/edge.yaml"))
        #expect {
            try ReadPolicy(profile: "egde", of: scratch.node, namedIn: file)
        } throws: { error in
            "\(error)" == "\(scratch.path)/site/profiles: unknown profile 'egde'; did you mean 'edge'?"
        }
        #expect(throws: PolicyError.self) { try ReadPolicy(profile: "edge", of: scratch.node) }
    }

    @Test("that extends nothing observes")
    func alone() throws {
        let read = try read(["policy.yaml": "profile: own\n", "profiles/own.yaml": "summary: nothing\n"])
        #expect(read.policy.mode == .observe)
        #expect(read.policy.profile.values.isEmpty)
    }

    @Test(
        "is refused where it cannot be used",
        arguments: [
            (
                ["a": "extends: b\n", "b": "extends: a\n"],
                "/etc/nodekeel/profiles/b.yaml:1:10: a profile cannot extend itself: 'a' extends 'b' extends 'a'"
            ),
            (
                ["a": "extends: a\n"],
                "/etc/nodekeel/profiles/a.yaml:1:10: a profile cannot extend itself: 'a' extends 'a'"
            ),
            (
                ["a": "extends: large-clustre\n"],
                "/etc/nodekeel/profiles/a.yaml:1:10: unknown profile 'large-clustre'; did you mean 'large-cluster'?"
            ),
            (
                ["a": "profile: b\n"],
                "/etc/nodekeel/profiles/a.yaml:1:1: unknown key 'profile'; "
                    + "known here: summary, extends, mode, settings, custom"
            ),
            (["edge": "mode: observe\n"], "1:10: unknown profile 'a'; known: large-cluster, conservative, edge"),
        ]
    )
    func refusals(profiles: [String: String], problem: String) throws {
        let files = Dictionary(uniqueKeysWithValues: profiles.map { ("profiles/\($0.key).yaml", $0.value) })
        #expect(try problems(in: "profile: a\n", files) == [problem])
    }
}
