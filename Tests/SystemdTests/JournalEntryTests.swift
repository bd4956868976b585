import Glibc
import Testing

@testable import Systemd

@Suite("A journal entry")
struct JournalEntryTests {
    private func items(_ entry: JournalEntry) -> [String] {
        entry.items.map { String(decoding: entry.bytes[$0], as: UTF8.self) }
    }

    private func entry(_ fields: [(name: String, value: String)], id: String? = nil) throws(SystemdError) -> [String] {
        items(
            try JournalEntry(message: "m", priority: .warning, messageID: id, identifier: "nodekeeld", fields: fields)
        )
    }

    @Test func `carries message, priority, identifier, message ID and fields in this order`() throws {
        let id = "0123456789abcdef0123456789abcdef"
        let expected = [
            "MESSAGE=m", "PRIORITY=4", "SYSLOG_IDENTIFIER=nodekeeld", "MESSAGE_ID=\(id)", "NODEKEEL_KNOB=net/core/x",
        ]
        #expect(try entry([("NODEKEEL_KNOB", "net/core/x")], id: id) == expected)
    }

    @Test(arguments: ["one\ntwo", "\n", "", "a=b=c", "nul\u{0}inside", "PRIORITY=0\nMESSAGE=forged", "größer"])
    func `keeps a value byte for byte`(value: String) throws {
        #expect(try entry([("A", value)]).last == "A=" + value)
    }

    @Test(arguments: [
        "", "_PID", "lower", "1ST", "WITH SPACE", "WITH=EQUALS", "Ä", "A\n", String(repeating: "A", count: 65),
    ])
    func `refuses a name that journald would drop`(name: String) {
        #expect(throws: SystemdError.self) { try entry([(name, "x")]) }
    }

    @Test(arguments: ["A", "A1_", String(repeating: "A", count: 64)])
    func `takes a name that journald takes`(name: String) throws {
        #expect(try entry([(name, "x")]).last == name + "=x")
    }

    @Test(arguments: ["", "0123", "0123456789ABCDEF0123456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef"])
    func `refuses what is not a message ID`(id: String) {
        #expect(throws: SystemdError.self) { try entry([], id: id) }
    }

    @Test func `refuses more fields than the limit`() {
        let fields = Array(repeating: (name: "A", value: "x"), count: 65)
        #expect(throws: SystemdError(operation: "log", object: "65 fields", errno: E2BIG)) { try entry(fields) }
    }

    @Test(arguments: [0, 1, 2, 3])
    func `cuts a long value between characters and says so`(shift: Int) throws {
        let value = String(repeating: "x", count: shift) + String(repeating: "€", count: 10_000)
        let kept = try #require(try entry([("A", value)]).last).dropFirst(2)
        #expect(kept.last == "…")
        #expect(value.hasPrefix(kept.dropLast()))
        #expect((16 * 1024 - 2...16 * 1024 + 3).contains(kept.utf8.count))
    }
}
