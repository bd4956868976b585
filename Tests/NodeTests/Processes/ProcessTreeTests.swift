import CLinux
import Glibc
import Testing
import Tuning

@testable import Node

@Suite("What a process has below its root")
struct ProcessTreeTests {
    private let tree: ScratchNode
    private let process = Component(name: "etcd", pid: 7, startTicks: 1, arguments: ["etcd"])

    /// A tree that stands for the root of a process, with a secret beside it.
    init() throws {
        tree = try ScratchNode([
            "secret": "s", "top/etc/etcd.yaml": "name: one\n", "top/wal/0.wal": "", "top/empty": "",
        ])
        try tree.link("top/absolute", to: "/etc/etcd.yaml")
        try tree.link("top/outside", to: "\(tree.path)/secret")
        try tree.link("top/above", to: "../secret")
    }

    private func read(_ path: String, in root: Root, below top: String) -> String {
        do throws(SystemError) {
            return String(decoding: try root.bytes(of: path, below: top, of: process, limit: 64), as: UTF8.self)
        } catch {
            return error.reason
        }
    }

    @Test("is read without leaving that, on the machine and in a captured tree")
    func links() {
        for (root, top) in [(Root.machine, "\(tree.path)/top"), (tree.node.root, "/top")] {
            for path in ["/etc/etcd.yaml", "etc/etcd.yaml", "/absolute", "/../../etc/etcd.yaml"] {
                #expect(read(path, in: root, below: top) == "name: one\n", "\(path)")
            }
            #expect(read("/empty", in: root, below: top) == "")
            for path in ["/outside", "/above"] {
                #expect(read(path, in: root, below: top) == "No such file or directory", "\(path)")
            }
        }
    }

    @Test("is opened only where it is a regular file or a directory")
    func kinds() throws {
        try #require(mkfifo("\(tree.path)/top/fifo", 0o600) == 0)
        let root = tree.node.root
        #expect(read("/fifo", in: root, below: "/top") == "No such device or address")
        #expect(read("/wal", in: root, below: "/top") == "Is a directory")
        #expect(read("/dev/zero", in: .machine, below: "/") == "No such device or address")
        #expect(try root.names(in: "/wal", below: "/top", of: process) == ["0.wal"])
        #expect(throws: SystemError(operation: "read", object: "/top/fifo", errno: ENOTDIR)) {
            try root.names(in: "/fifo", below: "/top", of: process)
        }
        #expect(throws: SystemError(operation: "read", object: "/top/fifo", errno: ENOTDIR)) {
            try root.room(in: "/fifo", below: "/top", of: process)
        }
        #expect(try root.room(in: "/wal", below: "/top", of: process) >= 0)
    }

    @Test("is listed whole where there is much of it, and refused where there is too much")
    func many() throws {
        let name = String(repeating: "n", count: 200)
        for number in 0..<300 { try tree.write("top/many/\(name)\(number)", "") }
        let names = try tree.node.root.names(in: "/many", below: "/top", of: process)
        #expect(Set(names) == Set((0..<300).map { "\(name)\($0)" }))
        try tree.write("top/long", String(repeating: "x", count: 65))
        #expect(read("/long", in: tree.node.root, below: "/top") == "File too large")
        let source = ProcessReads.Source.below("/top", tree: tree.node.root.directory, path: "/many")
        #expect(throws: SystemError(operation: "read", object: "/top/many", errno: EFBIG)) {
            try tree.node.root.processReads.bytes(
                of: source,
                clinux_reading_names,
                limit: 1_000,
                from: ThreadPriorities.Identity(pid: 7, startTicks: 1),
                isContained: false
            )
        }
    }

    @Test("and does not answer is left behind, and only that")
    func leaving() throws {
        let reads = ProcessReads(patience: 50)
        // To open a file under a lease waits for its owner, as for a file system that does not answer.
        let (setLease, setSignal): (Int32, Int32) = (1_024, 10)
        let file = open("\(tree.path)/top/etc/etcd.yaml", O_RDWR)
        defer { close(file) }
        try #require(fcntl(file, setSignal, SIGURG) == 0)
        try #require(fcntl(file, setLease, Int32(F_WRLCK)) == 0)
        func reason(_ path: String) -> String {
            do throws(SystemError) {
                let bytes = try reads.bytes(
                    of: .below("/top", tree: tree.node.root.directory, path: path),
                    limit: 64,
                    from: ThreadPriorities.Identity(pid: 7, startTicks: 1),
                    isContained: true
                )
                return String(decoding: bytes, as: UTF8.self)
            } catch {
                return error.errno == ETIMEDOUT ? "waiting: \(error.reason)" : "\(error)"
            }
        }
        func reasonInTheEnd(_ path: String) -> String {
            for _ in 0..<100 where reason(path).hasPrefix("waiting: ") { usleep(20_000) }
            return reason(path)
        }
        let waiting = "waiting: what process 7 has at '/etc/etcd.yaml' does not answer: "
        #expect(reason("/etc/etcd.yaml").hasPrefix(waiting))
        #expect(reason("/etc/etcd.yaml").hasPrefix(waiting))
        try tree.write("top/whole", "whole")
        #expect(reasonInTheEnd("/whole") == "whole")
        try #require(fcntl(file, setLease, Int32(F_UNLCK)) == 0)
        #expect(reasonInTheEnd("/etc/etcd.yaml") == "name: one\n")
    }
}
