/// The feature gates of etcd, which it has since 3.6.
///
/// Source: `server/features/etcd_features.go` and `pkg/featuregate` of etcd 3.6.14 and 3.7.1.
struct EtcdGates: Hashable, Sendable {
    /// The gates that were set, those included that a set of gates stands for.
    private(set) var chosen: [String: Bool] = [:]

    private let known: [String: Stage]

    /// How far a gate is.
    private enum Stage {
        case alpha, beta
        /// A name for all gates of a stage.
        case all
    }

    init(of release: EtcdRelease) {
        var known: [String: Stage] = [
            "AllAlpha": .all, "AllBeta": .all, "CompactHashCheck": .alpha, "InitialCorruptCheck": .alpha,
            "LeaseCheckpoint": .alpha, "LeaseCheckpointPersist": .alpha, "SetMemberLocalAddr": .alpha,
            "StopGRPCServiceOnDefrag": .alpha, "TxnModeWriteWithSharedBuffer": .beta,
        ]
        if release.minor > 6 || release.isAssumed {
            known.merge(["FastLeaseKeepAlive": .beta, "PriorityRequest": .alpha]) { first, _ in first }
        }
        self.known = known
    }

    /// The flags of 3.5 that are gates since 3.6, which takes them too.
    static let ofExperimentalFlags: [String: String] = [
        "experimental-stop-grpc-service-on-defrag": "StopGRPCServiceOnDefrag",
        "experimental-initial-corrupt-check": "InitialCorruptCheck",
        "experimental-compact-hash-check-enabled": "CompactHashCheck",
        "experimental-txn-mode-write-with-shared-buffer": "TxnModeWriteWithSharedBuffer",
        "experimental-enable-lease-checkpoint": "LeaseCheckpoint",
        "experimental-enable-lease-checkpoint-persist": "LeaseCheckpointPersist",
    ]

    /// Sets the gates of a text such as `InitialCorruptCheck=true,AllAlpha=false`, on top of those set before.
    mutating func set(_ text: String) throws(Refusal) {
        var asked: [String: Bool] = [:]
        for part in text.split(separator: ",") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()) }
            guard halves.count == 2 else { throw Refusal("missing bool value for \(halves[0].clipped)") }
            guard let flag = GoLiteral.bool(halves[1]) else {
                throw Refusal(
                    "invalid value of \(halves[0].clipped)=\(halves[1].clipped), err: "
                        + "strconv.ParseBool: parsing \(halves[1].goQuoted): invalid syntax"
                )
            }
            asked[halves[0]] = flag
        }
        try set(asked)
    }

    /// Sets gates, on top of those set before.
    mutating func set(_ asked: [String: Bool]) throws(Refusal) {
        for (name, flag) in asked.sorted(by: { $0.key < $1.key }) {
            guard let stage = known[name] else { throw Refusal("unrecognized feature gate: \(name.clipped)") }
            chosen[name] = flag
            guard stage == .all else { continue }
            for (other, itsStage) in known where itsStage == (name == "AllAlpha" ? .alpha : .beta) {
                if chosen[other] == nil { chosen[other] = flag }
            }
        }
    }

    /// Whether a gate is on.
    func isOn(_ name: String) -> Bool { chosen[name] ?? (known[name] == .beta) }

    /// The gates that were set, as etcd writes them.
    var text: String { chosen.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}
