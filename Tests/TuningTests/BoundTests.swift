import Testing
import Tuning

@Suite("A bound accepts")
struct BoundTests {
    @Test(
        "what it says and nothing else",
        arguments: [
            (Bound.exactly(.integer(5)), Value.integer(5), true),
            (.exactly(.integer(5)), .integer(6), false),
            (.exactly(.integer(0)), .unlimited, false),
            (.exactly(.text("a b")), .text("a b"), true),
            (.atLeast(5), .integer(5), true),
            (.atLeast(5), .integer(4), false),
            (.atLeast(.max), .unlimited, true),
            (.atLeast(5), .text("5"), false),
            (.atLeast(.max), .text("18446744073692774399"), true),
            (.atMost(.max), .text("18446744073692774399"), false),
            (.atLeast(5), .text("always"), false),
            (.atLeast(5), .text(""), false),
            (.atMost(5), .integer(5), true),
            (.atMost(5), .integer(6), false),
            (.atMost(.max), .unlimited, false),
            (.oneOf([.text("a"), .text("b")]), .text("b"), true),
            (.oneOf([.text("a"), .text("b")]), .text("c"), false),
            (.oneOf([]), .integer(0), false),
            (.oneOf([.text("a"), .text("b")]), .list([.text("b"), .text("a")]), true),
            (.oneOf([.text("a"), .text("b")]), .list([.text("a"), .text("c")]), false),
            (.oneOf([.text("a")]), .list([]), false),
            (.oneOf([.list([.integer(1), .integer(2)])]), .list([.integer(1), .integer(2)]), true),
        ] as [(Bound, Value, Bool)]
    )
    func acceptance(bound: Bound, value: Value, isAccepted: Bool) {
        #expect(bound.accepts(value) == isAccepted)
    }

    @Test("a steady counter that has not grown, and any first reading")
    func steady() {
        #expect(Bound.steady.accepts(.integer(7)))
        #expect(Bound.steady.accepts(.integer(7), previous: .integer(7)))
        #expect(!Bound.steady.accepts(.integer(8), previous: .integer(7)))
        #expect(Bound.steady.accepts(.integer(0), previous: .integer(7)))
    }

    @Test("one of a class of I/O priorities, said by its name")
    func levels() {
        let levels = (0...7).map { Value.text("realtime/\($0)") }
        #expect(Bound.oneOf([.text("best-effort/0")] + levels).description == "best-effort/0 or realtime")
        #expect(Bound.oneOf(Array(levels.prefix(2))).description == "realtime/0 or realtime/1")
        #expect(Bound.oneOf([.text("/0"), .text("")]).description == "/0 or ")
    }

    @Test(
        "what it writes itself",
        arguments: [
            Bound.exactly(.integer(3)), .atLeast(3), .atMost(3), .oneOf([.text("x"), .text("y")]),
        ]
    )
    func ownWrites(bound: Bound) throws {
        #expect(bound.accepts(try #require(bound.written)))
    }
}

@Suite("The text of a kernel file means")
struct KernelTextTests {
    @Test(
        "one integer, several, or text",
        arguments: [
            ("262144\n", Value.integer(262_144)),
            ("  -1 ", .integer(-1)),
            ("4096\t131072\t6291456\n", .list([.integer(4096), .integer(131_072), .integer(6_291_456)])),
            ("99999999999999999999", .text("99999999999999999999")),
            ("none [mq-deadline]", .text("none [mq-deadline]")),
            ("", .text("")),
            ("1 two", .text("1 two")),
        ]
    )
    func parsing(text: String, value: Value) {
        #expect(Value(kernelText: text) == value)
    }
}

@Suite("An operator's limits")
struct LimitsTests {
    @Test(
        "replace, raise or cap the setting's own number",
        arguments: [
            (SettingPolicy.Limits(), Bound.atLeast(10), Bound.atLeast(10)),
            (.init(exactly: 3), .atLeast(10), .exactly(.integer(3))),
            (.init(atLeast: 20), .atLeast(10), .atLeast(20)),
            (.init(atLeast: 5), .atLeast(10), .atLeast(10)),
            (.init(atMost: 5), .atLeast(10), .atLeast(5)),
            (.init(atLeast: 6, atMost: 8), .exactly(.integer(1)), .exactly(.integer(6))),
            (.init(exactly: 3), .exactly(.text("a")), .exactly(.integer(3))),
            (.init(atLeast: 3), .exactly(.text("a")), .exactly(.text("a"))),
        ]
    )
    func limiting(limits: SettingPolicy.Limits, own: Bound, result: Bound) {
        #expect(limits.limiting(own) == result)
    }

    @Test("are rounded as the kernel rounds, and read 0 as the kernel reads it")
    func targets() {
        let knob = Knob.sysctl("net/netfilter/nf_conntrack_buckets")
        let buckets = Target(knob, .atLeast(577_680), granularity: 512)
        #expect(buckets.limited(by: .init()).bound == .atLeast(578_048))
        #expect(buckets.limited(by: .init(exactly: 1)).bound == .exactly(.integer(512)))
        #expect(buckets.limited(by: .init(exactly: .max)).bound == .exactly(.integer(.max)))
        let table = Target(.sysctl("net/netfilter/nf_conntrack_max"), .atLeast(5), zeroIsUnlimited: true)
        #expect(table.limited(by: .init(exactly: 0)).bound == .exactly(.unlimited))
        #expect(table.bound.accepts(table.meaning(of: .integer(0))))
    }
}
