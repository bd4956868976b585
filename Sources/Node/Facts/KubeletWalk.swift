import Documents
import Glibc
import Tuning

/// Reads the files of a kubelet's configuration, in the order and by the rules of the program.
///
/// The directory is walked as Go's `filepath.WalkDir` does: names in the order of their bytes, sub-directories where
/// they stand, hidden ones too; a link is never followed to a directory, not even the directory itself.
struct KubeletWalk {
    private let root: Root
    /// What was read so far.
    private(set) var directory = KubeletDirectory()
    /// Why the rest cannot be judged: a file is too large to be read here, or there are too many; nil if it can.
    private(set) var unreadable: String?
    /// The directory in which a new file would be read; nil if there is none.
    private(set) var place: String?
    /// Why the kubelet gives up, where a fragment of nodekeel's would end that: the directory is missing, or the fragment
    /// that is there is no configuration; nil if neither is so.
    private(set) var mendableRefusal: String?
    private var entryCount = 0

    /// What is read of one file: a configuration has a few kilobytes, but twenty megabytes of comments were seen to work.
    private static let limits = DocumentLimits(byteCount: 1 << 25, nodeCount: 400_000)
    /// The most drop-ins that are read.
    private static let fileLimit = 10_000
    /// The most entries of directories that are looked at.
    private static let entryLimit = 100_000
    /// How deep directories are walked into.
    private static let depthLimit = 64

    /// Walks the directory at `path`; a path that ends with a slash leads through a link.
    init(_ path: String, in root: Root) {
        self.root = root
        if root.link(at: path) != nil {
            // The link is looked at as a file of that name, of which only those ending with .conf are read.
            if path.hasSuffix(".conf") { take(path) }
        } else if let status = try? root.status(of: path) {
            if status.isDirectory {
                place = KubeletWalk.withoutSlash(path)
                walk(KubeletWalk.withoutSlash(path), depth: 0)
            } else if path.hasSuffix(".conf") {
                take(path)
            }
        } else {
            mendableRefusal = "--config-dir: '\(path)' does not exist"
            place = KubeletWalk.withoutSlash(path)
        }
    }

    private static func withoutSlash(_ path: String) -> String {
        path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path
    }

    private mutating func walk(_ path: String, depth: Int) {
        guard depth < KubeletWalk.depthLimit else {
            unreadable = "'\(path)' is more than \(KubeletWalk.depthLimit) directories deep"
            return
        }
        let names: [String]
        do throws(SystemError) {
            names = try root.names(in: path)
        } catch {
            directory.refusal = error.description
            return
        }
        entryCount += names.count
        guard entryCount <= KubeletWalk.entryLimit else {
            unreadable = "'\(path)' and what is beside it have more than \(KubeletWalk.entryLimit) entries"
            return
        }
        for name in names {
            let file = "\(path)/\(name)"
            if root.link(at: file) == nil, let status = try? root.status(of: file), status.isDirectory {
                walk(file, depth: depth + 1)
            } else if name.hasSuffix(".conf") {
                take(file)
            }
            if directory.refusal != nil || unreadable != nil { return }
        }
    }

    private mutating func take(_ path: String) {
        guard directory.files.count < KubeletWalk.fileLimit else {
            unreadable = "there are more than \(KubeletWalk.fileLimit) drop-ins"
            return
        }
        switch KubeletWalk.read(path, as: path, duplicateKeys: .refused, in: root) {
        case .file(let file): directory.files.append(file)
        case .refused(let reason) where path == place.map({ "\($0)/\(KubeletFragment.fileName)" }):
            mendableRefusal = reason
        case .refused(let reason): directory.refusal = reason
        case .unreadable(let reason): unreadable = reason
        }
    }

    /// What a file is to a kubelet.
    enum Outcome {
        case file(KubeletFile)
        /// The kubelet refuses it, for this reason.
        case refused(String)
        /// It cannot be judged here, for this reason.
        case unreadable(String)
    }

    /// Reads one file, which the kubelet calls `name`.
    static func read(
        _ path: String,
        as name: String,
        duplicateKeys: JSON.DuplicateKeys,
        in root: Root
    ) -> Outcome {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try root.bytes(of: path, limit: limits.byteCount)
        } catch {
            let isOurs = [EFBIG, EACCES, EPERM, ENOMEM, EMFILE, ENFILE].contains(error.errno)
            return isOurs ? .unreadable(error.description) : .refused(error.description)
        }
        guard !bytes.isEmpty else { return .refused("'\(name)' is empty") }
        switch KubernetesDocument.decode(bytes, limits: limits, duplicateKeys: duplicateKeys) {
        case .value(let document):
            let lines = KubernetesDocument.lines(of: bytes, limits: limits)
            return .file(KubeletFile(path: name, document: document, lines: lines))
        case .refused(let reason): return .refused("'\(name)': \(reason)")
        case .unreadable(let reason): return .unreadable("'\(name)': \(reason)")
        }
    }
}
