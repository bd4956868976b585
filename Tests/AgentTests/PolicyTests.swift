import Agent
import Reporting
import Testing
import Tuning

@Suite("A policy")
struct PolicyTests {
    @Test("that is not there is the large-cluster profile, enforced")
    func absent() throws {
        let read = try ReadPolicy(of: try PolicyNode([:]).node)
        #expect(read.policy.profile.name == "large-cluster")
        #expect(read.policy.mode == .enforce)
        #expect(read.policy.intervalSeconds == 60)
        #expect(read.paths == [])
    }

    @Test("says profile, mode, interval, cluster and settings")
    func everything() throws {
        let scratch = try PolicyNode([
            "policy.yaml": """
            profile: conservative
            mode: enforce
            interval: 5m
            cluster: {nodes: 5000, apiserverQPS: 250000, kubernetesVersion: 1.30}
            settings:
              connection-tracking-table: {entriesPerCPU: 144420, atLeast: 131072}
              connection-tracking-boot: {mode: observe}
            """
        ])
        let policy = try ReadPolicy(of: scratch.node).policy
        #expect(policy.profile.name == "conservative")
        #expect(policy.mode == .enforce)
        #expect(policy.intervalSeconds == 300)
        #expect(policy.cluster == Cluster(nodes: 5000, apiserverQPS: 250_000, kubernetesVersion: "1.30"))
        let table = try #require(policy.settings["connection-tracking-table"])
        #expect(table.values == ["entriesPerCPU": .integer(144_420)])
        #expect(table.limits == SettingPolicy.Limits(atLeast: 131_072))
        #expect(policy.settings["connection-tracking-boot"]?.mode == .observe)
    }

