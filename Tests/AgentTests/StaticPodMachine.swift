import Glibc
import Testing

let managerManifest = "etc/kubernetes/manifests/kube-controller-manager.yaml"

/// A manifest of a controller manager that is given these flags.
func managerManifest(flags: [String] = ["--kube-api-qps=20"], version: String = "1.36.3") -> String {
    """
    # as kubeadm has it
    apiVersion: v1
    kind: Pod
    metadata: {name: kube-controller-manager, namespace: kube-system}
    spec:
      containers:
      - command:
        - kube-controller-manager
    \(flags.map { "    - \($0)\n" }.joined())\
        image: registry.k8s.io/kube-controller-manager:v\(version)
        livenessProbe:
          httpGet: {host: 127.0.0.1, path: /healthz, port: 10257, scheme: HTTPS}
      hostNetwork: true

    """
}

extension ScratchMachine {
    /// Has the controller manager run with flags, or not at all.
    func run(manager flags: [String]?, pid: Int = 950) throws {
        try run("kube-controller-manager", flags, pid: pid)
    }

    /// Has a program of a static pod run with flags, or not at all.
    func run(_ program: String, _ flags: [String]?, pid: Int) throws {
        guard let flags else {
            for name in ["comm", "stat", "cmdline", "cgroup"] { unlink("\(path)/proc/\(pid)/\(name)") }
            rmdir("\(path)/proc/\(pid)")
            return
        }
        try write("proc/\(pid)/comm", "\(program.prefix(15))\n")
        let group =
            "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0123abcd_0123_4567_89ab_0123456789ab.slice"
        let id = String(repeating: "0123abcd", count: 8)
        try write("proc/\(pid)/cgroup", "0::/\(group)/cri-containerd-\(id).scope\n")
        try write(
            "proc/\(pid)/stat",
            "\(pid) (\(program.prefix(15))) S 1 " + Array(repeating: "7", count: 40).joined(separator: " ")
        )
        try write("proc/\(pid)/cmdline", bytes: ([program] + flags).flatMap { Array($0.utf8) + [0] })
    }
}

/// A control-plane node: a kubelet, and a controller manager that runs with the flags of its manifest.
func managerMachine(_ policy: String, flags: [String] = ["--kube-api-qps=20"]) throws -> ScratchMachine {
    let machine = try kubeletMachine([
        "etc/nodekeel/policy.yaml": policy, managerManifest: managerManifest(flags: flags),
        "var/lib/kubelet/config.yaml": kubeletHeader + "staticPodPath: /etc/kubernetes/manifests\n",
    ])
    try machine.run(manager: flags)
    return machine
}
