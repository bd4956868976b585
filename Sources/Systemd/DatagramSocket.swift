import Glibc

/// A connected local datagram socket, used to learn whether somebody listens at a path and has room for one more.
struct DatagramSocket: ~Copyable {
    private let number: Int32
    private let path: String

    /// Connects to the socket at a path; fails as connect(2) does: `ENOENT` where there is none, `ECONNREFUSED` where
    /// nobody listens.
    init(connectingTo path: String) throws(SystemdError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { throw SystemdError(operation: "connect to", object: path, errno: ENAMETOOLONG) }
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(AF_UNIX, type, 0)
        guard number >= 0 else { throw SystemdError(operation: "connect to", object: path, errno: errno) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let failure = errno
            close(number)
            throw SystemdError(operation: "connect to", object: path, errno: failure)
        }
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    /// Waits until the far side's queue has room for a datagram; `ETIMEDOUT` when it has none within the patience.
    func waitUntilWritable(milliseconds: Int32) throws(SystemdError) {
        var poll = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        let ready = Glibc.poll(&poll, 1, milliseconds)
        guard ready >= 0 || errno == EINTR else {
            throw SystemdError(operation: "wait for", object: path, errno: errno)
        }
        guard ready > 0 else { throw SystemdError(operation: "wait for", object: path, errno: ETIMEDOUT) }
    }
}