    @Test("is laid together from its files by name, each key with the place that has the last word")
    func layers() throws {
        let scratch = try PolicyNode([
            "policy.yaml":
                "mode: enforce\nsettings:\n  connection-tracking-table: {entriesPerCPU: 1000, memoryPercent: 5}\n",
            "policy.d/20-site.yaml": "settings:\n  connection-tracking-table:\n    entriesPerCPU: 3000\n",
            "policy.d/10-rack.yaml": "mode: observe\nsettings: {connection-tracking-table: {entriesPerCPU: 2000}}\n",
            "policy.d/30-site.yaml.bak": "mode: nonsense\n",
        ])
        let read = try ReadPolicy(of: scratch.node)
        #expect(read.policy.mode == .observe)
        #expect(
            read.policy.settings["connection-tracking-table"]?.values
                == ["entriesPerCPU": .integer(3000), "memoryPercent": .integer(5)]
        )
        let origins = Dictionary(uniqueKeysWithValues: read.entries.map { ($0.key, $0.origin) })
        #expect(origins["mode"] == "/etc/nodekeel/policy.d/10-rack.yaml:1")
        let prefix = "settings.connection-tracking-table."
        #expect(origins[prefix + "entriesPerCPU"] == "/etc/nodekeel/policy.d/20-site.yaml:3")
        #expect(origins[prefix + "memoryPercent"] == "/etc/nodekeel/policy.yaml:3")
        #expect(origins[prefix + "atLeast"] == "profile large-cluster")
        #expect(origins["interval"] == "default")
    }

    @Test(
        "is refused with line, column and the nearest known word",
        arguments: [
            ("profil: x\n", "1:1: unknown key 'profil'; did you mean 'profile'?"),
            ("profile: large-clusterr\n", "1:10: unknown profile 'large-clusterr'; did you mean 'large-cluster'?"),
            ("mode: enforced\n", "1:7: unknown mode 'enforced'; did you mean 'enforce'?"),
            ("mode: [enforce]\n", "1:7: expected a scalar, found a sequence"),
            ("mode: true\n", "1:7: a mode is wanted, this is a boolean"),
            ("mode: enforce\nmode: observe\n", "2:1: 'mode' stands here twice, first in line 1"),
            (
                "settings:\n  connection-tracking-table: &a {atLeast: 5}\n  kubelet-max-pods: *a\n",
                "3:21: '*a' is an alias: write out what it stands for"
            ),
            ("settingsVersion: latest\n", "1:18: a version of nodekeel such as \(nodekeelVersion) is wanted"),
            ("settingsVersion: 99.0.0\n", "1:18: this nodekeel knows the settings of 0.1.0 to \(nodekeelVersion)"),
            ("interval: 60\n", "1:11: a length of time such as 60s or 5m is wanted"),
            ("interval: 1s\n", "1:11: an interval is between 5s and 1d"),
            ("cluster: {nodes: 0}\n", "1:18: 0 is out of range: 1 to 1000000"),
            ("cluster: {kubernetesVersion: latest}\n", "1:30: a version such as 1.34.2 is wanted"),
            ("- profile\n", "1:1: a mapping is wanted, this is a sequence"),
            (
                "settings:\n  connection-tracking-tabel: {}\n",
                "2:3: unknown key 'connection-tracking-tabel'; did you mean 'connection-tracking-table'?"
            ),
            (
                "settings:\n  connection-tracking-table: {entriesPerCpu: 5}\n",
                "2:31: unknown key 'entriesPerCpu'; did you mean 'entriesPerCPU'?"
            ),
            (
                "settings: {connection-tracking-table: {entriesPerCPU: 0}}\n",
                "1:55: entriesPerCPU: 0 is not in 1…16777216"
            ),
            (
                "settings: {connection-tracking-table: {entriesPerCPU: many}}\n",
                "1:55: unknown variable 'many'"
            ),
            (
                "settings: {connection-tracking-table: {exactly: 5, atLeast: 4}}\n",
                "1:39: 'exactly' leaves no room for 'atLeast' or 'atMost'"
            ),
            (
                "settings: {connection-tracking-table: {exactly: 2147483648}}\n",
                "1:49: 2147483648 is out of range: 0 to 2147483647"
            ),
            (
                "settings: {connection-tracking-buckets: {atLeast: 99999999999}}\n",
                "1:51: 99999999999 is out of range: 1 to 268427264"
            ),
            (
                "settings: {kubelet-max-pods: {atMost: 3000000000}}\n",
                "1:39: 3000000000 is out of range: 0 to 2147483647"
            ),
            (
                "settings: {connection-tracking-pressure: {mode: enforce}}\n",
                "1:49: 'connection-tracking-pressure' can only be observed"
            ),
            (
                "settings: {connection-tracking-pressure: {mode: yield}}\n",
                "1:49: 'connection-tracking-pressure' can only be observed"
            ),
            (
                "settings: {connection-tracking-table: {ownership: flor}}\n",
                "1:51: unknown ownership 'flor'; did you mean 'floor'?"
            ),
            (
                "settings: {connection-tracking-table: {exactly: 5, ownership: own}}\n",
                "1:39: 'exactly' says how much is nodekeel's already; leave out 'ownership'"
            ),
            (
                "settings: {connection-tracking-boot: {exactly: 5}}\n",
                "1:39: unknown key 'exactly'; known here: mode"
            ),
        ]
    )
    func refusals(policy: String, problem: String) throws {
        #expect(try problems(in: policy) == [problem])
    }

    @Test("tells at most two hundred things that are wrong with a file")
    func manyProblems() throws {
        let policy = "settings:\n" + (0..<5_000).map { "  word\($0): 1\n" }.joined()
        let told = try problems(in: policy)
        #expect(told.count == 200)
        #expect(told.first?.hasPrefix("2:3: unknown key 'word0'") ?? false)
        #expect(told.last == "201:3: mend what is wrong above first: from here on nothing is told")
    }

    @Test("claims a number as more or less its own than the setting does")
    func ownership() throws {
        let scratch = try PolicyNode([
            "policy.yaml": "settings:\n  connection-tracking-table: {ownership: ceiling, atMost: 500}\n",
            "policy.d/10-rack.yaml": "settings: {connection-tracking-table: {ownership: own}}\n",
        ])
        let policy = try ReadPolicy(of: scratch.node).inForce(on: Facts()) { _ in .knobs([]) }.policy
        #expect(policy.settings["connection-tracking-table"]?.ownership == .own)
        let wanted = Setting(id: "connection-tracking-table", summary: "A", why: "A.", unit: .none, sources: ["a test"])
        { _, _ in .set([Target(.sysctl("a/b"), .atLeast(1000))], because: "a test") }
        let wishes = Wishes(of: [wanted], for: Facts(), under: policy, holds: [])
        #expect(wishes.desired.map(\.target.bound) == [.exactly(.integer(500))])
        #expect(wishes.desired.first?.because == "a test; policy makes it 500")
    }

    @Test("tells everything that is wrong with it at once")
    func allProblems() throws {
        #expect(try problems(in: "profil: x\nmode: y\ninterval: z\n").count == 3)
    }

    @Test(
        "that is hostile is refused quickly",
        arguments: [
            "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
            String(repeating: "[", count: 100_000),
            String(repeating: "a:\n ", count: 5_000),
            "mode: enforce\n---\nmode: observe\n",
            "mode: \u{0}\n",
            "mode: enforce\n\tprofile: x\n",
        ]
    )
    func hostile(policy: String) throws {
        #expect(try !problems(in: policy).isEmpty)
    }

    @Test(
        "that is empty or only comments says nothing",
        arguments: ["", "# nothing\n", "---\n", "settings:\n", "{}\n"]
    )
    func nothing(policy: String) throws {
        #expect(try problems(in: policy) == [])
    }

    @Test("of more than four mebibytes is refused")
    func huge() throws {
        #expect(try !problems(in: "# " + String(repeating: "x", count: 5 << 20)).isEmpty)
    }
}
