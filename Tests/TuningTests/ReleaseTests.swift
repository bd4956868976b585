import Testing
import Tuning

@Suite("A policy that stays with a release")
struct ReleaseTests {
    private static func setting(_ id: Setting.ID, since: ReleaseVersion) -> Setting {
        Setting(id: id, summary: "A", why: "A.", since: since, unit: .none, sources: ["a test"]) { _, _ in
            .leaveAlone(because: "a test")
        }
    }

    private static let profile = Profile(
        name: "a-profile",
        summary: "",
        mode: .enforce,
        values: ["old": ["size": .integer(30), "other": .integer(1)]],
        revisions: [
            Revision(in: "0.2.0", of: "old", earlier: ["size": .integer(10)]),
            Revision(in: "0.10.0", of: "old", earlier: ["size": .integer(20)]),
            Revision(in: "0.10.0", of: "another", earlier: ["other": .integer(9)]),
        ]
    )

    private static func policy(staying version: ReleaseVersion?) -> Policy {
        var policy = Policy(profile: profile)
        policy.settingsVersion = version
        return policy
    }

    @Test(
        "has its parameters",
        arguments: [
            (nil, 30), ("0.10.0", 30), ("0.9.9", 20), ("0.2.0", 20), ("0.1.0", 10),
        ] as [(ReleaseVersion?, Int64)]
    )
    func parameters(version: ReleaseVersion?, size: Int64) {
        var policy = Self.policy(staying: version)
        let old = Self.setting("old", since: "0.1.0")
        #expect(policy.values(of: old) == ["size": .integer(size), "other": .integer(1)])
        policy.settings["old"] = SettingPolicy(values: ["size": .integer(5)])
        #expect(policy.values(of: old)["size"] == .integer(5))
    }

    @Test("only observes what is newer, unless it speaks of it")
    func newer() {
        let new = Self.setting("new", since: "0.10.0")
        #expect(Self.policy(staying: nil).mode(of: new) == .enforce)
        #expect(Self.policy(staying: "0.10.0").mode(of: new) == .enforce)
        var policy = Self.policy(staying: "0.9.0")
        #expect(policy.mode(of: new) == .observe)
        policy.settings["new"] = SettingPolicy(mode: .enforce)
        #expect(policy.mode(of: new) == .enforce)
    }

    @Test(
        "reads three numbers and nothing else",
        arguments: ["", "1", "0.1", "0.1.0.0", "0.01.0", "v0.1.0", "0.1.-1", "0.1.x"]
    )
    func refusals(text: String) {
        #expect(ReleaseVersion(text) == nil)
    }
}
