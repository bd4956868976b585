import Testing
import Tuning

private let now = Moment(boot: "this boot", uptimeSeconds: 100, epochSeconds: 1_000)

private func finding(_ path: String, holds number: Int64, wants wanted: Int64) -> Finding {
    Finding(
        judging: Desired(
            setting: Setting.ID(rawValue: path),
            target: Target(.sysctl(path), .exactly(.integer(wanted))),
            mode: .enforce,
            because: "a test"
        ),
        observed: .value(.integer(number), text: "\(number)", isWritable: true),
        at: now,
        after: nil,
        effect: { _, _ in .effective }
    )
}

private func value(_ number: Int64) -> Observation {
    .value(.integer(number), text: "\(number)", isWritable: true)
}

@Suite("Coupled knobs")
struct CouplingTests {
    @Test(
        "are written in the order that the kernel needs, the others where they stood",
        arguments: [
            (["net/netfilter/nf_conntrack_max", "x/y", "net/netfilter/nf_conntrack_buckets"], [2, 1, 0]),
            (["net/ipv4/tcp_rmem", "net/core/rmem_default", "x/y", "net/core/rmem_max"], [3, 1, 2, 0]),
            (["net/ipv4/neigh/default/gc_thresh1", "net/ipv4/neigh/default/gc_thresh3"], [1, 0]),
            (
                [
                    "net/ipv4/conf/eth0/rp_filter", "net/ipv4/conf/default/rp_filter", "net/ipv4/conf/all/rp_filter",
                    "net/ipv4/ip_forward",
                ], [3, 2, 1, 0]
            ),
        ]
    )
    func order(paths: [String], expected: [Int]) {
        let plan = Plan(for: paths.map { finding($0, holds: 1, wants: 2) })
        #expect(plan.changes.map(\.knob) == expected.map { .sysctl(paths[$0]) })
    }

    @Test("of which the kernel sets one to 0 with the other are both planned, and both given back")
    func twins() {
        let bytes = Knob.sysctl("vm/dirty_bytes")
        let ratio = Knob.sysctl("vm/dirty_ratio")
        let plan = Plan(for: [finding("vm/dirty_bytes", holds: 0, wants: 5_000)], beside: [ratio: value(20)])
        #expect(plan.changes.map(\.knob) == [bytes, ratio])
        #expect(plan.changes.map(\.text) == ["5000", "0"])
        let originals = plan.changes.map { Original(of: $0, at: now) }
        let undo = Plan(reverting: originals, observed: [bytes: value(5_000), ratio: value(0)], at: now)
        #expect(undo.changes.map(\.knob) == [ratio, bytes])
        #expect(undo.changes.map(\.text) == ["20", "0"])
    }

    @Test("of which one is out of force already need nothing beside it")
    func noFollower() {
        let plan = Plan(
            for: [finding("vm/dirty_bytes", holds: 1, wants: 5_000)],
            beside: [.sysctl("vm/dirty_ratio"): value(0)]
        )
        #expect(plan.changes.count == 1)
    }
}
