import Testing

@testable import Tuning

@Suite("Windows for restarts")
struct RestartWindowTests {
    /// 2026-11-27 00:00 UTC, a Friday.
    static let friday: Int64 = 1_795_737_600
    static let hour: Int64 = 3_600
    static let day: Int64 = 86_400

    @Test(
        "A window is read as systemd writes days and times",
        arguments: [
            ("02:00-05:00", [0, 1, 2, 3, 4, 5, 6], 120, 180, false),
            ("Sat,Sun 02:00-05:00", [5, 6], 120, 180, false),
            ("Mon..Fri 22:30-04:00 UTC", [0, 1, 2, 3, 4], 1_350, 330, true),
            ("Sat..Mon,Wed 00:00-24:00", [5, 6, 0, 2], 0, 1_440, false),
        ]
    )
    func reading(text: String, days: [Int64], start: Int64, length: Int64, isUTC: Bool) throws {
        let window = try RestartWindow(text)
        #expect(window.days == Set(days))
        #expect((window.start, window.length) == (start, length))
        #expect(window.isUTC == isUTC)
        #expect(window.text == text)
    }

    @Test(
        "What is no window is refused with what is wrong in it",
        arguments: [
            ("", "a window such as 'Sat,Sun 02:00-05:00' is wanted"), ("Sat", "'Sat' is not two times of day"),
            ("Sat 2:00-5:00", "'2:00-5:00' is not two times of day"), ("Sat 02:00", "'02:00' is not two times"),
            ("Sat 24:00-05:00", "is not two times of day"), ("Sat 02:00-25:00", "is not two times of day"),
            ("Sat 02:00-05:60", "is not two times of day"), ("Sat 02:00-02:00", "is empty; a whole day is 00:00-24:00"),
            ("Saturday 02:00-05:00", "'Saturday' is no day"), ("Sat-Sun 02:00-05:00", "'Sat-Sun' is no day"),
            ("Sat, 02:00-05:00", "'' is no day"), ("Sat 02:00-05:00 CET", "is wanted"),
            ("Sat.Sun 02:00-05:00", "'Sat.Sun' is no day"), ("Sat 02:00-05:00-06:00", "is not two times of day"),
        ]
    )
    func refusal(text: String, message: String) {
        let refusal = #expect(throws: Refusal.self) { try RestartWindow(text) }
        #expect(refusal?.description.contains(message) ?? false, "\(refusal?.description ?? "none")")
    }

    @Test("A window that is open is found whole, one that is not is the next to come")
    func stretches() throws {
        let window = try RestartWindow("Sat,Sun 02:00-05:00")
        func stretch(_ now: Int64) -> Range<Int64> { window.stretch(at: now, offset: { _ in 0 }) }
        let saturday = Self.friday + Self.day
        let first = (saturday + 2 * Self.hour)..<(saturday + 5 * Self.hour)
        #expect(stretch(Self.friday + 12 * Self.hour) == first)
        #expect(stretch(saturday + 2 * Self.hour) == first)
        #expect(stretch(saturday + 5 * Self.hour - 1) == first)
        #expect(stretch(saturday + 5 * Self.hour).lowerBound == saturday + Self.day + 2 * Self.hour)
        #expect(stretch(saturday + Self.day + 5 * Self.hour).lowerBound == saturday + 7 * Self.day + 2 * Self.hour)
    }

    @Test("A window over midnight belongs to the day on which it begins")
    func overMidnight() throws {
        let window = try RestartWindow("Fri 22:00-04:00 UTC")
        let begin = Self.friday + 22 * Self.hour
        for now in [begin, Self.friday + Self.day + 3 * Self.hour] {
            #expect(window.stretch(at: now, offset: { _ in 7_200 }) == begin..<(begin + 6 * Self.hour))
        }
        // Friday at three belongs to a window of Thursday, which there is none of.
        #expect(window.stretch(at: Self.friday + 3 * Self.hour, offset: { _ in 0 }).lowerBound == begin)
    }

    @Test("The node's own time of day counts, over its changes too", arguments: [-12, -5, 0, 2, 13])
    func zones(hours: Int64) throws {
        let window = try RestartWindow("02:00-05:00")
        let stretch = window.stretch(at: Self.friday, offset: { _ in hours * Self.hour })
        #expect((stretch.lowerBound + hours * Self.hour) % Self.day == 2 * Self.hour)
        #expect(stretch.upperBound > Self.friday && stretch.upperBound - stretch.lowerBound == 3 * Self.hour)
    }

    @Test("A window over the night in which clocks are put back lasts an hour longer")
    func clockChange() throws {
        let window = try RestartWindow("01:30-05:00")
        let change = Self.friday + Self.hour
        let stretch = window.stretch(at: Self.friday, offset: { $0 < change ? 2 * Self.hour : Self.hour })
        #expect(stretch == (Self.friday - Self.hour / 2)..<(Self.friday + 4 * Self.hour))
    }

    @Test("Days before 1970 do not stop it")
    func beforeTheEpoch() throws {
        let window = try RestartWindow("Thu 02:00-05:00")
        // 1970-01-01 was a Thursday.
        #expect(window.stretch(at: -5, offset: { _ in 0 }) == 7_200..<18_000)
    }
}
