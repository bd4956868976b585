import Testing

@testable import Tuning

@Suite("Texts as Go reads them")
struct KubeProxyLiteralTests {
    @Test(
        "Whole numbers of flags have Go's prefixes and underscores, and 32 bits",
        arguments: [
            ("0", 0), ("-0", 0), ("+100", 100), ("-1", -1), ("0x64", 100), ("0X64", 100), ("0100", 64), ("0o144", 100),
            ("0b1100100", 100), ("1_000", 1000), ("0_144", 100), ("0x_64", 100), ("2147483647", 2_147_483_647),
            ("-2147483648", -2_147_483_648), ("2147483648", nil), ("-2147483649", nil), ("_1", nil), ("1_", nil),
            ("1__0", nil), ("08", nil), ("0x", nil), ("0o", nil), ("1e3", nil), ("1.0", nil), (" 1", nil), ("", nil),
            ("-", nil), ("--1", nil), ("99999999999999999999999", nil), ("１", nil),
        ] as [(String, Int64?)]
    )
    func int32(_ text: String, _ expected: Int64?) {
        #expect(GoLiteral.int32(text) == expected)
    }

    @Test(
        "Durations need a unit and fit 63 bits",
        arguments: [
            ("0", 0), ("-0", 0), ("0s", 0), ("1h30m", 5_400_000_000_000), ("-1.5s", -1_500_000_000),
            ("500ms", 500_000_000), (".5h", 1_800_000_000_000), ("1.h", 3_600_000_000_000),
            ("1us2µs3μs4ns", 6_004), ("24h0m0s", 86_400_000_000_000),
            ("0.000000001s", 1), ("0.00000000000000000000001h", 0), ("9223372036854775807ns", .max),
            ("-9223372036854775808ns", .min), ("9223372036854775808ns", nil), ("9999999h", nil), ("3600", nil),
            ("18446744073709551615.9ns", nil), ("18446744073.709551615s0.9h", nil),
            ("", nil), ("-", nil), (".s", nil), ("s", nil), ("1", nil), ("1d", nil), ("1 s", nil), ("1s ", nil),
            ("1S", nil), ("null", nil), ("99999999999999999999s", nil),
        ] as [(String, Int64?)]
    )
    func duration(_ text: String, _ expected: Int64?) {
        #expect(GoLiteral.duration(text) == expected)
    }

    @Test(
        "Addresses are those of both families, numbers may start with zeros",
        arguments: [
            ("0.0.0.0", .v4), ("010.001.000.255", .v4), ("1.2.3", nil), ("1.2.3.256", nil), ("1.2.3.4.5", nil),
            ("1..2.3", nil), ("::", .v6), ("::1", .v6), ("1::", .v6), ("fe80::1:2", .v6), ("1:2:3:4:5:6:7:8", .v6),
            ("1:2:3:4:5:6:7::", .v6), ("::ffff:1.2.3.4", .v6), ("1:2:3:4:5:6:1.2.3.4", .v6), ("1:2:3:4:5:6:7:8:9", nil),
            ("1:2:3:4:5:6:7:8::", nil), ("1::2::3", nil), (":1", nil), ("1:", nil), (":::", nil), ("12345::", nil),
            ("g::", nil), ("fe80::1%eth0", nil), ("", nil), ("foo", nil), ("1:2:3:4:5:6:7:1.2.3.4", nil),
        ] as [(String, GoAddress.Family?)]
    )
    func address(_ text: String, _ expected: GoAddress.Family?) {
        #expect(GoAddress.family(ofIP: text) == expected)
    }

    @Test(
        "Blocks have a length that their family allows",
        arguments: [
            ("10.0.0.0/8", .v4), ("10.0.0.1/32", .v4), ("10.0.0.0/33", nil), ("10.0.0.0", nil), ("/8", nil),
            ("fd00::/48", .v6), ("fd00::/129", nil), ("10.0.0.0/-1", nil), ("10.0.0.0/8/8", nil), ("primary", nil),
        ] as [(String, GoAddress.Family?)]
    )
    func block(_ text: String, _ expected: GoAddress.Family?) {
        #expect(GoAddress.family(ofBlock: text) == expected)
    }

    @Test(
        "An address with a port has both",
        arguments: [
            ("127.0.0.1:10249", true), ("[::1]:1", true), ("0.0.0.0:65535", true), ("127.0.0.1:0", false),
            ("127.0.0.1:65536", false), ("127.0.0.1", false), ("foo", false), ("foo:80", false), (":80", false),
            ("::1:80", false), ("[::1]", false), ("[::1:80", false), ("127.0.0.1:x", false), ("", false), (":", false),
            ("[]:80", false),
        ]
    )
    func addressAndPort(_ text: String, _ isGood: Bool) {
        #expect((GoAddress.objection(toIPAndPort: text) == nil) == isGood)
    }

    @Test("A port is added only to an address alone")
    func port() {
        #expect(GoAddress.withPort("1.2.3.4", 5) == "1.2.3.4:5")
        #expect(GoAddress.withPort("::1", 5) == "[::1]:5")
        #expect(GoAddress.withPort("1.2.3.4:6", 5) == "1.2.3.4:6")
        #expect(GoAddress.withPort("foo", 5) == "foo")
    }
}
