import Glibc
import Testing
import Tuning

@testable import Node

@Suite("A pod that is looked at closely")
struct ProcessWatchTests {
    private static let top = "sys/fs/cgroup/kubepods.slice"
    /// No kernel gives such a number to a process.
    private static let pid = 4_999_999

    private func uid(_ number: Int) -> String { "0123456789abcdef0123456789ab\(1_000 + number)" }

    private func selector(_ number: Int = 0) -> ProcessSelector { ProcessSelector("etcd", in: .pod(uid(number))) }

    private func group(_ number: Int = 0, in slice: String = "kubepods-burstable") -> String {
        "\(Self.top)/\(slice).slice/\(slice)-pod\(uid(number)).slice"
    }

    /// A node with one process, which runs etcd.
    private func node() throws -> ScratchNode {
        let node = try ScratchNode(["sys/fs/cgroup/cgroup.controllers": "", "sys/fs/cgroup/cgroup.procs": ""])
        try node.link("proc/\(Self.pid)/exe", to: "/usr/bin/etcd")
        try start(on: node, at: 7)
        return node
    }

    private func start(on node: ScratchNode, at ticks: Int) throws {
        let numbers = Array(repeating: "\(ticks)", count: 40).joined(separator: " ")
        try node.write("proc/\(Self.pid)/stat", "\(Self.pid) (x) S 1 \(numbers)")
    }

    private func fill(_ group: String, on node: ScratchNode) throws {
        try node.write("\(group)/cgroup.procs", "\(Self.pid)\n")
    }

    @Test("is so no more once its directory is gone: any number of short pods leave room for the next")
    func shortPods() throws {
        let node = try node()
        var watch = try ProcessWatch(of: node.node)
        for number in 1...ProcessWatch.selectorLimit {
            try watch.attend(to: selector(number), in: "/\(group(number))")
        }
        #expect(try watch.news().isEmpty)
        try fill(group(), on: node)
        try watch.attend(to: selector(), in: "/\(group())")
        #expect(try watch.news().started == [selector()])
    }

    @Test("is looked for nowhere but where it came")
    func place() throws {
        let node = try node()
        var watch = try ProcessWatch(of: node.node)
        try fill(group(in: "kubepods-besteffort"), on: node)
        try watch.attend(to: selector(), in: "/\(group())")
        #expect(try watch.news().isEmpty)
        try watch.attend(to: selector(), in: "/\(group(in: "kubepods-besteffort"))")
        #expect(try watch.news().started == [selector()])
    }

    @Test("is found again where it was when it is followed and was gone, also over a pass that did not find it")
    func comesBack() throws {
        let node = try node()
        var watch = try ProcessWatch(of: node.node)
        try fill(group(), on: node)
        watch.follow([selector()], withNewPods: false)
        try #require(rename("\(node.path)/\(Self.top)", "\(node.path)/away") == 0)
        watch.follow([selector()], withNewPods: false)
        try watch.attend(to: selector(), in: "/\(group())")
        #expect(try watch.news().isEmpty)
        try start(on: node, at: 8)
        try #require(rename("\(node.path)/away", "\(node.path)/\(Self.top)") == 0)
        var started: Set<ProcessSelector> = []
        for _ in 0..<1_000 where started.isEmpty {
            usleep(1_000)
            started = try watch.news().started
        }
        #expect(started == [selector()])
    }
}
