import Testing

@testable import Reporting

@Suite("The unified difference of two texts")
struct UnifiedDifferenceTests {
    private func shown(_ old: String?, _ new: String?) -> String {
        UnifiedDifference(from: old, to: new, of: "/f").text
    }

    @Test("has three lines around each change, and hunks where changes are far from each other")
    func hunks() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = (1...20).map { $0 == 5 ? "five\n" : $0 == 18 ? "" : "\($0)\n" }.joined()
        #expect(
            shown(old, new) == """
                --- /f
                +++ /f
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                @@ -15,6 +15,5 @@
                 15
                 16
                 17
                -18
                 19
                 20

                """
        )
    }

    @Test("joins changes that share their context")
    func joined() {
        let old = "a\nb\nc\nd\ne\nf\n"
        #expect(shown(old, "A\nb\nc\nd\ne\nF\n").split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
    }

    @Test("of a file that comes or goes is with /dev/null")
    func made() {
        #expect(shown(nil, "a\n\nb\n") == "--- /dev/null\n+++ /f\n@@ -0,0 +1,3 @@\n+a\n+\n+b\n")
        #expect(shown("a\n", nil) == "--- /f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
        #expect(shown("a\n", "") == "--- /f\n+++ /f\n@@ -1 +0,0 @@\n-a\n")
    }

    @Test("tells a last line without a newline, and is empty for equal texts")
    func newline() {
        #expect(
            shown("{}", "{}\n") == "--- /f\n+++ /f\n@@ -1 +1 @@\n-{}\n\\ No newline at end of file\n+{}\n"
        )
        #expect(shown("a\r\n", "a\n").contains("-a\r\n+a\n"))
        #expect(shown("a\n", "a\n") == "")
        #expect(shown(nil, nil) == "")
    }

    @Test("is as patch wants it, however texts differ", arguments: 0..<40)
    func patch(seed: UInt64) {
        var generator = Congruential(state: seed)
        func text() -> String {
            let count = Int.random(in: 0...30, using: &generator)
            let lines = (0..<count).map { _ in String(Int.random(in: 0...3, using: &generator)) }
            return lines.map { $0 + "\n" }.joined()
        }
        let (old, new) = (text(), text())
        #expect(patched(old, by: shown(old, new)) == new)
    }

    @Test("of a huge text shows a bounded number of lines, and does not look for what stayed")
    func huge() {
        let old = String(repeating: "x\n", count: 500_000)
        let spans = UnifiedDifference(from: old, to: "y\n", of: "/f").spans()
        #expect(spans.count == 201)
        #expect(spans.last?.text == "… 499804 more lines")
        #expect(UnifiedDifference(from: old, to: old + "y\n", of: "/f").spans().count == 7)
    }

    /// What `patch` makes of a text.
    private func patched(_ old: String, by difference: String) -> String {
        let lines = old.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        var result: [Substring] = []
        var place = 0
        for line in difference.split(separator: "\n").dropFirst(2) {
            switch line.first {
            case "@":
                let numbers = line.dropFirst(4).prefix { $0 != " " }.split(separator: ",")
                let start = Int(numbers[0]) ?? 0
                let first = numbers.count > 1 && numbers[1] == "0" ? start : start - 1
                result += lines[place..<first]
                place = first
            case " ":
                #expect(lines[place] == line.dropFirst())
                result.append(lines[place])
                place += 1
            case "-":
                #expect(lines[place] == line.dropFirst())
                place += 1
            default: result.append(line.dropFirst())
            }
        }
        result += lines[place...]
        return result.map { $0 + "\n" }.joined()
    }
}

/// The same numbers on every run.
private struct Congruential: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
