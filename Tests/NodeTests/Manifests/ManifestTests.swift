import Testing
import Tuning

@testable import Node

@Suite("A flag in a manifest")
struct ManifestTests {
    private static let program = "kube-controller-manager"

    private static func manifest(_ text: String, of program: String = program) throws -> Manifest {
        let version = KubernetesVersion(program == "etcd" ? "3.6.8" : "1.36.3")
        return try Manifest(Array(text.utf8), at: "/m/x.yaml", of: program, version: version)
    }

    private static func pod(_ container: String) -> String {
        "kind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - name: x\n\(container)"
    }

    /// A container before and after `--kube-api-qps` is set to 50.
    @Test(
        "is set where it counts, in the way it is written",
        arguments: [
            (
                "    command: [kube-controller-manager, --kube-api-qps=20]\n",
                "    command: [kube-controller-manager, --kube-api-qps=50]\n"
            ),
            (
                "    command:\n    - kube-controller-manager\n    - '--kube-api-qps'\n    - '20' # slow\n",
                "    command:\n    - kube-controller-manager\n    - '--kube-api-qps'\n    - '50' # slow\n"
            ),
            (
                "    command: [kube-controller-manager]\n    args: # flags\n    - \"--kube_api_qps=20\"\n",
                "    command: [kube-controller-manager]\n    args: # flags\n    - \"--kube_api_qps=50\"\n"
            ),
            (
                "    command:\n    - kube-controller-manager\n    - --kube-api-qps=10\n    - --kube-api-qps=20\n",
                "    command:\n    - kube-controller-manager\n    - --kube-api-qps=10\n    - --kube-api-qps=50\n"
            ),
            (
                "    image: r/kube-controller-manager:v1\n    args:\n    - -v=2\n",
                "    image: r/kube-controller-manager:v1\n    args:\n    - -v=2\n    - --kube-api-qps=50\n"
            ),
            (
                "    command:\r\n    - kube-controller-manager\r\n    # the end\r\n",
                "    command:\r\n    - kube-controller-manager\r\n    - --kube-api-qps=50\r\n    # the end\r\n"
            ),
            (
                "    command:\n    - /usr/bin/kube-controller-manager\n    - --kube-api-qps=20\n  - name: y\n    command: [etcd]\n",
                "    command:\n    - /usr/bin/kube-controller-manager\n    - --kube-api-qps=50\n  - name: y\n    command: [etcd]\n"
            ),
            (
                "    command: [kube-controller-manager, --master=x]\n    args: [--kube-api-qps=20]\n    command_: 1\n",
                "    command: [kube-controller-manager, --master=x]\n    args: [--kube-api-qps=50]\n    command_: 1\n"
            ),
        ]
    )
    func set(before: String, after: String) throws {
        let manifest = try Self.manifest(Self.pod(before))
        let edited = try manifest.setting([("kube-api-qps", "50")])
        #expect(edited.text == Self.pod(after))
        #expect(try edited.restoring(["kube-api-qps"], asIn: manifest.text).text == manifest.text)
    }

    @Test("is set in JSON, which stays JSON")
    func json() throws {
        let text = """
            {"kind": "Pod", "metadata": {"name": "x"}, "spec": {"containers": [
              {"name": "x", "command": ["kube-controller-manager", "--kube-api-qps=20"]}]}}
            """
        let edited = try Self.manifest(text).setting([("kube-api-qps", "50"), ("kube-api-burst", "60")])
        #expect(edited.text == text.replacing("=20\"]", with: "=50\", \"--kube-api-burst=60\"]"))
    }

