import Glibc
import Testing

@testable import Systemd

@Suite("The bus")
struct BusTests {
    @Test func `says that nobody listens`() {
        let error = #expect(throws: SystemdError.self) {
            _ = try Bus(address: "unix:path=/nonexistent/bus", timeout: .seconds(5))
        }
        #expect(error?.errno == ENOENT)
    }

    @Test func `gives up in time on a bus that accepts and never speaks`() throws {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(server) }
        let path = "/tmp/nodekeel-silent-bus.\(getpid())"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(server, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        defer { unlink(path) }
        try #require(bound == 0 && listen(server, 1) == 0)
        let start = MonotonicClock.now
        let error = #expect(throws: SystemdError.self) {
            _ = try Bus(address: "unix:path=\(path)", timeout: .milliseconds(100))
        }
        #expect(error?.errno == ETIMEDOUT)
        #expect(MonotonicClock.now - start < .seconds(10))
    }

    @Test(arguments: [
        "", "kubelet", "a b.service", "a/b.service", "a\u{0}.service", "ä.service",
        String(repeating: "a", count: 256) + ".service",
    ])
    func `takes no name that is not a unit's`(name: String) {
        #expect(throws: SystemdError.self) { try UnitName.require(name) }
    }

    @Test(arguments: ["kubelet.service", "user@0.service", "dev-disk-by\\x2dlabel-x.swap", "cri-containerd-0a.scope"])
    func `takes a unit's name`(name: String) throws {
        try UnitName.require(name)
    }

    @Test(arguments: [
        (Duration.seconds(-1), UInt64(0)), (.zero, 0), (.nanoseconds(1500), 1), (.seconds(2), 2_000_000),
        (.seconds(Int64.max), UInt64(Int64.max)),
    ])
    func `turns a duration into microseconds without a trap`(duration: Duration, expected: UInt64) {
        #expect(Microseconds.clamping(duration) == expected)
    }
}
