import Glibc

extension FileWatch {
    /// What is asked of a directory. A content counts when its writer closes the file, not with each write: half a
    /// file is no news.
    private static let directoryEvents =
        IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF

    /// Finds for every path the directories to watch as they are now, and gives up those that no longer matter.
    ///
    /// Cheap, and changes nothing where nothing changed: to be called at every sweep.
    public mutating func refresh() {
        let previous = interests.keys
        interests = [:]
        unwatched = [:]
        for target in watched {
            switch target {
            case .file(let path):
                watchParent(of: path, for: path)
                if let end = Self.resolved(path), end != path { watchParent(of: end, for: path) }
            case .directory(let path):
                watchDirectory(path, name: nil, for: path)
            case .kernelFile(let path):
                let watch = inotify_add_watch(number, path, UInt32(IN_MODIFY))
                note(watch, name: nil, for: path)
            }
        }
        for watch in previous where interests[watch] == nil {
            // Fails for a watch that ended by itself, which is as good.
            inotify_rm_watch(number, watch)
        }
    }

    private mutating func watchParent(of place: String, for path: String) {
        let (directory, name) = Self.split(place)
        watchDirectory(directory, name: name, for: path)
    }

    /// Watches a directory for an entry or, while it is not there, the nearest one above for the next on the way down.
    private mutating func watchDirectory(_ directory: String, name: String?, for path: String) {
        // A path has at most 64 parts; a directory that comes and goes under our eyes is left to the sweep.
        var (place, entry) = (directory, name)
        for _ in 0..<256 {
            let watch = inotify_add_watch(number, place, UInt32(bitPattern: Self.directoryEvents | IN_ONLYDIR))
            if watch < 0, errno == ENOENT || errno == ENOTDIR, place != "/" {
                (place, entry) = Self.split(place)
                continue
            }
            note(watch, name: entry, for: path)
            guard watch >= 0, place != directory, let child = entry else { return }
            // It may have come between the failure below and the watch above, with nobody looking.
            guard Self.isDirectory(place == "/" ? "/" + child : place + "/" + child) else { return }
            (place, entry) = (directory, name)
        }
    }

    private mutating func note(_ watch: Int32, name: String?, for path: String) {
        guard watch >= 0 else {
            unwatched[path] = SystemError(operation: "watch", object: path, errno: errno)
            return
        }
        interests[watch, default: []].append(Interest(name: name, path: path))
    }

    /// A path's directory and the entry in it.
    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return ("/", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    /// Where a path leads in the end; nil if it leads nowhere.
    private static func resolved(_ path: String) -> String? {
        guard let end = realpath(path, nil) else { return nil }
        defer { free(end) }
        return String(cString: end)
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
