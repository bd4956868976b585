import Glibc
import Tuning

/// Reads one tree, source by source, and remembers what could not be read.
///
/// Each source is an extension in a file of its own. What is not there on this kind of machine is no failure and leaves
/// no trace; what is there and cannot be read or understood is noted once, and the other sources are read all the same.
struct FactsReader {
    /// The tree.
    let root: Root
    /// What could not be read so far.
    private(set) var unreadable: [Facts.Unreadable] = []

    /// The most failures that are noted: enough to see what is wrong with a tree in which everything is.
    static let unreadableLimit = 1_000

    init(root: Root) {
        self.root = root
    }

    /// Notes that a path is there and could not be read or understood.
    mutating func note(_ path: String, _ reason: String) {
        guard unreadable.count < FactsReader.unreadableLimit else { return }
        unreadable.append(Facts.Unreadable(path: path, reason: reason))
    }

    /// Notes an error, unless it only says that something is not there, or has gone while it was being read.
    mutating func note(_ error: SystemError) {
        switch error.errno {
        case ENOENT, ENOTDIR, ESRCH, ENXIO, ENODEV: break
        default: note(error.object, error.reason)
        }
    }

    /// The content of a file; nil if it is not there, or cannot be read.
    mutating func bytes(of path: String, limit: Int = Root.presetByteLimit) -> [UInt8]? {
        do throws(SystemError) {
            return try root.bytes(of: path, limit: limit)
        } catch {
            note(error)
            return nil
        }
    }

    /// The first bytes of a file; nil if it is not there, or cannot be read.
    mutating func beginning(of path: String, limit: Int) -> [UInt8]? {
        do throws(SystemError) {
            return try root.beginning(of: path, limit: limit)
        } catch {
            note(error)
            return nil
        }
    }

    /// The first line of a file without surrounding blanks; nil if there is none.
    mutating func line(of path: String) -> String? {
        guard let content = bytes(of: path, limit: 1 << 16) else { return nil }
        let line = content.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }.trimmed
        return line.isEmpty ? nil : line.text
    }

    /// The number that a file holds; nil if it is not there. What is no number is noted.
    mutating func number(of path: String) -> Int64? {
        guard let content = bytes(of: path, limit: 1 << 16) else { return nil }
        let number = content[...].trimmed.decimal
        if number == nil { note(path, "no number") }
        return number
    }

    /// The CPUs that a file lists; nil if it is not there. What is no list is noted.
    mutating func cpuList(of path: String) -> CPUList? {
        guard let content = bytes(of: path) else { return nil }
        let list = CPUList(content[...].text)
        if list == nil { note(path, "no list of CPUs") }
        return list
    }

    /// The names in a directory, in byte order; empty if it is not there, or cannot be read.
    mutating func names(in path: String) -> [String] {
        do throws(SystemError) {
            return try root.names(in: path)
        } catch {
            note(error)
            return []
        }
    }
}
