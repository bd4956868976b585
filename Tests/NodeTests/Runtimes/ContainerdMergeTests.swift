import Node
import Testing
import Tuning

/// Made-up files, and what `containerd config dump` of Debian's containerd 1.6.20 printed for each: the limit of
/// downloads, or nothing where it ended with an error. `@` stands for the directory of the first file.
private let dumped: [(files: [String: String], limit: Int64?)] = {
    let cri = "[plugins.'io.containerd.grpc.v1.cri']"
    let imports = "version = 2\nimports = ['@/conf.d/*.toml']\n"
    func limit(_ number: Int) -> String { "version = 2\n\(cri)\nmax_concurrent_downloads = \(number)\n" }
    func main(_ text: String) -> [String: String] { ["config.toml": text] }
    func with(_ name: String, _ text: String, under main: String = imports) -> [String: String] {
        ["config.toml": main, name: text]
    }
    return [
        (main(""), 3), (main("version = 2\n"), 3), (main(limit(7)), 7),
        (main("version = 2\nplugins.'io.containerd.grpc.v1.cri'.max_concurrent_downloads = 7\n"), 7),
        (main("version = 2\n[plugins]\n'io.containerd.grpc.v1.cri' = {max_concurrent_downloads = 7}\n"), 7),
        (main("[plugins.cri]\nmax_concurrent_downloads = 7\n"), 7),
        (main("version = 1\n[plugins.cri]\nmax_concurrent_downloads = 7\n"), 7),
        (main("\(cri)\nmax_concurrent_downloads = 7\n"), 3),
        (main("version = 2\n[plugins.cri]\nmax_concurrent_downloads = 7\n"), nil),
        (main("version = 2\n\(cri)\nmax_concurrent_downloads = '7'\n"), nil),
        (with("conf.d/a.toml", limit(7), under: "version = 2\nimports = ['conf.d/*.toml']\n"), 3),
        (with("conf.d/a.toml", limit(7)), 7),
        (with("a.toml", limit(7), under: "version = 2\nimports = ['a.toml']\n"), 7),
        (with("conf.d/a.toml", limit(7)).merging(["conf.d/b.toml": limit(8)]) { $1 }, 8),
        (
            with(
                "conf.d/a.toml",
                "version = 2\n[plugins.'io.containerd.grpc.v1.cri'.cni]\nbin_dir = '/x'\n",
                under: imports
                    + "\(cri)\nmax_concurrent_downloads = 7\n"
            ), 3
        ),
        (
            with(
                "conf.d/a.toml",
                "version = 2\n[plugins.'io.containerd.internal.v1.opt']\npath = '/x'\n",
                under: imports
                    + "\(cri)\nmax_concurrent_downloads = 7\n"
            ), 7
        ),
        (with("conf.d/a.toml", "\(cri)\nmax_concurrent_downloads = 7\n"), 7),
        (
            with(
                "conf.d/a.toml",
                "version = 2\n",
                under: "imports = ['@/conf.d/*.toml']\n[plugins.cri]\n"
                    + "max_concurrent_downloads = 7\n"
            ), nil
        ),
        (with("conf.d/a.toml", "version = 3\n"), 3),
        (main("version = 2\nimports = ['@/none.toml']\n"), nil),
        (main("version = 2\nimports = ['@/none/*.toml']\n"), 3),
        (
            [
                "config.toml": "version = 2\nimports = ['@/a.toml', '@/b.toml']\n", "b.toml": limit(7),
                "a.toml": "version = 2\nimports = ['@/c.toml']\n", "c.toml": limit(9),
            ], 9
        ),
        (
            with(
                "a.toml",
                "version = 2\nimports = ['@/config.toml']\n\(cri)\nmax_concurrent_downloads = 5\n",
                under:
                    "version = 2\nimports = ['@/a.toml']\n"
            ), 5
        ),
        (with("conf.d/a.toml", "x = \n"), nil),
        (with("conf.d/.a.toml", limit(7)), 7), (with("conf.d/a.conf", limit(7)), 3),
        (with("conf.d/a.toml", limit(7), under: "version = 2\nimports = ['@/*/a.toml']\n"), 7),
        (with("conf.d/a.toml", limit(7), under: "version = 2\nimports = ['@/conf.d/?.toml']\n"), nil),
        (
            with(
                "a.toml",
                limit(0),
                under: "version = 2\nimports = ['@/a.toml']\n\(cri)\nmax_concurrent_downloads = 7\n"
            ),
            0
        ),
    ]
}()

@Suite("containerd's files, beside what containerd itself makes of them")
struct ContainerdMergeTests {
    @Test("come to what 'containerd config dump' prints", arguments: dumped.indices)
    func dump(index: Int) throws {
        let (files, limit) = dumped[index]
        var tree = [
            "lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n",
            "var/lib/dpkg/status": "Package: containerd\nStatus: i ok installed\nVersion: 1.6.20~ds1-1\n\n",
        ]
        for (name, text) in files {
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            tree["etc/containerd/\(name)"] = parts.joined(separator: "/etc/containerd")
        }
        let node = try ScratchNode(tree)
        let containerd = try #require(Facts(reading: node.node.root, cluster: Cluster()).containerRuntime?.containerd)
        let observation = containerd.downloads()
        if let limit {
            #expect(observation.value == .integer(limit), "\(files): \(observation)")
        } else {
            #expect(observation.value == nil, "\(files): \(observation)")
        }
    }
}
