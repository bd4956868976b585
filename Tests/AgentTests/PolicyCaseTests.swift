import Agent
import Testing

@Suite("The cases of a policy's tests")
struct PolicyCaseTests {
    private func problem(_ files: [String: String]) throws -> String? {
        let scratch = try PolicyNode(files)
        do {
            _ = try PolicyCase.all(in: "\(scratch.path)/t")
            return nil
        } catch {
            return error.description.split(separator: scratch.path, omittingEmptySubsequences: false).joined()
        }
    }

    @Test("are its directories, by name, with what they do not have from the directory above")
    func all() throws {
        let scratch = try PolicyNode([
            "/t/policy.yaml": "", "/t/profiles/edge.yaml": "", "/t/.git/facts.json": "", "/t/README": "",
            "/t/b/facts.json": "", "/t/b/plan.txt": "all met\n", "/t/a/facts.json": "", "/t/a/policy.yaml": "",
        ])
        let cases = try PolicyCase.all(in: "\(scratch.path)/t")
        #expect(cases.map(\.name) == ["a", "b"])
        #expect(cases.map(\.expected) == [nil, "all met\n"])
        #expect(cases.map(\.facts) == ["a", "b"].map { "\(scratch.path)/t/\($0)/facts.json" })
        #expect(cases.map(\.policy) == ["a/", ""].map { "\(scratch.path)/t/\($0)policy.yaml" })
    }

    @Test(
        "are not tested where one of them lacks something, or where there is none",
        arguments: [
            (
                ["x/facts.json", "x/policy.yaml", "y/fact.json", "y/plan.txt"],
                "the case 'y' has no facts.json and no policy.yaml, nor has '/t'"
            ),
            (
                ["policy.yaml", "x/facts.json", "y/fact.json", "z/plan.txt"],
                "the case 'y' has no facts.json, nor has '/t'\nthe case 'z' has no facts.json, nor has '/t'"
            ),
            (["facts.json", "policy.yaml"], "'/t' has no case: a directory with facts.json and policy.yaml"),
        ]
    )
    func refusals(names: [String], words: String) throws {
        let files = Dictionary(uniqueKeysWithValues: names.map { ("/t/\($0)", "") })
        #expect(try problem(files) == words)
    }
}
