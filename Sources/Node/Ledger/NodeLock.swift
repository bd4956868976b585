/// Leave to change this node: the service and a command never write at once.
public struct NodeLock: ~Copyable {
    private let lock: FileLock

    /// Where the lock stands; it is a runtime file that a reboot takes away.
    public static let path = "/run/nodekeel/lock"
    /// How long a command waits, in milliseconds: longer than another run reasonably takes.
    public static let patienceMilliseconds = 10_000

    /// Takes the lock of the node below `root`.
    ///
    /// - Throws: ``SystemError``; `EWOULDBLOCK` when somebody else kept it for the whole time.
    public init(of root: Root, patienceMilliseconds: Int = NodeLock.patienceMilliseconds) throws(SystemError) {
        lock = try FileLock(NodeLock.path, of: root, patienceMilliseconds: patienceMilliseconds)
    }
}
