import Tuning

extension FactsReader {
    /// The hypervisor, in the words of systemd-detect-virt(1); `none` on bare metal; nil if nothing tells.
    ///
    /// On x86 the CPU itself says whether there is one, which keeps a cloud's bare-metal machines (whose firmware names
    /// the cloud) apart from its virtual ones; the firmware or the clock then says which.
    ///
    /// - Parameter cpuinfo: the beginning of `/proc/cpuinfo`.
    mutating func hypervisor(cpuinfo: [UInt8]) -> String? {
        if let type = line(of: "/sys/hypervisor/type") {
            // The first domain of Xen runs the hardware itself.
            return line(of: "/proc/xen/capabilities")?.contains("control_d") == true ? "none" : type
        }
        let firmware = firmwareHypervisor()
        switch hasHypervisorFlag(cpuinfo) {
        case true?: return firmware.name ?? clockHypervisor() ?? "vm-other"
        case false?: return "none"
        case nil: return firmware.name ?? deviceTreeHypervisor() ?? (firmware.isThere ? "none" : nil)
        }
    }

    /// Whether the CPU says that it is a virtual one; nil for an architecture whose CPUs do not.
    private func hasHypervisorFlag(_ cpuinfo: [UInt8]) -> Bool? {
        for line in cpuinfo.lines {
            if let flags = field(of: line, named: "flags") { return flags.words.contains { $0.is("hypervisor") } }
        }
        return nil
    }

    /// What the firmware's names of maker and product give away, and whether there are any.
    private mutating func firmwareHypervisor() -> (name: String?, isThere: Bool) {
        var isThere = false
        for file in ["product_name", "sys_vendor", "board_vendor", "bios_vendor", "product_version"] {
            guard let name = line(of: "/sys/class/dmi/id/\(file)") else { continue }
            isThere = true
            // A cloud's bare-metal machine of an architecture without the CPU flag, such as `m6g.metal`.
            if file == "product_name", name.hasSuffix(".metal") { return (nil, true) }
            if let known = FactsReader.firmwareNames.first(where: { name.hasPrefix($0.prefix) }) {
                return (known.hypervisor == "qemu" ? clockHypervisor() ?? "qemu" : known.hypervisor, true)
            }
        }
        return (nil, isThere)
    }

    /// The names that hypervisors give themselves in firmware, from `dmi_vendor_table` of systemd's `src/basic/virt.c`.
    private static let firmwareNames: [(prefix: String, hypervisor: String)] = [
        ("KVM", "kvm"), ("OpenStack", "kvm"), ("KubeVirt", "kvm"), ("Amazon EC2", "amazon"), ("QEMU", "qemu"),
        ("VMware", "vmware"), ("VMW", "vmware"), ("innotek GmbH", "oracle"), ("VirtualBox", "oracle"), ("Xen", "xen"),
        ("Bochs", "bochs"), ("Parallels", "parallels"), ("BHYVE", "bhyve"), ("Hyper-V", "microsoft"),
        ("Virtual Machine", "microsoft"), ("Apple Virtualization", "apple"), ("Google Compute Engine", "google"),
    ]

    /// What the clocks that the kernel found give away; a Firecracker machine has no firmware and nothing else.
    private mutating func clockHypervisor() -> String? {
        let clocks = line(of: "/sys/devices/system/clocksource/clocksource0/available_clocksource") ?? ""
        if clocks.contains("kvm-clock") { return "kvm" }
        if clocks.contains("hyperv_clocksource") { return "microsoft" }
        return clocks.contains("xen") ? "xen" : nil
    }

    /// What the device tree of arm64 and POWER says.
    private mutating func deviceTreeHypervisor() -> String? {
        if let compatible = line(of: "/proc/device-tree/hypervisor/compatible") {
            return compatible.contains("kvm") ? "kvm" : compatible.contains("xen") ? "xen" : "vm-other"
        }
        return root.exists("/proc/device-tree/ibm,partition-name") ? "powervm" : nil
    }
}
