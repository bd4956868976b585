import Documents
import Glibc
public import Tuning

/// Asks members of etcd that run here how they do.
///
/// In plain HTTP on loopback alone: what is behind TLS takes a client certificate, which is not nodekeel's to use.
struct EtcdMeasuring {
    private let root: Root
    private let history: EtcdHistory
    /// When to give up, in milliseconds of the clock since boot: one deadline for all members of a pass.
    private let deadline: Int64

    /// How long all members together may take to answer, in milliseconds.
    private static let patienceMilliseconds: Int64 = 1_000
    private static let historyLimit = 1 << 20

    init(in root: Root) {
        self.root = root
        deadline = EtcdMeasuring.now + EtcdMeasuring.patienceMilliseconds
        let bytes = try? root.bytes(of: EtcdHistory.path, limit: EtcdMeasuring.historyLimit)
        let read = bytes.flatMap { try? JSONText($0) }
        history = read.flatMap { try? JSON.decode(EtcdHistory.self, from: $0) } ?? EtcdHistory()
    }

    /// Notes how a member does, or why that cannot be told. A captured tree cannot be asked, and says nothing of it.
    func measure(_ member: inout EtcdMember, of process: Component) {
        guard root.isMachine else { return }
        let room = member.data.flatMap { try? root.room(in: $0.path, below: process.root, of: process) }
        member.data?.availableByteCount = room
        guard let port = member.metricsPort else {
            member.unmeasured =
                member.effective.isEmpty
                ? "its options are not known"
                : "it tells its metrics by TLS alone, which takes a client certificate"
            return
        }
        guard root.shareNamespace("net", nil, with: process.pid) ?? true else {
            member.unmeasured = "it is in a network namespace of its own, where \(port.address) is another"
            return
        }
        do throws(SystemError) {
            member.measured = try measurement(of: member, at: port)
        } catch {
            member.unmeasured = "\(port.address) does not answer: \(error.reason)"
        }
        if member.measured == nil, member.unmeasured == nil {
            member.unmeasured = "what answers at \(port.address) is no etcd"
        }
    }

    /// What metrics and health of a member come to; nil for what is no etcd.
    func measurement(of member: EtcdMember, at port: EtcdMetricsPort) throws(SystemError) -> EtcdMeasurement? {
        let metrics = try exchange(with: port).get("/metrics")
        let uptime = EtcdMeasuring.now / 1_000
        guard metrics.status == 200, let counted = EtcdCounters(metrics: metrics.body, at: uptime) else { return nil }
        let earlier = history.look(
            atProcess: member.pid ?? 0,
            startedAt: member.startTicks ?? 0,
            before: uptime
        )
        var measurement = EtcdMeasurement(address: port.address, counted: counted, since: earlier)
        // Asked as a member, not as a quorum: that would make every pass wait for the others.
        if let health = try? exchange(with: port).get("/health?serializable=true") {
            measurement.alarm = EtcdMeasuring.alarm(in: health.body)
        }
        return measurement
    }

    private func exchange(with port: EtcdMetricsPort) -> HTTPExchange {
        HTTPExchange(with: .host(port.host, port: port.port), within: max(deadline - EtcdMeasuring.now, 0))
    }

    /// What `{"health":"false","reason":"ALARM NOSPACE"}` says; `none` where all is well. etcd 3.4 gives no reason.
    static func alarm(in body: [UInt8]) -> String? {
        guard let tree = try? JSON.parse(body), let health = tree["health"] else { return nil }
        if health == .string("true") || health == .bool(true) { return "none" }
        if case .string(let reason)? = tree["reason"], !reason.isEmpty { return reason }
        return "an alarm that it does not name"
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

extension Node {
    /// Remembers what members of etcd have counted, for the passes after this one.
    ///
    /// - Throws: ``SystemError``; what cannot be left is no reason to stop.
    public func keepHistory(of etcd: [EtcdMember]) throws(SystemError) {
        guard etcd.contains(where: { $0.measured != nil }) else { return }
        let bytes = try? root.bytes(of: EtcdHistory.path)
        let read = bytes.flatMap { try? JSONText($0) }
        let before = read.flatMap { try? JSON.decode(EtcdHistory.self, from: $0) } ?? EtcdHistory()
        var history = before
        history.keep(etcd)
        guard history != before else { return }
        guard let text = try? JSON.text(encoding: history) else { preconditionFailure("a history is always JSON") }
        try replaceRuntimeFile(EtcdHistory.path, text + "\n")
    }
}
