import Documents
import Glibc
public import Node
public import Tuning

/// The report of the last run, where `status` and the next run find it. A reboot takes it away.
public enum LastReport {
    /// Where it stands.
    public static let path = "/run/nodekeel/report.json"
    private static let byteLimit = 8 << 20

    /// Why nobody may go by the report that is there, as when others than root can write it; nil if nothing speaks
    /// against it, or there is none.
    public static func objection(on node: Node) -> SystemError? {
        do throws(SystemError) {
            _ = try node.root.trustedBytes(of: path, limit: byteLimit)
            return nil
        } catch {
            return error.errno == ENOENT ? nil : error
        }
    }

    /// The report of the last run on a node; nil if there is none, or none that can be trusted and understood.
    public static func read(of node: Node) -> Report? {
        tree(on: node).flatMap(report)
    }

    /// The same without what was changed in the last run, for the next one: it goes by what was found, and the changes
    /// take as long to read as that.
    public static func readFindings(of node: Node) -> Report? {
        guard case .object(var members) = tree(on: node) else { return nil }
        members["outcomes"] = .array([])
        return report(.object(members))
    }

    private static func tree(on node: Node) -> JSONValue? {
        guard let bytes = try? node.root.trustedBytes(of: path, limit: byteLimit) else { return nil }
        return try? JSON.parse(bytes, limits: DocumentLimits(byteCount: byteLimit))
    }

    private static func report(_ tree: JSONValue) -> Report? {
        guard let report = try? JSON.decode(Report.self, from: tree) else { return nil }
        return report.schemaVersion == Report.currentSchemaVersion ? report : nil
    }

    /// Leaves a report for `status` and the next run.
    ///
    /// - Throws: ``SystemError``; a report that cannot be left is no reason to stop.
    public static func write(_ report: Report, on node: Node) throws(SystemError) {
        _ = try LeftReport(leaving: report, on: node)
    }
}
