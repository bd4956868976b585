import Documents
public import Node
public import Tuning

/// The file of a report as it was left: the next report of the service, which says almost the same, is made of it by
/// copying, and takes no memory for what did not change.
public struct LeftReport: Sendable {
    private var file: FileStatus
    /// Where each finding begins in the file, in bytes; last, where the last one ends.
    private var starts: [Int]

    /// Leaves a report.
    ///
    /// - Throws: ``SystemError``.
    public init(leaving report: Report, on node: Node) throws(SystemError) {
        let frame = LeftReport.frame(of: report)
        var text = frame.head
        starts = []
        for finding in report.findings {
            if !starts.isEmpty { text += "," }
            starts.append(text.utf8.count)
            text += LeftReport.text(of: finding)
        }
        starts.append(text.utf8.count)
        file = try node.replaceRuntimeFile(LastReport.path, [.text(text + frame.tail)], keeping: nil)
    }

    /// Leaves a later report in its place, of the same findings but for these, by their places.
    ///
    /// - Throws: ``SystemError``; `ESTALE` where the file is not the one that was left.
    public mutating func renew(_ report: Report, moved: [Int], on node: Node) throws(SystemError) {
        let frame = LeftReport.frame(of: report)
        var pieces = [FilePiece.text(frame.head)]
        var kept = starts[0]
        var shift = frame.head.utf8.count - kept
        var shifts: [(after: Int, by: Int)] = [(-1, shift)]
        for index in moved.sorted() {
            let isLast = index == report.findings.count - 1
            let end = starts[index + 1] - (isLast ? 0 : 1)
            let text = LeftReport.text(of: report.findings[index])
            pieces += [.kept(kept..<starts[index]), .text(text)]
            kept = end
            shift += text.utf8.count - (end - starts[index])
            shifts.append((index, shift))
        }
        pieces += [.kept(kept..<starts[starts.count - 1]), .text(frame.tail)]
        file = try node.replaceRuntimeFile(LastReport.path, pieces, keeping: file)
        for (number, step) in shifts.enumerated() {
            let end = number + 1 < shifts.count ? shifts[number + 1].after : starts.count - 1
            for place in (step.after + 1)...end { starts[place] += step.by }
        }
    }

    /// Whether the report is there as it was left: nobody has left another one.
    public func isThere(on node: Node) -> Bool {
        (try? node.root.status(of: LastReport.path)) == file
    }

    /// What stands before the findings of a report, and after them.
    private static func frame(of report: Report) -> (head: String, tail: String) {
        var report = report
        report.findings = []
        let findings = Array("\"findings\":[".utf8)
        // No text in a report can be taken for a key of it: the marks in a text are escaped.
        guard
            let bytes = try? JSON.bytes(encoding: report),
            let place = bytes.indices.first(where: { bytes[$0...].starts(with: findings) })
        else { preconditionFailure("a report is an object with findings") }
        let (head, tail) = (bytes.prefix(place + findings.count), bytes.dropFirst(place + findings.count))
        return (String(decoding: head, as: UTF8.self), String(decoding: tail, as: UTF8.self) + "\n")
    }

    private static func text(of finding: Finding) -> String {
        guard let text = try? JSON.text(encoding: finding) else { preconditionFailure("a finding is always JSON") }
        return text
    }
}
