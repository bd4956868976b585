import CLinux
import Glibc

// The files that decide what is written to a node, and those that remember what was there: policy, ledger, records and
// reports. Who can write one of them rules the node, so that one that others can write is refused whatever is in it.
extension Root {
    /// How many symbolic links may lead to a file, as the kernel has it.
    private static let linkLimit = 40

    /// The content of a file that nobody but root can have written.
    ///
    /// Looked at is the file as it was opened, and the directory of every name that leads to it: a link is followed from
    /// a directory that is root's alone, to another. Directories further above are not looked at. A captured tree is
    /// read as it is, since its files belong to whoever captured it.
    ///
    /// - Parameter limit: the most bytes that are taken; a longer file is refused with `EFBIG`.
    /// - Throws: ``SystemError``, also for a file that others can write, or that is not a regular one.
    public func trustedBytes(of path: String, limit: Int = Root.presetByteLimit) throws(SystemError) -> [UInt8] {
        guard isMachine else { return try bytes(of: path, limit: limit) }
        var next = path
        for _ in 0..<Root.linkLimit {
            let place = try FilePlace(next)
            let directory = try open(place.directory, clinux_o_path | O_DIRECTORY)
            try directory.status(of: place.directory).refuseOthers(
                path,
                place.directory,
                called: "its directory '\(place.directory)'"
            )
            let flags = O_RDONLY | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
            let number = openat(directory.number, place.name, flags)
            guard number >= 0 else {
                let code = errno
                guard code == ELOOP, let target = link(at: place.path) else {
                    throw SystemError(operation: "open", object: path, errno: code)
                }
                next = target.hasPrefix("/") ? target : "\(place.directory)/\(target)"
                continue
            }
            let file = Descriptor(adopting: number)
            let status = try file.status(of: path)
            guard status.isRegular else { throw SystemError(distrusting: path, because: "it is not a regular file") }
            let name = place.path == path ? "it" : "what it leads to, '\(place.path)',"
            try status.refuseOthers(path, place.path, called: name)
            return try file.bytes(of: path, limit: limit)
        }
        throw SystemError(operation: "open", object: path, errno: ELOOP)
    }

    /// Refuses a directory into which others than root can put files, or from which they can take some.
    ///
    /// - Throws: ``SystemError`` also if it is not there.
    public func requireTrusted(directory path: String) throws(SystemError) {
        guard isMachine else { return }
        try open(path, clinux_o_path | O_DIRECTORY).status(of: path).refuseOthers(path, path, called: "it")
    }
}

extension FileStatus {
    /// Refuses what belongs to another user than root and the one that this program runs as, or that others may write.
    /// An access control list shows in the bits of the group.
    ///
    /// - Parameters:
    ///   - path: the file that is not trusted then.
    ///   - place: where this is.
    ///   - name: what it is called in a sentence about that file.
    fileprivate func refuseOthers(_ path: String, _ place: String, called name: String) throws(SystemError) {
        guard user == 0 || user == geteuid() else {
            let reason = "\(name) belongs to user \(user) and not to root: see what is in it"
            throw SystemError(distrusting: path, because: "\(reason), then 'chown root:root \(place)'")
        }
        guard mode & 0o022 == 0 else {
            let bits = String(mode, radix: 8)
            let reason = "\(name) may be written by others than root (mode \(bits)): see what is in it"
            throw SystemError(distrusting: path, because: "\(reason), then 'chmod go-w \(place)'")
        }
    }
}
