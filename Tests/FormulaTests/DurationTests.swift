import Formula
import Testing

@Suite struct DurationTests {
    @Test(
        "A duration is numbers with units",
        arguments: [
            ("0", "0s"), ("-0", "0s"), ("90s", "90s"), ("1h30m", "5400s"), ("-1.5h", "-5400s"), ("+2m", "120s"),
            ("1h34us", "3600.000034s"),
            ("250ms", "0.25s"), (".5s", "0.5s"), ("1.s", "1s"), ("1µs", "0.000001s"), ("1μs", "0.000001s"),
            ("3ns", "0.000000003s"),
            ("0.0000000019s", "0.000000001s"), ("1.0000000000000000000000000000001h", "3600s"),
            ("0.3333333333333333333h", "1199.999999999s"),
            ("9223372036854775807ns", "9223372036.854775807s"), ("-9223372036854775808ns", "-9223372036.854775808s"),
        ]
    )
    func text(text: String, expected: String) throws {
        #expect(try result(of: "duration('\(text)')") == "duration(\"\(expected)\")")
    }

    @Test(
        "What is no duration, or too long a one, is an error",
        arguments: [
            "", "-", "1", "s", "1d", "1 h", "h1", "1h 2m", "1..5s", ".s", "--1s", "1e3s", "9223372036854775808ns",
            "-9223372036854775809ns",
            "2562048h", "99999999999999999999s", "320000000000s",
        ]
    )
    func malformed(text: String) {
        #expect(failure(of: "duration('\(text)')")?.kind == .evaluation)
    }

    @Test(
        "A duration in whole units, and its milliseconds of the second",
        arguments: [
            ("duration('10000s').getHours()", "2"), ("duration('1h30m').getMinutes()", "90"),
            ("duration('1m30s').getSeconds()", "90"),
            ("duration('1.234s').getMilliseconds()", "234"), ("duration('-90m').getHours()", "-1"),
            ("duration('-1.5s').getMilliseconds()", "-500"),
        ]
    )
    func components(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }
}
