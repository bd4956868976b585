import Agent
import Glibc
import Node
import Reporting
import Testing
import Tuning

@Suite("The file of metrics")
struct MetricsFileTests {
    private let machine: ScratchMachine

    init() throws { machine = try ScratchMachine() }

    private func metrics() throws -> MetricsText {
        let run = Run(on: machine.node, under: try ReadPolicy(of: machine.node))
        let report = run.report(try run.examine(holds: [], after: nil), outcomes: [], after: nil).report
        return MetricsText(
            of: report,
            policy: nil,
            isPolicyRejected: false,
            holds: [],
            drifts: [:],
            passMilliseconds: 1
        )
    }

    @Test("is left in Debian's directory where that is, in the policy's, or nowhere")
    func directory() throws {
        #expect(MetricsFile.directory(by: .preset, on: machine.node) == nil)
        try machine.write("var/lib/prometheus/node-exporter/.keep", "")
        #expect(MetricsFile.directory(by: .preset, on: machine.node) == MetricsPlace.presetDirectory)
        #expect(MetricsFile.directory(by: .nowhere, on: machine.node) == nil)
        #expect(MetricsFile.directory(by: .directory("/d"), on: machine.node) == "/d")
    }

    @Test("is replaced whole, for all to read, and nothing else is left beside it")
    func written() throws {
        try machine.write("srv/m/nodekeel.prom", "old\n")
        #expect(chmod("\(machine.node.root.path)/srv/m/nodekeel.prom", 0o600) == 0)
        let metrics = try metrics()
        try MetricsFile.write(metrics, in: "/srv/m", on: machine.node)
        #expect(machine.text("srv/m/nodekeel.prom") == metrics.text)
        #expect(try machine.node.root.status(of: "/srv/m/nodekeel.prom").mode == 0o644)
        #expect(try machine.node.root.names(in: "/srv/m") == ["nodekeel.prom"])
    }

    @Test("takes the place of a link that somebody put there, and leaves what it points to")
    func link() throws {
        try machine.write("srv/m/.keep", "")
        try machine.write("etc/shadow", "secret\n")
        #expect(symlink("../../etc/shadow", "\(machine.node.root.path)/srv/m/nodekeel.prom") == 0)
        #expect(symlink("../../etc/shadow", "\(machine.node.root.path)/srv/m/.nodekeel.prom.nodekeel") == 0)
        try MetricsFile.write(try metrics(), in: "/srv/m", on: machine.node)
        #expect(machine.text("etc/shadow") == "secret\n")
        #expect(machine.node.root.link(at: "/srv/m/nodekeel.prom") == nil)
    }

    @Test("makes no directory")
    func missing() throws {
        let metrics = try metrics()
        #expect(throws: SystemError(operation: "open", object: "/srv/none", errno: ENOENT)) {
            try MetricsFile.write(metrics, in: "/srv/none", on: machine.node)
        }
    }
}
