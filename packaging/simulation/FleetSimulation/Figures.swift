/// What came of a simulation.
public struct Figures: Equatable, Sendable {
    /// The scenario's name.
    public var name: String
    /// How many nodes the change came to.
    public var changedCount: Int
    /// How many of them restarted their kubelet.
    public var restartCount: Int
    /// The most restarts that ended in one minute.
    public var restartsAMinuteAtMost: Int
    /// How many ended in the minute in the middle, of those in which one did.
    public var restartsAMinuteUsually: Int
    /// How long after the change the first kubelet was healthy with it, in seconds; nil if none was.
    public var firstAfterSeconds: Int64?
    /// How long after the change the last one was, in seconds; nil if none was.
    public var lastAfterSeconds: Int64?
    /// The most requests that the lock server had in one second.
    public var requestsASecondAtMost: Int
    /// All requests that it had.
    public var requestCount: Int
    /// The most kubelets that were not healthy at a time.
    public var restartingAtMost: Int
    /// What one node told the journal of the change, at most, in bytes.
    public var changeByteCount: Int

    init(
        name: String,
        changedCount: Int,
        restarts: [Range<Int64>],
        requests: [Int],
        changeByteCount: Int
    ) {
        self.name = name
        self.changedCount = changedCount
        restartCount = restarts.count
        let liveTimes = restarts.map(\.upperBound)
        let minutes = Dictionary(grouping: liveTimes) { $0 / 60 }.map(\.value.count).sorted()
        restartsAMinuteAtMost = minutes.last ?? 0
        restartsAMinuteUsually = minutes.isEmpty ? 0 : minutes[minutes.count / 2]
        firstAfterSeconds = liveTimes.min().map { $0 - Scenario.begin }
        lastAfterSeconds = liveTimes.max().map { $0 - Scenario.begin }
        requestsASecondAtMost = requests.max() ?? 0
        requestCount = requests.reduce(0, +)
        restartingAtMost = Figures.overlap(of: restarts)
        self.changeByteCount = changeByteCount
    }

    /// The figures of several scenarios beside each other, in lines.
    public static func table(_ all: [Figures], quietDayByteCount: Int) -> String {
        let rows: [(String, (Figures) -> String)] = [
            ("nodes changed", { "\($0.changedCount)" }),
            ("nodes restarted", { "\($0.restartCount)" }),
            ("restarts a minute, at most", { "\($0.restartsAMinuteAtMost)" }),
            ("restarts a minute, median", { "\($0.restartsAMinuteUsually)" }),
            ("kubelets restarting at a time, at most", { "\($0.restartingAtMost)" }),
            ("first node after the change", { time($0.firstAfterSeconds) }),
            ("last node after the change", { time($0.lastAfterSeconds) }),
            ("lock server: requests a second, at most", { "\($0.requestsASecondAtMost)" }),
            ("lock server: requests in all", { "\($0.requestCount)" }),
            ("journal of a node, a quiet day, bytes", { _ in "\(quietDayByteCount)" }),
            ("journal of a node, day of the change, bytes", { "\(quietDayByteCount + $0.changeByteCount)" }),
        ]
        let cells = [[""] + all.map(\.name)] + rows.map { row in [row.0] + all.map(row.1) }
        let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        return cells.map { line in
            let parts = zip(line, widths).enumerated().map { column, cell in
                let gap = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + gap : gap + cell.0
            }
            return parts.joined(separator: "   ") + "\n"
        }.joined()
    }

    /// How many ranges have a second in common, at most.
    private static func overlap(of ranges: [Range<Int64>]) -> Int {
        var changes: [Int64: Int] = [:]
        for range in ranges {
            changes[range.lowerBound, default: 0] += 1
            changes[range.upperBound, default: 0] -= 1
        }
        var (count, most) = (0, 0)
        for change in changes.sorted(by: { $0.key < $1.key }) {
            count += change.value
            most = max(most, count)
        }
        return most
    }

    private static func time(_ seconds: Int64?) -> String {
        guard let seconds else { return "never" }
        return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
