import Documents
import Testing

@Suite struct YAMLSchemaTests {
    @Test(
        arguments: [
            ("", .null, .null), ("~", .null, .null), ("null", .null, .null), ("nULL", .string("nULL"), .string("nULL")),
            ("true", .bool(true), .bool(true)), ("FALSE", .bool(false), .bool(false)),
            ("yes", .string("yes"), .bool(true)), ("No", .string("No"), .bool(false)),
            ("n", .string("n"), .bool(false)), ("Y", .string("Y"), .bool(true)), ("OFF", .string("OFF"), .bool(false)),
            ("on", .string("on"), .bool(true)), ("oN", .string("oN"), .string("oN")),
            ("110", .integer(110), .integer(110)), ("-7", .integer(-7), .integer(-7)), ("+7", .integer(7), .integer(7)),
            ("0156", .integer(156), .integer(110)), ("0o156", .integer(110), .integer(110)),
            ("-0o17", .string("-0o17"), .integer(-15)), ("08", .integer(8), .float(8)), ("0", .integer(0), .integer(0)),
            ("0x1F", .integer(31), .integer(31)), ("-0x1f", .string("-0x1f"), .integer(-31)),
            ("0X1F", .string("0X1F"), .integer(31)), ("0x-1", .string("0x-1"), .string("0x-1")),
            ("0b101", .string("0b101"), .integer(5)), ("-0b101", .string("-0b101"), .integer(-5)),
            ("1_000", .string("1_000"), .integer(1000)), ("_1", .string("_1"), .string("_1")),
            ("1_0.5", .string("1_0.5"), .float(10.5)), ("1e2", .float(100), .float(100)),
            ("111.0", .float(111), .float(111)), ("1.", .float(1), .float(1)), (".5", .float(0.5), .float(0.5)),
            ("-.5e-1", .float(-0.05), .float(-0.05)), (".", .string("."), .string(".")),
            ("-", .string("-"), .string("-")),
            ("1e", .string("1e"), .string("1e")), ("1e999", .string("1e999"), .string("1e999")),
            ("1e-999", .float(0), .float(0)), ("nan", .string("nan"), .string("nan")),
            ("inf", .string("inf"), .string("inf")), ("+.inf", .float(.infinity), .float(.infinity)),
            ("-.INF", .float(-.infinity), .float(-.infinity)), ("0x1p3", .string("0x1p3"), .string("0x1p3")),
            ("12:30:45", .string("12:30:45"), .string("12:30:45")), ("1 ", .string("1 "), .string("1 ")),
            ("2001-01-01", .string("2001-01-01"), .string("2001-01-01")), ("10s", .string("10s"), .string("10s")),
            ("9223372036854775807", .integer(.max), .integer(.max)),
            ("-9223372036854775808", .integer(.min), .integer(.min)),
            ("9223372036854775808", .unsigned(1 << 63), .unsigned(1 << 63)),
            ("18446744073709551615", .unsigned(.max), .unsigned(.max)),
            ("+18446744073709551615", .unsigned(.max), .float(18446744073709551616)),
            ("18446744073709551616", .float(18446744073709551616), .float(18446744073709551616)),
            ("-9223372036854775809", .float(-9223372036854775808), .float(-9223372036854775808)),
            ("٣", .string("٣"), .string("٣")),
        ] as [(String, ScalarValue, ScalarValue)]
    )
    func `a plain scalar gets its type`(text: String, core: ScalarValue, yaml11: ScalarValue) {
        #expect(YAMLSchema.core.value(of: text) == core)
        #expect(YAMLSchema.yaml11.value(of: text) == yaml11)
    }

    @Test func `not a number is a float`() {
        guard case .float(let double) = YAMLSchema.core.value(of: ".NaN") else {
            Issue.record("no float")
            return
        }
        #expect(double.isNaN)
    }

    @Test func `ten million digits are a string`() {
        let digits = String(repeating: "9", count: 10_000_000)
        #expect(YAMLSchema.core.value(of: digits) == .string(digits))
    }

    @Test(
        arguments: [
            ("'yes'", .string("yes")), ("\"5\"", .string("5")), ("|\n  5\n", .string("5\n")), ("!!str 5", .string("5")),
            ("! 5", .string("5")), ("!!int '5'", .integer(5)), ("!!float 5", .float(5)), ("!!bool yes", .bool(true)),
            ("!!null ''", .null), ("yes", .bool(true)),
        ] as [(String, ScalarValue)]
    )
    func `quotes and tags decide before the schema`(value: String, resolved: ScalarValue) throws {
        let node = try #require(try YAML.parse(bytes("a: \(value)"))?["a"])
        #expect(try node.resolved(.yaml11) == resolved)
    }

    @Test(
        arguments: [
            ("!!int abc", "line 1, column 4: 'abc' is no 'tag:yaml.org,2002:int'"),
            ("!odd 5", "line 1, column 4: '5' is no '!odd'"),
            ("[1]", "line 1, column 4: expected a scalar, found a sequence"),
        ]
    )
    func `a tag that does not fit is an error`(value: String, message: String) throws {
        let node = try #require(try YAML.parse(bytes("a: \(value)"))?["a"])
        #expect(documentError { () throws(DocumentError) in try node.resolved(.core) }?.description == message)
    }
}
