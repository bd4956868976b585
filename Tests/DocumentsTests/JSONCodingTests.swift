import Documents
import Testing

@Suite struct JSONCodingTests {
    enum Mode: String, Codable { case enforce, observe }

    enum Bound: Codable, Equatable {
        case atLeast(Int64)
        case within(low: Double, high: Double)
        case anything
    }

    struct Finding: Codable, Equatable {
        var knob: String
        var mode: Mode
        var bound: Bound
        var because: String?
    }

    struct Report: Codable, Equatable {
        var version: Int
        var largest: UInt64
        var ratio: Double
        var findings: [Finding]
        var parameters: [String: Int]
        var nested: [[Bool]]
        var pause: Duration
        var small: Int8
        var optional: [String?]
    }

    static let report = Report(
        version: 1,
        largest: .max,
        ratio: 0.1,
        findings: [
            Finding(knob: "net/ü", mode: .enforce, bound: .atLeast(-5), because: nil),
            Finding(knob: "b", mode: .observe, bound: .within(low: 0, high: 1.5), because: "x"),
            Finding(knob: "c", mode: .observe, bound: .anything, because: ""),
        ],
        parameters: ["z": 1, "a": 2, "m.n": 3],
        nested: [[], [true, false]],
        pause: .milliseconds(-1500),
        small: -128,
        optional: ["a", nil]
    )

