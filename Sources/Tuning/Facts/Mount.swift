/// One mount, from PID 1's `mountinfo`.
public struct Mount: Hashable, Sendable, Codable {
    /// Where.
    public var path: String
    /// The filesystem, such as `ext4` or `overlay`.
    public var filesystem: String
    /// What is mounted: a device path, or a filesystem's own word.
    public var source: String
    /// The device number as `major:minor`; major 0 is no block device; empty if unknown.
    public var device: String
    /// Whether the mount or its filesystem is read-only.
    public var isReadOnly: Bool
    /// Where an overlay puts what is written to it.
    public var upperDirectory: String?

    /// A mount.
    public init(path: String, filesystem: String, source: String, device: String, isReadOnly: Bool) {
        self.path = path
        self.filesystem = filesystem
        self.source = source
        self.device = device
        self.isReadOnly = isReadOnly
    }

    /// The mount that holds a path: of the longest mount points above it, the last one mounted.
    ///
    /// - Parameter path: an absolute path without `.`, `..` and links.
    public static func holding(_ path: String, among mounts: [Mount]) -> Mount? {
        var best: Mount?
        for mount in mounts where mount.path == "/" || path == mount.path || path.hasPrefix(mount.path + "/") {
            if mount.path.utf8.count >= best?.path.utf8.count ?? 0 { best = mount }
        }
        return best
    }
}
