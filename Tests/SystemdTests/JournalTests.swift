import Glibc
import Testing

@testable import Systemd

@Suite("The journal")
struct JournalTests {
    @Test func `says that nobody listens where there is no socket`() throws {
        let error = #expect(throws: SystemdError.self) { try Journal.requireListener(at: "/nonexistent/socket") }
        #expect(error?.errno == ENOENT)
        #expect(error?.description == "cannot connect to '/nonexistent/socket': No such file or directory")
    }

    @Test func `says that a path is too long for a socket`() {
        let path = "/" + String(repeating: "x", count: 200)
        let error = #expect(throws: SystemdError.self) { try Journal.requireListener(at: path) }
        #expect(error?.errno == ENAMETOOLONG)
    }

    @Test func `finds a socket on which somebody listens`() throws {
        let listener = try ListeningSocket()
        try Journal.requireListener(at: listener.path)
    }

    @Test func `gives up on a socket whose queue stays full`() throws {
        let listener = try ListeningSocket()
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: listener.path.utf8) }
        let sender = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(sender) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                // More than any queue length (net.unix.max_dgram_qlen) that a machine has.
                (0..<1_000_000).first { _ in sendto(sender, "x", 1, Int32(MSG_DONTWAIT), peer, size) < 0 }
            }
        }
        #expect(sent != nil)
        let error = #expect(throws: SystemdError.self) { try Journal.requireListener(at: listener.path) }
        #expect(error?.errno == ETIMEDOUT)
    }

    @Test(arguments: [
        ("8:1234", true), ("8:1235", false), ("9:1234", false), ("8", false), ("8:1234:1", false), ("", false),
        (":", false), ("x:1234", false), ("8:99999999999999999999999", false),
    ])
    func `is on standard error only if device and inode agree`(variable: String, isStream: Bool) {
        #expect(Journal.isStream(variable, device: 8, inode: 1234) == isStream)
    }
}
