import Agent
import Node
import Testing
import Tuning

@Suite("Writes that were seen are remembered")
struct WitnessTests {
    private static let knob = Knob.sysctl("a/b")

    private static func write(
        _ after: String?,
        by command: String = "sh",
        count: Int64 = 1,
        at second: Int64 = 0,
        to knob: Knob = knob
    ) -> KnobWrite {
        KnobWrite(
            knob: knob,
            path: knob.name,
            writer: Writer(command: command),
            before: "1",
            after: after,
            count: count,
            epochSeconds: second
        )
    }

    @Test func `with a count for what is alike, however many there are`() {
        var witness = Witness()
        for _ in 0..<1_000 { witness.note(Self.write("5")) }
        witness.note(Self.write("6"))
        witness.note(Self.write(nil, count: 99_000))
        #expect(witness.writes.map(\.count) == [1_000, 1, 99_000])
        for number in 0..<10_000 { witness.note(Self.write("\(number)")) }
        #expect(witness.writes.count == 1_024)
    }

    @Test func `of as many knobs as one program may set at once, and with notice where there were more`() {
        var witness = Witness()
        for number in 0..<1_024 { witness.note(Self.write("1", at: 100, to: .sysctl("a/\(number)"))) }
        #expect(witness.writes.count == 1_024)
        #expect(witness.isComplete)
        witness.note(Self.write("1", at: 100, to: .sysctl("one/more")))
        #expect(witness.writes.count == 1_024)
        #expect(!witness.isComplete)
        witness.settle(now: 105)
        #expect(!witness.isComplete)
        witness.settle(now: 106)
        #expect(witness.isComplete)
        witness.noteLoss(at: 110)
        #expect(!witness.isComplete)
    }

    @Test func `as long as they may explain what is found`() {
        var witness = Witness()
        witness.note(Self.write("5", at: 100))
        witness.settle(now: 104)
        #expect(witness.writes.count == 1)
        witness.settle(now: 106)
        #expect(witness.writes.isEmpty)
    }

    @Test func `and asked for when the knobs have been read, so that whatever was found there is explained`() throws {
        let table = Knob.sysctl("net/netfilter/nf_conntrack_max"), file = "proc/sys/\(table.name)"
        let machine = try ScratchMachine()
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        try machine.write(file, "288840\n")
        let previous = run.report(try run.examine(holds: [], after: nil), outcomes: [], after: nil).report
        try machine.write(file, "65536\n")
        let examination = try run.examine(holds: [], after: previous) {
            // Whatever is written from here on is found by the next look.
            #expect(throws: Never.self) { try machine.write(file, "131072\n") }
            return [Self.write("65536", by: "kube-proxy", to: table)]
        }
        let finding = try #require(examination.findings.first { $0.desired.target.knob == table })
        #expect(finding.observation.value == .integer(65_536))
        #expect(finding.attribution?.write?.writer.command == "kube-proxy")
    }

    @Test func `by writer for the last writers of a knob`() {
        var writers = LastWriters(boot: "boot")
        writers.note(Self.write("5", by: "first"))
        for number in 0..<500 { writers.note(Self.write("\(number)", by: "second")) }
        writers.note(Self.write(nil, by: "second", count: 500))
        #expect(writers.writes.map(\.writer.command) == ["first", "second"])
        #expect(writers.writes.last?.count == 1_000)
        #expect(writers.writes.last?.after == "499")
        for number in 0..<100 { writers.note(Self.write("1", by: "process \(number)")) }
        #expect(writers.writes.count == 8)
    }

    @Test func `a write is looked at again until it took effect, and given up in the end`() {
        var unsettled = UnsettledWrites()
        #expect(unsettled.due == nil)
        unsettled.note(Self.knob, now: 1_000)
        #expect(unsettled.due == 1_000)
        var looks = 0
        var now: Int64 = 1_000
        while let due = unsettled.due {
            now = max(now, due)
            #expect(
                !unsettled.look(now: now) { knob in
                    looks += knob == Self.knob ? 1 : 0
                    return false
                }
            )
        }
        #expect(looks == 6 && now == 2_000)
        unsettled.note(Self.knob, now: 5_000)
        #expect(unsettled.look(now: 5_000) { _ in true })
        #expect(unsettled.due == nil)
    }

    @Test func `a look that comes late does not make up for those it missed`() {
        var unsettled = UnsettledWrites()
        unsettled.note(Self.knob, now: 0)
        #expect(!unsettled.look(now: 100) { _ in false })
        #expect(unsettled.due == 250)
        #expect(!unsettled.look(now: 50_000) { _ in false })
        #expect(unsettled.due == nil)
    }
}
