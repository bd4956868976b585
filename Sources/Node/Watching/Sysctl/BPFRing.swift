import CLinux
import Glibc

/// The reading end of a BPF ring buffer (Linux 5.8): records of all processors in the order in which they were begun.
///
/// The kernel maps the data twice, one after the other, so that a record that goes over the end is read in one piece.
/// See Documentation/bpf/ringbuf.rst of the kernel.
struct BPFRing: ~Copyable {
    /// A bit of a record's length while it is being written, and of one that was given up.
    private static let isBusy: UInt32 = 1 << 31
    private static let isDiscarded: UInt32 = 1 << 30
    private static let headerSize = 8

    let descriptor: Descriptor
    private let byteCount: Int
    private let pageSize: Int
    private let consumed: UnsafeMutableRawPointer
    private let produced: UnsafeMutableRawPointer

    /// An empty ring.
    ///
    /// - Parameter byteCount: Its size: a power of two, and at least a page.
    init(byteCount: Int, name: String) throws(SystemError) {
        let number = clinux_bpf_map_create(clinux_bpf_map_ring, 0, 0, UInt32(clamping: byteCount), name)
        guard number >= 0 else { throw SystemError(operation: "make", object: "BPF ring \(name)", errno: errno) }
        try self.init(mapping: Descriptor(adopting: number), byteCount: byteCount, name: name)
    }

    /// The ring behind a descriptor: a page with the reader's place, one with the writer's, and the data twice.
    init(mapping descriptor: consuming Descriptor, byteCount: Int, name: String) throws(SystemError) {
        let number = descriptor.number
        let pageSize = sysconf(Int32(_SC_PAGESIZE))
        let reader = mmap(nil, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
        guard let reader, reader != MAP_FAILED else {
            throw SystemError(operation: "map", object: "BPF ring \(name)", errno: errno)
        }
        let writer = mmap(nil, pageSize + 2 * byteCount, PROT_READ, MAP_SHARED, number, pageSize)
        guard let writer, writer != MAP_FAILED else {
            let failure = errno
            munmap(reader, pageSize)
            throw SystemError(operation: "map", object: "BPF ring \(name)", errno: failure)
        }
        self.descriptor = descriptor
        self.byteCount = byteCount
        self.pageSize = pageSize
        consumed = reader
        produced = writer
    }

    deinit {
        munmap(consumed, pageSize)
        munmap(produced, pageSize + 2 * byteCount)
    }

    /// Hands over the records that are complete, the oldest first, and frees their room.
    ///
    /// - Parameter limit: The most records; more wait for the next call.
    /// - Returns: How many records were handed over.
    func take(limit: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        let data = UnsafeRawPointer(produced + pageSize)
        let mask = UInt64(byteCount - 1)
        var position = clinux_load_acquire_64(consumed)
        var count = 0
        while count < limit, position < clinux_load_acquire_64(produced) {
            let header = data + Int(position & mask)
            let mark = clinux_load_acquire_32(header)
            if mark & BPFRing.isBusy != 0 { break }
            let length = Int(mark & ~BPFRing.isDiscarded)
            // The kernel writes nothing that does not fit; a ring that says otherwise is not followed.
            guard length <= byteCount - BPFRing.headerSize else { break }
            if mark & BPFRing.isDiscarded == 0 {
                body(UnsafeRawBufferPointer(start: header + BPFRing.headerSize, count: length))
                count += 1
            }
            position += UInt64((length + BPFRing.headerSize + 7) & ~7)
            clinux_store_release_64(consumed, position)
        }
        return count
    }
}
