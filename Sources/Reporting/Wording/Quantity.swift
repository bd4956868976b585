/// Sizes and times in words.
enum Quantity {
    /// The latest moment that is written out: the end of the year 9999.
    private static let latest: Int64 = 253_402_300_799
    private static let secondsADay: Int64 = 86_400

    /// A number of bytes in a unit of 1024s, with one decimal: `62.8 GiB`.
    static func size(_ byteCount: Int64) -> String {
        let units: [(name: String, shift: Int64)] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)]
        guard byteCount >= 1024, let unit = units.first(where: { byteCount >= 1 << $0.shift }) else {
            return "\(byteCount) B"
        }
        let whole = byteCount >> unit.shift
        let tenth = ((byteCount & ((1 << unit.shift) - 1)) * 10) >> unit.shift
        return "\(whole).\(tenth) \(unit.name)"
    }

    /// Memory in GiB, always, so that the numbers of two nodes compare at a glance.
    static func gibibytes(_ byteCount: Int64) -> String {
        let bytes = max(byteCount, 0)
        return "\(bytes >> 30).\(((bytes & ((1 << 30) - 1)) * 10) >> 30) GiB"
    }

    /// A span of time in its largest fitting unit, rounded down: `40 s`, `12 min`, `3 h`, `2 d`.
    static func span(seconds: Int64) -> String {
        switch max(seconds, 0) {
        case let seconds where seconds < 120: "\(seconds) s"
        case let seconds where seconds < 7200: "\(seconds / 60) min"
        case let seconds where seconds < 2 * secondsADay: "\(seconds / 3600) h"
        case let seconds: "\(seconds / secondsADay) d"
        }
    }

    /// A moment: `2026-11-21 13:55 UTC`. Nodes of one cluster are compared, so no local time.
    ///
    /// The Gregorian calendar runs in cycles of 400 years of 146,097 days; counted from March, the leap day is the
    /// last of its year. sources: Hinnant, chrono-compatible low-level date algorithms
    static func moment(epochSeconds: Int64) -> String {
        let seconds = min(max(epochSeconds, 0), latest)
        let days = seconds / secondsADay + 719_468
        let dayOfCycle = days % 146_097
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = days / 146_097 * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        let minutes = seconds % secondsADay / 60
        return "\(year)-\(twoDigits(month))-\(twoDigits(day)) \(twoDigits(minutes / 60)):\(twoDigits(minutes % 60)) UTC"
    }

    /// A time of day: `13:55:09`, UTC.
    static func time(epochSeconds: Int64) -> String {
        let seconds = min(max(epochSeconds, 0), latest) % secondsADay
        return "\(twoDigits(seconds / 3600)):\(twoDigits(seconds % 3600 / 60)):\(twoDigits(seconds % 60))"
    }

    /// A count with its noun: `1 setting`, `5 settings`.
    static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
