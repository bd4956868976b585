import Tuning

extension Setting {
    /// The overlay of the pods' network loses no packet and no CPU to a wrong size or to work that the device could do.
    ///
    /// VXLAN adds 50 bytes to each packet, 70 over IPv6. With an MTU larger than the link's minus that, large packets are
    /// cut or dropped while small ones pass: connections that open and then hang. With a smaller one, more packets carry
    /// the same. A device whose offloads are off has each packet go through the whole stack by itself, which is why old
    /// notes measured 2 Gbit/s on a link of 10 to 15. Some are off for a reason: kernels before 5.9 write wrong checksums
    /// into packets to services by VXLAN.
    /// Also written by: the network plug-in; ethtool, by hand or from a unit of flannel's.
    static let podNetworkOverlay = Setting(
        id: "pod-network-overlay",
        summary: "The overlay of the pods' network fits its link and leaves work to the device",
        why: """
            With an MTU that is too large, connections between nodes open and then hang; with one that is too small, or \
            with offloads off, the same traffic costs several times the packets and CPU time.
            """,
        unit: .bytes,
        sources: [
            "RFC 7348, section 5: the headers that VXLAN adds",
            "seeds 000_2970, 001_4c1d: 2 Gbit/s by flannel on links of 10 to 15",
            "https://www.kernel.org/doc/html/latest/networking/segmentation-offloads.html",
        ],
        strictestMode: .observe
    ) { facts, _ in
        guard !facts.overlays.isEmpty else { return .leaveAlone(because: "no VXLAN device is here") }
        let targets = facts.overlays.flatMap { device -> [Target] in
            let sizes = device.linkMTU.map { link in OverlayDevice.overheads.map { Value.integer(link - $0) } }
            let size = sizes.map { Target(.option(OverlayDevice.mtuOption, of: device.component), .oneOf($0)) }
            let offloads = Target(
                .option(OverlayDevice.offloadOption, of: device.component),
                .exactly(.text("none"))
            )
            return [device.mtu == nil ? nil : size, device.offloads == nil ? nil : offloads].compactMap { $0 }
        }
        guard !targets.isEmpty else {
            return .leaveAlone(because: "the VXLAN device has no link of its own: each packet's route decides")
        }
        return .set(
            targets,
            because: facts.overlays.map { device in
                "\(device.name) leaves by \(device.link ?? "the link of each packet's route")"
                    + (device.linkMTU.map { " with an MTU of \($0)" } ?? "")
            }.joined(separator: "; "),
            cautions: facts.overlays.flatMap { device in [size(of: device), offloads(of: device)].compactMap { $0 } }
        )
    }

    private static func size(of device: OverlayDevice) -> Caution? {
        guard let link = device.linkMTU, let mtu = device.mtu,
            !OverlayDevice.overheads.contains(where: { link - $0 == mtu })
        else { return nil }
        let fitting = link - OverlayDevice.overheads[0]
        let danger =
            mtu > fitting
            ? "\(device.name) takes packets of \(mtu) bytes, of which the link carries \(fitting): larger ones are cut or lost"
            : "\(device.name) takes packets of \(mtu) bytes where the link carries \(fitting): more of them for the same"
        return Caution(
            danger: danger,
            remedy: "set the MTU to \(fitting) (\(fitting - 20) over IPv6) in the network plug-in's configuration "
                + "(flannel: Backend.MTU, Calico: vxlanMTU, Cilium: mtu) and start its pods again, a few nodes first"
        )
    }

    private static func offloads(of device: OverlayDevice) -> Caution? {
        let off = device.offloadsOff
        guard !off.isEmpty else { return nil }
        return Caution(
            danger: "\(device.name) has \(off.joined(separator: ", ")) off: the CPU does it, packet by packet",
            remedy:
                "find who turned it off (a unit, a script of the plug-in's) and why; where the kernel is 5.9 or later, "
                + "try ethtool -K \(device.name) \(off.map { "\($0) on" }.joined(separator: " ")) on one node"
        )
    }
}