    /// A container that is not edited, with a word of the reason.
    @Test(
        "is left alone where more than it would change, or the program would not start",
        arguments: [
            ("    command: &c [kube-controller-manager, --kube-api-qps=20]\n    args: *c\n", "shared"),
            (
                "    command: [kube-controller-manager]\n    env: [{name: Q, value: '20'}]\n    args: [--kube-api-qps=$(Q)]\n",
                "a variable gives it"
            ),
            ("    command: [kube-controller-manager, --]\n", "ends its flags"),
            ("    command: [kube-controller-manager, --no-such-flag=1]\n", "no flag"),
            ("    command:\n    - kube-controller-manager\n    - >-\n      --kube-api-qps=20\n", "block scalar"),
            ("    command: [kube-controller-manager]\n  - command: [kube-controller-manager]\n", "2 containers"),
            ("    command: [kube-controller-manager]\n    command: [kube-controller-manager]\n", "no pod"),
            ("    command: [sh, -c, kube-controller-manager]\n", "0 containers"),
            ("    command: [kube-controller-manager, [x]]\n", "no pod"),
            ("    image: r/kube-controller-manager:v1\n", "no list of arguments"),
            ("    command: [kube-controller-manager\n", "no pod"),
        ]
    )
    func refused(container: String, reason: String) {
        do {
            let edited = try Self.manifest(Self.pod(container)).setting([("kube-api-qps", "50")])
            Issue.record("\(edited.text)")
        } catch {
            #expect("\(error)".contains(reason), "\(error)")
        }
    }

    @Test(
        "with which the program would not start is refused in its own words",
        arguments: [
            ("kube-controller-manager", "kube-api-qps", "fast", "is no number"),
            ("kube-apiserver", "max-requests-inflight", "-1", "negative"),
            ("etcd", "quota-backend-bytes", "8G", "invalid value"),
        ]
    )
    func objection(program: String, flag: String, value: String, reason: String) throws {
        let manifest = try Self.manifest(Self.pod("    command: [\(program)]\n"), of: program)
        do {
            _ = try manifest.setting([(flag, value)])
            Issue.record("nothing is wrong with \(value)")
        } catch {
            #expect("\(error)".contains("would not start") && "\(error)".contains(reason), "\(error)")
        }
    }

    @Test("of an etcd that takes a file is not set beside it")
    func file() throws {
        let manifest = try Self.manifest(Self.pod("    command: [etcd, --config-file=/etc/etcd.yaml]\n"), of: "etcd")
        #expect(throws: Refusal.self) { try manifest.setting([("snapshot-count", "10000")]) }
    }

    @Test("comes back alone where an upgrade has written the manifest anew since")
    func upgraded() throws {
        let original = Self.pod("    image: r/m:v1.35.0\n    command: [kube-controller-manager, --kube-api-qps=20]\n")
        let since = try Self.manifest(original.replacing("1.35.0", with: "1.36.3")).setting([("kube-api-qps", "50")])
        let back = try since.restoring(["kube-api-qps"], asIn: original)
        #expect(back.text == original.replacing("1.35.0", with: "1.36.3"))
        // Of a list in brackets only the whole former text takes one away again.
        let added = try Self.manifest(original).setting([("kube-api-burst", "50")])
        #expect(try added.restoring(["kube-api-burst"], asIn: original).text == original)
        let newer = try Self.manifest(added.text.replacing("1.35.0", with: "1.36.3"))
        #expect(throws: Refusal.self) { try newer.restoring(["kube-api-burst"], asIn: original) }
    }

    @Test("that somebody took out since stays out, and what else they changed stays")
    func changedSince() throws {
        let original = Self.pod("    command:\n    - kube-controller-manager\n    - --kube-api-qps=20\n")
        let edited = try Self.manifest(original).setting([("kube-api-qps", "50"), ("kube-api-burst", "60")])
        let since = edited.text.replacing("    - --kube-api-qps=50\n", with: "    - -v=4 # looking\n")
        let back = try Self.manifest(since).restoring(["kube-api-qps", "kube-api-burst"], asIn: original)
        #expect(back.text == Self.pod("    command:\n    - kube-controller-manager\n    - -v=4 # looking\n"))
    }
}
