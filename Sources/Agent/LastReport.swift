import Documents
import Glibc
public import Node
public import Tuning

/// The report of the last run, where `status` and the next run find it. A reboot takes it away.
public enum LastReport {
    /// Where it stands.
    public static let path = "/run/nodekeel/report.json"
    private static let byteLimit = 16 << 20
    /// The most that a report has in it: as many settings as policy may have, each found and changed.
    private static let nodeLimit = 1_000_000

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
        text(on: node).flatMap { try? JSON.decode(Report.self, from: $0) }.flatMap(understood)
    }

    /// The same without what was changed in the last run, for the next one: it goes by what was found, and the changes
    /// take as long to read as that.
    public static func readFindings(of node: Node) -> Report? {
        guard let found = text(on: node).flatMap({ try? JSON.decode(Found.self, from: $0) }) else { return nil }
        var report = Report(
            nodekeelVersion: found.nodekeelVersion,
            moment: found.moment,
            findings: [],
            leftAlone: found.leftAlone,
            outcomes: []
        )
        report.schemaVersion = found.schemaVersion
        report.fingerprint = found.fingerprint
        report.findings = found.findings
        return understood(report)
    }

    /// What a report has beside its changes.
    private struct Found: Decodable {
        var schemaVersion: Int
        var nodekeelVersion: String
        var moment: Moment
        var fingerprint: String
        var findings: [Finding]
        var leftAlone: [LeftAlone]
    }

    private static func text(on node: Node) -> JSONText? {
        guard let bytes = try? node.root.trustedBytes(of: path, limit: byteLimit) else { return nil }
        return try? JSONText(bytes, limits: DocumentLimits(byteCount: byteLimit, nodeCount: nodeLimit))
    }

    private static func understood(_ report: Report) -> Report? {
        report.schemaVersion == Report.currentSchemaVersion ? report : nil
    }

    /// Leaves a report for `status` and the next run.
    ///
    /// - Throws: ``SystemError``; a report that cannot be left is no reason to stop.
    public static func write(_ report: Report, on node: Node) throws(SystemError) {
        _ = try LeftReport(leaving: report, on: node)
    }
}
