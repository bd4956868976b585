import Node
import Testing
import Tuning

@Suite("containerd on a node")
struct ContainerdReadingTests {
    private static let cri = "io.containerd.grpc.v1.cri"
    private static let images = "io.containerd.cri.v1.images"
    private static let transfer = "io.containerd.transfer.v1.local"

    private func containerd(_ version: String, _ files: [String: String]) throws -> ContainerdFacts {
        let preset = [
            "lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n",
            "var/lib/dpkg/status": "Package: containerd.io\nStatus: i ok installed\nVersion: \(version)-1\n\n",
        ]
        let named = Dictionary(uniqueKeysWithValues: files.map { ("etc/containerd/\($0.key)", $0.value) })
        let node = try ScratchNode(preset.merging(named) { $1 })
        return try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime?.containerd)
    }

    private func number(_ observation: Observation) -> Int64? {
        if case .integer(let number)? = observation.value { number } else { nil }
    }

    @Test(
        "limits downloads by the key that its release looks for",
        arguments: [
            ("1.6.20", 2, cri, 10), ("1.7.27", 2, images, 3), ("2.0.5", 3, images, 10), ("2.0.5", 2, cri, 10),
            ("2.0.5", 1, images, 10), ("2.2.0", 1, transfer, 10),
            ("2.1.4", 3, transfer, 10), ("2.1.4", 2, cri, 10), ("2.3.4", 4, cri, 3), ("2.0.5", 3, transfer, 3),
        ]
    )
    func homes(version: String, language: Int, plugin: String, limit: Int64) throws {
        let file = "version = \(language)\n[plugins.\"\(plugin)\"]\nmax_concurrent_downloads = 10\n"
        let containerd = try containerd(version, ["config.toml": file])
        #expect(number(containerd.downloads()) == limit)
        #expect((limit == 3) == !containerd.misplaced.isEmpty)
    }

    @Test(
        "leaves the transfer service for what that cannot do",
        arguments: [
            "use_local_image_pull = true", "max_concurrent_downloads = 10", "disable_snapshot_annotations = false",
            "discard_unpacked_layers = true", "image_pull_with_sync_fs = true", "registry.mirrors.x.endpoint = ['y']",
        ]
    )
    func trap(line: String) throws {
        let text =
            "version = 3\n[plugins.'\(Self.images)']\n\(line)\n[plugins.'\(Self.transfer)']\n"
            + "max_concurrent_downloads = 8\n"
        let containerd = try containerd("2.1.4", ["config.toml": text])
        #expect(containerd.way == .local(plugin: Self.images))
        #expect(containerd.causeOfLocalPulls?.place == "/etc/containerd/config.toml:3")
        let usual =
            "version = 3\n[plugins.'\(Self.images)']\nuse_local_image_pull = false\nmax_concurrent_downloads = 3\n"
        #expect(try self.containerd("2.1.4", ["config.toml": usual]).way == .transfer)
    }

    @Test("lays imports over its file, whole plug-ins until 1.7 and key by key from 2.0 on")
    func imports() throws {
        let main =
            "version = 2\nimports = ['/etc/containerd/conf.d/*.toml']\n[plugins.'\(Self.cri)']\n"
            + "max_concurrent_downloads = 6\nimage_pull_progress_timeout = '2m'\n"
        let files = [
            "config.toml": main,
            "conf.d/10-a.toml": "version = 2\n[plugins.'\(Self.cri)']\nmax_concurrent_downloads = 9\n",
            "conf.d/20-b.toml": "version = 2\n[plugins.'io.containerd.other.v1.x']\nx = 1\n",
        ]
        let old = try containerd("1.7.27", files)
        #expect(old.files.count == 3 && old.unreadFiles.isEmpty)
        #expect(number(old.downloads()) == 9 && number(old.pullProgressSeconds()) == 300)
        let new = try containerd("2.0.5", files)
        #expect(number(new.downloads()) == 9 && number(new.pullProgressSeconds()) == 120)
    }

    @Test("does not read what nothing imports, and would not start with what it cannot read")
    func traps() throws {
        let unread = try containerd("2.2.0", ["config.toml": "version = 3\n", "conf.d/a.toml": "version = 3\n"])
        #expect(unread.unreadFiles == ["/etc/containerd/conf.d/a.toml"])
        let missing = try containerd("2.2.0", ["config.toml": "version = 3\nimports = ['/etc/none.toml']\n"])
        #expect(missing.refusal?.contains("/etc/none.toml") == true)
        #expect(try containerd("2.2.0", ["config.toml": "version = \n"]).refusal?.contains("line 1, column 11") == true)
        #expect(try containerd("1.7.20", ["config.toml": "version = 3\n"]).refusal?.contains("version 3") == true)
        #expect(try containerd("2.0.2", ["config.toml": "[plugins]\n"]).refusal == nil)
        let dropIn = ["config.toml": "version = 3\nimports = ['/etc/containerd/x.toml']\n", "x.toml": "version = 4\n"]
        #expect(try containerd("2.3.4", dropIn).refusal?.contains("version 4, above that of") == true)
    }

    @Test("of 2.3 takes the version of the first file that says one, and none above it")
    func firstVersion() throws {
        func files(_ main: String, _ others: String...) -> [String: String] {
            let names = others.indices.map { ("conf.d/\($0).toml", others[$0]) }
            let head = "\(main)imports = ['/etc/containerd/conf.d/*.toml']\n"
            return ["config.toml": head].merging(names) { $1 }
        }
        let limit = "version = 3\n[plugins.'\(Self.transfer)']\nmax_concurrent_downloads = 8\n"
        for main in ["", "version = 0\n"] {
            let containerd = try containerd("2.3.4", files(main, limit, "version = 3\n"))
            #expect(containerd.refusal == nil && containerd.otherVersion == nil && containerd.configVersion == 3)
            #expect(number(containerd.downloads()) == 8)
        }
        let later = try containerd("2.3.4", files("", "version = 3\n", "version = 4\n"))
        #expect(later.refusal?.contains("1.toml is of version 4, above that of /etc/containerd/conf.d/0.toml") == true)
        #expect(try containerd("2.3.4", files("version = 1\n", limit)).refusal?.contains("version 3, above") == true)
        let named = try containerd("2.3.4", files("", limit, "[plugins.cri]\nmax_concurrent_downloads = 4\n"))
        #expect(named.refusal == nil && named.otherVersion == "/etc/containerd/conf.d/1.toml is of version 1")
    }

    @Test("waits a minute for a pull without progress until 1.7.9, five from then on, and for ever in 1.6")
    func progress() throws {
        #expect(try containerd("1.6.20", [:]).isEverPatient)
        #expect(try number(containerd("1.7.9", [:]).pullProgressSeconds()) == 60)
        #expect(try number(containerd("1.7.10", [:]).pullProgressSeconds()) == 300)
        #expect(try number(containerd("2.1.0", [:]).pullProgressSeconds()) == 300)
    }

    @Test("shows no password of a registry in its facts")
    func secrets() throws {
        let text = "version = 2\n[plugins.'\(Self.cri)'.registry.configs.'r'.auth]\npassword = 'secret'\n"
        let containerd = try containerd("1.7.2", ["config.toml": text])
        #expect(!"\(containerd)".contains("secret") && containerd.values["\(Self.cri).registry.configs"]?.text == "set")
    }
}
