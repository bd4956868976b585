import CLinux
import Glibc
import Tuning

/// One process, held by its directory in `/proc`.
///
/// What is opened through that directory belongs to this process or fails with `ESRCH`, also after its number was given
/// to another. It does not keep the process alive, nor its number.
struct HeldProcess: ~Copyable {
    /// The process, in this life.
    let identity: ThreadPriorities.Identity
    private let directory: Descriptor

    /// The most threads that are looked at: the kernel's own limit.
    private static let threadLimit = 1 << 22

    /// Takes hold of a process; nil if it has ended, is a zombie, or runs another program.
    ///
    /// - Parameter program: the base name of its executable; `*` for any.
    /// - Throws: ``SystemError`` if its executable is hidden from us.
    init?(_ pid: Int64, program: String, of root: Root) throws(SystemError) {
        let path = "/proc/\(pid)"
        guard let directory = try? root.open(path, O_RDONLY | O_DIRECTORY) else { return nil }
        if program != "*" {
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlinkat(directory.number, "exe", &buffer, buffer.count)
            if count < 0, errno == EACCES || errno == EPERM {
                // What a process calls itself proves nothing, but one of another name is not meant either.
                let name = HeldProcess.content(of: "comm", in: directory).prefix { $0 != UInt8(ascii: "\n") }
                guard name.elementsEqual(program.utf8.prefix(15)) else { return nil }
                throw SystemError(operation: "read", object: "\(path)/exe", errno: errno)
            }
            guard count >= 0, buffer[..<count].withoutDeletedMark.baseName.text == program else { return nil }
        }
        guard let status = ThreadStatus(HeldProcess.content(of: "stat", in: directory)), !status.isZombie else {
            return nil
        }
        identity = ThreadPriorities.Identity(pid: pid, startTicks: status.startTicks)
        self.directory = directory
    }

    /// The threads that it has now, by number, in the order in which they came; empty once it has ended.
    func threads() -> [Int64] {
        let number = openat(directory.number, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return [] }
        guard let stream = fdopendir(number) else {
            close(number)
            return []
        }
        defer { closedir(stream) }
        var threads: [Int64] = []
        while threads.count < HeldProcess.threadLimit, let entry = readdir(stream) {
            let thread = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { strtoll($0, nil, 10) }
            }
            if thread > 0 { threads.append(Int64(thread)) }
        }
        return threads
    }

    /// Whether a number is still that of a thread of this process.
    func has(_ thread: Int64) -> Bool {
        faccessat(directory.number, "task/\(thread)", F_OK, 0) == 0
    }

    /// A small file of this process; empty if it has ended.
    func content(of name: String) -> [UInt8] {
        HeldProcess.content(of: name, in: directory)
    }

    private static func content(of name: String, in directory: borrowing Descriptor) -> [UInt8] {
        let number = openat(directory.number, name, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return [] }
        let file = Descriptor(adopting: number)
        return [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = max(0, read(file.number, buffer.baseAddress, 4096))
        }
    }
}

/// What `/proc/PID/stat` says of a process (proc_pid_stat(5)).
struct ThreadStatus {
    /// When it started, in clock ticks since boot.
    let startTicks: UInt64
    /// How many threads it has.
    let threadCount: Int64
    /// Whether it has ended and is only waited for.
    let isZombie: Bool

    /// The name, in parentheses, may hold anything: what counts is its last parenthesis.
    init?(_ content: [UInt8]) {
        guard let end = content.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = content[(end + 1)...].words
        guard words.count > 19, let ticks = words[19].decimal.flatMap({ UInt64(exactly: $0) }) else { return nil }
        startTicks = ticks
        threadCount = words[17].decimal ?? 0
        isZombie = words[0].is("Z") || words[0].is("X")
    }
}
