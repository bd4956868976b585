import Documents
import Node
public import Tuning

/// A node that is elsewhere: its facts and what its knobs said, as `nodekeel facts --format json` gave them there.
public struct NodeCapture: Sendable {
    /// What the node is.
    public let facts: Facts
    /// What its knobs said; nil in a file that has facts only.
    public let observed: NodeObservations?

    /// The most that is read of such a file: 25,000 sysctls take 3 MiB, 5,000 mounts and 1,000 disks as much again.
    private static let limits = DocumentLimits(byteCount: 32 << 20, nodeCount: 2_000_000)

    private struct Observed: Decodable {
        var observed: NodeObservations?
    }

    /// Reads a file of facts.
    ///
    /// - Throws: ``NodeCaptureError`` for a file that cannot be read, or holds no facts that this version understands.
    public init(file path: String) throws(NodeCaptureError) {
        let bytes: [UInt8]
        do {
            bytes = try Root.machine.bytes(of: path, limit: NodeCapture.limits.byteCount)
        } catch {
            throw NodeCaptureError(path: path, reason: error.reason)
        }
        do {
            let text = try JSONText(bytes, limits: NodeCapture.limits, duplicateKeys: .refused)
            facts = try JSON.decode(Facts.self, from: text)
            observed = try JSON.decode(Observed.self, from: text).observed
        } catch {
            throw NodeCaptureError(path: path, reason: error.description)
        }
        guard facts.schemaVersion == Facts.currentSchemaVersion else {
            let reason = "facts of schema version \(facts.schemaVersion); this is \(Facts.currentSchemaVersion)"
            throw NodeCaptureError(path: path, reason: reason)
        }
    }
}

/// Why a file of facts cannot be used.
public struct NodeCaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// Why.
    public let reason: String

    public var description: String { "cannot use the facts in '\(path)': \(reason)" }
}
