import Formula
import Testing

@Suite struct ComparisonTests {
    @Test(
        "Values of one type are equal when they are the same",
        arguments: [
            ("1 == 1", true), ("1 == 2", false), ("1 != 2", true), ("0.0 == -0.0", true), ("'a' == 'a'", true),
            ("'a' == 'A'", false),
            ("null == null", true), ("true != false", true), ("[1, 2] == [1, 2]", true), ("[1, 2] == [2, 1]", false),
            ("[1] == [1, 1]", false), ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", true), ("{'a': 1} == {'a': 2}", false),
            ("{'a': 1} == {'b': 1}", false), ("[] == []", true), ("{} == {}", true), ("[[1], []] == [[1], []]", true),
            ("duration('60s') == duration('1m')", true), ("type(1) == int", true), ("int == uint", false),
            ("'\\u00e9' == 'e\\u0301'", false), ("'\\u00e9' != 'e\\u0301'", true),
        ]
    )
    func equality(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }

    @Test(
        "Numbers of different types are equal when they are the same number",
        arguments: [
            ("dyn(1) == 1u", true), ("dyn(1) == 1.0", true), ("dyn(1u) == 1.0", true),
            ("dyn(-1) == 18446744073709551615u", false),
            ("dyn(1) == 1.5", false), ("[1, 2u, 3.0] == [1.0, 2, 3u]", true), ("dyn({1: 1u}) == {1u: 1.0}", true),
            ("dyn(3) in [1.0, 3.0]", true), ("dyn(3.5) in [3, 4]", false), ("dyn(2.0) in {2u: 'x'}", true),
            ("dyn(2.5) in {2u: 'x'}", false),
            ("[dyn(1)] == [1.0]", true), ("dyn('1') == 1", false), ("dyn(1) == true", false), ("dyn(null) == 0", false),
            ("dyn([]) == {}", false), ("dyn(1) != 'a'", true), ("dyn(duration('1s')) == 1000000000", false),
        ]
    )
    func heterogeneousEquality(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }

    @Test(
        "NaN equals nothing, is in no list, and is neither less nor greater",
        arguments: [
            ("x == x", false), ("x != x", true), ("[x] == [x]", false), ("x in [x]", false), ("x < 1.0", false),
            ("x >= 1.0", false),
            ("x > x", false), ("x <= x", false), ("dyn(1) == x", false), ("dyn(1u) < x", false), ("dyn(1) != x", true),
        ]
    )
    func notANumber(text: String, expected: Bool) throws {
        let schema = Formula.Schema(["x": .double])
        #expect(try result(of: text, with: Formula.Bindings(["x": .double(.nan)]), schema: schema) == "\(expected)")
    }

    @Test(
        "Order",
        arguments: [
            ("1 < 2", true), ("2 <= 2", true), ("2 > 3", false), ("2u >= 3u", false), ("-1.5 < 0.0", true),
            ("'a' < 'b'", true),
            ("'B' < 'a'", true), ("'' < 'a'", true), ("'ab' > 'abc'", false), ("'z' < 'é'", true),
            ("'\\uFFFF' < '\\U00010000'", true),
            ("false < true", true), ("true <= false", false), ("duration('59s') < duration('1m')", true),
            ("dyn(-1) < 0u", true), ("dyn(0u) > -1", true), ("dyn(1) < 1.5", true), ("dyn(2u) > 1.5", true),
            ("dyn(9223372036854775808u) > 9223372036854775807", true),
            ("dyn(9223372036854775807) < 9223372036854775808u", true),
            ("dyn(9223372036854775807) >= 9223372036854775808.0", true),
            ("dyn(9223372036854775807) < 9223372036854777857.0", true),
            ("dyn(18446744073709551615u) < 18446744073709590000.0", true), ("dyn(1e300) > 18446744073709551615u", true),
        ]
    )
    func order(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }

    @Test(
        "Types that are not compared are found before evaluation",
        arguments: [
            "1 == 1u", "1 == 1.0", "1 < 1u", "'a' == 1", "1 == null", "[1] == ['a']", "[1] == {1: 1}", "1 in ['a']",
            "1 in 1",
            "'a' in 'abc'", "'a' in {1: 2}", "'a' < 1", "1 < 2 < 3", "type(1) < type(2)",
        ]
    )
    func mixedTypes(text: String) {
        #expect(failure(of: text)?.kind == .type)
    }

    @Test(
        "Types that have no order are an error of evaluation too",
        arguments: ["null < null", "[1] < [2]", "{} >= {}", "'a' <= 1", "int > uint", "1 in 1", "'a' in 'abc'"]
    )
    func unordered(text: String) {
        #expect(uncheckedFailure(of: text)?.kind == .evaluation)
    }

    @Test(
        "Membership",
        arguments: [
            ("2 in [1, 2]", true), ("3 in [1, 2]", false), ("1 in []", false), ("'a' in {'a': 1}", true),
            ("'b' in {'a': 1}", false),
            ("'x' in [1, 'x', null]", true), ("[1] in [[1], [2]]", true), ("dyn([1]) in {1: 2}", false),
            ("null in [null]", true),
        ]
    )
    func membership(text: String, expected: Bool) throws {
        #expect(try result(of: text) == "\(expected)")
    }
}
