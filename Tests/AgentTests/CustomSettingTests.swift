import Agent
import Catalogue
import Node
import Testing
import Tuning

private func targets(_ custom: String, on facts: Facts, _ files: [String: String] = [:]) throws -> [Target] {
    let scratch = try PolicyNode(files.merging(["policy.yaml": "custom:\n\(custom)\n"]) { first, _ in first })
    let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
    let read = try run.policy.inForce(on: facts, expanding: scratch.node.knobs(matching:))
    let wishes = Wishes(of: read.settings, for: facts, under: read.policy, holds: [])
    let builtIn = Set(catalogue.map(\.id))
    return wishes.desired.filter { !builtIn.contains($0.setting) }.map(\.target)
}

@Suite("A custom setting")
struct CustomSettingTests {
    @Test(
        "asks for a literal or a formula, as every bound",
        arguments: [
            ("atLeast: \"min(65535, 4096 * node.cpus)\"", Bound.atLeast(16_384)),
            ("atMost: 10", .atMost(10)),
            ("exactly: 3", .exactly(.integer(3))),
            ("exactly: cubic", .exactly(.text("cubic"))),
            ("exactly: 0-15", .exactly(.text("0-15"))),
            ("exactly: 4096 87380 6291456", .exactly(.list([.integer(4096), .integer(87_380), .integer(6_291_456)]))),
            ("exactly: [1, 2 * node.cpus]", .exactly(.list([.integer(1), .integer(8)]))),
            ("exactly: 2 * node.cpus", .exactly(.integer(8))),
            ("exactly: {formula: 2 * 3}", .exactly(.integer(6))),
            ("exactly: \"node.cpus > 2 ? 'bbr' : 'cubic'\"", .exactly(.text("bbr"))),
            ("oneOf: [2, 1, node.cpus]", .oneOf([.integer(2), .integer(1), .integer(4)])),
        ]
    )
    func bounds(want: String, bound: Bound) throws {
        let custom = "  - {id: a, sysctl: net/core/somaxconn, because: a test, \(want)}"
        #expect(try targets(custom, on: .cpus(4)) == [Target(.sysctl("net/core/somaxconn"), bound)])
    }

    @Test("does not apply where 'when' is false, and its formula is not computed there")
    func when() throws {
        let custom = "  - {id: a, sysfs: kernel/x, because: b, when: node.cpus > 4, exactly: 8 / (node.cpus - 4)}"
        #expect(try targets(custom, on: .cpus(4)) == [])
        #expect(try targets(custom, on: .cpus(8)) == [Target(.sysfs("kernel/x"), .exactly(.integer(2)))])
    }

    @Test("with wildcards asks for what exists, but for what is excepted")
    func patterns() throws {
        let names = ["all", "eth0", "eth0.100", "lo", "cali1"]
        let tree = Dictionary(
            uniqueKeysWithValues: names.map { ("/proc/sys/net/ipv4/conf/\($0)/rp_filter", "0\n") }
        )
        let custom = "  - {id: a, sysctl: net/ipv4/conf/*/rp_filter, except: [lo, cali*], exactly: 1, because: b}"
        let found = try targets(custom, on: .cpus(1), tree).map(\.knob)
        #expect(found == ["all", "eth0", "eth0.100"].map { .sysctl("net/ipv4/conf/\($0)/rp_filter") })
    }

    @Test("is replaced whole by a later file's of the same ID")
    func replaced() throws {
        let later = "custom: [{id: a, sysctl: net/x, atMost: 2, because: b}]\n"
        let custom = """
              - {id: a, sysctl: net/y, atLeast: 1, because: b}
              - {id: c, sysctl: net/z, exactly: 1, because: b}
            """
        let found = try targets(custom, on: .cpus(1), ["policy.d/a.yaml": later])
        #expect(found == [Target(.sysctl("net/x"), .atMost(2)), Target(.sysctl("net/z"), .exactly(.integer(1)))])
    }

