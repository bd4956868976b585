public import Tuning

extension Report {
    /// One line of truth for `systemctl status`, also the message of the summary: `5 settings: 4 met, 1 drifted
    /// (connection-tracking-table)`. It has no time in it, which would go stale.
    public var statusLine: String {
        let held = Set(findings.filter { $0.desired.hold != nil }.map(\.desired.setting)).count
        let inert = findings.count { $0.verdict == .met && !($0.effect ?? .effective).isEffective }
        let failed = outcomes.count { $0.outcome != .applied }
        var parts = [Tally(of: findings).textWithNames]
        if failed > 0 { parts.append("\(Quantity.count(failed, "write")) failed") }
        if held > 0 { parts.append("\(held) held") }
        if inert > 0 { parts.append("\(inert) without effect") }
        return parts.joined(separator: "; ")
    }
}
