import Testing
import Tuning

@Suite("A probe of a disk")
struct SyncProbeTests {
    private func probe(_ nanoseconds: [Int64]) -> SyncProbe {
        SyncProbe(directory: "/d", nanoseconds: nanoseconds, milliseconds: 1)
    }

    @Test("has percentiles by nearest rank")
    func percentiles() {
        let hundred = probe((1...100).reversed().map { $0 * 1_000 })
        #expect(hundred.percentile(500) == 50_000 && hundred.percentile(990) == 99_000)
        #expect(hundred.percentile(1_000) == 100_000 && hundred.percentile(0) == 1_000)
        #expect(probe([7]).percentile(990) == 7 && probe([]).percentile(500) == nil)
    }

    @Test("is fast enough for etcd where 99 of 100 syncs are done within 10 ms")
    func verdict() {
        let fast = [Int64](repeating: 1_000_000, count: 99)
        #expect(probe(fast + [900_000_000]).isFastEnough == true)
        #expect(probe(fast.dropLast() + [10_000_000, 900_000_000]).isFastEnough == false)
        #expect(probe([]).isFastEnough == nil)
    }

    @Test("has a histogram that counts each sync once")
    func histogram() {
        let bars = probe([20_000, 31_999, 32_000, 300_000, .max / 2]).histogram
        #expect(bars[0].from == 16_000 && bars[0].below == 32_000 && bars[0].count == 2)
        #expect(bars.map(\.count).reduce(0, +) == 5 && bars.map(\.count).prefix(5) == [2, 1, 0, 0, 1])
        #expect(probe([]).histogram.isEmpty && probe([1]).histogram.map(\.count) == [1])
    }
}
