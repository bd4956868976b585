public import Tuning

extension Node {
    private static let tunedProfilePath = "/etc/tuned/active_profile"
    private static let tunedDirectories = [
        "/etc/tuned", "/etc/tuned/profiles", "/usr/lib/tuned", "/usr/lib/tuned/profiles",
    ]
    /// How long a chain of profiles that include each other may be.
    private static let tunedLimit = 16
    private static let limitsDirectory = "/etc/security/limits.d"
    /// The most processes of TuneD whose profiles are read.
    private static let tunedProcessLimit = 4

    /// What the TuneD that runs here keeps of sysctls; that of a pod has its profiles in its own filesystem.
    func tunedAssignments(among components: [Component]) -> [SysctlAssignment] {
        components.filter { $0.name == "tuned" || $0.name == "openshift-tuned" }.prefix(Node.tunedProcessLimit)
            .flatMap { tunedAssignments(below: $0.containerID == nil ? "" : "/proc/\($0.pid)/root") }
    }

    /// What TuneD's active profiles set of sysctls, those that are included first.
    ///
    /// - Parameter top: the directory that TuneD takes for the root.
    public func tunedAssignments(below top: String = "") -> [SysctlAssignment] {
        var found: [SysctlAssignment] = []
        var visited: Set<String> = []
        for name in (root.line(of: top + Node.tunedProfilePath) ?? "").split(whereSeparator: \.isWhitespace) {
            found += tunedAssignments(of: String(name), below: top, &visited)
        }
        return found
    }

    private func tunedAssignments(
        of profile: String,
        below top: String,
        _ visited: inout Set<String>
    ) -> [SysctlAssignment] {
        guard !profile.contains("/"), profile.first != ".", visited.count < Node.tunedLimit,
            visited.insert(profile).inserted
        else { return [] }
        let paths = Node.tunedDirectories.map { "\(top)\($0)/\(profile)/tuned.conf" }
        guard let path = paths.first(where: root.exists), let text = try? root.text(of: path) else { return [] }
        var included: [SysctlAssignment] = []
        var found: [SysctlAssignment] = []
        var section = ""
        for (index, line) in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let words = String(Substring(line)).split(separator: "=", maxSplits: 1).map(Node.trimmed)
            if line.first == UInt8(ascii: "[") {
                section = words.first ?? ""
            } else if words.count == 2, let first = words[0].first, first != "#", first != ";" {
                if section == "[main]", words[0] == "include" {
                    for name in words[1].split(whereSeparator: { $0 == "," || $0 == " " }) {
                        included += tunedAssignments(of: String(name), below: top, &visited)
                    }
                } else if section == "[sysctl]", found.count < 10_000 {
                    // TuneD's own variables and `>` for «at least» are no values.
                    let value = words[1].drop { $0 == ">" || $0 == "<" }.filter { $0 != "\"" }
                    guard !value.contains("${") else { continue }
                    found.append(
                        SysctlAssignment(
                            key: Array(words[0].utf8)[...].sysctlPath,
                            value: Node.trimmed(value[...]),
                            path: path,
                            line: Int64(index + 1)
                        )
                    )
                }
            }
        }
        return included + found
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The files that limit the resources of logins: told of, since no knob of nodekeel holds them.
    public func limitsFiles() -> [String] {
        let names = ((try? root.names(in: Node.limitsDirectory)) ?? []).filter { $0.hasSuffix(".conf") }
        return names.prefix(100).map { "\(Node.limitsDirectory)/\($0)" }
    }
}
