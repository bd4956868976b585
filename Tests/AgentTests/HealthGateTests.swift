import Agent
import Glibc
import Node
import Testing
import Tuning

@Suite("A health gate")
struct HealthGateTests {
    private let machine: ScratchMachine

    init() throws { machine = try ScratchMachine() }

    @Test(
        "of the default route is well with one of either family that is up",
        arguments: [
            ("eth0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n", "", true),
            ("eth0\t00000000\t0102A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0\n", "", false),
            ("eth0\t0002A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n", "", false),
            ("", "eth0", true), ("", "lo", false), ("nonsense\n", "", false),
        ]
    )
    func defaultRoute(old: String, device: String, isWell: Bool) throws {
        let zeros = String(repeating: "0", count: 32)
        let gateway = "fe80" + String(repeating: "0", count: 27) + "1"
        try machine.write("proc/net/route", "Iface\tDestination\tGateway\n" + old)
        let new =
            device.isEmpty
            ? "" : "\(zeros) 00 \(zeros) 00 \(gateway) 00000400 00000001 00000000 00000003     \(device)\n"
        try machine.write("proc/net/ipv6_route", new)
        #expect(machine.node.objections(of: [.defaultRoute], kubelet: nil).isEmpty == isWell)
    }

    @Test("of a port is well while somebody listens there")
    func port() throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(number >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(number, raw, size) == 0 && listen(number, 1) == 0 && getsockname(number, raw, &size) == 0
            }
        }
        try #require(bound)
        let gate = HealthGate.tcp(host: "127.0.0.1", port: Int(UInt16(bigEndian: address.sin_port)))
        #expect(machine.node.objections(of: [gate], kubelet: nil).isEmpty)
        close(number)
        #expect(machine.node.objections(of: [gate], kubelet: nil).first?.contains("Connection refused") == true)
    }

    @Test("of the kubelet is asked where the kubelet says, and not well where it tells nobody")
    func kubelet() throws {
        #expect(
            machine.node.objections(of: [.kubelet], kubelet: nil)
                == [
                    "kubelet: no kubelet of this node tells on loopback whether it is well (healthzPort, healthzBindAddress)"
                ]
        )
        let nobody = HealthEndpoint(host: "127.0.0.1", port: 1)
        #expect(machine.node.objections(of: [.kubelet, .kubelet], kubelet: nobody).count == 2)
    }

    @Test("is what policy names, and every mistake in it has its place")
    func policy() throws {
        func gates(_ text: String) throws -> [HealthGate]? {
            try machine.write("etc/nodekeel/policy.yaml", text + "\n")
            return try ReadPolicy(of: machine.node).policy.gates
        }
        #expect(try gates("mode: enforce") == nil)
        #expect(try gates("confirm: {}") == [])
        #expect(
            try gates(
                "confirm: {kubelet: true, defaultRoute: false, etcd: 2381, tcp: ['10.0.0.1:6443', '[fd00::1]:22']}"
            )
                == [.kubelet, .etcd(port: 2381), .tcp(host: "10.0.0.1", port: 6443), .tcp(host: "fd00::1", port: 22)]
        )
        for text in [
            "confirm: {kubelet: 1}", "confirm: {etcd: 0}", "confirm: {tcp: x}", "confirm: {tcp: ['x']}",
            "confirm: {tcp: [':1']}", "confirm: {tcp: ['a:70000']}", "confirm: {ssh: true}",
        ] {
            let error = #expect(throws: PolicyError.self) { try gates(text) }
            #expect(error?.description.contains("policy.yaml:1:") == true, "\(text)")
        }
    }
}
