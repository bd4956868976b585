import Testing

/// What every file of the kubelet's configuration begins with.
let kubeletHeader = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"

/// A machine whose kubelet runs with a directory of drop-ins.
func kubeletMachine(
    version: String = "1.34.2",
    isRunning: Bool = true,
    arguments: String = "--config-dir=/etc/kubernetes/kubelet.conf.d",
    _ files: [String: String] = [:]
) throws -> ScratchMachine {
    let machine = try ScratchMachine()
    let line = "/usr/bin/kubelet --kubeconfig=/k --config=/var/lib/kubelet/config.yaml \(arguments)"
    var preset = [
        "etc/systemd/system/kubelet.service": "[Service]\nExecStart=\(line)\n",
        "var/lib/kubelet/config.yaml": kubeletHeader, "etc/kubernetes/kubelet.conf.d/.keep": "",
        "var/lib/dpkg/status": "Package: kubelet\nStatus: hold ok installed\nVersion: \(version)-1.1\n\n",
        "proc/stat": "btime 1700000000\n",
    ]
    if isRunning {
        preset["proc/812/comm"] = "kubelet\n"
        preset["proc/812/stat"] = "812 (kubelet) S 1 " + Array(repeating: "7", count: 40).joined(separator: " ")
        preset["proc/812/cgroup"] = "0::/system.slice/kubelet.service\n"
    }
    for (name, content) in preset.merging(files, uniquingKeysWith: { $1 }) { try machine.write(name, content) }
    if isRunning {
        let words = line.split(separator: " ").map { Array($0.utf8) + [0] }.flatMap(\.self)
        try machine.write("proc/812/cmdline", bytes: words)
    }
    return machine
}
