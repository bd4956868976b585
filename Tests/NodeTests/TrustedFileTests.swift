import Glibc
import Testing
import Tuning

@testable import Node

/// A directory of the machine itself, since a captured tree is read as it is.
@Suite("A file that decides what is written")
struct TrustedFileTests {
    private let scratch: ScratchNode
    private var path: String { "\(scratch.path)/home/policy.yaml" }
    private var directory: String { "\(scratch.path)/home" }

    init() throws {
        scratch = try ScratchNode(["home/policy.yaml": "mode: observe\n", "elsewhere/real.yaml": "mode: enforce\n"])
        for name in ["home", "elsewhere"] { chmod("\(scratch.path)/\(name)", 0o755) }
        for name in ["home/policy.yaml", "elsewhere/real.yaml"] { chmod("\(scratch.path)/\(name)", 0o644) }
    }

    private func read() throws -> String {
        String(decoding: try Root.machine.trustedBytes(of: path), as: UTF8.self)
    }

    private func objection() -> String? {
        do throws(SystemError) {
            _ = try Root.machine.trustedBytes(of: path)
            return nil
        } catch {
            return error.description.replacing(scratch.path, with: "")
        }
    }

    @Test("is read where nobody else can write it")
    func trusted() throws {
        #expect(try read() == "mode: observe\n")
        #expect(throws: SystemError(operation: "read", object: path, errno: EFBIG)) {
            try Root.machine.trustedBytes(of: path, limit: 3)
        }
    }

    @Test("is refused where its group or everybody can write it", arguments: [0o664, 0o646, 0o666])
    func writable(mode: mode_t) {
        chmod(path, mode)
        #expect(
            objection() == """
                cannot trust '/home/policy.yaml': it may be written by others than root (mode \
                \(String(mode, radix: 8))): see what is in it, then 'chmod go-w /home/policy.yaml'
                """
        )
        chmod(path, mode & ~0o022)
        #expect(objection() == nil)
    }

    @Test("is refused where others can put another in its place", arguments: [0o775, 0o757, 0o1777])
    func directory(mode: mode_t) {
        chmod(directory, mode)
        #expect(
            objection() == """
                cannot trust '/home/policy.yaml': its directory '/home' may be written by others than root (mode \
                \(String(mode, radix: 8))): see what is in it, then 'chmod go-w /home'
                """
        )
        #expect(throws: SystemError.self) { try Root.machine.requireTrusted(directory: directory) }
        // Also where the file is another name of one that is root's alone.
        unlink(path)
        link("\(scratch.path)/elsewhere/real.yaml", path)
        #expect(objection() != nil)
    }

    @Test("is refused where it or its directory belongs to somebody else", .enabled(if: geteuid() == 0))
    func owner() {
        chown(path, 4_711, 0)
        #expect(
            objection() == """
                cannot trust '/home/policy.yaml': it belongs to user 4711 and not to root: see what is in it, then \
                'chown root:root /home/policy.yaml'
                """
        )
        chown(path, 0, 0)
        chown(directory, 4_711, 0)
        #expect(objection()?.contains("its directory '/home' belongs to user 4711") ?? false)
    }

    @Test("may be a link to one that is root's alone, and no other")
    func links() throws {
        unlink(path)
        symlink("../elsewhere/real.yaml", path)
        #expect(try read() == "mode: enforce\n")
        chmod("\(scratch.path)/elsewhere", 0o777)
        #expect(objection()?.contains("its directory '/home/../elsewhere' may be written") ?? false)
        chmod("\(scratch.path)/elsewhere", 0o755)
        chmod("\(scratch.path)/elsewhere/real.yaml", 0o666)
        #expect(objection()?.contains("what it leads to, '/home/../elsewhere/real.yaml', may be written") ?? false)
        unlink(path)
        symlink("policy.yaml", path)
        #expect(objection() == "cannot open '/home/policy.yaml': Too many levels of symbolic links")
    }

    @Test("is no directory, pipe or device")
    func kinds() {
        unlink(path)
        #expect(objection() == "cannot open '/home/policy.yaml': No such file or directory")
        mkfifo(path, 0o600)
        #expect(objection() == "cannot trust '/home/policy.yaml': it is not a regular file")
        unlink(path)
        mkdir(path, 0o755)
        #expect(objection() == "cannot trust '/home/policy.yaml': it is not a regular file")
    }

    @Test("is read as it is in a captured tree, whose files belong to whoever captured it")
    func captured() throws {
        chmod(path, 0o666)
        chmod(directory, 0o777)
        #expect(try scratch.node.root.trustedBytes(of: "/home/policy.yaml") == Array("mode: observe\n".utf8))
        try scratch.node.root.requireTrusted(directory: "/home")
    }
}

@Suite("A file that is replaced")
struct ReplacedFileTests {
    private let scratch: ScratchNode

    init() throws {
        scratch = try ScratchNode(["etc/there": "old", "etc/shadow": "secret"])
        chmod("\(scratch.path)/etc/shadow", 0o4600)
    }

    @Test("takes the place of a link, and leaves what the link leads to")
    func symbolic() throws {
        unlink("\(scratch.path)/etc/there")
        symlink("shadow", "\(scratch.path)/etc/there")
        try scratch.node.replaceFile("/etc/there", "new")
        #expect(scratch.content(of: "etc/there") == "new")
        #expect(scratch.content(of: "etc/shadow") == "secret")
        #expect(scratch.node.root.link(at: "/etc/there") == nil)
        // No more than who made the link could give it: what others may not read stays so, and runs as nobody else.
        #expect(try scratch.node.root.status(of: "/etc/there").mode == 0o600)
    }

    @Test("is another file than the one that had a second name")
    func hard() throws {
        link("\(scratch.path)/etc/there", "\(scratch.path)/etc/second")
        try scratch.node.replaceFile("/etc/there", "new")
        #expect(scratch.content(of: "etc/there") == "new")
        #expect(scratch.content(of: "etc/second") == "old")
    }

    @Test("is not written through a link that stands where it is prepared")
    func prepared() throws {
        symlink("shadow", "\(scratch.path)/etc/.there.nodekeel")
        try scratch.node.replaceFile("/etc/there", "new")
        #expect(scratch.content(of: "etc/there") == "new")
        #expect(scratch.content(of: "etc/shadow") == "secret")
        #expect(!scratch.node.root.exists("/etc/.there.nodekeel"))
    }

    @Test("is for everybody to read, as is a directory that is made for it")
    func made() throws {
        try scratch.node.replaceFile("/etc/new.d/new.conf", "new")
        #expect(try scratch.node.root.status(of: "/etc/new.d").mode == 0o755)
        #expect(try scratch.node.root.status(of: "/etc/new.d/new.conf").mode == 0o644)
    }

    @Test("of the run time is root's alone again, whatever mode it had")
    func runtime() throws {
        try scratch.write("run/nodekeel/report.json", "old")
        chmod("\(scratch.path)/run/nodekeel/report.json", 0o666)
        try scratch.node.replaceRuntimeFile("/run/nodekeel/report.json", "new")
        #expect(try scratch.node.root.status(of: "/run/nodekeel/report.json").mode == 0o644)
    }
}