    @Test(
        "is refused with the place and the reason",
        arguments: [
            ("▸{sysctl: net/x, atLeast: 1, because: b}", "'id' is missing: a name in kebab-case"),
            ("▸{id: a, sysctl: net/x, atLeast: 1}", "'because' is missing: why this node needs it"),
            ("{id: a, sysctl: net/x, atLeast: 1, because: ▸''}", "a reason is wanted, this is empty"),
            (
                "{id: ▸A_b, sysctl: net/x, atLeast: 1, because: b}",
                "an ID is in kebab-case, of at most 63 characters, such as listen-backlog"
            ),
            (
                "{id: ▸connection-tracking-table, sysctl: net/x, atLeast: 1, because: b}",
                "'connection-tracking-table' is a built-in setting: policy speaks of it under 'settings'"
            ),
            (
                "▸{id: a, atLeast: 1, because: b}",
                "the place is missing: one of sysctl, sysfs, process, unit, kubelet, docker"
            ),
            (
                "▸{id: a, sysctl: net/x, sysfs: y, exactly: 1, because: b}",
                "only one of sysctl, sysfs, process, unit, kubelet, docker is possible"
            ),
            (
                "▸{id: a, sysctl: net/x, because: b}",
                "what is wanted is missing: one of exactly, atLeast, atMost, oneOf"
            ),
            (
                "▸{id: a, sysctl: net/x, atLeast: 1, atMost: 2, because: b}",
                "only one of exactly, atLeast, atMost, oneOf is possible"
            ),
            (
                "{id: a, sysctl: ▸net.core.somaxconn, atLeast: 1, because: b}",
                "a sysctl is a path such as net/core/somaxconn; did you mean 'net/core/somaxconn'?"
            ),
            (
                "{id: a, sysctl: ▸/proc/sys/net/x, atLeast: 1, because: b}",
                "a sysctl is a path below /proc/sys; did you mean 'net/x'?"
            ),
            (
                "{id: a, sysctl: ▸net/../x, atLeast: 1, because: b}",
                "a path is wanted that has no '..' and no empty part, such as net/core/somaxconn"
            ),
            (
                "{id: a, sysctl: net/x, except: ▸[lo], atLeast: 1, because: b}",
                "'except' is for a path with wildcards, and 'net/x' has none"
            ),
            (
                "{id: a, kubelet: ▸maxpods, atLeast: 1, because: b}",
                "the kubelet's configuration has no field 'maxpods'; did you mean 'maxPods'?"
            ),
            (
                "{id: a, kubelet: ▸clusterDNS, exactly: 10.0.0.1, because: b}",
                "'clusterDNS' is a list, and only a field that holds one value can be a setting"
            ),
            (
                "{id: a, kubelet: maxPods, exactly: ▸many, because: b}",
                "maxPods is a whole number of -2147483648 to 2147483647, not 'many'"
            ),
            (
                "{id: a, kubelet: failSwapOn, exactly: ▸1, because: b}",
                "failSwapOn is true or false, not '1'"
            ),
            (
                "{id: a, process: {program: envoy}, exactly: ▸-21, because: b}",
                "-21 is no nice value: -20 to 19"
            ),
            (
                "{id: a, process: {program: envoy, priority: io}, exactly: ▸5, because: b}",
                "an I/O priority is wanted, such as best-effort/0 or idle"
            ),
            ("{id: a, process: ▸{unit: x.service}, exactly: 5, because: b}", missingProgram),
            (
                "{id: a, unit: {name: ▸envoy, weight: cpu}, exactly: 5, because: b}",
                "a unit ends in .service, .slice or .scope"
            ),
            (
                "{id: a, unit: {name: envoy.service, weight: cpu}, exactly: ▸0, because: b}",
                "0 is no weight: 1 to 10000, where 100 is usual"
            ),
            ("{id: a, sysctl: net/x, atLeast: ▸many, because: b}", "unknown variable 'many'"),
            (
                "{id: a, sysctl: net/x, exactly: min(node.▸cpuz), because: b}",
                "'node' has no field 'cpuz'; did you mean 'cpu'?"
            ),
            (
                "{id: a, sysctl: net/x, when: ▸node.cpus, exactly: 1, because: b}",
                "true or false is wanted, this formula gives int"
            ),
            (
                "{id: a, sysctl: net/x, exactly: ▸2 * 1024, because: b}",
                "is this a formula? then write {formula: \"2 * 1024\"}; as a text no kernel takes it"
            ),
            (
                "{id: a, sysctl: net/x, exactly: ▸true, because: b}",
                "a number or a text is wanted, this is a boolean; in quotes it is a text"
            ),
            (
                "{id: a, sysctl: net/x, exactly: 1, because: b, ▸sysclt: x}",
                "unknown key 'sysclt'; did you mean 'sysctl'?"
            ),
            (
                "{id: a, sysctl: net/x, exactly: 1, because: b, hysteresis: ▸2d}",
                "a hysteresis is 1d at most"
            ),
        ]
    )
    func refusals(marked: String, problem: String) throws {
        let parts = marked.split(separator: "▸", omittingEmptySubsequences: false)
        let column = 5 + parts[0].count
        #expect(try problems(in: "custom:\n  - \(parts.joined())\n") == ["2:\(column): \(problem)"])
    }

