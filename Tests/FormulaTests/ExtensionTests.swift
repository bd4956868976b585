import Formula
import Testing

@Suite struct ExtensionTests {
    @Test(
        "min and max, of arguments or of a list",
        arguments: [
            ("min(3, 7)", "3"), ("max(3, 7)", "7"), ("min(5)", "5"), ("max(1, 9, 4)", "9"), ("min([3, 1, 2])", "1"),
            ("max([7u])", "7u"),
            ("min(1.5, 0.5)", "0.5"), ("max(duration('1m'), duration('59s'))", "duration(\"60s\")"),
            ("min(1, 2.5)", "1"), ("max(1, 2.5)", "2.5"),
            ("min(1, 1.0, 1u)", "1"), ("max(-1, 18446744073709551615u)", "18446744073709551615u"),
            ("min(1.0, 0.0 / 0.0)", "double(\"NaN\")"),
            ("max(0.0 / 0.0, 1.0)", "double(\"NaN\")"), ("max([1, 2].map(x, x * 10))", "20"), ("min(dyn([4, 2]))", "2"),
        ]
    )
    func extremes(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "clamp keeps a value between two bounds",
        arguments: [
            ("clamp(5, 0, 10)", "5"), ("clamp(-5, 0, 10)", "0"), ("clamp(50, 0, 10)", "10"), ("clamp(3, 3, 3)", "3"),
            ("clamp(2.5, 0.0, 2.0)", "2.0"),
            ("clamp(7u, 1u, 5u)", "5u"), ("clamp(duration('1h'), duration('1s'), duration('1m'))", "duration(\"60s\")"),
            ("clamp(0.0 / 0.0, 0.0, 1.0)", "double(\"NaN\")"),
        ]
    )
    func clamp(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "ceilPowerOfTwo is the least power of two not less than its argument",
        arguments: [
            ("ceilPowerOfTwo(1)", "1"), ("ceilPowerOfTwo(2)", "2"), ("ceilPowerOfTwo(3)", "4"),
            ("ceilPowerOfTwo(1000)", "1024"),
            ("ceilPowerOfTwo(1024)", "1024"), ("ceilPowerOfTwo(1025u)", "2048u"), ("ceilPowerOfTwo(0)", "1"),
            ("ceilPowerOfTwo(-9)", "1"),
            ("ceilPowerOfTwo(0u)", "1u"), ("ceilPowerOfTwo(4611686018427387904)", "4611686018427387904"),
            ("ceilPowerOfTwo(9223372036854775808u)", "9223372036854775808u"),
            ("ceilPowerOfTwo(9223372036854775807u)", "9223372036854775808u"),
        ]
    )
    func powerOfTwo(text: String, expected: String) throws {
        #expect(try result(of: text) == expected)
    }

    @Test(
        "What has no answer is an error of evaluation",
        arguments: [
            "min([])", "max([])", "clamp(1, 5, 2)", "ceilPowerOfTwo(4611686018427387905)",
            "ceilPowerOfTwo(9223372036854775809u)",
            "min(dyn('a'), 1)", "min(dyn([true]))", "ceilPowerOfTwo(dyn(1.0))", "max(dyn(duration('1s')), 1)",
        ]
    )
    func noAnswer(text: String) {
        #expect(failure(of: text)?.kind == .evaluation)
    }

    @Test(
        "They take numbers or durations",
        arguments: [
            "min('a', 'b')", "max(true, false)", "min(1, duration('1s'))", "min(['a'])", "max({})", "clamp(1, 'a', 2)",
            "ceilPowerOfTwo(1.5)", "ceilPowerOfTwo('8')", "min(null)",
        ]
    )
    func wrongType(text: String) {
        #expect(failure(of: text)?.kind == .type)
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }
}
