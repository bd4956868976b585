import Documents
public import Node
public import Tuning

/// The report of the last run, where `status` and the next run find it. A reboot takes it away.
public enum LastReport {
    /// Where it stands.
    public static let path = "/run/nodekeel/report.json"
    private static let byteLimit = 8 << 20

    /// The report of the last run on a node; nil if there is none, or none that this version understands.
    public static func read(of node: Node) -> Report? {
        guard
            let bytes = try? node.root.bytes(of: path, limit: byteLimit),
            let tree = try? JSON.parse(bytes, limits: DocumentLimits(byteCount: byteLimit)),
            let report = try? JSON.decode(Report.self, from: tree),
            report.schemaVersion == Report.currentSchemaVersion
        else { return nil }
        return report
    }

    /// Leaves a report for `status` and the next run.
    ///
    /// - Throws: ``SystemError``; a report that cannot be left is no reason to stop.
    public static func write(_ report: Report, on node: Node) throws(SystemError) {
        guard let tree = try? JSON.encode(report) else { preconditionFailure("a report is always JSON") }
        try node.replaceRuntimeFile(path, JSON.text(tree, layout: .compact) + "\n")
    }
}
