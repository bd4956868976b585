import Glibc

/// A question to a component of this node and its answer, in plain HTTP, within a time and a size.
///
/// In HTTP/1.0, where the answer ends with the connection, so that there are no chunks to put together. libcurl was
/// measured instead: on Debian 12 it brings 29 libraries into a process, and 7.7 MB resident of which 1.1 MB anonymous,
/// more than the whole service has. What it is good for, TLS and proxies and redirects, has no use on loopback.
struct HTTPExchange {
    /// Who answers.
    let peer: HTTPPeer
    /// When to give up, in nanoseconds of the monotonic clock: one deadline for all questions of a pass.
    let deadline: Int64
    /// The most that an answer may hold, in bytes: a busy API server's metrics have ten million, an etcd's 200,000.
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

    init(with peer: HTTPPeer, within milliseconds: Int64) {
        self.peer = peer
        deadline = HTTPExchange.now + milliseconds * 1_000_000
    }

    /// The answer to a GET.
    ///
    /// - Throws: ``SystemError``; `ETIMEDOUT` when the time is over, `EFBIG` for more than the limit, `EPROTO` for what
    ///   is no HTTP.
    func get(_ path: String) throws(SystemError) -> Answer {
        try ask("GET", path, fields: [], body: nil)
    }

    /// The answer to a POST of JSON.
    ///
    /// - Parameter fields: More fields of the head, such as `fleet-lock-protocol: true`.
    /// - Throws: ``SystemError``, as ``get(_:)``.
    func post(_ path: String, json: String, fields: [(name: String, value: String)] = []) throws(SystemError) -> Answer
    {
        try ask("POST", path, fields: fields, body: json)
    }

    private func ask(
        _ method: String,
        _ path: String,
        fields: [(name: String, value: String)],
        body: String?
    ) throws(SystemError) -> Answer {
        let descriptor = try connected()
        var head = "\(method) \(path) HTTP/1.0\r\nHost: \(peer.host)\r\nUser-Agent: nodekeel\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if let body { head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
        var request = Array("\(head)\r\n\(body ?? "")".utf8)[...]
        while !request.isEmpty {
            try wait(for: POLLOUT, on: descriptor, until: deadline)
            let count = request.withUnsafeBytes { bytes in
                send(descriptor.number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw failure("ask", errno) }
            request = request.dropFirst(count)
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            try wait(for: POLLIN, on: descriptor, until: deadline)
            let count = recv(descriptor.number, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw failure("hear", errno) }
            guard count > 0 else { break }
            answer += buffer[..<count]
            guard answer.count <= HTTPExchange.answerLimit else { throw failure("hear", EFBIG) }
        }
        guard let parsed = Answer(answer) else { throw failure("hear", EPROTO) }
        return parsed
    }

    /// Why the peer takes no connection; nil if it does.
    var connectionObjection: String? {
        do throws(SystemError) {
            _ = try connected()
            return nil
        } catch {
            return error.description
        }
    }

    /// What stopped an operation on the peer.
    func failure(_ operation: String, _ errno: Int32) -> SystemError {
        SystemError(operation: operation, object: peer.description, errno: errno)
    }

    /// A connection to the first address that takes one. Each has its share of the time that is left.
    private func connected() throws(SystemError) -> Descriptor {
        let addresses = try peer.addresses(within: (deadline - HTTPExchange.now) / 1_000_000)
        for (place, address) in addresses.enumerated().dropLast() {
            let share = (deadline - HTTPExchange.now) / Int64(addresses.count - place)
            if let descriptor = try? connected(to: address, until: HTTPExchange.now + share) { return descriptor }
        }
        guard let last = addresses.last else { throw failure("connect to", EADDRNOTAVAIL) }
        return try connected(to: last, until: deadline)
    }

    private func connected(to address: HTTPPeer.Address, until deadline: Int64) throws(SystemError) -> Descriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(address.family, kind, 0)
        guard number >= 0 else { throw failure("connect to", errno) }
        let descriptor = Descriptor(adopting: number)
        // A local socket connects at once, or its daemon's queue is full (EAGAIN) and it would not answer in time either.
        if address.connect(number) == 0 { return descriptor }
        guard errno == EINPROGRESS else { throw failure("connect to", errno) }
        try wait(for: POLLOUT, on: descriptor, until: deadline)
        var reason: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, SOL_SOCKET, SO_ERROR, &reason, &size) == 0, reason == 0 else {
            throw failure("connect to", reason)
        }
        return descriptor
    }

    private func wait(
        for events: Int32,
        on descriptor: borrowing Descriptor,
        until deadline: Int64
    ) throws(SystemError) {
        while true {
            let left = (deadline - HTTPExchange.now) / 1_000_000
            guard left > 0 else { throw failure("hear", ETIMEDOUT) }
            var poll = pollfd(fd: descriptor.number, events: Int16(events), revents: 0)
            let ready = Glibc.poll(&poll, 1, Int32(clamping: left))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else {
                throw failure("hear", errno)
            }
        }
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension HTTPExchange.Answer {
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
