import Agent
import Documents
import Reporting
import Testing
import Tuning

/// The published schemas against what the commands answer about policies alone.
@Suite("A JSON answer about a policy")
struct PolicySchemaTests {
    @Test("of its profiles is as its schema says")
    func profiles() throws {
        let schema = try Schema.published()
        let scratch = try PolicyNode([
            "profiles/edge.yaml": "extends: large-cluster\nsettings: {kubelet-max-pods: {atLeast: 50}}\n",
            "profiles/bad.yaml": "extends: bad\n",
        ])
        let list = ProfileListAnswer(profiles: ReadPolicy.profiles(of: scratch.node))
        #expect(try list.json().contains("a profile cannot extend itself"))
        #expect(try schema.objections(to: list, by: "profile-list") == [])
        let (one, other) = ("edge", "conservative")
        let difference = ProfileDifferenceAnswer(
            one,
            try ReadPolicy(profile: one, of: scratch.node).entries,
            other,
            try ReadPolicy(profile: other, of: scratch.node).entries
        )
        #expect(!difference.isEmpty)
        #expect(try schema.objections(to: difference, by: "profile-diff") == [])
    }

    @Test("of a formula is as its schema says, whatever the value is")
    func formulas() throws {
        let schema = try Schema.published()
        let object = try JSON.parse(Array(#"{"a": [1, null, {"b": 2.5}]}"#.utf8))
        for value in [.integer(1), .string("a"), .null, object] {
            let answer = FormulaAnswer(type: "dyn", literal: "", value: value)
            #expect(try schema.objections(to: answer, by: "policy-eval") == [])
        }
    }

    @Test("of its tests is as its schema says")
    func tests() throws {
        let schema = try Schema.published()
        let results = [("a", false), ("b", false), (nil, false), ("b", true)].map { expected, isAccepted in
            PolicyTestAnswer.Result(name: "x", expected: expected, actual: "a", isAccepted: isAccepted)
        }
        let answer = PolicyTestAnswer(results: results)
        let json = try answer.json()
        for word in ["passed", "failed", "new", "accepted"] { #expect(json.contains("\"\(word)\"")) }
        #expect(try schema.objections(to: answer, by: "policy-test") == [])
    }
}
