import Testing
import Tuning

@Suite("A field of the kubelet that a setting asks for")
struct KubeletFieldNameTests {
    @Test(
        "takes values of its type, in the kubelet's own form",
        arguments: [
            ("maxPods", .integer(5), .integer(5)), ("maxPods", .text("5x"), nil), ("maxPods", .integer(1 << 31), nil),
            ("nodeStatusUpdateFrequency", .text("1m"), .text("1m0s")), ("nodeStatusUpdateFrequency", .integer(3), nil),
            ("failSwapOn", .text("false"), .text("false")), ("failSwapOn", .text("no"), nil),
            ("systemReserved.memory", .text("2Gi"), .text("2Gi")), ("clusterDomain", .integer(5), .integer(5)),
            ("authentication.webhook.cacheTTL", .text("90s"), .text("1m30s")),
            ("evictionHard.memory.available", .text("5%"), .text("5%")),
            ("tlsCertFile", .text(String(repeating: "/", count: 4_096)), .text(String(repeating: "/", count: 4_096))),
            ("tlsCertFile", .text(String(repeating: "/", count: 4_097)), nil),
        ] as [(String, Value, Value?)]
    )
    func values(name: String, value: Value, normal: Value?) throws {
        let field = try #require(KubeletFieldName(name))
        #expect((field.objection(to: value) == nil) == (normal != nil))
        if let normal { #expect(field.normal(value) == normal) }
    }

    @Test(
        "is one value of those that there are",
        arguments: [
            "maxpods", "clusterDNS", "evictionHard", "evictionHard.", "authentication", "authentication.webhook", "",
            "maxPods.x", "registerWithTaints", "kind",
            // They would end or break the comment of the drop-in that names them.
            "systemReserved.memory\nmaxPods: 9", "systemReserved.me\0mory", "systemReserved.me mory",
        ]
    )
    func names(name: String) {
        #expect(KubeletFieldName(name) == nil)
        #expect(!KubeletFieldName.objection(to: name).isEmpty)
    }

    @Test("A field that a release does not have is missing there")
    func release() throws {
        let old = try FragmentNode(version: "1.34.0")
        #expect(old.facts.kubelet?.observation(of: "memoryReservationPolicy") == .missing)
        let new = try FragmentNode(version: "1.36.0")
        #expect(new.facts.kubelet?.observation(of: "memoryReservationPolicy").value == .text("None"))
    }
}