    private static let missingProgram = "'program' is missing: the name of an executable"

    @Test("is about a program's threads, or a unit's weight")
    func processes() throws {
        let custom = """
              - {id: a, process: {program: envoy, unit: envoy.service}, atMost: -5, because: b}
              - {id: c, process: {program: envoy, priority: io}, exactly: best-effort/0, because: b}
              - {id: d, unit: {name: envoy.service, weight: cpu}, atLeast: 100 * node.cpus, because: b}
            """
        let envoy = ProcessSelector("envoy", in: .unit("envoy.service"))
        #expect(
            try targets(custom, on: .cpus(4)) == [
                Target(.priority(of: envoy, .cpu), .atMost(-5)),
                Target(.priority(of: ProcessSelector("envoy"), .io), .exactly(.text("best-effort/0"))),
                Target(.weight(of: .unit("envoy.service"), .cpu), .atLeast(400)),
            ]
        )
    }

    @Test("that stands twice in one file is refused")
    func twice() throws {
        let entry = "{id: a, sysctl: net/x, exactly: 1, because: b}"
        #expect(try problems(in: "custom: [\(entry),\n\(entry)]\n") == ["2:6: 'a' stands here twice, first in line 1"])
    }

    @Test("that wants another value of a knob than a second setting is refused, naming both")
    func conflicts() throws {
        let policy = """
            custom:
              - {id: a, sysctl: net/core/somaxconn, atLeast: 4096, because: b}
              - {id: c, sysctl: net/core/*, exactly: 128, because: d}
            """
        let scratch = try PolicyNode(["policy.yaml": policy, "/proc/sys/net/core/somaxconn": "4096\n"])
        let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
        let path = "/etc/nodekeel/policy.yaml"
        do {
            _ = try run.examine(holds: [], after: nil)
            Issue.record("both are accepted")
        } catch {
            let words = "want different values of 'net/core/somaxconn': ≥ 4096 and 128"
            #expect(error.problems.map(\.description) == ["\(path):3:5: 'a' (\(path):2) and 'c' (\(path):3) \(words)"])
        }
    }

    @Test(
        "that wants another value of a number under its second name is refused, naming both names",
        arguments: [
            ("sysctl: net/nf_conntrack_max, exactly: 5", "net/netfilter/nf_conntrack_max", "net/nf_conntrack_max"),
            (
                "sysfs: module/nf_conntrack/parameters/hashsize, exactly: 512", "net/netfilter/nf_conntrack_buckets",
                "/sys/module/nf_conntrack/parameters/hashsize"
            ),
        ]
    )
    func secondNames(custom: String, name: String, second: String) throws {
        let machine = try ScratchMachine()
        try machine.write("etc/nodekeel/policy.yaml", "custom: [{id: a, \(custom), because: b}]\n")
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        do {
            _ = try run.examine(holds: [], after: nil)
            Issue.record("both are accepted")
        } catch {
            let problem = try #require(error.problems.first?.description)
            #expect(problem.contains("want different values of '\(name)', of which '\(second)' is a second name: "))
        }
    }

    @Test("that agrees with another setting under a second name is accepted")
    func agreeingSecondName() throws {
        let machine = try ScratchMachine()
        let custom = "custom: [{id: a, sysctl: net/nf_conntrack_max, atLeast: 288840, because: b}]\n"
        try machine.write("etc/nodekeel/policy.yaml", custom)
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        #expect(try run.examine(holds: [], after: nil).findings.contains { $0.desired.setting == "a" })
    }

    @Test("is planned like a built-in one")
    func planned() throws {
        let custom = "custom: [{id: a, sysctl: net/core/somaxconn, atLeast: 4096, because: b, hysteresis: 30s}]\n"
        let scratch = try PolicyNode(["policy.yaml": custom, "/proc/sys/net/core/somaxconn": "128\n"])
        let run = Run(on: scratch.node, under: try ReadPolicy(of: scratch.node))
        let examination = try run.examine(holds: [], after: nil)
        let finding = try #require(examination.findings.first { $0.desired.setting == "a" })
        #expect(finding.verdict == .unmet)
        #expect(finding.desired.hysteresisSeconds == 30)
        #expect(examination.plan.changes.map(\.knob).contains(.sysctl("net/core/somaxconn")))
    }
}
