import Tuning

extension FactsReader {
    /// Where systemd-sysctl looks, the first of a name wins (`CONF_PATHS_NULSTR` of systemd).
    private static let sysctlDirectories = [
        "/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d",
    ]
    /// The most files of a kind that are read.
    static let dropInLimit = 1_000
    /// The most assignments that are taken.
    private static let sysctlAssignmentLimit = 10_000

    /// What `sysctl.d` assigns, in the order in which systemd-sysctl reads it: by the names of the files, over all
    /// directories. `/etc/sysctl.conf` counts only where a link in one of them names it, as Debian's does.
    mutating func sysctlAssignments() -> [SysctlAssignment] {
        var assignments: [SysctlAssignment] = []
        for path in dropIns(in: FactsReader.sysctlDirectories) {
            guard let content = bytes(of: path) else { continue }
            let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                guard let assignment = assignment(line, path: path, line: Int64(index + 1)) else { continue }
                guard assignments.count < FactsReader.sysctlAssignmentLimit else {
                    note(path, "more than 10000 assignments")
                    return assignments
                }
                assignments.append(assignment)
            }
        }
        return assignments
    }

    /// The `.conf` files of directories, in order of their names. A name masks itself in later directories, whatever
    /// stands there: an empty file, a link to `/dev/null`, and with systemd 252 also a link that leads nowhere.
    mutating func dropIns(in directories: [String]) -> [String] {
        var files: [String: String] = [:]
        for directory in directories {
            for name in names(in: directory) where name.hasSuffix(".conf") && files[name] == nil {
                files[name] = "\(directory)/\(name)"
            }
        }
        if files.count > FactsReader.dropInLimit, let first = directories.first { note(first, "more than 1000 files") }
        let sorted = files.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return sorted.prefix(FactsReader.dropInLimit).map(\.value)
    }

    /// Reads a line as `parse_file` of systemd's `src/sysctl/sysctl.c` does; nil for a comment, an empty line and what
    /// it refuses.
    private func assignment(_ line: ArraySlice<UInt8>, path: String, line number: Int64) -> SysctlAssignment? {
        var key = line.trimmed
        guard let first = key.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { return nil }
        let isMarked = first == UInt8(ascii: "-")
        if isMarked { key = key.dropFirst() }
        guard let equals = key.firstIndex(of: UInt8(ascii: "=")) else {
            guard isMarked, !key.isEmpty else { return nil }
            var exclusion = SysctlAssignment(key: key.trimmed.sysctlPath, value: "", path: path, line: number)
            exclusion.isExclusion = true
            return exclusion
        }
        var assignment = SysctlAssignment(
            key: key[..<equals].trimmed.sysctlPath,
            value: key[(equals + 1)...].trimmed.text,
            path: path,
            line: number
        )
        assignment.ignoresFailure = isMarked
        return assignment
    }
}

extension ArraySlice<UInt8> {
    /// A sysctl's name as a path below `/proc/sys`.
    ///
    /// The first separator decides ([sysctl.d(5)]): after a slash, a dot is part of a name; after a dot, dots and
    /// slashes change places, so that `net.ipv4.conf.eth0/100.forwarding` means the interface `eth0.100`.
    var sysctlPath: String {
        let slash = UInt8(ascii: "/")
        let dot = UInt8(ascii: ".")
        guard first(where: { $0 == slash || $0 == dot }) == dot else { return text }
        return ArraySlice(map { $0 == dot ? slash : $0 == slash ? dot : $0 }).text
    }
}
