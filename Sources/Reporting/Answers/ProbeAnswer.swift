public import Tuning

/// What `probe disk` answers: how long a disk takes to make small writes safe.
public struct ProbeAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    private let probe: SyncProbe
    /// How many columns the longest bar has.
    private static let barLength: Int64 = 40

    /// The answer of a probe.
    public init(_ probe: SyncProbe) {
        self.probe = probe
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        let disks = probe.disks.isEmpty ? "" : " on \(probe.disks.joined(separator: ", "))"
        page.add([
            Note("directory", "\(probe.directory) (\(probe.filesystem ?? "unknown filesystem")\(disks))"),
            Note("writes", "\(probe.nanoseconds.count) of \(SyncProbe.writeByteCount) bytes, fdatasync after each"),
            Note("took", "\(probe.milliseconds / 1_000).\(probe.milliseconds % 1_000 / 100) s"),
        ])
        guard let verdict = probe.isFastEnough else { return page.text }
        page.add(heading: "fdatasync")
        let tone: Tone = verdict ? .good : .bad
        let word = verdict ? "fast enough" : "too slow"
        page.add(
            [
                Note("p50", Self.time(probe.percentile(500))), Note("p90", Self.time(probe.percentile(900))),
                Note("p99", "\(Self.time(probe.percentile(990))), \(word) for etcd: below 10 ms", tone),
                Note("max", Self.time(probe.percentile(1_000))),
            ],
            indent: 3
        )
        page.addSpace()
        addHistogram(to: &page)
        return page.text
    }

    private func addHistogram(to page: inout Page) {
        let bars = probe.histogram
        let most = max(bars.map(\.count).max() ?? 1, 1)
        var table = Table(
            [.init(title: "BELOW", isNumeric: true), .init(title: "SYNCS", isNumeric: true), .init(title: "")],
            indent: 3
        )
        for bar in bars {
            // A bar that is there is seen, however few it stands for.
            let length = bar.count == 0 ? 0 : max(bar.count * Self.barLength / most, 1)
            let tone: Tone = bar.from >= SyncProbe.wantedNanoseconds ? .bad : .plain
            table.add([
                Span(Self.time(bar.below)), Span("\(bar.count)"),
                Span(String(repeating: "█", count: Int(length)), tone),
            ])
        }
        page.add(table)
    }

    /// `512 µs`, `1.02 ms`, `2.50 s`
    private static func time(_ nanoseconds: Int64?) -> String {
        guard let nanoseconds else { return "unknown" }
        func decimals(_ unit: Int64) -> String {
            let hundredths = nanoseconds * 100 / unit
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
        return switch nanoseconds {
        case ..<1_000_000: "\(nanoseconds / 1_000) µs"
        case ..<1_000_000_000: "\(decimals(1_000_000)) ms"
        default: "\(decimals(1_000_000_000)) s"
        }
    }
}

extension ProbeAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, directory, filesystem, disks, writes, writeBytes, milliseconds
        case p50Nanoseconds, p90Nanoseconds, p99Nanoseconds, maxNanoseconds, isFastEnough, histogram
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(ProbeAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(probe.directory, forKey: .directory)
        try container.encodeIfPresent(probe.filesystem, forKey: .filesystem)
        try container.encode(probe.disks, forKey: .disks)
        try container.encode(probe.nanoseconds.count, forKey: .writes)
        try container.encode(SyncProbe.writeByteCount, forKey: .writeBytes)
        try container.encode(probe.milliseconds, forKey: .milliseconds)
        try container.encodeIfPresent(probe.percentile(500), forKey: .p50Nanoseconds)
        try container.encodeIfPresent(probe.percentile(900), forKey: .p90Nanoseconds)
        try container.encodeIfPresent(probe.percentile(990), forKey: .p99Nanoseconds)
        try container.encodeIfPresent(probe.percentile(1_000), forKey: .maxNanoseconds)
        try container.encodeIfPresent(probe.isFastEnough, forKey: .isFastEnough)
        try container.encode(probe.histogram, forKey: .histogram)
    }
}
