import Testing
import Tuning

@testable import Node

@Suite("Fields set in the text of a kubelet's main file")
struct KubeletFileTextTests {
    private static let wanted: [(String, DecodedValue)] = [
        ("kubeAPIQPS", .integer(50)), ("maxParallelImagePulls", .integer(10)), ("maxPods", .integer(500)),
        ("nodeStatusUpdateFrequency", .string("3s")), ("registryPullQPS", .integer(20)),
        ("serializeImagePulls", .bool(false)),
    ]

    private static let fragment = KubeletFragment(
        wanted.map { KubeletFragment.Entry(field: $0.0, value: $0.1, setting: "s", because: "tested") }
    )

    private func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            String(String.UnicodeScalarView($0))
        }
    }

    @Test("are what the kubelet reads then, on lines of their own", arguments: KubeletMainFileSamples.texts)
    func set(text: String) throws {
        let (edited, document) = try KubeletFileText.setting(Self.fragment, in: text, of: "/k")
        guard case .object(let members) = document else { return #expect(Bool(false)) }
        for (field, value) in Self.wanted { #expect(members[field] == value) }
        #expect(try KubeletFileText.setting(Self.fragment, in: edited, of: "/k").text.utf8.elementsEqual(edited.utf8))
        guard !text.hasPrefix("{") else { return }
        let fields = Self.wanted.map(\.0)
        func others(_ text: String) -> [String] {
            lines(text).filter { line in !fields.contains { line.hasPrefix("\($0):") } }.map { line in
                line.hasSuffix("\r") ? String(line.unicodeScalars.dropLast()) : line
            }
        }
        #expect(others(edited) == others(text))
        // A comment after a value stays.
        for line in lines(text) where line.contains("   #") {
            #expect(edited.contains(line[line.range(of: "   #")]), "\(line)")
        }
    }

    @Test("give the same bytes when they are put back, in any order", arguments: KubeletMainFileSamples.texts)
    func round(text: String) throws {
        let edited = try KubeletFileText.setting(Self.fragment, in: text, of: "/k").text
        #expect(!edited.utf8.elementsEqual(text.utf8))
        for fields in [Self.wanted.map(\.0), Self.wanted.map(\.0).reversed()] {
            var restored = edited
            for field in fields { restored = try KubeletFileText.restoring(field, asIn: text, in: restored) }
            #expect(restored.utf8.elementsEqual(text.utf8), "\(restored)")
        }
    }

    @Test(
        "are refused, with the place, where they would touch something else",
        arguments: [
            ("maxPods: &pods 110\npodPidsLimit: *pods\n", "line 1, column 10"),
            ("a: &x 1\nmaxPods: *x\n", "line 2, column 10"),
            ("maxPods: 1\na: 2\nmaxPods: 3\n", "line 3, column 1"), ("# flow\n{maxPods: 1}\n", "line 2, column 1"),
            ("maxPods:\na: 1\n", "line 1, column 9"), ("maxPods: [1]\n", "line 1, column 10"),
            ("maxPods: !!int 1\n", "line 1, column 10"),
            ("a: [\n", ""), ("", "no document"), ("{\"maxPods\": 1, \"maxPods\": 2}", "stands twice"), ("- 1\n", ""),
        ]
    )
    func refused(text: String, place: String) {
        let entry = KubeletFragment.Entry(field: "maxPods", value: .integer(500), setting: "s", because: "t")
        do throws(Refusal) {
            _ = try KubeletFileText.setting(KubeletFragment([entry]), in: text, of: "/k")
            Issue.record("it was edited")
        } catch {
            #expect(error.description.contains(place) && error.description.contains("'/k'"), "\(error)")
        }
    }
}

extension String {
    fileprivate func range(of part: String) -> PartialRangeFrom<Index> {
        let start = indices.first { self[$0...].hasPrefix(part) }
        return (start ?? endIndex)...
    }
}
