import Testing
import Tuning

@Suite("The mount that holds a path")
struct MountTests {
    private static let mounts = ["/", "/var", "/var/lib/etcd", "/var", "/varnish"].enumerated().map { place, path in
        Mount(path: path, filesystem: "ext4", source: "/dev/sd\(place)", device: "8:\(place)", isReadOnly: false)
    }

    @Test(
        "is the longest above it, and the last of those",
        arguments: [
            ("/", "8:0"), ("/etc/x", "8:0"), ("/var", "8:3"), ("/var/lib/etcd", "8:2"), ("/var/lib/etcd/member", "8:2"),
            ("/var/lib/etcd2", "8:3"), ("/varnish/x", "8:4"), ("/vari", "8:0"),
        ]
    )
    func holds(path: String, device: String) {
        #expect(Mount.holding(path, among: MountTests.mounts)?.device == device)
    }

    @Test("is none where nothing is mounted")
    func none() {
        #expect(Mount.holding("/x", among: []) == nil)
    }
}
