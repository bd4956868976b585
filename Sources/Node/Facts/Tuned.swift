import Glibc
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
            .flatMap { tunedAssignments(of: $0.isContained ? $0 : nil) }
    }

    /// What TuneD's active profiles set of sysctls, those that are included first.
    public func tunedAssignments() -> [SysctlAssignment] {
        tunedAssignments(of: nil)
    }

    /// The same of a TuneD in a container; nil for one that has the node's own filesystem.
    private func tunedAssignments(of process: Component?) -> [SysctlAssignment] {
        guard let text = try? tunedText(Node.tunedProfilePath, of: process) else { return [] }
        let line = text.drop(while: \.isWhitespace).prefix { !$0.isNewline }
        var found: [SysctlAssignment] = []
        var visited: Set<String> = []
        for name in line.split(whereSeparator: \.isWhitespace) {
            found += tunedAssignments(of: String(name), for: process, &visited)
        }
        return found
    }

    private func tunedText(_ path: String, of process: Component?) throws(SystemError) -> String {
        guard let process else { return try root.text(of: path) }
        let bytes = try root.bytes(of: path, below: process.root, of: process, limit: Root.presetByteLimit)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The file of a profile, of which the first is taken that is there; nil if that cannot be read.
    private func tunedProfile(_ name: String, of process: Component?) -> (path: String, text: String)? {
        for directory in Node.tunedDirectories {
            let path = "\(directory)/\(name)/tuned.conf"
            do throws(SystemError) {
                return ((process?.root ?? "") + path, try tunedText(path, of: process))
            } catch {
                guard error.errno == ENOENT || error.errno == ENOTDIR else { return nil }
            }
        }
        return nil
    }

    private func tunedAssignments(
        of profile: String,
        for process: Component?,
        _ visited: inout Set<String>
    ) -> [SysctlAssignment] {
        guard !profile.contains("/"), profile.first != ".", visited.count < Node.tunedLimit,
            visited.insert(profile).inserted, let (path, text) = tunedProfile(profile, of: process)
        else { return [] }
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
                        included += tunedAssignments(of: String(name), for: process, &visited)
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
