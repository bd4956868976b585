import Documents
import Reporting
import Testing
import Tuning

@Suite("What writers answers")
struct WritersAnswerTests {
    private static let write = JournalSamples.written(count: 3).attribution?.write

    @Test("The last writers are a table, the newest first")
    func table() throws {
        let write = try #require(Self.write)
        #expect(
            Self.answer([write]).text(in: Style(columns: 150)) == """
                LAST                  SYSCTL                             FROM      TO  WRITES  WRITER
                2026-11-21 13:55 UTC  net/netfilter/nf_conntrack_max  2310720  131072       3  kube-proxy (pod \
                kube-system/kube-proxy-x7k2p, pid 4242)

                """
        )
    }

    @Test("That nobody was seen is told of what was looked at, and that nobody looks where that is so")
    func nobody() {
        let seen = "In this boot the service has seen nobody else write"
        #expect(Self.answer([]).text(in: Style()) == "\(seen) what it keeps.\n")
        let named = Self.answer([], named: ["a/b", "c/d"], notKept: ["c/d"]).text(in: Style(columns: 120))
        #expect(
            named == """
                \(seen) a/b.
                not kept  c/d: nobody looks who writes it; 'nodekeel writers --follow c/d' does

                """
        )
        #expect(!Self.answer([], named: ["c/d"], notKept: ["c/d"]).text(in: Style()).contains("seen nobody"))
        let stopped = Self.answer([], service: .init(isRunning: false, blindSpots: ["files: none"]))
        #expect(
            stopped.text(in: Style(columns: 120)) == """
                \(seen) what it keeps.
                service   does not run, nobody is looking: 'systemctl start nodekeeld'
                blind to  files: none

                """
        )
    }

    private static func answer(
        _ writes: [KnobWrite],
        named: [String] = [],
        notKept: [String] = [],
        service: StatusAnswer.Service = .init(isRunning: true)
    ) -> WritersAnswer {
        WritersAnswer(writes: writes, named: named, notKept: notKept, service: service)
    }

    @Test("A write that came to nothing says what the node holds")
    func line() throws {
        let write = try #require(Self.write)
        let line = "13:55:00  net/netfilter/nf_conntrack_max  2310720 → 131072 (3 times)  "
        let writer = "kube-proxy (pod kube-system/kube-proxy-x7k2p, pid 4242)"
        #expect(WriteAnswer(write, holds: "131072").text(in: Style()) == "\(line)\(writer)\n")
        #expect(WriteAnswer(write, holds: "7").text(in: Style()) == "\(line)\(writer)  the node holds 7\n")
        var rest = write
        rest.after = nil
        #expect(
            WriteAnswer(rest, holds: nil).text(in: Style())
                == "13:55:00  net/netfilter/nf_conntrack_max: 3 further writes by \(writer)\n"
        )
    }

    @Test("JSON has the writer's parts")
    func json() throws {
        let write = try #require(Self.write)
        let value = try JSON.parse(Array(Self.answer([write]).json().utf8))
        #expect(value["writes"]?[0]?["writer"]?["pod"]?["name"] == .string("kube-proxy-x7k2p"))
        #expect(value["writes"]?[0]?["count"] == .integer(3))
    }
}
