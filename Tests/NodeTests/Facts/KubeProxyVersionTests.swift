import Testing
import Tuning

@testable import Node

@Suite("How the version of a kube-proxy is learnt")
struct KubeProxyVersionReadingTests {
    private static let id = "c0ffee0123456789c0ffee0123456789c0ffee0123456789c0ffee0123456789"

    private func found(
        _ files: [String: String],
        container: String? = id,
        declared: String? = nil
    ) throws -> (version: String, source: String)? {
        let scratch = try ScratchNode(files)
        var process = Component(name: "kube-proxy", pid: 812, startTicks: 1, arguments: ["kube-proxy"])
        process.containerID = container
        return ComponentVersion(
            of: process,
            packages: ComponentVersion.ofKubeProxy,
            declared: declared,
            in: try Root(at: scratch.path)
        )
        .map { ($0.version.description, $0.source) }
    }

    @Test(
        "Every runtime keeps the image of a container",
        arguments: [
            (
                "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(id)/config.json",
                #"{"ociVersion":"1.1.0","annotations":{"io.kubernetes.cri.image-name":"reg:5000/kube-proxy:v1.34.2@sha256:ab"}}"#,
                "1.34.2"
            ),
            (
                "run/k3s/containerd/io.containerd.runtime.v2.task/k8s.io/\(id)/config.json",
                #"{"annotations":{"io.kubernetes.cri.image-name":"rancher/hardened-kubernetes:v1.33.5-rke2r1"}}"#,
                "1.33.5-rke2r1"
            ),
            (
                "run/containers/storage/overlay-containers/\(id)/userdata/config.json",
                #"{"annotations":{"io.kubernetes.cri-o.ImageName":"registry.k8s.io/kube-proxy:v1.32.1"}}"#, "1.32.1"
            ),
            (
                "var/lib/containers/storage/overlay-containers/\(id)/userdata/config.json",
                #"{"annotations":{"io.kubernetes.cri-o.Image":"registry.k8s.io/kube-proxy:v1.31.0"}}"#, "1.31.0"
            ),
            (
                "var/lib/docker/containers/\(id)/config.v2.json",
                #"{"Config":{"Image":"registry.k8s.io/kube-proxy:v1.23.4"}}"#, "1.23.4"
            ),
        ]
    )
    func runtimes(_ path: String, _ content: String, _ version: String) throws {
        let found = try #require(try found([path: content], declared: "1.0"))
        #expect(found.version == version && found.source.hasSuffix(" in /\(path)"))
    }

    @Test("Docker's digest is looked up among its names")
    func digest() throws {
        let found = try found([
            "var/lib/docker/containers/\(Self.id)/config.v2.json": #"{"Config":{"Image":"sha256:abcd"}}"#,
            "var/lib/docker/image/overlay2/repositories.json":
                #"{"Repositories":{"k8s.gcr.io/pause":{"k8s.gcr.io/pause:3.6":"sha256:ef"},"#
                + #""k8s.gcr.io/kube-proxy":{"k8s.gcr.io/kube-proxy@sha256:1":"sha256:abcd","#
                + #""k8s.gcr.io/kube-proxy:v1.23.4":"sha256:abcd"}}}"#,
        ])
        #expect(found?.version == "1.23.4")
    }

    @Test(
        "An image that tells nothing, or a broken state, leaves the word to policy",
        arguments: [
            #"{"annotations":{"io.kubernetes.cri.image-name":"registry.k8s.io/kube-proxy@sha256:abcd"}}"#,
            #"{"annotations":{"io.kubernetes.cri.image-name":"kube-proxy:latest"}}"#, #"{"annotations":[]}"#, "{", "",
            #"{"annotations":{"io.kubernetes.cri.image-name":7}}"#,
        ]
    )
    func unknown(_ content: String) throws {
        let path = "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(Self.id)/config.json"
        let found = try #require(try found([path: content], declared: "v1.35.1"))
        #expect(found.version == "1.35.1" && found.source == "policy's cluster.kubernetesVersion")
        #expect(try self.found([path: content]) == nil)
        #expect(try self.found([path: content], declared: "newest") == nil)
    }

    @Test("An ID that is no ID leads nowhere", arguments: ["../x", "", "a/b", "."])
    func oddID(_ id: String) throws {
        #expect(try found(["config.json": "{}"], container: id) == nil)
    }

    @Test("Outside containers the package database tells, of packages that are installed")
    func packages() throws {
        func stanza(_ name: String, _ status: String, _ version: String) -> String {
            "Package: \(name)\nStatus: install ok \(status)\nMaintainer: x\nVersion: \(version)\nDescription: y\n z\n\n"
        }
        let filler = (0..<5_000).map { stanza("filler\($0)", "installed", "9.9.\($0)") }.joined()
        let database = ["var/lib/dpkg/status": filler + stanza("kube-proxy", "installed", "2:1.34.2-1.1") + filler]
        let found = try #require(try found(database, container: nil, declared: "1.0"))
        #expect(found.version == "1.34.2")
        #expect(found.source == "package kube-proxy 2:1.34.2-1.1 in /var/lib/dpkg/status")
        #expect(try self.found(database) == nil)
        let removed = ["var/lib/dpkg/status": stanza("kube-proxy", "config-files", "1.34.2")]
        #expect(try self.found(removed, container: nil) == nil)
        let last = "Package: kubernetes-node\nStatus: install ok installed\nVersion: 1.20.5"
        #expect(try self.found(["var/lib/dpkg/status": last], container: nil)?.version == "1.20.5")
    }
}
