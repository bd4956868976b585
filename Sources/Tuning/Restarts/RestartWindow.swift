/// The part of a week in which a unit may be restarted: `Sat,Sun 02:00-05:00`, `Mon..Fri 22:00-04:00 UTC`.
///
/// Days, weekday ranges and `UTC` are written as systemd writes them in `OnCalendar=`; without `UTC` it is the node's
/// own time of day, which `timedatectl` shows, since maintenance is agreed on by the clock on the wall. A window that
/// ends before it begins goes over midnight and belongs to the day on which it begins.
public struct RestartWindow: Hashable, Sendable {
    /// The days on which it begins, Monday is 0.
    public let days: Set<Int64>
    /// When it begins, in minutes after midnight, 0 to 1439.
    public let start: Int64
    /// How long it lasts, in minutes, 1 to 1440.
    public let length: Int64
    /// Whether its times are those of UTC rather than of the node.
    public let isUTC: Bool
    /// As it was written.
    public let text: String

    private static let dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let minutesADay: Int64 = 1_440

    /// Reads a window.
    ///
    /// - Throws: ``Refusal`` with what is wrong in it.
    public init(_ text: String) throws(Refusal) {
        var words = text.split(separator: " ").map(String.init)
        isUTC = words.last == "UTC"
        if isUTC { words.removeLast() }
        guard let last = words.popLast(), words.count <= 1 else {
            throw Refusal("a window such as 'Sat,Sun 02:00-05:00' is wanted")
        }
        let times = last.split(separator: "-", omittingEmptySubsequences: false).map { RestartWindow.minutes($0) }
        guard times.count == 2, let start = times[0], let end = times[1], start < RestartWindow.minutesADay else {
            throw Refusal("'\(last)' is not two times of day such as 02:00-05:00")
        }
        guard start != end else {
            throw Refusal("a window from \(last) is empty; a whole day is 00:00-24:00")
        }
        self.start = start
        length = end > start ? end - start : end - start + RestartWindow.minutesADay
        days = try words.first.map(RestartWindow.days(in:)) ?? Set(0..<7)
        self.text = text.split(separator: " ").joined(separator: " ")
    }

    private static func minutes(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { 48...57 ~= $0 } }),
            let hours = Int64(parts[0]), let minutes = Int64(parts[1]), minutes < 60,
            case let time = hours * 60 + minutes, time <= minutesADay
        else { return nil }
        return time
    }

    private static func days(in text: String) throws(Refusal) -> Set<Int64> {
        var days: Set<Int64> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: ".", omittingEmptySubsequences: false)
            let numbers = [ends.first, ends.last].map { end in dayNames.firstIndex { $0 == end ?? "" } }
            guard let first = numbers[0], let last = numbers[1],
                ends.count == 1 || ends.count == 3 && ends[1].isEmpty
            else {
                throw Refusal("'\(part)' is no day: Mon, Tue, Wed, Thu, Fri, Sat, Sun, or a range such as Mon..Fri")
            }
            let count = (last - first + 7) % 7
            days.formUnion((0...count).map { Int64((first + $0) % 7) })
        }
        return days
    }

    /// The stretch of this window that holds a moment, or the next one after it.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - offset: how far the node's time of day is ahead of UTC at a moment, in seconds.
    /// - Returns: seconds since 1970; the end does not belong to it.
    func stretch(at now: Int64, offset: (Int64) -> Int64) -> Range<Int64> {
        let today = (now + (isUTC ? 0 : offset(now))).dividedDown(by: 86_400)
        // From yesterday on, whose window may go over midnight, to the same day of the next week.
        for day in (today - 1)...(today + 8) where days.contains((day + 3).remainder(of: 7)) {
            let begin = moment(day * 86_400 + start * 60, offset)
            let end = moment(day * 86_400 + (start + length) * 60, offset)
            if now < end, begin < end { return begin..<end }
        }
        return Int64.max - 1..<Int64.max
    }

    /// The moment at which clocks show a time. Where the clock is put forward over it, it is an hour off at most.
    private func moment(_ shown: Int64, _ offset: (Int64) -> Int64) -> Int64 {
        isUTC ? shown : shown - offset(shown - offset(shown))
    }
}

extension Int64 {
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }

    fileprivate func remainder(of divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
