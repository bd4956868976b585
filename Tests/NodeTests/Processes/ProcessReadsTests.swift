import Glibc
import Testing
import Tuning

@testable import Node

@Suite("Reads of what is a process's own")
struct ProcessReadsTests {
    /// Impatient, since other tests wait for the thread that this one waits in.
    private let reads = ProcessReads(patience: 50)
    private let tree: ScratchNode

    init() throws {
        tree = try ScratchNode(["whole": "etcd --name\n"])
    }

    private func process(_ pid: Int64) -> ThreadPriorities.Identity {
        ThreadPriorities.Identity(pid: pid, startTicks: 1)
    }

    /// A file that nobody can open to read before somebody opens it to write.
    private func makeLocked(_ name: String) throws -> String {
        let path = "\(tree.path)/\(name)"
        try #require(mkfifo(path, 0o600) == 0)
        return path
    }

    /// Ends the read that waits for such a file.
    private func free(_ path: String) throws {
        let number = open(path, O_WRONLY | O_NONBLOCK)
        try #require(number >= 0)
        close(number)
    }

    private func read(_ path: String, _ pid: Int64, isContained: Bool = false) -> Result<[UInt8], SystemError> {
        do throws(SystemError) {
            return .success(try reads.bytes(of: .memory(path), limit: 64, from: process(pid), isContained: isContained))
        } catch {
            return .failure(error)
        }
    }

    /// The same of what can be read, where this machine may be too busy to read it in time.
    private func readInTheEnd(_ path: String, _ pid: Int64, isContained: Bool = false) -> Result<[UInt8], SystemError> {
        for _ in 0..<100 {
            let result = read(path, pid, isContained: isContained)
            guard case .failure(let error) = result, error.errno == ETIMEDOUT else { return result }
            usleep(20_000)
        }
        return read(path, pid, isContained: isContained)
    }

    private func reason(_ result: Result<[UInt8], SystemError>) -> String {
        if case .failure(let error) = result { error.errno == ETIMEDOUT ? error.reason : "\(error)" } else { "none" }
    }

    @Test("give what is there, or say why not")
    func content() throws {
        let path = "\(tree.path)/whole"
        #expect(try readInTheEnd(path, 1).get() == Array("etcd --name\n".utf8))
        try tree.write("empty", "")
        #expect(try readInTheEnd("\(tree.path)/empty", 1).get() == [])
        try tree.write("full", String(repeating: "x", count: 64))
        #expect(try readInTheEnd("\(tree.path)/full", 1).get().count == 64)
        try tree.write("long", String(repeating: "x", count: 65))
        #expect(reason(readInTheEnd("\(tree.path)/long", 1)) == "cannot read '\(tree.path)/long': File too large")
        #expect(
            reason(readInTheEnd("\(tree.path)/none", 1)) == "cannot read '\(tree.path)/none': No such file or directory"
        )
    }

    @Test("that do not return are left behind, and their process is left alone until they do")
    func leaving() throws {
        let locked = try makeLocked("locked")
        let whole = "\(tree.path)/whole"
        #expect(reason(read(locked, 7)).hasPrefix("process 7 keeps its memory locked: "))
        #expect(reason(read(whole, 7)).hasPrefix("process 7 keeps its memory locked: "))
        #expect(try readInTheEnd(whole, 8).get().count == 12)
        // The number of a process that has ended may be another's.
        let later = ThreadPriorities.Identity(pid: 7, startTicks: 2)
        #expect(throws: Never.self) {
            for _ in 0..<100
            where (try? reads.bytes(of: .memory(whole), limit: 64, from: later, isContained: false)) == nil {
                usleep(20_000)
            }
            _ = try reads.bytes(of: .memory(whole), limit: 64, from: later, isContained: false)
        }
        try free(locked)
        #expect(try readInTheEnd(whole, 7).get().count == 12)
    }

    @Test("are let wait in a bounded number, of which containers may take half")
    func bound() throws {
        let whole = "\(tree.path)/whole"
        let contained = try (0..<ProcessReads.containedLimit).map { try makeLocked("contained\($0)") }
        for (index, path) in contained.enumerated() {
            #expect(reason(read(path, Int64(index + 1), isContained: true)).contains("keeps its memory locked: "))
        }
        #expect(reason(read(whole, 100, isContained: true)).hasPrefix("4 other reads of what processes keep locked"))
        #expect(try readInTheEnd(whole, 100).get().count == 12)
        let own = try (ProcessReads.containedLimit..<ProcessReads.limit).map { try makeLocked("own\($0)") }
        for (index, path) in own.enumerated() {
            #expect(reason(read(path, Int64(index + 50))).contains("keeps its memory locked: "))
        }
        #expect(reason(read(whole, 100)).hasPrefix("8 other reads of what processes keep locked"))
        for path in contained + own { try free(path) }
        #expect(try readInTheEnd(whole, 100).get().count == 12)
        #expect(try readInTheEnd(whole, 100, isContained: true).get().count == 12)
    }
}
