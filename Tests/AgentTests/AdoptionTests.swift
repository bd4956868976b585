import Agent
import Node
import Reporting
import Testing
import Tuning

@Suite("An adopted policy")
struct AdoptionTests {
    private static let files = [
        "/etc/sysctl.d/50-net.conf": "net.core.somaxconn = 1024\nnet.netfilter.nf_conntrack_max = 99\n",
        "/etc/sysctl.d/90-net.conf": "net.core.somaxconn = 4096\nnet.ipv4.conf.*.rp_filter = 2\nkernel.nothing=1\n",
        "/etc/sysctl.d/99-nodekeel.conf": "vm.swappiness = 1\n",
        "/etc/tuned/active_profile": "site\n",
        "/etc/tuned/site/tuned.conf": "[main]\ninclude=base\n[sysctl]\nnet.ipv4.tcp_rmem=\"4096 1 2\"\n",
        "/usr/lib/tuned/base/tuned.conf": "[sysctl]\nvm.max_map_count=\n kernel.a: \n",
        "/etc/security/limits.d/a.conf": "* - nofile 1\n",
        "/proc/sys/net/core/somaxconn": "4096\n",
        "/proc/sys/net/ipv4/tcp_rmem": "4096\t1\t2\n",
        "/proc/sys/net/netfilter/nf_conntrack_max": "131072\n",
    ]

    @Test("has what the node holds, each with who sets it, and is a policy that can be used")
    func adopted() throws {
        let scratch = try PolicyNode(Self.files)
        let facts = Facts(reading: scratch.node.root, cluster: Cluster())
        let text = Adoption(of: scratch.node, facts: facts).text
        try scratch.write("/etc/nodekeel/policy.yaml", text)
        let policy = try ReadPolicy(of: scratch.node)
        #expect(policy.customIDs == ["net-core-somaxconn", "net-ipv4-conf-rp-filter", "net-ipv4-tcp-rmem"])
        let said = Dictionary(uniqueKeysWithValues: policy.entries.map { ($0.key, $0.value) })
        #expect(said["custom.net-core-somaxconn.exactly"] == .text("4096"))
        #expect(said["settings.connection-tracking-table.exactly"] == .integer(131_072))
        #expect(said["custom.net-ipv4-conf-rp-filter.sysctl"] == .text("net/ipv4/conf/*/rp_filter"))
        #expect(text.contains("# /etc/sysctl.d/50-net.conf:1 sets 1024, which is not what the node holds"))
        #expect(text.contains("#   /etc/security/limits.d/a.conf"))
        #expect(text.contains("kernel/nothing: /etc/sysctl.d/90-net.conf:3 sets it, and it cannot be read here"))
    }

    @Test("asks the table of its own setting by whichever name files set it, once")
    func secondName() throws {
        let scratch = try PolicyNode([
            "/etc/sysctl.d/50-a.conf": "net.nf_conntrack_max = 99\n",
            "/etc/sysctl.d/60-b.conf": "net.netfilter.nf_conntrack_max = 131072\n",
            "/proc/sys/net/netfilter/nf_conntrack_max": "131072\n",
            "/proc/sys/net/nf_conntrack_max": "131072\n",
        ])
        let text = Adoption(of: scratch.node, facts: Facts(reading: scratch.node.root, cluster: Cluster())).text
        try scratch.write("/etc/nodekeel/policy.yaml", text)
        let policy = try ReadPolicy(of: scratch.node)
        #expect(policy.customIDs == [])
        let said = Dictionary(uniqueKeysWithValues: policy.entries.map { ($0.key, $0.value) })
        #expect(said["settings.connection-tracking-table.exactly"] == .integer(131_072))
        #expect(text.contains("# /etc/sysctl.d/50-a.conf:1 sets 99, which is not what the node holds"))
    }

    @Test(
        "says a text that policy would take for a formula so that it stays one",
        arguments: ["|/bin/x %p node.cpus", "cluster.local", "|/bin/x \"%e\" node.x '\\n'", "2 * 1024", "plain"]
    )
    func formulas(text: String) throws {
        let scratch = try PolicyNode([
            "/etc/sysctl.d/50-a.conf": "kernel.domainname = \(text)\n", "/proc/sys/kernel/domainname": "\(text)\n",
        ])
        let facts = Facts(reading: scratch.node.root, cluster: Cluster())
        try scratch.write("/etc/nodekeel/policy.yaml", Adoption(of: scratch.node, facts: facts).text)
        let policy = try ReadPolicy(of: scratch.node)
        let examination = try Run(on: scratch.node, under: policy).examine(holds: [], after: nil)
        let finding = try #require(examination.findings.first { $0.desired.setting == "kernel-domainname" })
        #expect(finding.verdict == .met)
        #expect(finding.desired.target.bound == .exactly(Value(kernelText: text)))
    }

    @Test("of a node on which nothing is set is empty, and still a policy")
    func nothing() throws {
        let scratch = try PolicyNode([:])
        let text = Adoption(of: scratch.node, facts: Facts()).text
        try scratch.write("/etc/nodekeel/policy.yaml", text)
        #expect(try ReadPolicy(of: scratch.node).customIDs == [])
    }
}
