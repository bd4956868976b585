import Glibc
import Testing
import Tuning

@testable import Node

/// A process of ours, ended with this value.
private final class Child {
    let pid: pid_t
    /// Its program, which nobody else on this machine runs: `sleep` by a name of its own.
    let program: String
    private let directory: TemporaryDirectory

    /// Starts it; its priorities may be lowered without a privilege.
    init() throws {
        directory = try TemporaryDirectory()
        // No longer than the kernel's name of a process.
        program = "sleep\(getpid())"
        let path = "\(directory.path)/\(program)"
        try #require(Child.copy("/bin/sleep", to: path))
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup("300"), nil]
        defer { for argument in arguments { free(argument) } }
        // A process that another test is just starting may still hold what was open for writing here.
        var result = ETXTBSY
        for _ in 0..<1_000 where result == ETXTBSY {
            result = posix_spawn(&pid, path, nil, nil, &arguments, nil)
            if result == ETXTBSY { usleep(1_000) }
        }
        try #require(result == 0)
        self.pid = pid
    }

    private static func copy(_ source: String, to target: String) -> Bool {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        let to = open(target, O_WRONLY | O_CREAT | O_CLOEXEC, 0o755)
        defer {
            close(from)
            close(to)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { return count == 0 }
            guard write(to, buffer, count) == count else { return false }
        }
    }

    deinit {
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }
}

@Suite("A priority", .serialized)
struct PriorityTests {
    private let node = Node(root: .machine)

    /// What the knob holds, as the text that the ledger keeps.
    private func text(_ knob: Knob) throws -> String {
        guard case .value(_, let text, _) = node.observe(knob, facts: Facts()) else {
            Issue.record("nothing is observed: \(node.observe(knob, facts: Facts()))")
            return ""
        }
        return text
    }

    @Test("is read of each thread of each process of a program, wherever it runs")
    func observed() throws {
        let child = try Child()
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(child.pid), 7)
        // The program is there as soon as posix_spawn returns.
        let text = try text(.priority(of: ProcessSelector(child.program), .cpu))
        let priorities = try #require(ThreadPriorities(text))
        let process = try #require(priorities.processes.first { $0.identity.pid == Int64(child.pid) })
        #expect(process.threadCount == 1 && process.common == .integer(7))
    }

    @Test("of a program that does not run is missing, and of another program is never touched")
    func missing() throws {
        let child = try Child()
        for name in ["no-such-program", "\(child.program) 300", "slee", "30"] {
            #expect(node.observe(.priority(of: ProcessSelector(name), .io), facts: Facts()) == .missing)
        }
        #expect(kill(child.pid, 0) == 0)
    }

    @Test("is not read from a captured tree")
    func captured() throws {
        let scratch = try ScratchNode(["proc/1/comm": "etcd"])
        let observed = scratch.node.observe(.priority(of: ProcessSelector("etcd"), .cpu), facts: Facts())
        guard case .unreadable = observed else {
            Issue.record("\(observed)")
            return
        }
    }
}

@Suite("A weight")
struct WeightTests {
    private static let group = "sys/fs/cgroup/system.slice/etcd.service"

    @Test(
        "is read from the group of a unit, on systemd's scale",
        arguments: [
            ("cpu.weight", "1000\n", Resource.cpu, 1_000), ("io.weight", "default 200\n8:0 50\n", .io, 200),
            ("io.bfq.weight", "default 181\n", .io, 1_001), ("io.bfq.weight", "100\n", .io, 100),
        ] as [(String, String, Resource, Int64)]
    )
    func unit(file: String, content: String, resource: Resource, weight: Int64) throws {
        let scratch = try ScratchNode([
            "sys/fs/cgroup/cgroup.controllers": "cpu io\n", "\(Self.group)/cgroup.procs": "",
            "\(Self.group)/\(file)": content,
        ])
        let observed = scratch.node.observe(.weight(of: .unit("etcd.service"), resource), facts: Facts())
        #expect(observed.value == .integer(weight))
    }

    @Test(
        "that was given is waited for until it is that very one, whether it was more before or less",
        arguments: [
            (200, 1_000, .cpu, false), (200, 201, .cpu, false), (200, 200, .cpu, true), (1_000, 200, .cpu, false),
            (200, 1_000, .io, false), (200, 200, .io, true), (100, 110, .io, false), (100, 100, .io, true),
        ] as [(Int64, Int64, Resource, Bool)]
    )
    func handed(wanted: Int64, present: Int64, resource: Resource, expected: Bool) {
        #expect(CgroupWeight.isHanded(wanted, as: present, resource) == expected)
    }

    @Test(
        "that was given is there under bfq when the largest is that is the same there",
        arguments: [(99, 99), (150, 104), (1_000, 181), (10_000, 1_000)] as [(Int64, Int64)]
    )
    func handedUnderBFQ(given: Int64, kernel: Int64) throws {
        let scratch = try ScratchNode([
            "sys/fs/cgroup/cgroup.controllers": "cpu io\n", "\(Self.group)/cgroup.procs": "",
            "\(Self.group)/io.bfq.weight": "default \(kernel)\n",
        ])
        let observed = scratch.node.observe(.weight(of: .unit("etcd.service"), .io), facts: Facts())
        guard case .integer(let present)? = observed.value else {
            Issue.record("\(observed)")
            return
        }
        #expect(CgroupWeight.isHanded(given, as: present, .io))
    }

    @Test("is found for a pod by its UID, with either driver of the kubelet")
    func pod() throws {
        let uid = "0123abcd-0123-4567-89ab-0123456789ab"
        let slice =
            "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(uid.replacing("-", with: "_")).slice"
        for path in [slice, "kubepods/burstable/pod\(uid)", "kubepods/pod\(uid)"] {
            let scratch = try ScratchNode([
                "sys/fs/cgroup/cgroup.controllers": "cpu\n", "sys/fs/cgroup/\(path)/cpu.weight": "4\n",
            ])
            #expect(scratch.node.observe(.weight(of: .pod(uid), .cpu), facts: Facts()).value == .integer(4))
        }
    }

    @Test("of a unit outside of what we see is missing", arguments: ["../x", "no.service", "a/b.service", ""])
    func missing(name: String) throws {
        let scratch = try ScratchNode(["sys/fs/cgroup/cgroup.controllers": "cpu\n", "sys/fs/x/cpu.weight": "1"])
        #expect(scratch.node.observe(.weight(of: .unit(name), .cpu), facts: Facts()) == .missing)
    }
}
