/// Which nodes a policy may change yet: a share of them, chosen by machine ID, so that no server has to count.
///
/// A node keeps its place under one salt: who is in at 10 % is in at 20 % too. Another salt is another draw, so that it
/// is not always the same nodes that go first.
public struct Rollout: Hashable, Sendable {
    /// How many of 10,000 nodes are in: hundredths of a percent.
    public var share: Int64
    /// What the draw begins with; the name of a change, as a rule.
    public var salt: String

    /// How many places there are.
    public static let placeCount: Int64 = 10_000

    /// A rollout.
    public init(share: Int64, salt: String) {
        self.share = share
        self.salt = salt
    }

    /// Where a node stands, from 0 up to but not including ``placeCount``; it is in if that is below the share.
    ///
    /// FNV-1a over salt and ID, then SplitMix64's finalizer, since the upper half of FNV's bits is poor for texts that
    /// differ at their end; then hash × places / 2⁶⁴, which has no bias. sources: draft-eastlake-fnv, Steele, Lea, Flood
    public func place(of machineID: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in Array(salt.utf8) + [0xff] + Array(machineID.utf8) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return Int64(hash.multipliedFullWidth(by: UInt64(Rollout.placeCount)).high)
    }

    /// Why a node may not be changed yet; nil if it may.
    ///
    /// - Parameter machineID: nil where the node has none: it cannot be placed, and stays out.
    public func reasonAgainst(_ machineID: String?) -> String? {
        guard share < Rollout.placeCount else { return nil }
        guard let machineID else { return "this node has no machine ID, by which the rollout chooses" }
        let place = place(of: machineID)
        guard place >= share else { return nil }
        return "the rollout is at \(Rollout.percent(share)) % and this node comes in above \(Rollout.percent(place)) %"
    }

    /// Hundredths of a percent as percent: `10`, `0.25`.
    public static func percent(_ share: Int64) -> String {
        let (whole, rest) = share.quotientAndRemainder(dividingBy: 100)
        guard rest != 0 else { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
