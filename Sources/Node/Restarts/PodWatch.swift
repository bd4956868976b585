import Glibc
public import Tuning

/// Looks at the process of a static pod whose manifest was written, again and again.
public struct PodWatch: Sendable {
    private let root: Root
    private let edit: ManifestEdit
    /// The process, and since when it has been the same, in seconds of the monotonic clock.
    private var process: (run: String, since: Int64)?

    /// How long a probe may take to answer, in milliseconds.
    private static let patience: Int64 = 1_000

    /// A watch that has not looked yet.
    public init(of edit: ManifestEdit, on node: Node) {
        root = node.root
        self.edit = edit
    }

    /// How the process stands that has these arguments, the program left out.
    ///
    /// It is known by them: the kubelet keeps the process of before until it has taken the new manifest, and starts the
    /// new one only when that has ended.
    public mutating func look(for arguments: [String]) -> UnitSight {
        let others = arguments == edit.arguments.after ? edit.arguments.before : edit.arguments.after
        var reader = FactsReader(root: root)
        let components = reader.components().filter { $0.name == edit.program }
        let running = components.filter { Array($0.arguments.dropFirst()) == arguments }
        guard let one = running.first, running.count == 1,
            !components.contains(where: { Array($0.arguments.dropFirst()) == others })
        else {
            process = nil
            let word =
                components.isEmpty
                ? "not running"
                : components.lazy.compactMap(\.unreadable).first ?? "not running with the flags of \(edit.path) alone"
            return UnitSight(activeState: word, run: nil, steadySeconds: nil, complaint: nil)
        }
        let run = "\(one.pid) \(one.startTicks)"
        let now = Timer.Clock.monotonic.now.components.seconds
        if process?.run != run { process = (run, now) }
        return UnitSight(
            activeState: "active",
            run: run,
            steadySeconds: process.map { now - $0.since },
            complaint: complaint(of: one.pid)
        )
    }

    private func complaint(of pid: Int64) -> String? {
        for probe in edit.probes { if let complaint = complaint(of: pid, at: probe) { return complaint } }
        return nil
    }

    /// Why a probe does not find the process well; nil if it does.
    ///
    /// Behind TLS nobody is asked: then it is enough that the process takes connections there, or somebody does where the
    /// kernel does not tell whose they are.
    /// sources: kubernetes v1.36.2 pkg/probe/http/http.go: 200 to 399 are well
    private func complaint(of pid: Int64, at probe: PodProbe) -> String? {
        let endpoint = probe.endpoint
        let exchange = HTTPExchange(with: .host(endpoint.host, port: Int(endpoint.port)), within: PodWatch.patience)
        guard let path = probe.path else {
            switch root.isListening(pid, at: UInt16(clamping: endpoint.port)) {
            case true?: return nil
            case false?: return "it does not listen on port \(endpoint.port)"
            case nil: return exchange.connectionObjection
            }
        }
        do throws(SystemError) {
            let status = try exchange.get(path).status
            return (200..<400).contains(status) ? nil : "\(path) on port \(endpoint.port) says \(status)"
        } catch {
            return "\(path): \(error.description)"
        }
    }
}

extension Node {
    /// Why a restart of the etcd that tells its metrics here may stop its cluster; nil if nothing speaks against it.
    ///
    /// Asked just before it, and of a majority too: `/health` is well only when a majority answers.
    public func objection(toRestartOf etcd: HealthEndpoint) -> String? {
        do throws(SystemError) {
            let exchange = HTTPExchange(with: .host(etcd.host, port: Int(etcd.port)), within: 5_000)
            let metrics = try exchange.get("/metrics")
            guard let counted = EtcdCounters(metrics: metrics.body, at: 0) else { return "its metrics are no etcd's" }
            if let objection = counted.restartObjection { return objection }
            let alarm = EtcdMeasuring.alarm(in: try exchange.get("/health").body)
            return alarm == "none" ? nil : "its /health says '\(alarm ?? "nothing that is understood")'"
        } catch {
            return "its peers cannot be told: \(error.description)"
        }
    }
}
