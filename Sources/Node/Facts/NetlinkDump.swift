import Glibc

/// Asks the kernel for a list of this network namespace's things, and takes its answer message by message.
///
/// sources: Linux 6.18 include/uapi/linux/netlink.h, RFC 3549
enum NetlinkDump {
    /// What the kernel is asked for.
    enum Family: Int32 {
        /// Network devices: NETLINK_ROUTE.
        case links = 0
        /// Sockets: NETLINK_SOCK_DIAG.
        case sockets = 4
    }

    /// How long the kernel may take for each part of an answer, in milliseconds.
    private static let patienceMilliseconds: Int32 = 200
    private static let headerSize = 16
    private static let attributeHeaderSize = 4
    /// A request for all there is: NLM_F_REQUEST and NLM_F_DUMP.
    private static let requestFlags: UInt16 = 0x301
    /// NLMSG_DONE, which ends a list.
    private static let done: UInt16 = 3
    /// The bits of an attribute's kind that are none of its number.
    private static let attributeFlags: UInt16 = 0xc000

    /// A message to the kernel: its header, and what follows.
    static func request(_ kind: UInt16, _ body: [UInt8]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: headerSize)
        header.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: UInt32(headerSize + body.count), toByteOffset: 0, as: UInt32.self)
            bytes.storeBytes(of: kind, toByteOffset: 4, as: UInt16.self)
            bytes.storeBytes(of: requestFlags, toByteOffset: 6, as: UInt16.self)
        }
        return header + body
    }

    /// Asks, and hands over what follows each message's header until there are no more, or `take` wants none.
    ///
    /// - Returns: whether the list was told to its end; else it may lack some, or all.
    static func ask(
        _ family: Family,
        _ request: [UInt8],
        take: (_ kind: UInt16, _ body: ArraySlice<UInt8>) -> Bool
    ) -> Bool {
        let number = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), family.rawValue)
        guard number >= 0 else { return false }
        let descriptor = Descriptor(adopting: number)
        guard send(descriptor.number, request, request.count, 0) == request.count else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 15)
        while true {
            var poll = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            guard Glibc.poll(&poll, 1, patienceMilliseconds) > 0 else { return false }
            let count = recv(descriptor.number, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            if let isWhole = split(buffer[..<count], take: take) { return isWhole }
        }
    }

    /// Hands over the messages of one part of an answer.
    ///
    /// - Returns: nil while more is to come; else whether the list was told to its end.
    static func split(_ part: ArraySlice<UInt8>, take: (UInt16, ArraySlice<UInt8>) -> Bool) -> Bool? {
        var rest = part
        while rest.count >= headerSize {
            let size = Int(self.number(in: rest, at: 0, UInt32.self))
            let kind = self.number(in: rest, at: 4, UInt16.self)
            guard kind != done else { return true }
            guard size >= headerSize, size <= rest.count, take(kind, rest.prefix(size).dropFirst(headerSize)) else {
                return false
            }
            rest = rest.dropFirst((size + 3) & ~3)
        }
        return nil
    }

    /// The content of the attribute of a kind; nil if there is none, or the attributes before it are cut off.
    static func attribute(_ kind: UInt16, in attributes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = attributes
        while rest.count >= attributeHeaderSize {
            let size = Int(number(in: rest, at: 0, UInt16.self))
            guard size >= attributeHeaderSize, size <= rest.count else { return nil }
            if number(in: rest, at: 2, UInt16.self) & ~attributeFlags == kind {
                return rest.prefix(size).dropFirst(attributeHeaderSize)
            }
            rest = rest.dropFirst((size + 3) & ~3)
        }
        return nil
    }

    /// A number at a place, which has to be there.
    static func number<Number: FixedWidthInteger & BitwiseCopyable>(
        in bytes: ArraySlice<UInt8>,
        at offset: Int,
        _ type: Number.Type
    ) -> Number {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: type) }
    }
}
