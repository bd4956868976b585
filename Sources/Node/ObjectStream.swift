import Glibc

/// Reads a file of JSON objects one after the other, whether each has a line of its own or many.
///
/// An object begins with a brace at the start of a line: so it is where a program writes one on each line, and where
/// objects are laid out over many, since what is inside is indented. A broken one costs nobody but itself.
public struct ObjectStream: ~Copyable {
    /// The most that one object may have, in bytes; of a longer one only the beginning is given, which is broken then.
    private static let objectLimit = 8 << 20
    /// How much is read at once, in bytes: most reports come in one piece, a file of thousands in few.
    private static let chunks = (32 << 10)...(1 << 20)

    private let file: Descriptor
    private let path: String
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var line = 1
    private var chunk = ObjectStream.chunks.lowerBound
    private var isAtEnd = false
    /// Whether the rest of an object that is too long is being passed over.
    private var isSkipping = false

    /// Opens a file; `-` is the standard input.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        guard path == "-" else {
            file = try Root.machine.open(path, O_RDONLY)
            return
        }
        let number = dup(STDIN_FILENO)
        guard number >= 0 else { throw SystemError(operation: "read", object: "standard input", errno: errno) }
        file = Descriptor(adopting: number)
    }

    /// The next object and the line that it begins in, from 1; nil at the end.
    ///
    /// - Throws: ``SystemError`` where the file cannot be read on.
    public mutating func next() throws(SystemError) -> (line: Int, bytes: [UInt8])? {
        while true {
            if let end = boundary() {
                let object = take(end)
                if let object { return object }
                continue
            }
            guard !isAtEnd else {
                guard start < buffer.count else { return nil }
                if let object = take(buffer.count) { return object }
                continue
            }
            if buffer.count - start > ObjectStream.objectLimit, let object = cut() { return object }
            try fill()
        }
    }

    /// Where the next object begins, past the one that is being read; nil if it is not read yet.
    private mutating func boundary() -> Int? {
        let (first, end) = (max(searched, start), buffer.count)
        let found = buffer.withUnsafeBufferPointer { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var place = base + first
            while let newline = memchr(place, 0x0A, end - base.distance(to: place)) {
                place = UnsafePointer(newline.assumingMemoryBound(to: UInt8.self)) + 1
                let index = base.distance(to: place)
                guard index < end else { return nil }
                if bytes[index] == UInt8(ascii: "{") { return index }
            }
            return nil
        }
        searched = found ?? max(end - 1, start)
        return found
    }

    /// The object up to a place; nil for blanks, and for the rest of one that was too long.
    private mutating func take(_ end: Int) -> (line: Int, bytes: [UInt8])? {
        let (first, bytes) = (line, Array(buffer[start..<end]))
        line += bytes.count { $0 == 0x0A }
        start = end
        defer { isSkipping = false }
        guard !isSkipping, bytes.contains(where: { $0 > 0x20 }) else { return nil }
        return (first, bytes)
    }

    /// The beginning of an object that is too long; nil where it was given already.
    private mutating func cut() -> (line: Int, bytes: [UInt8])? {
        let wasSkipping = isSkipping
        // A newline at the end may be that before the next object.
        let object = take(buffer.count - 1)
        isSkipping = true
        return wasSkipping ? nil : object
    }

    private mutating func fill() throws(SystemError) {
        if start > 0 {
            buffer.removeFirst(start)
            searched = max(searched - start, 0)
            start = 0
        }
        let (before, size) = (buffer.count, chunk)
        chunk = min(chunk * 2, ObjectStream.chunks.upperBound)
        buffer.append(contentsOf: repeatElement(0, count: size))
        let count: Int
        do throws(SystemError) {
            count = try buffer.withUnsafeMutableBufferPointer { (bytes) throws(SystemError) in
                try file.read(
                    into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: bytes[before...])),
                    of: path
                )
            }
        } catch {
            buffer.removeLast(size)
            throw error
        }
        buffer.removeLast(size - count)
        isAtEnd = count == 0
    }
}
