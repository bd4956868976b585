import Agent
import Node
import Reporting
import Tuning

extension Keeper {
    /// Leaves metrics of the last pass for node_exporter, where policy has them; before a first pass, whether that is the
    /// policy's fault.
    mutating func leaveMetrics(passMilliseconds: Int64) {
        let place = policy?.policy.metrics ?? .preset
        guard let directory = MetricsFile.directory(by: place, on: node) else { return }
        let metrics = MetricsText(
            of: previous,
            policy: policy.map { PolicyLine($0.policy) },
            isPolicyRejected: rejected != nil,
            holds: holds,
            drifts: drifts,
            passMilliseconds: passMilliseconds
        )
        do {
            try MetricsFile.write(metrics, in: directory, on: node)
            metricsFailure = nil
        } catch {
            if metricsFailure != error.description {
                telling.tell(.metricsFailed(directory: directory, because: error.reason))
            }
            metricsFailure = error.description
        }
    }
}