    @Test func `keys come as encoded, a dictionary's sorted, nil left out`() throws {
        let text = JSON.text(try JSON.encode(Self.report))
        #expect(
            text.hasPrefix(
                #"{"version":1,"largest":18446744073709551615,"ratio":0.1,"findings":[{"knob":"net/ü","mode":"enforce","#
                    + #""bound":{"atLeast":{"_0":-5}}},{"#
            )
        )
        #expect(text.contains(#""parameters":{"a":2,"m.n":3,"z":1}"#))
        #expect(text.contains(#""bound":{"anything":{}}"#))
        #expect(text.hasSuffix(#""small":-128,"optional":["a",null]}"#))
    }

    @Test func `what is encoded is decoded the same, through text too`() throws {
        let value = try JSON.encode(Self.report)
        #expect(try JSON.decode(Report.self, from: value) == Self.report)
        let read = try JSON.parse(bytes(JSON.text(value, layout: .pretty)))
        #expect(read == value)
        #expect(try JSON.decode(Report.self, from: read) == Self.report)
    }

    @Test func `fragments stand alone`() throws {
        #expect(try JSON.encode(5) == .integer(5))
        #expect(try JSON.encode(nil as Int?) == .null)
        #expect(try JSON.encode(["b": [1], "a": []]) == .object(["a": .array([]), "b": .array([.integer(1)])]))
        #expect(try JSON.encode([Int]()) == .array([]))
        #expect(try JSON.encode([String: Int]()) == .object([:]))
        #expect(try JSON.decode(Int?.self, from: .null) == nil)
        #expect(try JSON.decode([Mode].self, from: .array([.string("observe")])) == [.observe])
        #expect(try JSON.decode(Int.self, from: .number(100)) == 100)
        #expect(try JSON.decode(Double.self, from: .integer(3)) == 3)
        #expect(try JSON.decode(Int64.self, from: .number(-0x1p63)) == .min)
        #expect(try JSON.decode(UInt64.self, from: .number(0x1p63)) == 1 << 63)
        for double in [0x1p64, -0x1.8p63, .infinity, .nan, 0.5] as [Double] {
            #expect(
                documentError { () throws(DocumentError) in try JSON.decode(UInt64.self, from: .number(double)) } != nil
            )
        }
    }

    @Test(
        arguments: [
            (#""ratio":0.1"#, #""ratio":"x""#, "ratio: expected a number, found a string"),
            (#""knob":"b""#, #""knob":7"#, "findings[1].knob: expected a string, found an integer"),
            (#""knob":"b","#, "", "findings[1]: key 'knob' is missing"),
            (#""small":-128"#, #""small":128"#, "small: 128 is not in -128...127"),
            (#""small":-128"#, #""small":1e300"#, "small: 1e+300 is not in -128...127"),
            (#""small":-128"#, #""small":1.5"#, "small: expected an integer, found a number"),
            (#""m.n":3"#, #""m.n":null"#, "parameters['m.n']: expected an integer, found null"),
            (#"[true,false]"#, #"[true,0]"#, "nested[1][1]: expected a boolean, found an integer"),
            (
                #""mode":"enforce""#, #""mode":"of""#,
                "findings[0].mode: cannot initialize Mode from invalid String value of"
            ),
            (#""nested":[[],"#, #""nested":[{},"#, "nested[0]: expected an array, found an object"),
        ]
    )
    func `an error names the path`(part: String, replacement: String, message: String) throws {
        let text = JSON.text(try JSON.encode(Self.report))
        try #require(text.contains(part))
        let value = try JSON.parse(bytes(text.replacing(part, with: replacement, maxReplacements: 1)))
        let error = documentError { () throws(DocumentError) in try JSON.decode(Report.self, from: value) }
        #expect(error?.description == message)
    }

    @Test func `a number that is not finite cannot be encoded`() {
        let error = documentError { () throws(DocumentError) in try JSON.encode(["a": [1, Double.nan]]) }
        #expect(error?.description == "a[1]: JSON has no form for nan")
    }

    class Base: Codable {
        var base = 1
    }

    final class Derived: Base {
        var own = 2

        enum CodingKeys: CodingKey { case own }

        override init() { super.init() }

        required init(from decoder: any Decoder) throws {
            own = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .own)
            try super.init(from: decoder.container(keyedBy: CodingKeys.self).superDecoder())
        }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(own, forKey: .own)
            try super.encode(to: container.superEncoder())
        }
    }

    @Test func `nested and super containers are kept apart`() throws {
        let value = try JSON.encode(Derived())
        #expect(value == .object(["own": .integer(2), "super": .object(["base": .integer(1)])]))
        #expect(try JSON.decode(Derived.self, from: value).base == 1)
    }

    /// Encodes by every way there is, one in the midst of another.
    struct Woven: Codable, Equatable {
        var numbers = [1, 2]
        var inner = ["a": true]
        var last = "x"

        enum Key: CodingKey { case numbers, inner, last, a }

        init() {}

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            var items = try container.nestedUnkeyedContainer(forKey: .numbers)
            numbers = []
            while !items.isAtEnd {
                numbers.append(try items.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .a))
            }
            inner = [
                "a": try container.nestedContainer(keyedBy: Key.self, forKey: .inner).decode(Bool.self, forKey: .a)
            ]
            last = try container.decode(String.self, forKey: .last)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode("first", forKey: .last)
            var items = container.nestedUnkeyedContainer(forKey: .numbers)
            var nested = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
            for number in numbers {
                var item = items.nestedContainer(keyedBy: Key.self)
                try container.encode(last, forKey: .last)
                try item.encode(number, forKey: .a)
            }
            var again = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
            try again.encode(1, forKey: .last)
            try nested.encode(inner["a"], forKey: .a)
        }
    }

    @Test func `containers may be filled one in the midst of another`() throws {
        let value = try JSON.encode(Woven())
        #expect(JSON.text(value) == #"{"last":"x","numbers":[{"a":1},{"a":2}],"inner":{"last":1,"a":true}}"#)
        #expect(try JSON.decode(Woven.self, from: value) == Woven())
    }

    /// A key that is an object.
    final class ObjectKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Notes the key of the container that it fills.
    final class Watched: Encodable {
        weak var key: ObjectKey?

        func encode(to encoder: any Encoder) throws {
            let key = ObjectKey(stringValue: "inner")
            self.key = key
            var container = encoder.container(keyedBy: ObjectKey.self)
            var inner = container.nestedContainer(keyedBy: ObjectKey.self, forKey: key)
            try inner.encode(1, forKey: ObjectKey(stringValue: "a"))
        }
    }

    @Test func `nothing of encoding stays`() throws {
        let watched = Watched()
        #expect(try JSON.text(encoding: [watched]) == #"[{"inner":{"a":1}}]"#)
        #expect(watched.key == nil)
    }

    @Test(arguments: [1, 4, 5, 32, 33, 1_000]) func `an object of any size is decoded, the last of each key`(count: Int)
        throws
    {
        let members = (0..<count).map { JSONObject.Member(key: "key \($0)", value: .integer(Int64($0))) }
        let twice = JSONObject([JSONObject.Member(key: "key 0", value: .null)] + members)
        let decoded = try JSON.decode([String: Int].self, from: .object(twice))
        #expect(decoded == Dictionary(uniqueKeysWithValues: (0..<count).map { ("key \($0)", $0) }))
        let error = documentError { () throws(DocumentError) in try JSON.decode(Finding.self, from: .object(twice)) }
        #expect(error?.description == "key 'knob' is missing")
    }

    @Test func `a thousand random values survive`() throws {
        var generator = SplitMix(state: 7)
        for _ in 0..<1_000 {
            let value = generator.value(depth: 0)
            #expect(try JSON.parse(bytes(JSON.text(value))) == value)
            #expect(try JSON.parse(bytes(JSON.text(value, layout: .pretty))) == value)
        }
    }

    @Test func `a part of a text is decoded, and its errors name the way from there`() throws {
        let findings = #"[{"knob":"é","mode":"observe","bound":{"anything":{}}},{"knob":[]}]"#
        let text = try JSONText(bytes(#"{"a":[{"knob":0}],"a":{"b":\#(findings)}}"#))
        #expect(text["missing"] == nil)
        #expect(text["a"]?["b"]?["c"] == nil)
        let part = try #require(text["a"]?["b"])
        #expect(part.value[0]?["knob"] == .string("é"))
        let error = documentError { () throws(DocumentError) in try JSON.decode([Finding].self, from: part) }
        #expect(error?.description == "[1].knob: expected a string, found an array")
    }
}
