import Glibc
import Synchronization
import Testing

@testable import Node

@Suite("A captured tree")
struct CapturedTreeTests {
    /// A thread that renames a file to and fro.
    private final class Renaming: Sendable {
        private let path: String
        private let isOver = Atomic(false)
        private let count = Atomic(0)

        init(below path: String) throws {
            self.path = path
            var thread = pthread_t()
            let created = pthread_create(
                &thread,
                nil,
                { argument in
                    if let argument { Unmanaged<Renaming>.fromOpaque(argument).takeRetainedValue().run() }
                    return nil
                },
                Unmanaged.passRetained(self).toOpaque()
            )
            try #require(created == 0)
            pthread_detach(thread)
        }

        /// How often it has done so.
        var times: Int { count.load(ordering: .relaxed) }

        func stop() { isOver.store(true, ordering: .relaxed) }

        private func run() {
            while !isOver.load(ordering: .relaxed) {
                rename("\(path)/other", "\(path)/another")
                rename("\(path)/another", "\(path)/other")
                count.add(1, ordering: .relaxed)
                // Now and then is enough, and leaves the kernel time to answer.
                usleep(50)
            }
        }
    }

    @Test("has something in its proc; else nothing in it could be wrong")
    func empty() throws {
        #expect(try ScratchNode(["etc/hostname": "n1\n"]).node.captureObjection == "it has no proc")
        let scratch = try ScratchNode(["proc/version": ""])
        #expect(scratch.node.captureObjection == nil)
        try #require(unlink("\(scratch.path)/proc/version") == 0)
        #expect(scratch.node.captureObjection == "its proc is empty")
        #expect(Node(root: .machine).captureObjection == nil)
    }

    @Test("is read while others rename, although the kernel then loses its way back from a directory")
    func renames() throws {
        let scratch = try ScratchNode(["a/b/file": "here", "a/other": ""])
        // `..` is what the kernel cannot follow safely while anything on the machine is renamed.
        let way = "/a/" + String(repeating: "b/../", count: 100) + "b/file"
        let renaming = try Renaming(below: "\(scratch.path)/a")
        defer { renaming.stop() }
        while renaming.times < 2_000 { #expect(try scratch.node.root.text(of: way) == "here") }
    }
}
