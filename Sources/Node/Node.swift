import Glibc

/// The machine, or a captured tree of one. The only thing that reads and writes knobs.
public struct Node: Sendable {
    /// The tree in which every path is read and written.
    public let root: Root

    /// The node whose files stand below `root`.
    public init(root: Root) {
        self.root = root
    }

    /// Why its tree is none of a node; nil if it may be one, and for the machine itself.
    ///
    /// With nothing in `/proc`, as in a wrong directory or in the image of a disk, nothing is found that could be wrong.
    public var captureObjection: String? {
        guard !root.isMachine else { return nil }
        do throws(SystemError) {
            return try root.names(in: "/proc").isEmpty ? "its proc is empty" : nil
        } catch {
            switch error.errno {
            case ENOENT: return "it has no proc"
            // That many processes are those of a machine.
            case E2BIG: return nil
            default: return "its proc cannot be read: \(error.reason)"
            }
        }
    }

    /// What the node is called; nil where a captured tree does not say.
    public var hostName: String? { root.line(of: "/proc/sys/kernel/hostname") }
}
