@testable import Tuning

/// An etcd as a test starts it.
struct EtcdSample {
    let effective: [String: DecodedValue]
    let origin: [String: String]
    let refusal: String?

    /// Starts a release with arguments, variables, and a configuration file of these keys.
    init(
        _ version: String?,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        file: [String: DecodedValue]? = nil,
        isInitialized: Bool? = nil
    ) {
        do {
            let line = try EtcdCommandLine(["etcd"] + arguments, version: version.flatMap { KubernetesVersion($0) })
            let start = EtcdStart(
                line,
                sources: [1: "/etc/kubernetes/manifests/etcd.yaml:15"],
                environment: environment.mapValues { EtcdVariable($0, place: "/etc/etcd.env:2") },
                file: file.map {
                    EtcdFile(path: "/etc/etcd.yaml", document: .object($0), lines: [["heartbeat-interval"]: 4])
                },
                isInitialized: isInitialized
            )
            (effective, origin, refusal) = (start.effective, start.origin, start.refusal)
        } catch {
            (effective, origin, refusal) = ([:], [:], "\(error)")
        }
    }
}
