import Documents
import Glibc
public import Tuning

extension RestartRecord {
    /// Where it stands: it outlives reboots, since a slot that is held and a restart that went wrong do too.
    public static let path = "/var/lib/nodekeel/restarts.json"
    /// The most that it may hold, in bytes: of each unit a few small files, twice.
    private static let byteLimit = 8 << 20

    /// Reads the record of a node; a node without one has an empty one.
    ///
    /// - Throws: ``SystemError``; `EBADMSG` if there is one that cannot be understood: nothing may be restarted then,
    ///   since nobody knows what is under way.
    public init(of node: Node) throws(SystemError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try node.root.trustedBytes(of: RestartRecord.path, limit: RestartRecord.byteLimit)
        } catch {
            guard error.errno == ENOENT else { throw error }
            self.init()
            return
        }
        let limits = DocumentLimits(byteCount: RestartRecord.byteLimit)
        guard
            let text = try? JSONText(bytes, limits: limits),
            let record = try? JSON.decode(RestartRecord.self, from: text),
            record.schemaVersion == RestartRecord.currentSchemaVersion
        else { throw SystemError(operation: "understand", object: RestartRecord.path, errno: EBADMSG) }
        self = record
    }

    /// Puts the record on disk before anything is done that it tells of.
    ///
    /// - Throws: ``SystemError``; what was to be done must not be done then.
    public func write(on node: Node) throws(SystemError) {
        guard let text = try? JSON.text(encoding: self, layout: .pretty) else {
            preconditionFailure("a record is always JSON")
        }
        try node.replaceFile(RestartRecord.path, text + "\n")
    }
}

extension Node {
    /// What the files of a unit hold. One that cannot be read counts as one that is not there.
    public func restartFiles(_ paths: [String]) -> [RestartFile] {
        paths.map { path in
            let bytes = try? root.bytes(of: path)
            return RestartFile(path: path, text: bytes.flatMap { String(validating: $0, as: UTF8.self) })
        }
    }
}
