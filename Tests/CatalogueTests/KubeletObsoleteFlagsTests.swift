import Testing
import Tuning

@testable import Catalogue

@Suite("kubelet-obsolete-flags")
struct KubeletObsoleteFlagsTests {
    @Test("It is only ever observed, and a kubelet of today's flags is met")
    func none() {
        #expect(Setting.kubeletObsoleteFlags.id == "kubelet-obsolete-flags")
        #expect(Setting.kubeletObsoleteFlags.strictestMode == .observe)
        let sample = SampleKubelet(arguments: ["--node-ip=10.0.0.1", "--max-pods=90"])
        #expect(sample.facts.kubelet?.obsoleteFlagCount.value == .integer(0))
        #expect(sample.cautions(of: .kubeletObsoleteFlags).isEmpty)
    }

    @Test(
        "A flag that is gone, or will be, is told with what does its work",
        arguments: [
            ("1.34.2", "--image-pull-progress-deadline=30m", "does not start", "image_pull_progress_timeout"),
            ("1.34.2", "--pod-infra-container-image=pause:3.9", "will not start", "sandbox image"),
            ("1.35.0", "--pod_infra_container_image=pause:3.9", "does not start", "sandbox image"),
            ("1.30.1", "--container-runtime=remote", "does not start", "every runtime is remote"),
            ("1.26.5", "--container-runtime=remote", "will not start", "every runtime is remote"),
            ("1.33.0", "--register-schedulable=false", "will not start", "registerWithTaints"),
        ]
    )
    func told(version: String, flag: String, danger: String, remedy: String) throws {
        let sample = SampleKubelet(version: version, arguments: [flag])
        #expect(sample.facts.kubelet?.obsoleteFlagCount.value == .integer(1))
        let caution = try #require(sample.cautions(of: .kubeletObsoleteFlags).first)
        #expect(caution.danger.contains(danger) && caution.danger.contains(version))
        #expect(caution.remedy.contains(remedy))
    }
}
