import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-node-status")
struct KubeletNodeStatusTests {
    @Test("The report does not follow the update where the main file makes it")
    func report() {
        #expect(Setting.kubeletNodeStatus.id == "kubelet-node-status")
        let sample = SampleKubelet(file: ["nodeStatusUpdateFrequency": .string("3s")])
        let asked = sample.asked(by: .kubeletNodeStatus, ["updateSeconds": .integer(3)])
        #expect(
            asked == [
                "nodeStatusUpdateFrequency 3s": true, "nodeStatusReportFrequency 5m0s": false,
                "nodeLeaseDurationSeconds 40": true,
            ]
        )
    }

    @Test("The defaults are met without anybody's doing")
    func defaults() {
        #expect(SampleKubelet().asked(by: .kubeletNodeStatus).values.allSatisfy { $0 })
    }
}
