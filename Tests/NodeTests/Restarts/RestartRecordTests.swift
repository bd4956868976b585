import Glibc
import Testing
import Tuning

@testable import Node

@Suite("The record of restarts")
struct RestartRecordTests {
    private static func record() throws -> RestartRecord {
        var record = RestartRecord()
        let subject = RestartSubject(
            unit: "kubelet.service",
            paths: ["/etc/x.conf"],
            version: "1.34.2",
            isOutdated: true,
            isWanted: true,
            healthz: HealthEndpoint(host: "::1", port: 10_248)
        )
        let now = Moment(boot: "b", uptimeSeconds: 5, epochSeconds: 1_795_000_000)
        record.attempt = RestartAttempt(
            of: subject,
            to: [RestartFile(path: "/etc/x.conf", text: "maxPods: 500\n\"ä\\\n")],
            from: [RestartFile(path: "/etc/x.conf", text: nil)],
            policy: "p",
            gate: try FleetLockServer(url: "http://[fd00::5]:80/lock", group: "g"),
            healthWithinSeconds: 60,
            at: now
        )
        record.noteRestart(of: "kubelet.service", at: now)
        record.units["kubelet.service"]?.former = [RestartFile(path: "/etc/x.conf", text: nil)]
        return record
    }

    @Test("comes back from disk as it was, at every step")
    func round() throws {
        let scratch = try ScratchNode(["var/lib/nodekeel/.keep": ""])
        #expect(try RestartRecord(of: scratch.node) == RestartRecord())
        let steps: [RestartAttempt.Step] = [
            .askingGate, .restarting, .awaitingHealth, .undoing, .restartingBack, .awaitingReturn, .releasing,
        ]
        for step in steps {
            var record = try Self.record()
            record.attempt?.step = step
            try record.write(on: scratch.node)
            #expect(try RestartRecord(of: scratch.node) == record)
        }
    }

    @Test(
        "that cannot be understood is no record of nothing",
        arguments: ["", "{", "[]", #"{"schemaVersion": 2, "units": {}, "refusals": []}"#, #"{"schemaVersion": 1}"#]
    )
    func damaged(text: String) throws {
        let scratch = try ScratchNode(["var/lib/nodekeel/restarts.json": text])
        let error = #expect(throws: SystemError.self) { try RestartRecord(of: scratch.node) }
        #expect(error?.errno == EBADMSG)
    }
}
