import Testing

@testable import Tuning

@Suite("Whose main file of a kubelet is edited")
struct KubeletMainFileOwnersTests {
    private func facts(_ version: String?, _ path: String, owner: String? = nil) -> Facts {
        var facts = Facts()
        var kubelet = KubeletFacts()
        kubelet.version = version
        var sources = KubeletSources(arguments: ["kubelet", "--config=\(path)"])
        sources.file = .init(path: path, content: .object(KubeletSample.header))
        kubelet.sources = sources
        facts.kubelet = kubelet
        facts.owners = owner.map { [Owner(name: $0, evidence: "/x")] } ?? []
        return facts
    }

    @Test("That of a kubelet known to be older than 1.28, where nobody makes it")
    func nobody() {
        for path in ["/var/lib/kubelet/config.yaml", "/etc/kubelet.json", "/opt/kubelet/kubelet.yaml"] {
            #expect(facts("1.27.16", path).editableKubeletFile == path)
            #expect(facts("1.28.0", path).editableKubeletFile == nil)
            #expect(facts(nil, path).editableKubeletFile == nil)
        }
    }

    @Test(
        "Not that of a maker, which makes it again",
        arguments: ["kubeadm", "kubespray", "k3s", "RKE2", "EKS", "OpenShift", "GKE", "Talos", "Bottlerocket"]
    )
    func owner(name: String) {
        #expect(facts("1.27.16", "/etc/kubernetes/kubelet.yaml", owner: name).editableKubeletFile == nil)
    }

    @Test(
        "Not one in a place that is a program's own or empty at boot",
        arguments: [
            "/run/k0s/kubelet.yaml", "/var/lib/k0s/kubelet-config.yaml", "/usr/lib/kubelet.yaml",
            "/var/snap/microk8s/current/args/kubelet.yaml", "/var/lib/kubelet/kubelet.conf",
        ]
    )
    func place(path: String) {
        #expect(facts("1.27.16", path).editableKubeletFile == nil)
    }
}
