import Catalogue
import Testing
import Tuning

@Suite("docker-image-downloads")
struct DockerImageDownloadsTests {
    private static let path = "/etc/docker/daemon.json"
    private let key = Knob.dockerKey("max-concurrent-downloads", in: path)
    private let reload = Activation.reload("docker.service")

    private func setting() throws -> Setting {
        try #require(catalogue.first { $0.id == "docker-image-downloads" })
    }

    private func facts(_ change: (inout DockerFacts) -> Void = { _ in }) -> Facts {
        var docker = DockerFacts()
        docker.unit = "docker.service"
        docker.pid = 700
        docker.startedAt = 1_000
        change(&docker)
        var facts = Facts()
        facts.containerRuntime = ContainerRuntimeFacts()
        facts.containerRuntime?.docker = docker
        return facts
    }

    private func advice(_ facts: Facts, _ values: [String: Value] = [:]) throws -> Advice {
        try setting().advice(facts, Parameters(values))
    }

    @Test("asks for ten downloads at once, live by a reload")
    func preset() throws {
        guard case .set(let targets, _, let cautions) = try advice(facts()) else {
            Issue.record("it asks for nothing")
            return
        }
        #expect(targets == [Target(key, .atLeast(10), activation: reload)])
        #expect(cautions.isEmpty)
    }

    @Test("asks for nothing that dockerd does by itself, unless somebody set less")
    func defaults() throws {
        guard case .leaveAlone(let reason) = try advice(facts(), ["downloads": .integer(3)]) else {
            Issue.record("it asks for something")
            return
        }
        #expect(reason == "dockerd's own defaults are enough: max-concurrent-downloads of 3")
        let lowered = facts { $0.keys["max-concurrent-downloads"] = "1" }
        guard case .set(let targets, _, _) = try advice(lowered, ["downloads": .integer(3)]) else {
            Issue.record("it asks for nothing")
            return
        }
        #expect(targets.map(\.bound) == [.atLeast(3)])
    }

    @Test("foresees that a reload forgets what only a flag gives")
    func flag() throws {
        let facts = facts {
            $0.flags["max-concurrent-downloads"] =
                .init(name: "max-concurrent-downloads", text: "12", place: "/etc/default/docker:3")
        }
        guard case .set(_, _, let cautions) = try advice(facts) else {
            Issue.record("it asks for nothing")
            return
        }
        #expect(cautions.first?.danger.contains("--max-concurrent-downloads=12 in /etc/default/docker:3") == true)
        #expect(cautions.first?.danger.contains("any reload sets it back to 3") == true)
        #expect(cautions.first?.remedy.contains("out in /etc/default/docker:3") == true)
        #expect(try effect(facts, 12) == .effective)
    }

    private func effect(_ facts: Facts, _ value: Int64) throws -> Effect {
        try setting().effect(facts, Target(key, .atLeast(10), activation: reload), .integer(value))
    }

    @Test("has an effect once dockerd works with it")
    func live() throws {
        func file(_ text: String, at modified: Int64) -> (inout DockerFacts) -> Void {
            { docker in
                docker.keys["max-concurrent-downloads"] = text
                docker.configModifiedAt = modified
            }
        }
        func reloaded(_ value: String, at time: Int64) -> Facts {
            facts {
                file("10", at: 2_000)(&$0)
                $0.lastReload = .init(at: time, values: ["max-concurrent-downloads": value])
            }
        }
        #expect(try effect(facts(file("10", at: 900)), 10) == .effective)
        #expect(try effect(facts(file("10", at: 2_000)), 10) == .pending(reload))
        #expect(try effect(reloaded("10", at: 2_000), 10) == .effective)
        #expect(try effect(reloaded("10", at: 1_500), 10) == .effective)
        #expect(try effect(reloaded("4", at: 1_500), 10) == .pending(reload))
        #expect(try effect(reloaded("3", at: 2_001), 10) == .pending(reload))
        #expect(try effect(reloaded("10", at: 500), 10) == .pending(reload))
        let forgotten = facts {
            file("10", at: 2_000)(&$0)
            $0.unitChangedAt = 2_000
        }
        #expect(try effect(forgotten, 10) == .effective)
        guard case .inert(let reason) = try effect(facts { $0.pid = nil }, 10) else {
            Issue.record("a dockerd that does not run has an effect")
            return
        }
        #expect(reason.contains("does not run"))
    }

    @Test("is masked where a reload has forgotten the flag already")
    func masked() throws {
        let facts = facts {
            $0.flags["max-concurrent-downloads"] = .init(name: "max-concurrent-downloads", text: "12", place: nil)
            $0.lastReload = .init(at: 1_200, values: ["max-concurrent-downloads": "3"])
        }
        guard case .masked(let by) = try effect(facts, 12) else {
            Issue.record("it is not masked")
            return
        }
        #expect(by.contains("made it 3"))
    }

    private func store(_ version: String?) -> Facts {
        facts {
            $0.isContainerdStore = true
            $0.version = version
        }
    }

    @Test("asks for nothing where images are in containerd's store and nothing limits its downloads")
    func unlimited() throws {
        for version in ["24.0.9", "25.0.0", "28.5.2", "29.1.3", "29.6.2"] {
            guard case .leaveAlone(let reason) = try advice(store(version), ["attempts": .integer(9)]) else {
                Issue.record("it asks for something of \(version)")
                continue
            }
            #expect(reason.hasPrefix("dockerd \(version) has its images in containerd's store, where only 29.7"))
            // A custom setting may ask for the key all the same.
            #expect(try effect(store(version), 10) == .inert(because: reason))
        }
        guard case .set(let targets, _, _) = try advice(store("29.7.0"), ["attempts": .integer(9)]) else {
            Issue.record("it asks for nothing")
            return
        }
        #expect(targets == [Target(key, .atLeast(10), activation: reload)])
        #expect(try effect(store("29.7.0"), 3) == .effective)
    }

    @Test("is made live by no reload that would end dockerd")
    func deadly() {
        func activation(_ version: String?, _ key: String = "shutdown-timeout") -> Activation {
            store(version).containerRuntime?.docker?.activation(of: key) ?? .immediate
        }
        #expect(activation("24.0.9") == .restart("docker.service"))
        #expect(activation(nil) == .restart("docker.service"))
        #expect(activation("25.0.0") == reload && activation("29.7.2") == reload)
        #expect(activation("25.0.0", "log-level") == .restart("docker.service"))
        let other = facts { $0.version = "24.0.9" }.containerRuntime?.docker
        #expect(other?.activation(of: "shutdown-timeout") == reload && other?.reasonAgainstReload == nil)
        let reason = store("24.0.9").containerRuntime?.docker?.reasonAgainstReload
        #expect(reason?.hasSuffix("in containerd's store, and this is 24.0.9") == true)
    }

    @Test("has none beside a kubelet that uses another runtime")
    func inert() throws {
        var facts = facts()
        facts.containerRuntime?.endpoint = "unix:///run/containerd/containerd.sock"
        facts.containerRuntime?.endpointOrigin = "default"
        facts.containerRuntime?.inUse = .containerd
        guard case .inert(let reason) = try effect(facts, 10) else {
            Issue.record("it has an effect")
            return
        }
        #expect(reason.contains("by containerd, at unix:///run/containerd/containerd.sock (default)"))
    }
}
