import Glibc

/// Something to be told of when it changes; the path is absolute and written without `.`, `..` and doubled slashes.
public enum WatchedPath: Hashable, Sendable {
    /// A file, there or not: its creation, replacement, removal, new mode or owner, and its content once a writer
    /// closes it.
    case file(String)
    /// Every entry directly in a directory, there or not, and the directory itself.
    case directory(String)
    /// A file of the kernel's, such as one below `/proc/sys`: each write to it. It can be watched only while it is
    /// there, and writes through another mount of `/proc`, as containers have, are not seen.
    case kernelFile(String)

    /// The path asked for.
    public var path: String {
        switch self {
        case .file(let path), .directory(let path), .kernelFile(let path): path
        }
    }

    /// Whether the path can be taken apart into directories, at most 64 deep.
    var isWellFormed: Bool {
        guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0), path.utf8.count < PATH_MAX else {
            return false
        }
        let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return names.count <= 64 && names.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

/// What changed since the last look.
public struct FileChanges: Equatable, Sendable {
    /// The paths asked for that changed, or may have: each is to be read again.
    public var paths: Set<String> = []
    /// The kernel's queue ran over, so that any path may have changed: everything is to be read again.
    public var isEverything = false
}
