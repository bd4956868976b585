import Checkout
import Testing

@Suite("A source file")
struct SourceFileTests {
    private static func files() throws -> [String] {
        try ["Sources", "Tests", "packaging/simulation", "packaging/fuzz"].flatMap {
            try Checkout.files(below: $0, suffix: ".swift")
        }
    }

    @Test("has one thing in it, so at most 300 lines")
    func size() throws {
        for path in try Self.files() {
            let count = try Checkout.lines(of: path).count - 1
            #expect(count <= 300, "\(path) has \(count) lines")
        }
    }

    @Test("leaves nothing for later")
    func later() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for path in try Self.files() {
            for (number, line) in try Checkout.lines(of: path).enumerated() {
                #expect(!words.contains { line.contains($0) }, "\(path):\(number + 1)")
            }
        }
    }

    @Test("of the product runs no other program")
    func programs() throws {
        // Foundation's Process needs no word here: no module may import it.
        let calls = ["posix_spawn", "posix_spawnp", "system", "popen", "fork", "vfork"]
        let families = ["execv", "execl"]
        let paths = try [".swift", ".c", ".h"].flatMap { try Checkout.files(below: "Sources", suffix: $0) }
        for path in paths {
            for (number, line) in try Checkout.lines(of: path).enumerated() {
                let code = line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
                for called in Self.called(in: code) {
                    let isProgram = calls.contains(called) || families.contains { called.hasPrefix($0) }
                    #expect(!isProgram, "\(path):\(number + 1) calls \(called)")
                }
            }
        }
    }

    /// The words before an opening parenthesis.
    private static func called(in code: Substring) -> [String] {
        code.split(separator: "(", omittingEmptySubsequences: false).dropLast().map { before in
            String(before.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
        }
    }
}
