public import Node
public import Reporting
public import Tuning

/// The file that node_exporter's textfile collector reads.
public enum MetricsFile {
    /// Its name; the collector reads what ends so.
    public static let name = "nodekeel.prom"

    /// The directory in which metrics are left; nil where none are.
    public static func directory(by place: MetricsPlace, on node: Node) -> String? {
        switch place {
        case .nowhere: nil
        case .directory(let path): path
        case .preset: node.root.exists(MetricsPlace.presetDirectory) ? MetricsPlace.presetDirectory : nil
        }
    }

    /// Leaves the metrics in a directory, which is not made.
    ///
    /// - Throws: ``SystemError``; metrics that cannot be left are no reason to stop.
    public static func write(_ metrics: MetricsText, in directory: String, on node: Node) throws(SystemError) {
        try node.replaceMetricsFile("\(directory)/\(name)", metrics.text)
    }
}
