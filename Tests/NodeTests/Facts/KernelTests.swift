import Node
import Testing
import Tuning

@Suite("The kernel")
struct KernelTests {
    @Test("tells its release and its command line")
    func release() throws {
        let tree = try ScratchNode([
            "proc/sys/kernel/osrelease": "6.1.0-28-amd64\n", "proc/cmdline": "ro quiet\n",
            "proc/version": "Linux version 5 x",
        ])
        #expect(tree.facts.kernel.release == "6.1.0-28-amd64")
        #expect(tree.facts.kernel.commandLine == "ro quiet")
    }

    @Test("tells its release also where only its version was captured")
    func version() throws {
        #expect(try ScratchNode(["proc/version": "Linux version 4.16.15 (x) #1\n"]).facts.kernel.release == "4.16.15")
        #expect(try ScratchNode(["proc/version": "Linux\n"]).facts.kernel.release == nil)
    }

    @Test("names the modules that it loaded and those that are part of it")
    func modules() throws {
        let tree = try ScratchNode([
            "proc/modules": "xfs 1 0 - Live 0x0\nbtrfs 1 0 - Live 0x0\n", "proc/sys/kernel/osrelease": "6.1\n",
            "lib/modules/6.1/modules.builtin": "kernel/fs/ext4/ext4.ko\nkernel/a/dm-mod.ko\n",
        ])
        #expect(tree.facts.kernel.loadedModules == ["btrfs", "xfs"])
        #expect(tree.facts.kernel.builtInModules == ["dm_mod", "ext4"])
    }

    @Test("of a hostile release is not looked for elsewhere", arguments: ["../../../etc", "..", "a/b"])
    func hostileRelease(release: String) throws {
        let tree = try ScratchNode([
            "proc/sys/kernel/osrelease": release, "lib/modules/6.1/modules.builtin": "x.ko",
            "etc/modules.builtin": "kernel/x.ko",
        ])
        #expect(tree.facts.kernel.builtInModules.isEmpty)
    }

    private static let key = "proc/sys/net/netfilter/nf_conntrack_max"

    @Test(
        "has connection tracking in one of five ways",
        arguments: [
            (["proc/modules": "nf_conntrack 1 0 - Live 0x0\n"], .loaded),
            (["proc/modules": "nf_conntrack_netlink 1 0 - Live 0x0\n", key: "1"], .builtIn),
            (["sys/module/nf_conntrack/initstate": "live", key: "1"], .loaded),
            (["sys/module/nf_conntrack/parameters/hashsize": "1"], .builtIn),
            (["lib/modules/6/modules.builtin": "kernel/net/netfilter/nf_conntrack.ko\n"], .builtIn),
            (
                ["lib/modules/6/modules.dep": "kernel/a.ko:\nkernel/net/netfilter/nf_conntrack.ko.zst: kernel/b.ko\n"],
                .loadable
            ),
            (["lib/modules/6/modules.dep": "kernel/net/netfilter/nf_conntrack.ko:"], .loadable),
            (["usr/lib/modules/6/modules.dep": "kernel/net/nf_conntrack_ftp.ko:\n"], .absent),
            (["lib/modules/6/modules.dep": "/nf_conntrack.k"], .absent),
            ([:], .absent),
            (["proc/modules": "ext4 1 0 - Live 0x0\n"], .unknown),
        ] as [([String: String], ConnectionTrackingFacts.Module)]
    )
    func connectionTracking(files: [String: String], module: ConnectionTrackingFacts.Module) throws {
        let tree = try ScratchNode(["proc/sys/kernel/osrelease": "6\n"].merging(files) { $1 })
        #expect(tree.facts.connectionTracking.module == module)
    }

    @Test(
        "gives the module of connection tracking the last hashsize of modprobe.d, or of its own command line",
        arguments: [
            ([:], nil, nil),
            (["proc/cmdline": "quiet nf_conntrack.hashsize=4096\n"], 4_096, "/proc/cmdline"),
            (
                [
                    "proc/cmdline": "nf_conntrack.hashsize=4096\n",
                    "usr/lib/modprobe.d/a.conf": "options nf_conntrack hashsize=1\n",
                    "etc/modprobe.d/b.conf": "# x\noptions  nf-conntrack acct=1 hashsize=2 hashsize=3\n",
                    "etc/modprobe.d/nodekeel.conf": "options nf_conntrack hashsize=9\n",
                    "etc/modprobe.d/z.conf": "options nf_conntrack_ftp hashsize=8\n#options nf_conntrack hashsize=7\n",
                ], 3, "/etc/modprobe.d/b.conf:2"
            ),
            (["etc/modprobe.d/a.conf": "options nf_conntrack hashsize=many\noptions nf_conntrack\n"], nil, nil),
            (["etc/modprobe.d/a.conf": "options nf_conntrack hashsize=5\n", "proc/modules": "", key: "1"], nil, nil),
        ] as [([String: String], Int64?, String?)]
    )
    func bootBuckets(files: [String: String], buckets: Int64?, origin: String?) throws {
        let tree = try ScratchNode(["proc/modules": "nf_conntrack 1 0 - Live 0x0\n"].merging(files) { $1 })
        #expect(tree.facts.connectionTracking.bootBuckets == buckets)
        #expect(tree.facts.connectionTracking.bootBucketsOrigin == origin)
    }

    @Test("is not asked where nothing was captured")
    func nothing() throws {
        #expect(try ScratchNode().facts.connectionTracking.module == .unknown)
    }
}
