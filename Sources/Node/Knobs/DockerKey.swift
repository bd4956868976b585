import Documents
import Glibc
public import Tuning

// A key of Docker's configuration file.
//
// The file belongs to somebody else: one value in it is written and every other byte kept. What goes back is by key
// too, so that what others changed meanwhile stays. Only where our key made the file, or filled an object that was
// empty, nothing in the text tells any more how it looked before: for that the ledger has the whole of it.
extension Node {
    /// Reads a key of dockerd's file. One that a flag gives cannot be written: dockerd does not start with both.
    func observeDockerKey(_ key: String, in path: String, facts: Facts) -> Observation {
        let knob = Knob.dockerKey(key, in: path)
        if let docker = facts.containerRuntime?.docker, docker.configPath == path {
            if let flag = docker.flags[key], docker.keys[key] == nil {
                return .value(knob.value(of: flag.text), text: flag.text, isWritable: false)
            }
            if let reason = docker.unreadable ?? docker.refusal { return .unreadable(reason) }
            if let release = docker.release, !DockerOption.isAccepted(key, by: release.major) {
                return .unreadable("dockerd \(release) knows no '\(key)', and would not start with it")
            }
        }
        switch DockerFile.read(path, in: root) {
        case .unreadable(let reason): return .unreadable(reason)
        case .missing: return .missing
        case .members(let members):
            let found = members.filter { $0.key == key }
            guard let member = found.first else { return .missing }
            guard found.count == 1 else {
                return .unreadable("'\(key)' stands twice, the second time in \(found[1].position)")
            }
            // A link is somebody's who keeps the file elsewhere; replacing it would cut that off.
            return .value(knob.value(of: member.text), text: member.text, isWritable: root.link(at: path) == nil)
        }
    }

    /// Writes a key, or takes it away where `text` is nil.
    ///
    /// - Parameter original: the file before the first write of any of its keys; nil where that was not recorded.
    func writeDockerKey(
        _ key: String,
        in path: String,
        _ text: String?,
        original: Original.Document?
    ) throws(SystemError) {
        if let target = root.link(at: path) {
            throw SystemError(operation: "write", object: "\(path), a link to \(target)", errno: ELOOP)
        }
        var present: [UInt8]?
        do throws(SystemError) {
            present = try root.bytes(of: path, limit: DockerFile.limits.byteCount)
        } catch {
            guard error.errno == ENOENT else { throw error }
        }
        let next: DockerFile.Next
        do {
            next = try DockerFile.next(after: present, setting: key, to: text, original: original)
        } catch {
            throw SystemError(operation: "edit", object: "\(path) (\(error))", errno: EINVAL)
        }
        switch next {
        case .same: return
        case .removed: try removeFile(path)
        case .bytes(let bytes): try replaceFile(path, String(decoding: bytes, as: UTF8.self))
        }
    }

    /// What a plan's writes make, one after the other, of files of which nodekeel writes single keys, by knob.
    ///
    /// A file that cannot be edited is left out: the write itself says why.
    public func partialEdits(by plan: Plan) -> [Knob: FileEdit] {
        var texts: [String: String?] = [:]
        var edits: [Knob: FileEdit] = [:]
        for change in plan.changes {
            guard case .dockerKey(let key, let path) = change.knob else { continue }
            let before = texts[path] ?? document(of: change.knob)?.text
            let bytes = before.map { Array($0.utf8) }
            guard
                let next = try? DockerFile.next(after: bytes, setting: key, to: change.text, original: nil),
                case .bytes(let edited) = next
            else { continue }
            let after = String(decoding: edited, as: UTF8.self)
            edits[change.knob] = FileEdit(path: path, before: before, after: after)
            texts[path] = after
        }
        return edits
    }

    /// The text of the file that holds a knob of which the rest is somebody else's; nil for every other knob.
    func document(of knob: Knob) -> Original.Document? {
        guard case .dockerKey(_, let path) = knob else { return nil }
        let bytes = try? root.bytes(of: path, limit: DockerFile.limits.byteCount)
        return Original.Document(text: bytes.flatMap { String(validating: $0, as: UTF8.self) })
    }
}

/// Docker's configuration file as text.
enum DockerFile {
    /// What it may be: people write it.
    static let limits = DocumentLimits(byteCount: 1 << 20, nodeCount: 50_000)

    /// What a file says.
    enum Reading {
        /// It is not there, or holds nothing, which dockerd takes for the same.
        case missing
        /// Its keys.
        case members([JSONMember])
        /// It cannot be told, for this reason.
        case unreadable(String)
    }

    /// What becomes of a file.
    enum Next {
        case same
        case removed
        case bytes([UInt8])
    }

    /// Reads a file.
    static func read(_ path: String, in root: Root) -> Reading {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try root.bytes(of: path, limit: limits.byteCount)
        } catch {
            return error.errno == ENOENT ? .missing : .unreadable(error.reason)
        }
        guard !isBlank(bytes) else { return .missing }
        do {
            return .members(try JSON.members(of: bytes, limits: limits))
        } catch {
            return .unreadable("dockerd cannot read it either: \(error)")
        }
    }

    /// The file with a key set as its neighbours are, or without it.
    static func next(
        after present: [UInt8]?,
        setting key: String,
        to text: String?,
        original: Original.Document?
    ) throws(DocumentError) -> Next {
        let bytes = present.map { isBlank($0) ? Array("{}\n".utf8) : $0 }
        guard let text else {
            guard let bytes else { return .same }
            let edited = try JSONEdit.remove(key, from: bytes, limits: limits)
            if let original, try JSON.members(of: edited, limits: limits).isEmpty {
                guard let before = original.text.map({ Array($0.utf8) }) else { return .removed }
                let members = isBlank(before) ? [] : try JSON.members(of: before, limits: limits)
                if members.isEmpty { return .bytes(before) }
            }
            return edited == present ? .same : .bytes(edited)
        }
        let edited = try JSONEdit.restore(text, of: key, in: bytes ?? Array("{}\n".utf8), limits: limits)
        return edited == present ? .same : .bytes(edited)
    }

    /// Whether there is nothing in it but white space.
    private static func isBlank(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy(\.isBlank) }
}
