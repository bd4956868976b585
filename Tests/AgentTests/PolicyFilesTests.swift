import Agent
import Glibc
import Testing

@Suite("The files of a policy")
struct PolicyFilesTests {
    private let files = [
        "policy.yaml": "mode: observe\n", "policy.d/10-site.yaml": "interval: 5m\n",
        "profiles/site.yaml": "summary: ours\n", "policy.d/notes.txt": "a\n",
    ]

    @Test("are the same while nobody touches them, and whatever else lies beside them")
    func same() throws {
        let scratch = try PolicyNode(files)
        let before = PolicyFiles(of: scratch.node)
        try scratch.write("/etc/nodekeel/policy.d/notes.txt", "more\n")
        #expect(PolicyFiles(of: scratch.node) == before)
    }

    @Test(
        "are others when one is edited or comes",
        arguments: [
            "policy.yaml", "policy.d/10-site.yaml", "policy.d/20-site.yaml", "profiles/site.yaml",
            "profiles/other.yaml",
        ]
    )
    func edited(name: String) throws {
        let scratch = try PolicyNode(files)
        let before = PolicyFiles(of: scratch.node)
        try scratch.write("/etc/nodekeel/\(name)", "mode: enforce\ninterval: 1h\n")
        #expect(PolicyFiles(of: scratch.node) != before)
    }

    @Test("are others when one goes, or others than root may write it")
    func others() throws {
        let scratch = try PolicyNode(files)
        let before = PolicyFiles(of: scratch.node)
        #expect(chmod("\(scratch.path)/etc/nodekeel/policy.yaml", 0o666) == 0)
        let writable = PolicyFiles(of: scratch.node)
        #expect(writable != before)
        #expect(unlink("\(scratch.path)/etc/nodekeel/policy.yaml") == 0)
        #expect(PolicyFiles(of: scratch.node) != writable)
    }
}
