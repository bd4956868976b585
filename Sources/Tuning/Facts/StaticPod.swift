/// A file in the kubelet's directory of static pods, and what it is to the kubelet.
public struct StaticPod: Hashable, Sendable, Codable {
    /// Its path.
    public var path: String
    /// The pod it is of, as `namespace/name`; nil if it is of none.
    public var pod: String?
    /// The later file that is of the same pod, and which the kubelet takes instead; nil if there is none.
    public var overriddenBy: String?
    /// Why the kubelet makes no pod of it; nil if it does.
    public var problem: String?

    /// The name of the file.
    public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The owner of its files, as ``Facts/option(_:of:)`` knows it.
    public static let directory = "the kubelet's static pods"

    /// A file of which nothing else is known.
    public init(path: String) {
        self.path = path
    }
}
