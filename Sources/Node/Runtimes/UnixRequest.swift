import Glibc

/// A GET over a local socket, within a time and a size.
///
/// In HTTP/1.0, where the answer ends with the connection, so that there are no chunks to put together. libcurl was
/// measured instead: on Debian 12 it brings 29 libraries into a process, and 7.7 MB resident of which 1.1 MB anonymous,
/// more than the whole service has. What it is good for, TLS and proxies and redirects, a local socket has no use for.
struct UnixRequest {
    /// The socket.
    let socket: String
    /// When to give up, in nanoseconds of the monotonic clock: one deadline for all requests of a pass.
    let deadline: Int64
    /// The most that an answer may hold, in bytes.
    static let answerLimit = 1 << 20

    /// An answer.
    struct Answer {
        /// The status, such as 200.
        let status: Int
        /// The fields of the head, by name in small letters.
        let fields: [String: String]
        /// What follows the head.
        let body: [UInt8]
    }

    init(to socket: String, within milliseconds: Int64) {
        self.socket = socket
        deadline = UnixRequest.now + milliseconds * 1_000_000
    }

    /// The answer to a GET.
    ///
    /// - Throws: ``SystemError``; `ETIMEDOUT` when the time is over, `EFBIG` for more than the limit, `EPROTO` for what
    ///   is no HTTP.
    func get(_ path: String) throws(SystemError) -> Answer {
        let descriptor = try connected()
        var request = Array("GET \(path) HTTP/1.0\r\nHost: localhost\r\nUser-Agent: nodekeel\r\n\r\n".utf8)[...]
        while !request.isEmpty {
            try wait(for: POLLOUT, on: descriptor)
            let count = request.withUnsafeBytes { bytes in
                send(descriptor.number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw SystemError(operation: "ask", object: socket, errno: errno) }
            request = request.dropFirst(count)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            try wait(for: POLLIN, on: descriptor)
            let count = recv(descriptor.number, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw SystemError(operation: "hear", object: socket, errno: errno) }
            guard count > 0 else { break }
            answer += buffer[..<count]
            guard answer.count <= UnixRequest.answerLimit else {
                throw SystemError(operation: "hear", object: socket, errno: EFBIG)
            }
        }
        guard let parsed = Answer(answer) else { throw SystemError(operation: "hear", object: socket, errno: EPROTO) }
        return parsed
    }

    private func connected() throws(SystemError) -> Descriptor {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard socket.utf8.count < room.count else { return false }
            room.copyBytes(from: socket.utf8)
            return true
        }
        guard fits else { throw SystemError(operation: "connect to", object: socket, errno: ENAMETOOLONG) }
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = Glibc.socket(AF_UNIX, kind, 0)
        guard number >= 0 else { throw SystemError(operation: "connect to", object: socket, errno: errno) }
        let descriptor = Descriptor(adopting: number)
        // A full queue of a daemon that does not accept gives EAGAIN: it would not answer in time either.
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw SystemError(operation: "connect to", object: socket, errno: errno) }
        return descriptor
    }

    private func wait(for events: Int32, on descriptor: borrowing Descriptor) throws(SystemError) {
        while true {
            let left = (deadline - UnixRequest.now) / 1_000_000
            guard left > 0 else { throw SystemError(operation: "hear", object: socket, errno: ETIMEDOUT) }
            var poll = pollfd(fd: descriptor.number, events: Int16(events), revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(clamping: left))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else {
                throw SystemError(operation: "hear", object: socket, errno: errno)
            }
        }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension UnixRequest.Answer {
    /// Takes an answer apart; nil for what is none.
    init?(_ bytes: [UInt8]) {
        guard
            let end = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }),
            case let lines = bytes[..<end].split(separator: UInt8(ascii: "\n")), let first = lines.first,
            first.begins(with: "HTTP/1."), first.words.count >= 2, let status = first.words[1].decimal
        else { return nil }
        self.status = Int(status)
        var fields: [String: String] = [:]
        for line in lines.dropFirst().prefix(100) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            fields[line[..<colon].text.lowercased()] = line[(colon + 1)...].trimmed.text
        }
        self.fields = fields
        body = Array(bytes[(end + 4)...])
    }
}
