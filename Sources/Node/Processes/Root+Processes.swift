import CLinux
import Glibc
import Tuning

extension Component {
    /// Whether it is in a container.
    var isContained: Bool { podUID != nil || containerID != nil }

    /// Its root directory, as a path of the machine.
    var root: String { "/proc/\(pid)/root" }
}

/// What is a process's own, which is read without waiting for it: see ``ProcessReads``.
extension Root {
    /// A text of a process that is in its own memory: `cmdline` or `environ`.
    ///
    /// - Throws: ``SystemError``; `ETIMEDOUT` where the process keeps its memory locked.
    func memory(_ name: String, of process: Component, limit: Int) throws(SystemError) -> [UInt8] {
        let path = "/proc/\(process.pid)/\(name)"
        // In a captured tree it is in a file as any other.
        guard isMachine else { return try bytes(of: path, limit: limit) }
        return try read(.memory(path), limit: limit, of: process)
    }

    /// Whether what a process names may be the node's own where its root cannot be looked into: not on the machine where
    /// the process is in a container; a captured tree may lack that root.
    func mayShareTree(with process: Component) -> Bool { !isMachine || !process.isContained }

    /// The content of a regular file as a process sees it whose root is `top`: links lead nowhere else, and nothing else
    /// than a regular file is opened.
    ///
    /// - Throws: ``SystemError``; `EFBIG` for a file of more than `limit` bytes, `ENXIO` for a device or a FIFO, `ETIMEDOUT`
    ///   where the file system does not answer.
    func bytes(of path: String, below top: String, of process: Component, limit: Int) throws(SystemError) -> [UInt8] {
        try read(.below(top, tree: directory, path: path), limit: limit, of: process)
    }

    /// The names in a directory as a process sees it whose root is `top`, without `.` and `..`, in no order.
    ///
    /// - Throws: ``SystemError``; `EFBIG` for more than a megabyte of names, `ETIMEDOUT` where the file system does not
    ///   answer.
    func names(in path: String, below top: String, of process: Component) throws(SystemError) -> [String] {
        let source = ProcessReads.Source.below(top, tree: directory, path: path)
        let bytes = try read(source, clinux_reading_names, limit: Root.presetByteLimit, of: process)
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// How much room there is for a process whose root is `top`, on the file system that a directory of its is on, in
    /// bytes.
    ///
    /// - Throws: ``SystemError``; `EOVERFLOW` for more than there are numbers for, `ETIMEDOUT` where the file system does
    ///   not answer.
    func room(in path: String, below top: String, of process: Component) throws(SystemError) -> Int64 {
        let source = ProcessReads.Source.below(top, tree: directory, path: path)
        let bytes = try read(source, clinux_reading_space, limit: MemoryLayout<statvfs>.size, of: process)
        let space = bytes.withUnsafeBytes { $0.loadUnaligned(as: statvfs.self) }
        let (count, isTooLarge) = UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize))
        guard !isTooLarge, let room = Int64(exactly: count) else {
            throw SystemError(operation: "measure", object: top + path, errno: EOVERFLOW)
        }
        return room
    }

    private func read(
        _ source: ProcessReads.Source,
        _ kind: clinux_reading_kind = clinux_reading_content,
        limit: Int,
        of process: Component
    ) throws(SystemError) -> [UInt8] {
        try processReads.bytes(
            of: source,
            kind,
            limit: limit,
            from: ThreadPriorities.Identity(pid: process.pid, startTicks: process.startTicks),
            isContained: process.isContained
        )
    }
}
