import Testing

@testable import Tuning

@Suite("Versions of Kubernetes")
struct KubeProxyVersionTests {
    @Test(
        "A version is read from what images, packages and programs call it",
        arguments: [
            ("v1.34.2", "1.34.2"), ("1.34", "1.34"), ("1.34.2-rc.0+k3s1", "1.34.2-rc.0+k3s1"),
            ("v1.31.2-minimal-eksbuild.3", "1.31.2-minimal-eksbuild.3"), ("1.34.2-1.1", "1.34.2-1.1"),
            ("latest", nil), ("", nil), ("v1", nil), ("1.", nil), ("1.34.", nil), ("1.34.x", nil), ("v.1.2", nil),
            ("1.99999.1", nil), ("99999999999999999999.1", nil), ("1.34.2 or so", nil), ("١.٣٤", nil),
        ] as [(String, String?)]
    )
    func text(_ text: String, _ expected: String?) {
        #expect(KubernetesVersion(text)?.description == expected)
    }

    @Test(
        "The version of an image is its tag",
        arguments: [
            ("registry.k8s.io/kube-proxy:v1.34.2", "1.34.2"),
            ("reg:5000/kube-proxy:v1.34.2@sha256:0123abcd", "1.34.2"),
            ("reg:5000/kube-proxy", nil), ("reg:5000/kube-proxy@sha256:0123abcd", nil), ("sha256:0123abcd", nil),
            ("kube-proxy:latest", nil), ("kube-proxy:", nil), (":", nil), ("", nil), ("/", nil),
            ("docker.io/rancher/hardened-kubernetes:v1.33.5-rke2r1-build20250910", "1.33.5-rke2r1-build20250910"),
        ] as [(String, String?)]
    )
    func image(_ reference: String, _ expected: String?) {
        #expect(KubernetesVersion(imageReference: reference)?.description == expected)
    }

    @Test("Versions stand in order, a pre-release before its release")
    func order() {
        let texts = ["1.9.9", "1.34", "1.34.0-alpha.1", "1.34.0-rc.1", "1.34.0", "1.34.10", "1.35.0", "2.0.0"]
        let versions = texts.compactMap { KubernetesVersion($0) }
        #expect(versions.reversed().sorted().map(\.description) == texts)
    }

    @Test(
        "Every release has its rules",
        arguments: [
            ("1.22.17", false, false), ("1.23.0", true, false), ("1.28.15", true, false), ("1.29.0", false, false),
            ("1.35.6", false, false), ("1.36.0", false, true), ("1.36.3", false, true), ("1.37.0", false, true),
            ("1.38.0-alpha.1", true, true), ("1.40", true, true), ("2.0.0", true, true), (nil, false, true),
        ] as [(String?, Bool, Bool)]
    )
    func rules(_ text: String?, _ isRaiseOnly: Bool, _ isCapped: Bool) {
        let rules = KubeProxyRules(of: text.flatMap { KubernetesVersion($0) })
        #expect(rules.isRaiseOnly == isRaiseOnly)
        #expect((rules.cap != nil) == isCapped)
        #expect(rules.isAssumed == (text == nil))
    }
}
