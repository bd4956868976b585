import Formula
import Testing

@Suite struct ConversionTests {
    @Test(
        "To int: toward zero, from decimal digits",
        arguments: [
            ("int(1)", "1"), ("int(42u)", "42"), ("int(9223372036854775807u)", "9223372036854775807"),
            ("int(1.9)", "1"), ("int(-7.9)", "-7"),
            ("int(-0.5)", "0"), ("int(9223372036854774784.0)", "9223372036854774784"), ("int('987')", "987"),
            ("int('-0')", "0"),
            ("int('+5')", "5"), ("int('-9223372036854775808')", "-9223372036854775808"), ("int('007')", "7"),
        ]
    )
    func toInt(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "To uint: toward zero, never from less than zero",
        arguments: [
            ("uint(1u)", "1u"), ("uint(1729)", "1729u"), ("uint(25.9)", "25u"), ("uint(-0.0)", "0u"),
            ("uint('300')", "300u"),
            ("uint('18446744073709551615')", "18446744073709551615u"),
            ("uint(18446744073709549568.0)", "18446744073709549568u"),
        ]
    )
    func toUInt(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "To double: the nearest",
        arguments: [
            ("double(1)", "1.0"), ("double(5.5)", "5.5"), ("double(9223372036854775807)", "9.223372036854776e+18"),
            ("double(18446744073709551615u)", "1.8446744073709552e+19"), ("double('-987.654')", "-987.654"),
            ("double('1')", "1.0"),
            ("double('6.02214e23')", "6.02214e+23"), ("double('.5')", "0.5"), ("double('-0.0')", "-0.0"),
            ("double('1e-400')", "0.0"),
            ("double('NaN')", "double(\"NaN\")"), ("double('inf')", "double(\"Infinity\")"),
            ("double('-Infinity')", "double(\"-Infinity\")"),
        ]
    )
    func toDouble(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "To string: doubles with the fewest digits, an exponent below 1e-4 and from 1e+6 on",
        arguments: [
            ("string('a')", "a"), ("string(-456)", "-456"), ("string(9876u)", "9876"), ("string(true)", "true"),
            ("string(false)", "false"),
            ("string(123.456)", "123.456"), ("string(-4.5e-3)", "-0.0045"), ("string(1.0)", "1"), ("string(0.0)", "0"),
            ("string(-0.0)", "-0"),
            ("string(100000.0)", "100000"), ("string(1e6)", "1e+06"), ("string(123456.789)", "123456.789"),
            ("string(1234567.0)", "1.234567e+06"), ("string(0.0001)", "0.0001"), ("string(0.00001)", "1e-05"),
            ("string(1e100)", "1e+100"),
            ("string(5e-324)", "5e-324"), ("string(0.1 + 0.2)", "0.30000000000000004"),
            ("string(double('nan'))", "NaN"),
            ("string(1.0 / 0.0)", "+Inf"), ("string(-1.0 / 0.0)", "-Inf"), ("string(duration('1m1ms'))", "60.001s"),
            ("string(duration('-1500ms'))", "-1.5s"), ("string(duration('0'))", "0s"),
            ("string(duration('1ns'))", "0.000000001s"),
            ("string(duration('1000000s'))", "1000000s"),
        ]
    )
    func toString(text: String, expected: String) throws {
        #expect(try result(of: text) == "\"\(expected)\"")
    }

    @Test(
        "To bool: from the words for it",
        arguments: [
            ("bool(true)", true), ("bool('1')", true), ("bool('t')", true), ("bool('T')", true), ("bool('true')", true),
            ("bool('TRUE')", true),
            ("bool('True')", true), ("bool('0')", false), ("bool('f')", false), ("bool('F')", false),
            ("bool('false')", false),
            ("bool('FALSE')", false), ("bool('False')", false),
        ]
    )
    func toBool(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }

    @Test(
        "A value that its new type does not hold is an error of evaluation",
        arguments: [
            "int(9223372036854775808u)", "int(9223372036854775807.0)", "int(-9223372036854775808.0)", "int(1e99)",
            "int(0.0 / 0.0)",
            "int(1.0 / 0.0)", "int('')", "int('-')", "int('1.0')", "int(' 1')", "int('0x10')", "int('1_000')",
            "int('٣')",
            "int('9223372036854775808')", "uint(-1)", "uint(-1.0)", "uint(-0.5)", "uint(18446744073709551616.0)",
            "uint(0.0 / 0.0)",
            "uint('-1')", "uint('+1')", "uint('18446744073709551616')", "double('')", "double('abc')",
            "double('1e400')", "double('0x1p3')",
            "double('1_0.0')", "double(' 1')", "double('1e')", "double('+nan')", "bool('TrUe')", "bool('yes')",
            "bool('')",
        ]
    )
    func outOfRange(text: String) {
        #expect(failure(of: text)?.kind == .evaluation)
    }

    @Test(
        "Types that have no conversion are found before evaluation",
        arguments: [
            "int(true)", "int(null)", "int([1])", "int(duration('1s'))", "uint({})", "double(true)", "bool(1)",
            "string(null)", "string([1])", "string(int)", "duration(1)",
        ]
    )
    func noConversion(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }

    @Test(
        "Types are values",
        arguments: [
            ("type(1)", "int"), ("type(1u)", "uint"), ("type(1.0)", "double"), ("type('')", "string"),
            ("type(true)", "bool"),
            ("type(null)", "null_type"), ("type([])", "list"), ("type({})", "map"), ("type(int)", "type"),
            ("type(type)", "type"),
            ("type(duration('1s'))", "google.protobuf.Duration"),
            ("type(duration('1s')) == google.protobuf.Duration", "true"),
            ("type(dyn(1)) == int", "true"), ("[1, 'a'].map(x, type(x) == string)", "[false, true]"),
            ("type(1) in [int, uint]", "true"),
        ]
    )
    func types(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }
}
