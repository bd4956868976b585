import Glibc
import Node
import Testing
import Tuning

@Suite("Probing a disk")
struct DiskProbeTests {
    @Test("writes, syncs, ends when it is told to, and leaves nothing behind")
    func probed() throws {
        let scratch = try ScratchNode(["x/.keep": ""])
        let machine = Node(root: .machine)
        let place = try machine.probePlace("\(scratch.path)/x/../x")
        #expect(place.directory == "\(scratch.path)/x")
        let probe = try machine.probeDisk(at: place) { $0 < 128 }
        #expect(probe.nanoseconds.count == 128 && probe.nanoseconds.allSatisfy { $0 >= 0 })
        #expect(try scratch.node.root.names(in: "/x") == [".keep"])
    }

    @Test("takes a directory only")
    func refused() throws {
        let scratch = try ScratchNode(["x": ""])
        #expect(throws: SystemError.self) { try Node(root: .machine).probePlace("\(scratch.path)/x") }
        #expect(throws: SystemError.self) { try Node(root: .machine).probePlace("\(scratch.path)/none") }
    }
}
