import Agent
import Node
import Reporting
import Testing
import Tuning

@Suite("What the service leaves for status")
struct ServiceStateTests {
    @Test("is told while it runs, with the policy that it rejected, and is of one boot")
    func left() throws {
        let machine = try ScratchMachine()
        let now = machine.node.moment
        var state = ServiceState(
            boot: now.boot,
            nextPassUptimeSeconds: now.uptimeSeconds + 60,
            blindSpots: ["files: none"],
            policyRejection: "the last good one goes on: x"
        )
        try state.write(on: machine.node)
        #expect(ServiceState.service(of: machine.node, at: now) == StatusAnswer.Service(isRunning: false))
        let lock = try FileLock(ServiceState.lockPath, of: machine.node.root, patienceMilliseconds: 0)
        #expect(
            ServiceState.service(of: machine.node, at: now)
                == StatusAnswer.Service(
                    isRunning: true,
                    nextPassInSeconds: 60,
                    blindSpots: ["files: none"],
                    policyRejection: "the last good one goes on: x"
                )
        )
        state.boot = "another"
        try state.write(on: machine.node)
        #expect(ServiceState.service(of: machine.node, at: now) == StatusAnswer.Service(isRunning: true))
        _ = consume lock
    }
}
