import Glibc
import Node
import Testing
import Tuning

@Suite("A key of daemon.json")
struct DockerKeyTests {
    private static let path = "/etc/docker/daemon.json"
    private static let file = "etc/docker/daemon.json"
    private static let downloads = Knob.dockerKey("max-concurrent-downloads", in: path)
    private static let attempts = Knob.dockerKey("max-download-attempts", in: path)
    private let now = Moment(boot: "b", uptimeSeconds: 1, epochSeconds: 1)

    private func node(_ content: String?) throws -> ScratchNode {
        let node = try ScratchNode(["var/lib/nodekeel/.keep": "", "run/nodekeel/.keep": "", "etc/docker/.keep": ""])
        if let content { try node.write(Self.file, content) }
        return node
    }

    private func write(_ knobs: [Knob], _ text: String, on scratch: ScratchNode) throws -> [Outcome] {
        let changes = knobs.map { knob in
            let before = scratch.node.observe(knob, facts: Facts())
            let target = Target(knob, .exactly(knob.value(of: text)))
            return Change(setting: "a", knob: knob, before: before, text: text, target: target, because: "")
        }
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let recorded = try ledger.record(Plan(changes: changes), at: now, holding: lock)
        return scratch.node.carryOut(recorded, facts: Facts(), holding: lock).map(\.outcome)
    }

    private func revert(on scratch: ScratchNode) throws -> [Outcome] {
        let lock = try NodeLock(of: scratch.node.root)
        var ledger = try Ledger(of: scratch.node)
        let observed = ledger.originals.map { ($0.knob, scratch.node.observe($0.knob, facts: Facts())) }
        let plan = Plan(reverting: ledger.originals, observed: Dictionary(uniqueKeysWithValues: observed), at: now)
        let recorded = try ledger.record(plan, at: now, holding: lock)
        return scratch.node.carryOut(recorded, facts: Facts(), holding: lock).map(\.outcome)
    }

    @Test(
        "is written beside what else stands there, and goes back byte for byte",
        arguments: [
            nil, "", " \n\n", "{}", "{ }\n", "{\n}\n", "{\"debug\":false}", "{\n    \"debug\": false\n}\n",
            "{\n\t\"max-concurrent-downloads\": 3,\n\t\"log-opts\": {\"a\": \"b\"}\n}",
            "{\"max-download-attempts\":  7 }\r\n",
            "{\"max-concurrent-downloads\": 1e1, \"debug\": true}\n",
        ] as [String?]
    )
    func roundTrip(content: String?) throws {
        let node = try node(content)
        #expect(try write([Self.downloads, Self.attempts], "10", on: node) == [.applied, .applied])
        #expect(node.content(of: Self.file) != content)
        #expect(node.node.observe(Self.attempts, facts: Facts()).value == .integer(10))
        #expect(try revert(on: node).allSatisfy { $0 == .applied })
        #expect(node.content(of: Self.file) == content)
    }

    @Test("is laid out as its neighbours are, and in a new file as people do")
    func style() throws {
        let old = try node("{\n\t\"debug\": false\n}")
        _ = try write([Self.downloads], "10", on: old)
        #expect(old.content(of: Self.file) == "{\n\t\"debug\": false,\n\t\"max-concurrent-downloads\": 10\n}")
        let new = try node(nil)
        _ = try write([Self.downloads], "10", on: new)
        #expect(new.content(of: Self.file) == "{\n  \"max-concurrent-downloads\": 10\n}\n")
    }

    @Test("goes back alone where somebody changed other keys meanwhile")
    func others() throws {
        let node = try node(nil)
        _ = try write([Self.downloads], "10", on: node)
        let changed = "{\n  \"max-concurrent-downloads\": 10,\n  \"data-root\": \"/srv\"\n}\n"
        try node.write(Self.file, changed)
        #expect(try revert(on: node) == [.applied])
        #expect(node.content(of: Self.file) == "{\n  \"data-root\": \"/srv\"\n}\n")
    }

    @Test("is neither written nor given back into a file that is broken, and its original is kept")
    func broken() throws {
        let node = try node("{\"debug\": true}")
        _ = try write([Self.downloads], "10", on: node)
        try node.write(Self.file, "{\"debug\": ")
        guard case .unreadable(let reason) = node.node.observe(Self.downloads, facts: Facts()) else {
            Issue.record("it is readable")
            return
        }
        #expect(reason.contains("line 1"))
        guard case .failed? = try revert(on: node).first else {
            Issue.record("it was given back")
            return
        }
        #expect(node.content(of: Self.file) == "{\"debug\": ")
    }

    @Test("is not written through a link, nor where it stands twice")
    func refused() throws {
        let node = try node(nil)
        try node.write("srv/daemon.json", "{\"max-concurrent-downloads\": 3}")
        try #require(symlink("/srv/daemon.json", "\(node.path)/\(Self.file)") == 0)
        #expect(node.node.observe(Self.downloads, facts: Facts()).isReadOnly)
        guard case .failed? = try write([Self.downloads], "10", on: node).first else {
            Issue.record("it was written")
            return
        }
        let twice = try self.node("{\"max-concurrent-downloads\": 3, \"max-concurrent-downloads\": 4}")
        guard case .unreadable = twice.node.observe(Self.downloads, facts: Facts()) else {
            Issue.record("it is readable")
            return
        }
    }

    @Test("that a flag gives cannot be written: dockerd does not start with both")
    func flag() throws {
        let node = try node("{}")
        var docker = DockerFacts()
        docker.flags["max-concurrent-downloads"] = .init(name: "max-concurrent-downloads", text: "5", place: nil)
        var facts = Facts()
        facts.containerRuntime = ContainerRuntimeFacts()
        facts.containerRuntime?.docker = docker
        let expected = Observation.value(.integer(5), text: "5", isWritable: false)
        #expect(node.node.observe(Self.downloads, facts: facts) == expected)
        docker.refusal = "no"
        docker.flags = [:]
        facts.containerRuntime?.docker = docker
        #expect(node.node.observe(Self.downloads, facts: facts) == .unreadable("no"))
    }
}
