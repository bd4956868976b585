import Checkout
import Testing
import Tuning

@testable import Node

@Suite("A flag in a manifest that kubeadm wrote")
struct KubeadmManifestTests {
    /// A manifest and every flag that nodekeel sets in it.
    struct Case: CustomTestStringConvertible {
        let directory: String
        let program: String
        let flags: [String]
        var testDescription: String { "\(program) of \(directory)" }
        /// etcd has its own versions.
        var version: String {
            guard program == "etcd" else { return "\(directory.dropFirst("kubeadm-".count).prefix(4)).0" }
            return directory.contains("1.31") ? "3.5.16" : "3.6.8"
        }

        func manifest() throws -> Manifest {
            let text = try Checkout.text(of: "Tests/Fixtures/manifests/\(directory)/\(program).yaml")
            return try Manifest(
                Array(text.utf8),
                at: "/etc/kubernetes/manifests/\(program).yaml",
                of: program,
                version: KubernetesVersion(version)
            )
        }
    }

    static let cases = ["1.31", "1.34", "1.36"].flatMap { version in
        ["", "-extra-args"].flatMap { variant in
            ["kube-apiserver", "kube-controller-manager", "etcd"].map { program in
                Case(
                    directory: "kubeadm-\(version)\(variant)",
                    program: program,
                    flags: (ManifestEdit.flags[program] ?? []).sorted()
                )
            }
        }
    }

    private func value(_ flag: String) -> String { flag.hasPrefix("node-monitor") ? "77s" : "777" }

    @Test(
        "is changed in the bytes of its value alone, or added in one line, and comes back byte for byte",
        arguments: cases
    )
    func exact(one: Case) throws {
        let manifest = try one.manifest()
        // kubeadm gives etcd --snapshot-count: with an operator's variable of the same it does not start as it is.
        let isBroken = manifest.environment.keys.contains("ETCD_SNAPSHOT_COUNT")
        for flag in one.flags {
            if isBroken {
                #expect(throws: Refusal.self) { try manifest.setting([(flag, value(flag))]) }
                continue
            }
            let edited = try manifest.setting([(flag, value(flag))])
            let (old, new) = (manifest.text, edited.text)
            let argument = "--\(flag)=\(value(flag))"
            if let before = manifest.arguments.first(where: { $0.hasPrefix("--\(flag)=") }) {
                let parts = old.split(separator: before, omittingEmptySubsequences: false)
                #expect(parts.count == 2 && new == parts.joined(separator: argument))
            } else {
                #expect(new == old.replacing("    image: ", with: "    - \(argument)\n    image: ", maxReplacements: 1))
            }
            #expect(edited.arguments.contains(argument))
            #expect(try edited.restoring([flag], asIn: old).text == old)
            #expect(try edited.setting([(flag, value(flag))]).text == new)
        }
    }

    @Test(
        "is set together with others in one text, and given back alone",
        arguments: cases.filter { $0.program != "etcd" }
    )
    func several(one: Case) throws {
        let manifest = try one.manifest()
        let edited = try manifest.setting(one.flags.map { ($0, value($0)) })
        #expect(edited.arguments.count >= manifest.arguments.count)
        for flag in one.flags {
            let rest = one.flags.filter { $0 != flag }
            let (without, alone) = (
                try edited.restoring([flag], asIn: manifest.text), try manifest.setting(rest.map { ($0, value($0)) })
            )
            #expect(Set(without.arguments) == Set(alone.arguments))
        }
        #expect(try edited.restoring(one.flags, asIn: manifest.text).text == manifest.text)
    }

    @Test("is probed as the kubelet does, without TLS where that is possible")
    func probes() throws {
        func probes(_ program: String, _ version: String) throws -> [PodProbe] {
            let one = Self.cases.first { $0.program == program && $0.directory == "kubeadm-\(version)" }
            return try #require(one).manifest().probes
        }
        let host = "127.0.0.1"
        for version in ["1.31", "1.36"] {
            #expect(
                try probes("kube-controller-manager", version)
                    == [PodProbe(at: HealthEndpoint(host: host, port: 10_257), path: nil)]
            )
            #expect(
                try probes("kube-apiserver", version) == [
                    PodProbe(at: HealthEndpoint(host: host, port: 6_443), path: nil)
                ]
            )
        }
        let etcd = try probes("etcd", "1.36")
        #expect(
            etcd.allSatisfy {
                $0.endpoint == HealthEndpoint(host: host, port: 2_381) && $0.path?.hasSuffix("z") == true
            }
        )
        #expect(etcd.count == 2)
    }
}
