import Glibc
import Testing

@testable import Node

@Suite("A network device of a kind")
struct NetworkLinksTests {
    private func attribute(_ kind: UInt16, _ content: [UInt8]) -> [UInt8] {
        let size = UInt16(content.count + 4)
        let padding = [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
        return [UInt8(size & 0xff), UInt8(size >> 8), UInt8(kind & 0xff), UInt8(kind >> 8)] + content + padding
    }

    private func message(_ kind: UInt16, _ body: [UInt8]) -> [UInt8] {
        let size = UInt32(16 + body.count)
        return (0..<4).map { UInt8(truncatingIfNeeded: size >> ($0 * 8)) } + [UInt8(kind), 0]
            + [UInt8](repeating: 0, count: 10) + body
    }

    private func link(_ name: String, kind: String?, nested: UInt16 = 0) -> [UInt8] {
        let information = kind.map { attribute(18 | nested, attribute(1, Array($0.utf8) + [0])) } ?? []
        return message(16, [UInt8](repeating: 0, count: 16) + attribute(3, Array(name.utf8) + [0]) + information)
    }

    private func names(in part: [UInt8]) -> (names: [String], isWhole: Bool?) {
        var names: [String] = []
        let isWhole = NetlinkDump.split(part[...]) { kind, body in
            if let name = NetworkLinks.name(in: body, ifKind: Array("vxlan".utf8) + [0]) { names.append(name) }
            return kind == 16
        }
        return (names, isWhole)
    }

    @Test("is told apart from those of others, and of none, where the kernel tells them all")
    func kinds() {
        let devices =
            link("lo", kind: nil) + link("flannel.1", kind: "vxlan") + link("cni0", kind: "bridge")
            + link("vxlan.calico", kind: "vxlan", nested: 0x8000) + link("x", kind: "vxlan6")
        #expect(names(in: devices).names == ["flannel.1", "vxlan.calico"])
        #expect(names(in: devices).isWhole == nil)
        #expect(names(in: devices + message(3, [0, 0, 0, 0])).isWhole == true)
    }

    @Test("is not told by an answer that is an error, cut off or of wrong sizes; its list is not whole then")
    func hostile() {
        let whole = link("flannel.1", kind: "vxlan")
        #expect(names(in: message(2, [0xff, 0xff, 0xff, 0xff])).isWhole == false)
        for count in 16..<whole.count {
            #expect(names(in: Array(whole.prefix(count))).names.isEmpty)
            #expect(names(in: Array(whole.prefix(count))).isWhole == false)
        }
        for place in whole.indices {
            for value in [0, 1, 0x7f, 0xff] as [UInt8] {
                var broken = whole
                broken[place] = value
                #expect(names(in: broken).names.count <= 1)
            }
        }
    }

    @Test("is none of a kind that the kernel does not know, and is told of one that it knows")
    func machine() {
        #expect(NetworkLinks.names(ofKind: "no-such-kind", limit: 1_024) == [])
        #expect(NetworkLinks.names(ofKind: "vxlan", limit: 1_024) != nil)
    }
}
