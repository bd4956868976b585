import Tuning

extension Facts {
    /// The members of etcd that run, and of which it is known how they do, or why that cannot be told.
    var etcdThatCanBeAsked: [EtcdMember] {
        etcd.filter { $0.runs && ($0.measured != nil || $0.unmeasured != nil) }
    }

    /// Why nothing is known of how an etcd does; nil where something is.
    var reasonToMeasureNoEtcd: String? {
        if let reason = reasonToLeaveEtcdAlone { return reason }
        return etcdThatCanBeAsked.isEmpty ? "how etcd does is only known on the node itself" : nil
    }

    /// Why nothing is known of what an etcd counts; nil where something is. That metrics cannot be read is told once, by
    /// etcd-latency.
    var reasonToTellNoCounters: String? {
        if let reason = reasonToMeasureNoEtcd { return reason }
        return etcd.contains { $0.measured != nil } ? nil : "etcd's metrics cannot be read: see etcd-latency"
    }

    /// Whether there is something to tell of a target.
    func isTold(_ target: Target) -> Bool {
        guard case .option(let option, let component) = target.knob else { return false }
        return self.option(option, of: component) != .missing
    }
}

extension EtcdMember {
    /// What is asked of one of its measures.
    func measure(_ measure: Measure, _ bound: Bound) -> Target {
        Target(.option(measure.rawValue, of: component), bound)
    }

    /// Why its metrics cannot be read, with the change that lets them be; nil where they are.
    func metricsCaution(in facts: Facts) -> Caution? {
        guard let unmeasured else { return nil }
        guard metricsPort == nil, !effective.isEmpty else {
            return Caution(
                danger: "\(name): \(unmeasured)",
                remedy: "ask it by hand: curl \(metricsPort?.address ?? "http://127.0.0.1:2381")/metrics"
            )
        }
        return caution(unmeasured, [change(EtcdMember.metricsOption, to: "http://127.0.0.1:2381")], in: facts)
    }
}

extension String {
    /// The text, or another where it is empty.
    func orElse(_ other: String) -> String { isEmpty ? other : self }
}
