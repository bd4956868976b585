import ArgumentParser
import Reporting
import Testing

@testable import nodekeel

@Suite("A policy that has no value on this node")
struct PolicyCommandTests {
    private static let policy = "settings: {connection-tracking-table: {entriesPerCPU: 1 / (node.cpus - 2)}}\n"
    private let machine: CommandNode

    init() throws {
        machine = try CommandNode([
            "proc/uptime": "9 9\n",
            "sys/devices/system/cpu/online": "0-1\n",
            "etc/nodekeel/policy.yaml": Self.policy,
        ])
    }

    @Test("is refused by 'policy check' as by the service, and not where a file is only read")
    func check() {
        let failure = machine.failure(of: ["policy", "check"])
        #expect(failure?.contains("/etc/nodekeel/policy.yaml:1:57: division by zero with node.cpus 2") ?? false)
        #expect(machine.failure(of: ["policy", "check", "\(machine.path)/etc/nodekeel/policy.yaml"]) == nil)
    }

    @Test("is told by 'doctor'")
    func doctor() throws {
        let options = try GlobalOptions.parse(["--root", machine.path])
        let diagnosis = DoctorCommand.diagnosisOfPolicy(of: machine.node, options)
        #expect(diagnosis.condition == .failed)
        #expect(diagnosis.text.contains("division by zero"))
    }
}
