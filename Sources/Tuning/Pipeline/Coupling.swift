/// Knobs that are not independent: the kernel sets one when another is written, or one must be written first.
public enum Coupling {
    /// Pairs that say one thing in two units: writing one sets the other to 0, «not in force».
    ///
    /// The `dirty` ones refuse a 0 that is written, so what was in force before comes back only by writing it.
    /// sources: Linux 6.18 mm/page-writeback.c, mm/util.c; tested: `vm/dirty_bytes` gives EINVAL for 0
    private static let twins: [(one: String, other: String)] = [
        ("vm/dirty_ratio", "vm/dirty_bytes"),
        ("vm/dirty_background_ratio", "vm/dirty_background_bytes"),
        ("vm/overcommit_ratio", "vm/overcommit_kbytes"),
    ]

    /// Knobs of which the earlier is written before the later, where each is what makes room for the next.
    ///
    /// The hash grows before the number of entries does, so that chains never get long in between. A socket's buffer is
    /// cut to the largest that is allowed when it is asked for. A neighbour table's limits rise from the last to the
    /// first, so that the first never stands above the others.
    private static let chains: [[String]] = [
        ["net/netfilter/nf_conntrack_buckets", "net/netfilter/nf_conntrack_max"],
        ["net/core/rmem_max", "net/core/rmem_default", "net/ipv4/tcp_rmem"],
        ["net/core/wmem_max", "net/core/wmem_default", "net/ipv4/tcp_wmem"],
        neighbours("net/ipv4"),
        neighbours("net/ipv6"),
    ]

    private static func neighbours(_ family: String) -> [String] {
        [3, 2, 1].map { "\(family)/neigh/default/gc_thresh\($0)" }
    }

    /// The knob that the kernel sets to 0 when this one is written; nil for most.
    public static func twin(of knob: Knob) -> Knob? {
        guard case .sysctl(let path) = knob else { return nil }
        for pair in twins {
            if path == pair.one { return .sysctl(pair.other) }
            if path == pair.other { return .sysctl(pair.one) }
        }
        return nil
    }
}

// MARK: - Order

extension Coupling {
    /// What a knob's order is among others, and which those are.
    private struct Rank {
        var family: String
        var place: Int
        /// Whether giving the originals back takes the same order as writing, and not the opposite.
        var isSameForUndo: Bool
    }

    /// The changes in an order that respects every coupling; a change without one keeps its place.
    ///
    /// - Parameter isUndo: Whether these give back what was there before: what made room is then taken away last.
    static func ordered(_ changes: [Change], isUndo: Bool = false) -> [Change] {
        var families: [String: [(index: Int, place: Int)]] = [:]
        for (index, change) in changes.enumerated() {
            guard let rank = rank(of: change), rank.isSameForUndo || !isUndo else { continue }
            families[rank.family, default: []].append((index, rank.place))
        }
        var ordered = changes
        for members in families.values where members.count > 1 {
            let sorted = members.sorted { ($0.place, $0.index) < ($1.place, $1.index) }
            for (slot, member) in zip(members, sorted) { ordered[slot.index] = changes[member.index] }
        }
        return ordered
    }

    private static func rank(of change: Change) -> Rank? {
        guard case .sysctl(let path) = change.knob else { return nil }
        if let pair = twins.first(where: { $0.one == path || $0.other == path }) {
            // The one that is to be in force first: the kernel then sets the other.
            return Rank(family: pair.one, place: change.text == "0" ? 1 : 0, isSameForUndo: true)
        }
        if let chain = chains.first(where: { $0.contains(path) }), let place = chain.firstIndex(of: path) {
            return Rank(family: chain[0], place: place, isSameForUndo: false)
        }
        return interfaceRank(of: path)
    }

    /// Forwarding resets what an interface does with redirects, `all` and `default` are copied into interfaces: so
    /// the general comes before the single. sources: Linux 6.18 Documentation/networking/ip-sysctl.rst
    private static func interfaceRank(of path: String) -> Rank? {
        if path == "net/ipv4/ip_forward" { return Rank(family: "net/ipv4/conf/", place: 0, isSameForUndo: true) }
        for family in ["net/ipv4/conf/", "net/ipv6/conf/"] where path.hasPrefix(family) {
            let rest = path.utf8.dropFirst(family.utf8.count)
            let isForwarding = rest.elementsEqual("all/forwarding".utf8)
            let isDefault = rest.starts(with: "default/".utf8)
            let place = isForwarding ? 0 : rest.starts(with: "all/".utf8) ? 1 : isDefault ? 2 : 3
            return Rank(family: family, place: place, isSameForUndo: true)
        }
        return nil
    }
}

// MARK: - Pairs

extension Coupling {
    /// The changes, each followed by what the kernel does to the other of its pair: so that the plan shows it, and the
    /// ledger knows what to give back.
    ///
    /// - Parameter twins: What the others of the pairs hold now.
    static func completed(_ changes: [Change], beside twins: [Knob: Observation]) -> [Change] {
        let planned = Set(changes.map(\.knob))
        return changes.flatMap { change -> [Change] in
            guard
                let twin = twin(of: change.knob), !planned.contains(twin), change.text != "0",
                let before = twins[twin], let value = before.value, value != .integer(0)
            else { return [change] }
            let follower = Change(
                setting: change.setting,
                knob: twin,
                before: before,
                text: "0",
                target: Target(twin, .exactly(.integer(0))),
                because: "the kernel sets it to 0 when '\(change.knob)' is written: only one of the two is in force"
            )
            return [change, follower]
        }
    }

    /// Whether two targets of a pair can hold at once: one of them must accept 0.
    static func agree(_ one: Target, _ other: Target) -> Bool {
        one.bound.accepts(.integer(0)) || other.bound.accepts(.integer(0))
    }
}
