import Testing

@testable import Reporting

@Suite("Sizes and times in words")
struct QuantityTests {
    @Test(
        "A size has the largest unit that fits, rounded down",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (512_110_190_592, "476.9 GiB"),
            (4_000_787_030_016, "3.6 TiB"), (-1, "-1 B"), (Int64.max, "8388607.9 TiB"),
        ] as [(Int64, String)]
    )
    func size(bytes: Int64, text: String) {
        #expect(Quantity.size(bytes) == text)
    }

    @Test(
        "Memory is in GiB",
        arguments: [(67_430_000_000, "62.7 GiB"), (1 << 20, "0.0 GiB"), (-5, "0.0 GiB")] as [(Int64, String)]
    )
    func memory(bytes: Int64, text: String) {
        #expect(Quantity.gibibytes(bytes) == text)
    }

    @Test(
        "A span of time has one unit",
        arguments: [
            (-5, "0 s"), (59, "59 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 d"),
            (Int64.max, "106751991167300 d"),
        ] as [(Int64, String)]
    )
    func span(seconds: Int64, text: String) {
        #expect(Quantity.span(seconds: seconds) == text)
    }

    @Test(
        "A moment is written in UTC",
        arguments: [
            (0, "1970-01-01 00:00 UTC"), (951_782_399, "2000-02-28 23:59 UTC"), (951_782_400, "2000-02-29 00:00 UTC"),
            (1_795_269_300, "2026-11-21 13:55 UTC"), (4_107_542_400, "2100-03-01 00:00 UTC"),
            (-1, "1970-01-01 00:00 UTC"), (Int64.max, "9999-12-31 23:59 UTC"),
        ] as [(Int64, String)]
    )
    func moment(seconds: Int64, text: String) {
        #expect(Quantity.moment(epochSeconds: seconds) == text)
    }
}
