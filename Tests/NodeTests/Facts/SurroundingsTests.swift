import Node
import Testing
import Tuning

@Suite("What a node runs on, and who manages it")
struct SurroundingsTests {
    @Test(
        "tells the first network namespace by the keys that only it has",
        arguments: [
            (["core/netdev_max_backlog", "core/somaxconn"], true), (["nf_conntrack_max"], true),
            (["core/somaxconn"], false), ([], nil),
        ] as [([String], Bool?)]
    )
    func network(keys: [String], isInitial: Bool?) throws {
        let tree = try ScratchNode(Dictionary(uniqueKeysWithValues: keys.map { ("proc/sys/net/\($0)", "1\n") }))
        #expect(tree.facts.network.isInitialNamespace == isInitial)
    }

    @Test("tells this machine's namespace")
    func thisMachine() {
        #expect(Facts(reading: .machine).network.isInitialNamespace != nil)
    }

    @Test("tells the init system")
    func initSystem() throws {
        #expect(try ScratchNode(["run/systemd/system/x": ""]).facts.initSystem == "systemd")
        #expect(try ScratchNode(["proc/1/comm": "runit\n"]).facts.initSystem == "runit")
        let tree = try ScratchNode(["proc/1/comm": "init\n"])
        try tree.link("proc/1/exe", to: "/usr/lib/systemd/systemd")
        #expect(tree.facts.initSystem == "systemd")
        #expect(try ScratchNode().facts.initSystem == nil)
    }

    private static let virtual = "flags : fpu hypervisor vme\n"
    private static let bare = "flags : fpu vme\n"
    private static let dmi = "sys/class/dmi/id"
    private static let clocks = "sys/devices/system/clocksource/clocksource0/available_clocksource"

    @Test(
        "names the hypervisor",
        arguments: [
            (["proc/cpuinfo": bare], "none"),
            (["proc/cpuinfo": bare, "\(dmi)/sys_vendor": "Amazon EC2"], "none"),
            (["proc/cpuinfo": virtual, "\(dmi)/sys_vendor": "Amazon EC2"], "amazon"),
            (["proc/cpuinfo": virtual], "vm-other"),
            (["proc/cpuinfo": virtual, clocks: "kvm-clock tsc acpi_pm"], "kvm"),
            (["proc/cpuinfo": virtual, "\(dmi)/sys_vendor": "QEMU"], "qemu"),
            (["proc/cpuinfo": virtual, "\(dmi)/sys_vendor": "QEMU", clocks: "kvm-clock"], "kvm"),
            (["proc/cpuinfo": virtual, "\(dmi)/product_name": "VMware7,1"], "vmware"),
            (["proc/cpuinfo": virtual, "\(dmi)/product_name": "Virtual Machine"], "microsoft"),
            (["proc/cpuinfo": "CPU part : 0xd0c\n", "\(dmi)/product_name": "m6g.metal"], "none"),
            (["proc/cpuinfo": "CPU part : 0xd0c\n", "\(dmi)/sys_vendor": "Amazon EC2"], "amazon"),
            (["proc/cpuinfo": "CPU part : 0xd0c\n", "\(dmi)/sys_vendor": "Ampere"], "none"),
            (["proc/device-tree/hypervisor/compatible": "linux,kvm\u{0}"], "kvm"),
            (["proc/device-tree/ibm,partition-name": "lpar"], "powervm"),
            (["sys/hypervisor/type": "xen\n", "proc/cpuinfo": virtual], "xen"),
            (["sys/hypervisor/type": "xen\n", "proc/xen/capabilities": "control_d\n"], "none"),
            ([:], nil),
        ] as [([String: String], String?)]
    )
    func hypervisor(files: [String: String], name: String?) throws {
        #expect(try ScratchNode(files).facts.hypervisor == name)
    }

    @Test("names the container around it, but not the image that a machine was made from")
    func container() throws {
        #expect(try ScratchNode(["run/systemd/container": "systemd-nspawn\n"]).facts.container == "systemd-nspawn")
        #expect(try ScratchNode(["run/.containerenv": ""]).facts.container == "podman")
        let tree = try ScratchNode([".dockerenv": ""])
        #expect(tree.facts.container == "docker")
        try tree.link("proc/1/ns/pid", to: "pid:[4026531836]")
        #expect(tree.facts.container == nil)
    }

    @Test(
        "names the owners, with what shows them",
        arguments: [
            (["var/lib/kubelet/kubeadm-flags.env"], ["kubeadm"]),
            (["usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf"], []),
            (
                [
                    "var/lib/kubelet/kubeadm-flags.env", "etc/kubernetes/kubelet-config.yaml",
                    "etc/kubernetes/kubelet.env",
                ],
                ["kubeadm", "kubespray"]
            ),
            (["etc/kubernetes/kubelet-config.yaml"], []),
            (["etc/rancher/k3s/config.yaml"], ["k3s"]), (["var/lib/rancher/rke2/agent/x"], ["RKE2"]),
            (["etc/eks/kubelet/environment"], ["EKS"]), (["etc/machine-config-daemon/currentconfig"], ["OpenShift"]),
            (["home/kubernetes/kubelet-config.yaml"], ["GKE"]), ([], []),
        ]
    )
    func owners(files: [String], names: [String]) throws {
        let owners = try ScratchNode(Dictionary(uniqueKeysWithValues: files.map { ($0, "") })).facts.owners
        #expect(owners.map(\.name) == names)
        #expect(owners.allSatisfy { owner in files.contains { "/\($0)".hasPrefix(owner.evidence) } })
    }

    @Test(
        "knows images that are nothing but nodes",
        arguments: [("ID=talos\n", "Talos"), ("ID=\"bottlerocket\"\n", "Bottlerocket")]
    )
    func images(release: String, name: String) throws {
        #expect(try ScratchNode(["etc/os-release": "NAME=x\n" + release]).facts.owners.map(\.name) == [name])
        #expect(try ScratchNode(["etc/os-release": "ID=debian\n"]).facts.owners.isEmpty)
    }
}
