/// A VXLAN device that carries the traffic of pods from node to node.
public struct OverlayDevice: Hashable, Sendable, Codable {
    /// Its name, such as `flannel.1`.
    public var name: String
    /// The largest packet that it takes, in bytes; nil if unknown.
    public var mtu: Int64?
    /// The link that it was given for its packets to leave by; nil where each packet's route says by which, as with
    /// Cilium's device, whose own MTU says nothing then: what its routes carry is less.
    public var link: String?
    /// The largest packet that the link takes, in bytes; nil if unknown.
    public var linkMTU: Int64?
    /// What the device can leave to be done later, by name, and whether it does; nil if that cannot be told.
    public var offloads: [String: Bool]?

    /// A device of which only the name is known.
    public init(name: String) {
        self.name = name
    }

    /// What VXLAN adds to a packet in bytes, over IPv4 and over IPv6: Ethernet, IP, UDP and its own header.
    /// sources: RFC 7348, section 5
    public static let overheads: [Int64] = [50, 70]

    /// By what it is told.
    public static let mtuOption = "mtu"
    public static let offloadOption = "offloads-off"

    /// What it is called as the owner of these.
    public var component: String { "overlay \(name)" }

    /// The offloads that are off, by name.
    public var offloadsOff: [String] { (offloads ?? [:]).filter { !$0.value }.keys.sorted() }

    /// What one of the options is; nil where it is not known.
    func value(of option: String) -> Value? {
        switch option {
        case OverlayDevice.mtuOption: mtu.map { .integer($0) }
        case OverlayDevice.offloadOption:
            offloads.map { _ in .text(offloadsOff.isEmpty ? "none" : offloadsOff.joined(separator: ", ")) }
        default: nil
        }
    }
}
