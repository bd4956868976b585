import CLinux
import Glibc
import Testing

@testable import Node

@Suite("Who may read a file that is replaced")
struct FileProtectionTests {
    private let scratch: ScratchNode

    init() throws {
        scratch = try ScratchNode(["etc/there.d/there": "old"])
    }

    private var path: String { "\(scratch.path)/etc/there.d/there" }

    private func attribute(_ name: String) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1 << 10)
        let count = getxattr(path, name, &buffer, buffer.count)
        return count < 0 ? nil : Array(buffer.prefix(count))
    }

    /// The owner may read and write, the user 1234 and the group may read (acl(5), linux/posix_acl_xattr.h).
    private static let list: [UInt8] = [
        2, 0, 0, 0,
        1, 0, 6, 0, 255, 255, 255, 255,
        2, 0, 4, 0, 0xd2, 0x04, 0, 0,
        4, 0, 4, 0, 255, 255, 255, 255,
        16, 0, 4, 0, 255, 255, 255, 255,
        32, 0, 0, 0, 255, 255, 255, 255,
    ]

    @Test("is as before, also by its access control list, wherever it is made", arguments: [false, true])
    func list(fromAbove: Bool) throws {
        try #require(setxattr(path, "system.posix_acl_access", Self.list, Self.list.count, 0) == 0)
        if fromAbove {
            try scratch.node.replaceFileFromAbove("/etc/there.d/there", "new")
        } else {
            try scratch.node.replaceFile("/etc/there.d/there", "new")
        }
        #expect(scratch.content(of: "etc/there.d/there") == "new")
        #expect(attribute("system.posix_acl_access") == Self.list)
        #expect(try scratch.node.root.status(of: "/etc/there.d/there").mode == 0o640)
    }

    @Test("is as its SELinux label says, which only root may set", .enabled(if: getuid() == 0))
    func label() throws {
        let label = Array("system_u:object_r:container_config_t:s0\0".utf8)
        // A kernel that has SELinux may know no such label.
        try #require(setxattr(path, "security.selinux", label, label.count, 0) == 0)
        try scratch.write("sys/fs/selinux/enforce", "1")
        try scratch.node.replaceFileFromAbove("/etc/there.d/there", "new")
        #expect(scratch.content(of: "etc/there.d/there") == "new")
        #expect(attribute("security.selinux") == label)
    }

    @Test("is what it was where there is no more than mode and owner")
    func plain() throws {
        chmod(path, 0o604)
        try scratch.node.replaceFile("/etc/there.d/there", "new")
        #expect(attribute("system.posix_acl_access") == nil && attribute("security.selinux") == nil)
        #expect(try scratch.node.root.status(of: "/etc/there.d/there").mode == 0o604)
    }
}
