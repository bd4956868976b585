import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-change-detection")
struct KubeletChangeDetectionTests {
    private let field = "configMapAndSecretChangeDetectionStrategy"

    @Test("A kubelet that is told of changes is as it should be, one that asks is not")
    func strategies() {
        #expect(Setting.kubeletChangeDetection.id == "kubelet-change-detection")
        #expect(SampleKubelet().asked(by: .kubeletChangeDetection) == ["\(field) Watch": true])
        let polling = SampleKubelet(file: [field: .string("Cache")])
        #expect(polling.asked(by: .kubeletChangeDetection) == ["\(field) Watch": false])
        #expect(polling.asked(by: .kubeletChangeDetection, ["strategy": .text("Cache")]) == ["\(field) Cache": true])
    }
}
