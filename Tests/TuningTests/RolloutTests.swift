import Testing
import Tuning

@Suite("A rollout")
struct RolloutTests {
    /// Machine IDs as they are made: random ones, and some that were counted up.
    private static func machineID(_ number: Int) -> String {
        let digits = String(UInt64(number) &* (number % 2 == 0 ? 0x9E37_79B9_7F4A_7C15 : 1), radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    @Test("takes its share of the nodes, however small", arguments: [(25, 37.5), (1_000, 1_500), (5_000, 7_500)])
    func share(share: Int64, expected: Double) {
        let rollout = Rollout(share: share, salt: "larger-tables")
        let count = (0..<15_000).count { rollout.reasonAgainst(Self.machineID($0)) == nil }
        // Five standard deviations of a binomial distribution.
        let deviation = (expected * (1 - expected / 15_000)).squareRoot()
        #expect(abs(Double(count) - expected) < 5 * deviation, "\(count)")
    }

    @Test("keeps who is in when it grows, and draws anew under another salt")
    func growth() {
        let ids = (0..<2_000).map(Self.machineID)
        func inside(_ share: Int64, _ salt: String) -> Set<String> {
            Set(ids.filter { Rollout(share: share, salt: salt).reasonAgainst($0) == nil })
        }
        #expect(inside(1_000, "a").isSubset(of: inside(2_000, "a")))
        let both = inside(1_000, "a").intersection(inside(1_000, "b")).count
        #expect((5...40).contains(both), "\(both)")
    }

    @Test("of 100 % takes every node, of 0 % none, and one without a machine ID only when it is over")
    func ends() {
        let ids = (0..<500).map(Self.machineID)
        #expect(ids.allSatisfy { Rollout(share: 10_000, salt: "").reasonAgainst($0) == nil })
        #expect(ids.allSatisfy { Rollout(share: 0, salt: "").reasonAgainst($0) != nil })
        #expect(Rollout(share: 9_999, salt: "").reasonAgainst(nil) != nil)
        #expect(Rollout(share: 10_000, salt: "").reasonAgainst(nil) == nil)
    }

    @Test("has the same places for ever: another release must not draw anew")
    func places() {
        let rollout = Rollout(share: 0, salt: "larger-tables")
        #expect(rollout.place(of: "00000000000000000000000000000001") == 1_392)
        #expect(rollout.place(of: "c3ee669bfa5f4285ac8e6207abd59ac9") == 1_089)
    }

    @Test("says its share in percent", arguments: [(0, "0"), (1, "0.01"), (25, "0.25"), (50, "0.5"), (1_000, "10")])
    func percent(share: Int64, text: String) {
        #expect(Rollout.percent(share) == text)
    }
}
