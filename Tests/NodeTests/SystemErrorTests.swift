import Glibc
import Testing

@testable import Node

@Suite("What is said of an operation that failed")
struct SystemErrorTests {
    @Test("tells how the service gets to write into a directory, and nothing of other failures")
    func remedy() {
        let missing = SystemError(operation: "create", object: "/etc/docker", errno: EROFS)
        #expect(missing.description == "cannot create '/etc/docker': Read-only file system")
        #expect(missing.remedy?.contains("'sudo nodekeel apply' makes it") == true)
        #expect(missing.remedy?.contains("ReadWritePaths=") == true)
        #expect(SystemError(operation: "create", object: "/etc/docker", errno: ENOSPC).remedy == nil)
        #expect(SystemError(operation: "write", object: "/proc/sys/vm/swappiness", errno: EROFS).remedy == nil)
    }
}
