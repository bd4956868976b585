import Tuning

extension Parameter {
    /// When the table counts as under pressure.
    static let warnAtPercent = Parameter(
        "warnAtPercent",
        "how full the table may get before it is told, in percent",
        range: 1...100,
        preset: 75
    )
}

extension Setting {
    /// A warning before the table is full, and when it has refused a connection.
    ///
    /// The table that decides is the machine's first network namespace's: pods have their own, nearly empty ones. The
    /// kernel counts what it refused for every possible CPU, in hexadecimal, under names that differ between releases.
    /// Also written by: nobody; it is read only.
    static let connectionTrackingPressure = Setting(
        id: "connection-tracking-pressure",
        summary: "The connection-tracking table is not filling up and refuses nothing",
        why: """
            At 100 % new connections are dropped. The warning comes early enough to raise the limit or to find the \
            workload that leaks connections; a count of refusals that grows means that it has already happened.
            """,
        unit: .percent,
        sources: [
            "node_exporter 1.9 mixin NodeHighNumberConntrackEntriesUsed: 75 %",
            "Linux 6.18 net/netfilter/nf_conntrack_standalone.c: columns of /proc/net/stat/nf_conntrack",
        ],
        parameters: [.warnAtPercent],
        strictestMode: .observe,
        hysteresisSeconds: 60
    ) { facts, parameters in
        guard facts.connectionTracking.module == .loaded || facts.connectionTracking.module == .builtIn else {
            return .leaveAlone(because: "connection tracking is not loaded: nothing is counted")
        }
        let percent = parameters[.warnAtPercent]
        var targets = [Target(.occupancy(.connectionTracking), .atMost(percent))]
        if facts.connectionTracking.hasCounters {
            targets.append(Target(.refusals(.connectionTracking), .steady))
        }
        return .set(targets, because: "told above \(percent) %, and whenever drop or early_drop grows")
    }
}
