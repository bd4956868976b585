import Glibc
import Node
import Testing
import Tuning

@Suite("Sysctls that are kept open")
struct OpenSysctlsTests {
    private static func says(_ text: String) -> Observation {
        .value(Value(kernelText: text), text: text, isWritable: true)
    }

    /// How many files of `/proc/sys` this process has open by a path that ends so.
    private static func openCount(of path: String) -> Int {
        let root = Root.machine
        let numbers = (try? root.names(in: "/proc/self/fd")) ?? []
        return numbers.filter { root.link(at: "/proc/self/fd/\($0)")?.hasSuffix(path) ?? false }.count
    }

    @Test("say whether they are as they were observed, time after time")
    func same() {
        let sysctls = OpenSysctls(of: .machine, count: 2)
        let (name, moving) = (Knob.sysctl("kernel/ostype"), Knob.sysctl("kernel/random/uuid"))
        for _ in 1...3 {
            #expect(sysctls.stillSays(Self.says("Linux"), name, at: 0))
            for other in ["", "Linu", "Linux2", "linux", "Linux\n\n"] {
                #expect(!sysctls.stillSays(Self.says(other), name, at: 0))
            }
            #expect(!sysctls.stillSays(.missing, name, at: 0))
            #expect(!sysctls.stillSays(Self.says("0d4fa2a8-2f5e-4e8a-9f3f-000000000000"), moving, at: 1))
        }
    }

    @Test("have one file open each, which is closed with what keeps them")
    func closing() {
        let path = "/kernel/ngroups_max"
        let text = Root.machine.line(of: "/proc/sys\(path)") ?? ""
        #expect(Self.openCount(of: path) == 0)
        do {
            let sysctls = OpenSysctls(of: .machine, count: 1)
            for _ in 1...3 { #expect(sysctls.stillSays(Self.says(text), .sysctl("kernel/ngroups_max"), at: 0)) }
            withExtendedLifetime(sysctls) { #expect(Self.openCount(of: path) == 1) }
        }
        #expect(Self.openCount(of: path) == 0)
    }

    @Test("know nothing of what is not there, of other knobs, and of a captured tree")
    func unknown() throws {
        let sysctls = OpenSysctls(of: .machine, count: 1)
        #expect(!sysctls.stillSays(Self.says("1"), .sysctl("kernel/nothing"), at: 0))
        #expect(!sysctls.stillSays(Self.says("1"), .sysctl("../self/comm"), at: 0))
        #expect(!sysctls.stillSays(Self.says("Linux"), .file("/proc/sys/kernel/ostype"), at: 0))
        let scratch = try ScratchNode(["proc/sys/kernel/ostype": "Linux\n"])
        let captured = OpenSysctls(of: scratch.node.root, count: 1)
        #expect(!captured.stillSays(Self.says("Linux"), .sysctl("kernel/ostype"), at: 0))
    }
}
