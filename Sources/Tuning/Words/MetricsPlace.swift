/// Where the service leaves its metrics for node_exporter's textfile collector.
public enum MetricsPlace: Hashable, Sendable {
    /// Debian's directory for them, where it is there.
    case preset
    /// Nowhere.
    case nowhere
    /// This directory, by its absolute path.
    case directory(String)

    /// Where Debian's prometheus-node-exporter looks. sources: its /etc/default/prometheus-node-exporter
    public static let presetDirectory = "/var/lib/prometheus/node-exporter"
}
