import Node
import Testing

@Suite("Jitter")
struct JitterTests {
    private func identifier(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    @Test func `is the same for the same machine, today and in the next version`() {
        let identifier = "4c4f7b1d0f6e4f3a9b2c1d0e8f7a6b5c"
        let offset = Jitter.offset(machineID: identifier, period: .seconds(60))
        #expect(offset == Jitter.offset(machineID: identifier + "\n", period: .seconds(60)))
        #expect(offset == .nanoseconds(32_620_970_024))
    }

    @Test func `spreads evenly, also over IDs that were counted up`() {
        let period = Duration.seconds(60)
        var counts = Array(repeating: 0, count: 20)
        for number in 1...5000 {
            guard let offset = Jitter.offset(machineID: identifier(number), period: period) else { continue }
            counts[Int(offset / .seconds(3))] += 1
        }
        // 250 in each; five standard deviations of a fair throw are 77.
        #expect(counts.reduce(0, +) == 5000)
        #expect(counts.allSatisfy { (173...327).contains($0) })
    }

    @Test(arguments: [
        "", "uninitialized", "4c4f7b1d0f6e4f3a9b2c1d0e8f7a6b5", "4c4f7b1d0f6e4f3a9b2c1d0e8f7a6b5cc",
        "+c4f7b1d0f6e4f3a9b2c1d0e8f7a6b5c", "4c4f7b1d0f6e4f3a-b2c1d0e8f7a6b5c",
        "00000000000000000000000000000000", "4c4f7b1d 0f6e4f3a9b2c1d0e8f7a6b5c", "4c4f7b1d-0f6e-4f3a-9b2c-1d0e8f7a6b5c",
    ])
    func `knows what is not a machine ID`(text: String) {
        #expect(Jitter.offset(machineID: text, period: .seconds(60)) == nil)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.max), .seconds(Int64.min)])
    func `knows what is not a period`(period: Duration) {
        #expect(Jitter.offset(machineID: identifier(1), period: period) == nil)
        #expect(Jitter.next(after: .zero, offset: .zero, period: period) == nil)
    }

    @Test(arguments: [
        (Duration.zero, Duration.seconds(20), Duration.seconds(20)), (.seconds(19), .seconds(20), .seconds(20)),
        (.seconds(20), .seconds(20), .seconds(80)), (.seconds(79), .seconds(20), .seconds(80)),
        (.seconds(3601), .zero, .seconds(3660)), (.seconds(-1), .zero, .zero),
        (.seconds(5), .seconds(140), .seconds(20)),
    ])
    func `finds the next time in the grid`(now: Duration, offset: Duration, expected: Duration) {
        #expect(Jitter.next(after: now, offset: offset, period: .seconds(60)) == expected)
    }
}
