import Glibc

/// A lock that one process has at a time, and that the kernel gives back when it ends, however it ends.
public struct FileLock: ~Copyable {
    private let file: Descriptor

    /// Takes the lock of a file of the runtime directory, which is made if it is not there.
    ///
    /// - Parameter patienceMilliseconds: how long somebody else may keep it.
    /// - Throws: ``SystemError``; `EWOULDBLOCK` when somebody else kept it for the whole time.
    public init(_ path: String, of root: Root, patienceMilliseconds: Int) throws(SystemError) {
        let place = try FilePlace(path)
        let directory = try place.open(in: root)
        let number = openat(directory.number, place.name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        guard number >= 0 else { throw SystemError(operation: "open", object: path, errno: errno) }
        let file = Descriptor(adopting: number)
        var waited = 0
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            let isHeld = errno == EWOULDBLOCK || errno == EINTR
            guard isHeld, waited < patienceMilliseconds else {
                throw SystemError(operation: "lock", object: path, errno: errno)
            }
            usleep(20_000)
            waited += 20
        }
        self.file = file
    }

    /// Whether somebody has the lock now; false also where that cannot be found out.
    public static func isHeld(_ path: String, of root: Root) -> Bool {
        guard let file = try? root.open(path, O_RDONLY) else { return false }
        return flock(file.number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
