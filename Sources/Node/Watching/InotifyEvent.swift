import Glibc

/// One record of an inotify queue (inotify(7)).
struct InotifyEvent: Equatable {
    let watch: Int32
    let mask: UInt32
    /// The entry of the watched directory that it is about; nil for the watched file itself.
    let name: String?

    /// The records in what one read(2) gave. Loaded by offset: Swift cannot see a C structure with an open end.
    static func events(in bytes: UnsafeRawBufferPointer) -> [InotifyEvent] {
        let headerSize = 16
        var events: [InotifyEvent] = []
        var offset = 0
        while bytes.count - offset >= headerSize {
            let watch = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
            let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
            let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
            offset += headerSize
            guard length <= bytes.count - offset else { return events }
            // The kernel pads a name with NULs up to the next record.
            let name = bytes[offset..<offset + length].prefix { $0 != 0 }
            events.append(
                InotifyEvent(watch: watch, mask: mask, name: name.isEmpty ? nil : String(decoding: name, as: UTF8.self))
            )
            offset += length
        }
        return events
    }

    func has(_ bits: Int32) -> Bool { mask & UInt32(bitPattern: bits) != 0 }
}
