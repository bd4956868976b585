import Agent
import Reporting
import Testing
import Tuning

@Suite("Restarts in policy")
struct RestartPolicyTests {
    @Test("Words of several files are merged, and shown with their places")
    func shown() throws {
        let scratch = try PolicyNode([
            "policy.yaml": """
            activations:
              kubelet.service: {restart: allowed, window: ["Sat,Sun 02:00-05:00", "Wed 03:00-04:00 UTC"], splay: 30m}
            fleetLock: {url: "http://10.0.0.5:8080", group: kubelets}

            """,
            "policy.d/10.yaml":
                "activations: {kubelet.service: {gate: fleetlock, healthWithin: 90s, atMostPerHour: 2}}\n",
        ])
        let lines = try ReadPolicy(of: scratch.node).entries.filter {
            $0.key.contains("kubelet.service") || $0.key.contains("fleetLock")
        }
        #expect(
            lines.map(\.key) == [
                "activations.kubelet.service.restart", "activations.kubelet.service.window",
                "activations.kubelet.service.splay", "activations.kubelet.service.atMostPerHour",
                "activations.kubelet.service.gate", "activations.kubelet.service.healthWithin", "fleetLock.url",
                "fleetLock.group",
            ]
        )
        #expect(
            lines.map(\.value.description) == [
                "allowed", "Sat,Sun 02:00-05:00; Wed 03:00-04:00 UTC", "30m", "2", "fleetlock", "1m30s",
                "http://10.0.0.5:8080", "kubelets",
            ]
        )
        #expect(lines[0].origin == "/etc/nodekeel/policy.yaml:2")
        #expect(lines[4].origin == "/etc/nodekeel/policy.d/10.yaml:1")
    }

    @Test(
        "Mistakes are told with their place",
        arguments: [
            ("{etcd.service: {restart: allowed}}", "1:15: unknown key 'etcd.service'"),
            ("{kubelet.service: {restart: perhaps}}", "1:42: unknown permission 'perhaps'"),
            ("{kubelet.service: {reload: allowed}}", "1:33: unknown key 'reload'"),
            ("{kubelet.service: {window: 'Sat 5-6'}}", "1:41: '5-6' is not two times of day"),
            ("{kubelet.service: {window: [Sat 02:00-05:00, 7]}}", "1:59: a window such as"),
            ("{kubelet.service: {splay: 2d}}", "1:40: a splay is between 0s and 1d"),
            ("{kubelet.service: {window: Sat 02:00-03:00, splay: 1h}}", "1:32: a splay of 1h is as long as the window"),
            ("{kubelet.service: {atMostPerHour: 0}}", "1:48: 0 is out of range: 1 to 12"),
            ("{kubelet.service: {healthWithin: 5s}}", "1:47: a time to be healthy again is between 20s and 30m"),
            ("{kubelet.service: {gate: etcd}}", "1:39: unknown gate 'etcd'"),
            ("{kubelet.service: {gate: fleetlock}}", "1:39: no file says where FleetLock is"),
        ]
    )
    func mistakes(words: String, message: String) throws {
        let found = try problems(in: "activations: \(words)\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(message) ?? false, "\(found)")
    }

    @Test("The server is plain HTTP, and its group a word")
    func server() throws {
        #expect(try problems(in: "fleetLock: {url: 'https://10.0.0.5'}\n").first?.contains("no TLS") ?? false)
        #expect(
            try problems(in: "fleetLock: {url: 'http://10.0.0.5', group: 'a b'}\n").first?.contains("a group is")
                ?? false
        )
    }
}
