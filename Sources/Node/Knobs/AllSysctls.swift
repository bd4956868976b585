public import Tuning

extension Node {
    /// The most sysctls that are captured: a node of 250 pods has 15,000, most of them of interfaces.
    public static let sysctlCaptureLimit = 25_000
    /// The longest value that is captured, in bytes; the longest in use are lists of ports and CPUs.
    private static let valueLimit = 4_096
    /// How deep `/proc/sys` is; `net/ipv4/conf/eth0/rp_filter` is five.
    private static let depthLimit = 10
    /// Names of sysctls that hold a secret, which has no business in a file that is passed around.
    private static let secrets: Set<String> = ["tcp_fastopen_key", "stable_secret"]

    /// What every sysctl says.
    ///
    /// - Returns: the observations by path, and whether there were more than ``sysctlCaptureLimit``.
    public func allSysctls() -> (sysctls: [String: Observation], isTruncated: Bool) {
        var found: [String: Observation] = [:]
        var pending = [(path: "", depth: 0)]
        let device = sysctlDevice
        while let (path, depth) = pending.popLast() {
            guard let names = try? root.names(in: "/proc/sys\(path)") else { continue }
            for name in names {
                let below = "\(path)/\(name)"
                guard let status = try? root.status(of: "/proc/sys\(below)"), status.device == device else { continue }
                if status.isDirectory {
                    if depth < Node.depthLimit { pending.append((below, depth + 1)) }
                } else if status.isRegular {
                    guard found.count < Node.sysctlCaptureLimit else { return (found, true) }
                    found[String(below.dropFirst())] = capture(below, name: name)
                }
            }
        }
        return (found, false)
    }

    /// The filesystem of the sysctls. What is mounted below, such as `fs/binfmt_misc`, holds none, and to list it where
    /// it is mounted on demand would mount it.
    var sysctlDevice: UInt64? { try? root.status(of: "/proc/sys").device }

    private func capture(_ path: String, name: String) -> Observation {
        guard !Node.secrets.contains(name) else { return .unreadable("a secret is not captured") }
        let observation = observe(.sysctl(String(path.dropFirst())), facts: Facts())
        guard case .value(_, let text, _) = observation, text.utf8.count > Node.valueLimit else { return observation }
        return .unreadable("a value of \(text.utf8.count) bytes is not captured")
    }
}
