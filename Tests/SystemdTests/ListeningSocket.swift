import Glibc
import Testing

/// A real local datagram socket in a directory of its own, such as journald and systemd listen on.
struct ListeningSocket: ~Copyable {
    let directory: String
    let path: String
    private let number: Int32

    init() throws {
        var template = Array("/tmp/nodekeel-socket.XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        let directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let path = directory + "/socket"
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(made != nil && number >= 0 && result == 0)
        self.directory = directory
        self.path = path
        self.number = number
    }

    deinit {
        close(number)
        unlink(path)
        rmdir(directory)
    }

    /// The next datagram, or nil if none waits.
    func received() -> String? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
