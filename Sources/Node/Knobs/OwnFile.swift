import Glibc
import Tuning

extension Node {
    /// The most that a file of ours may hold, in bytes.
    private static let fileByteLimit = 1 << 20

    /// Reads a file that nodekeel writes whole. One that is not UTF-8 is nobody's text to replace.
    func observeFile(_ path: String) -> Observation {
        do {
            let status = try root.status(of: path)
            guard status.isRegular else { return .unreadable("not a regular file") }
            let bytes = try root.bytes(of: path, limit: Node.fileByteLimit)
            guard let text = String(validating: bytes, as: UTF8.self) else { return .unreadable("not UTF-8 text") }
            return .value(.text(text), text: text, isWritable: true)
        } catch {
            return error.errno == ENOENT ? .missing : .unreadable(error.reason)
        }
    }

    /// Replaces a file in one step: a reader sees the old content or the new, also after a crash.
    ///
    /// Mode, owner, access control list and SELinux label of the file that was there are kept, but no set-user-ID bit; a
    /// new one is `root:root 0644`. A link is replaced and not followed, and what else the file was called keeps what it
    /// held.
    func replaceFile(_ path: String, _ text: String) throws(SystemError) {
        let place = try FilePlace(path)
        let directory = try place.open(in: root)
        let existing = root.exists(path) ? try FileProtection(of: path, in: root) : nil
        try replace(place, in: directory, text, like: existing, isDurable: true)
    }

    /// The same for a file of a directory of which every file counts, hidden ones perhaps too: the new text is written in
    /// the directory above and renamed into place, so that its readers see one event and never a part.
    ///
    /// - Throws: ``SystemError``; `EXDEV` where the directory above is on another filesystem.
    func replaceFileFromAbove(_ path: String, _ text: String) throws(SystemError) {
        let place = try FilePlace(path)
        let directory = try root.open(place.directory, O_RDONLY | O_DIRECTORY)
        let above = try root.open(try FilePlace(place.directory).directory, O_RDONLY | O_DIRECTORY)
        let existing = try FileProtection(of: path, in: root)
        _ = try replace(place, in: directory, madeIn: above, like: existing, isDurable: true) {
            file throws(SystemError) in try file.writeAll(text, object: path)
        }
        guard fsync(above.number) == 0 else { throw SystemError(operation: "sync", object: path, errno: errno) }
    }

    /// Replaces the file of the metrics. It is out of date within a minute, so that no disk has to wait for it; and its
    /// directory may be another user's, from whom neither mode nor owner is taken.
    ///
    /// - Throws: ``SystemError``, also where the directory is not there.
    public func replaceMetricsFile(_ path: String, _ text: String) throws(SystemError) {
        let place = try FilePlace(path)
        precondition(place.name.hasSuffix(".prom"), "only metrics are written so")
        let directory = try root.open(place.directory, O_RDONLY | O_DIRECTORY)
        try replace(place, in: directory, text, like: nil, isDurable: false)
    }

    private func replace(
        _ place: FilePlace,
        in directory: borrowing Descriptor,
        _ text: String,
        like existing: FileProtection?,
        isDurable: Bool
    ) throws(SystemError) {
        _ = try replace(place, in: directory, madeIn: directory, like: existing, isDurable: isDurable) {
            file throws(SystemError) in try file.writeAll(text, object: place.path)
        }
    }

    private func replace(
        _ place: FilePlace,
        in directory: borrowing Descriptor,
        madeIn workshop: borrowing Descriptor,
        like existing: FileProtection?,
        isDurable: Bool,
        writing write: (borrowing Descriptor) throws(SystemError) -> Void
    ) throws(SystemError) -> FileStatus {
        let path = place.path
        let temporary = place.temporaryName
        unlinkat(workshop.number, temporary, 0)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let number = openat(workshop.number, temporary, flags, mode_t(0o600))
        guard number >= 0 else { throw SystemError(operation: "create", object: path, errno: errno) }
        let file = Descriptor(adopting: number)
        do throws(SystemError) {
            try write(file)
            try (existing ?? .preset).protect(file, path)
            guard !isDurable || fsync(number) == 0 else {
                throw SystemError(operation: "sync", object: path, errno: errno)
            }
            guard renameat(workshop.number, temporary, directory.number, place.name) == 0 else {
                throw SystemError(operation: "replace", object: path, errno: errno)
            }
        } catch {
            unlinkat(workshop.number, temporary, 0)
            throw error
        }
        guard !isDurable || fsync(directory.number) == 0 else {
            throw SystemError(operation: "sync", object: place.directory, errno: errno)
        }
        return try file.status(of: path)
    }

    /// Replaces a file of this program's own runtime directory, as ``replaceFile(_:_:)`` does, but always with
    /// `root:root 0644`: one that others could write is one no more.
    public func replaceRuntimeFile(_ path: String, _ text: String) throws(SystemError) {
        _ = try replaceRuntimeFile(path, [.text(text)], keeping: nil)
    }

