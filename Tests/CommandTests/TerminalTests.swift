import Glibc
import Testing

@testable import nodekeel

@Suite("An answer")
struct TerminalTests {
    /// What is said of an answer that is written to a file.
    private func failure(writingTo path: String, afterwards done: String?) throws -> String? {
        let number = open(path, O_WRONLY)
        try #require(number >= 0)
        defer { close(number) }
        do {
            try Terminal.print("an answer\n", afterwards: done, to: number)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("that cannot be written is a failure, which says what was done to the node all the same")
    func full() throws {
        let reason = "nodekeel: the answer could not be written: No space left on device"
        #expect(try failure(writingTo: "/dev/full", afterwards: nil) == reason)
        #expect(
            try failure(writingTo: "/dev/full", afterwards: Terminal.changeMade)
                == "\(reason)\nWhat was asked for was done; 'nodekeel status' shows how the node stands."
        )
        #expect(try failure(writingTo: "/dev/null", afterwards: nil) == nil)
    }
}
