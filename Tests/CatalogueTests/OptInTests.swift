import Catalogue
import Testing
import Tuning

@Suite("A setting that is opted into")
struct OptInTests {
    @Test(
        "is observed under every profile, whatever the mode of all settings, until policy names it",
        arguments: Profile.all.map(\.name)
    )
    func modes(profile: String) throws {
        let profile = try #require(Profile.all.first { $0.name == profile })
        for setting in catalogue where setting.isOptIn {
            var policy = Policy(profile: profile)
            policy.mode = .enforce
            #expect(policy.mode(of: setting) == .observe)
            policy.settings[setting.id] = SettingPolicy(mode: .enforce)
            #expect(policy.mode(of: setting) == .enforce)
        }
    }

    @Test("asks for flags that nodekeel can write, and no other setting asks for one")
    func flags() {
        var seen: Set<String> = []
        var node = Facts()
        node.controlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"].map { program in
            var component = ControlPlaneComponent(program: program)
            component.judge([program], version: KubernetesVersion("1.36.3"), sources: [:])
            return component
        }
        var member = EtcdMember(source: "process")
        let line = try? EtcdCommandLine(["etcd"], version: KubernetesVersion("3.6.8"))
        if let line { member.take(EtcdStart(line)) }
        node.etcd = [member]
        for facts in SampleNodes.all + [node] {
            for desired in Wishes(of: catalogue, for: facts, under: Policy(profile: .largeCluster), holds: []).desired {
                let isOptIn = catalogue.first { $0.id == desired.setting }?.isOptIn ?? false
                #expect(desired.target.knob.isFlag == isOptIn, "\(desired.setting): \(desired.target.knob)")
                guard let flag = desired.target.knob.flag, let value = desired.target.bound.written else { continue }
                seen.insert(flag.program)
                #expect(ManifestEdit.text(of: value, for: flag.name, of: flag.program) != nil)
            }
        }
        #expect(seen == ["kube-apiserver", "kube-controller-manager", "etcd"])
    }

    @Test("gives a flag its value in the flag's own way")
    func text() {
        func text(_ number: Int64, _ flag: String, _ program: String) -> String? {
            ManifestEdit.text(of: .integer(number), for: flag, of: program)
        }
        #expect(text(50_000, "node-monitor-grace-period", "kube-controller-manager") == "50s")
        #expect(text(90_500, "node-monitor-period", "kube-controller-manager") == "1m30.5s")
        #expect(text(500, "kube-api-qps", "kube-controller-manager") == "500")
        #expect(text(8 << 30, "quota-backend-bytes", "etcd") == "8589934592")
        #expect(ManifestEdit.text(of: .unlimited, for: "quota-backend-bytes", of: "etcd") == nil)
    }
}