    /// The same with a content of which parts may be kept of what the file holds now.
    ///
    /// - Parameter former: the file as it has to be for that.
    /// - Returns: the new file.
    /// - Throws: ``SystemError``; `ESTALE` where the file is another by now.
    public func replaceRuntimeFile(
        _ path: String,
        _ pieces: [FilePiece],
        keeping former: FileStatus?
    ) throws(SystemError) -> FileStatus {
        precondition(path.hasPrefix("/run/"), "only runtime files are written without a record")
        let place = try FilePlace(path)
        let directory = try place.open(in: root)
        var source: Descriptor?
        if let former {
            let number = openat(directory.number, place.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
            guard number >= 0 else { throw SystemError(operation: "open", object: path, errno: errno) }
            let file = Descriptor(adopting: number)
            guard try file.status(of: path) == former else {
                throw SystemError(operation: "renew", object: path, errno: ESTALE)
            }
            source = consume file
        }
        return try replace(place, in: directory, madeIn: directory, like: nil, isDurable: true) {
            file throws(SystemError) in
            for piece in pieces {
                switch piece {
                case .text(let text): try file.writeAll(text, object: path)
                case .kept(let range): try file.copy(range, from: source?.number ?? -1, object: path)
                }
            }
        }
    }

    /// Takes a file away; one that is not there is no error.
    func removeFile(_ path: String) throws(SystemError) {
        let place = try FilePlace(path)
        let directory = try root.open(place.directory, O_RDONLY | O_DIRECTORY)
        guard unlinkat(directory.number, place.name, 0) == 0 || errno == ENOENT else {
            throw SystemError(operation: "remove", object: path, errno: errno)
        }
        guard fsync(directory.number) == 0 else {
            throw SystemError(operation: "sync", object: place.directory, errno: errno)
        }
    }

    /// Takes away what an interrupted replacement of this file left beside it.
    func removeLeftover(of path: String) {
        guard let place = try? FilePlace(path), let directory = try? root.open(place.directory, O_RDONLY | O_DIRECTORY)
        else { return }
        unlinkat(directory.number, place.temporaryName, 0)
    }
}

/// A piece of what a file is to hold.
public enum FilePiece: Sendable {
    /// This text.
    case text(String)
    /// What the file holds now at these bytes.
    case kept(Range<Int>)
}

/// A file's directory and name.
struct FilePlace {
    let directory: String
    let name: String

    /// Both together.
    var path: String { directory == "/" ? "/\(name)" : "\(directory)/\(name)" }

    /// The name of the file while it is written: hidden, so that no reader of the directory takes it.
    var temporaryName: String { ".\(name).nodekeel" }

    /// - Throws: ``SystemError`` with `EINVAL` for a path that is not absolute or names no file.
    init(_ path: String) throws(SystemError) {
        guard path.first == "/", let slash = path.lastIndex(of: "/"), path.index(after: slash) != path.endIndex else {
            throw SystemError(operation: "write", object: path, errno: EINVAL)
        }
        directory = slash == path.startIndex ? "/" : String(path[..<slash])
        name = String(path[path.index(after: slash)...])
    }

    /// Opens the directory, and makes it if only it is missing.
    func open(in root: Root) throws(SystemError) -> Descriptor {
        do {
            return try root.open(directory, O_RDONLY | O_DIRECTORY)
        } catch {
            guard error.errno == ENOENT, directory != "/" else { throw error }
        }
        let above = try FilePlace(directory)
        let parent = try root.open(above.directory, O_RDONLY | O_DIRECTORY)
        guard mkdirat(parent.number, above.name, 0o755) == 0 else {
            guard errno == EEXIST else { throw SystemError(operation: "create", object: directory, errno: errno) }
            return try root.open(directory, O_RDONLY | O_DIRECTORY)
        }
        let made = try root.open(directory, O_RDONLY | O_DIRECTORY)
        // The service has a mask that would keep it from everybody else.
        guard fchmod(made.number, 0o755) == 0 else {
            throw SystemError(operation: "set owner and mode of", object: directory, errno: errno)
        }
        return made
    }
}

extension Descriptor {
    /// Writes a whole text, in as many calls as the kernel wants.
    borrowing func writeAll(_ text: String, object: String) throws(SystemError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw SystemError(operation: "write", object: object, errno: count < 0 ? errno : ENOSPC)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes what another file holds at some bytes; the kernel copies them.
    ///
    /// - Throws: ``SystemError``; `EIO` where the file ends before them.
    fileprivate borrowing func copy(
        _ range: Range<Int>,
        from source: Int32,
        object: String
    ) throws(SystemError) {
        var offset = off_t(range.lowerBound)
        while offset < range.upperBound {
            let count = sendfile(number, source, &offset, range.upperBound - Int(offset))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw SystemError(operation: "copy", object: object, errno: count < 0 ? errno : EIO)
            }
        }
    }
}
