import Formula
import Testing

@Suite struct ArithmeticTests {
    @Test(
        "Integers",
        arguments: [
            ("40 + 2", "42"), ("2 - 44", "-42"), ("-6 * 7", "-42"), ("7 / 2", "3"), ("-7 / 2", "-3"), ("7 / -2", "-3"),
            ("7 % 3", "1"), ("-7 % 3", "-1"), ("7 % -3", "1"), ("-7 % -3", "-1"), ("-(5)", "-5"),
            ("40u + 2u", "42u"), ("44u - 2u", "42u"), ("6u * 7u", "42u"), ("7u / 2u", "3u"), ("7u % 3u", "1u"),
            ("9223372036854775806 + 1", "9223372036854775807"), ("18446744073709551614u + 1u", "18446744073709551615u"),
        ]
    )
    func integers(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "An integer that does not fit is an error, never wrapped",
        arguments: [
            "9223372036854775807 + 1", "-9223372036854775808 - 1", "-9223372036854775808 + -1",
            "5000000000 * 5000000000",
            "1 - -9223372036854775808", "-9223372036854775808 * -1", "-9223372036854775808 / -1",
            "-(-9223372036854775808)",
            "-9223372036854775808 % -1", "18446744073709551615u + 1u", "0u - 1u", "5000000000u * 5000000000u",
            "duration('2562047h') + duration('1h')", "duration('-2562047h') - duration('1h')",
        ]
    )
    func overflow(text: String) {
        #expect(failure(of: text)?.kind == .evaluation)
        #expect(failure(of: text)?.message.contains("overflow") == true)
    }

    @Test(
        "Division and remainder by zero are errors of integers",
        arguments: [
            ("1 / 0", "division by zero"), ("1u / 0u", "division by zero"), ("1 % 0", "remainder by zero"),
            ("1u % 0u", "remainder by zero"), ("0 / 0", "division by zero"),
        ]
    )
    func divisionByZero(text: String, message: String) {
        #expect(failure(of: text)?.message == message)
    }

    @Test(
        "Doubles are those of IEEE 754",
        arguments: [
            ("0.1 + 0.2", "0.30000000000000004"), ("1.0 - 2.5", "-1.5"), ("2.5 * 4.0", "10.0"), ("1.0 / 4.0", "0.25"),
            ("1.0 / 0.0", "double(\"Infinity\")"), ("-1.0 / 0.0", "double(\"-Infinity\")"),
            ("0.0 / 0.0", "double(\"NaN\")"),
            ("2.0 * 8.988466e+307", "double(\"Infinity\")"), ("-(0.0)", "-0.0"), ("5e-324 / 2.0", "0.0"),
        ]
    )
    func doubles(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "Strings, lists and durations are added",
        arguments: [
            ("'a' + 'b'", "\"ab\""), ("'' + ''", "\"\""), ("[1] + [2, 3]", "[1, 2, 3]"), ("[] + []", "[]"),
            ("[] + [1]", "[1]"),
            ("duration('1m') + duration('1s')", "duration(\"61s\")"),
            ("duration('1m') - duration('1m1s')", "duration(\"-1s\")"),
        ]
    )
    func addition(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "Types that no operator takes together are found before evaluation, and by evaluation",
        arguments: [
            "1 + 1u", "1 + 1.0", "1u - 1", "2.0 * 2", "1.5 % 0.5", "'a' + 1", "'a' - 'a'", "[1] - [1]", "[1] * 2",
            "true + true",
            "null + null", "{} + {}", "duration('1s') * 2", "-'a'", "-true", "-1u", "-null", "-duration('1s')", "!1",
            "!null",
        ]
    )
    func noOverload(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }
}
