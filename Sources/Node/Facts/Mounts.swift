import Tuning

/// A mount with what only the reading of facts needs of it.
struct MountRecord {
    var mount: Mount
    /// The filesystem's own options, of a cgroup filesystem only: elsewhere they are long and mean nothing here.
    var cgroupOptions: [String] = []
}

extension FactsReader {
    /// The most mounts that are taken; a node of 500 pods has about 3,000.
    static let mountLimit = 10_000

    /// The mounts that PID 1 sees, in mount order; our own where PID 1's cannot be read.
    mutating func mounts() -> [MountRecord] {
        for path in ["/proc/1/mountinfo", "/proc/self/mountinfo"] {
            if let content = bytes(of: path, limit: 1 << 24) {
                return records(of: content, path: path, parse: mountinfoRecord)
            }
        }
        guard let content = bytes(of: "/proc/mounts", limit: 1 << 24) else { return [] }
        return records(of: content, path: "/proc/mounts", parse: mountsRecord)
    }

    /// The mounts that a process sees, in mount order; empty if it has ended.
    mutating func mounts(of pid: Int64) -> [Mount] {
        let path = "/proc/\(pid)/mountinfo"
        guard let content = bytes(of: path, limit: 1 << 24) else { return [] }
        return records(of: content, path: path, parse: mountinfoRecord).map(\.mount)
    }

    private mutating func records(
        of content: [UInt8],
        path: String,
        parse: (ArraySlice<UInt8>) -> MountRecord?
    ) -> [MountRecord] {
        let lines = content.lines
        if lines.count > FactsReader.mountLimit { note(path, "more than \(FactsReader.mountLimit) mounts") }
        var records: [MountRecord] = []
        var malformed = 0
        for line in lines.prefix(FactsReader.mountLimit) {
            if let record = parse(line) { records.append(record) } else { malformed += 1 }
        }
        if malformed > 0 { note(path, "\(malformed) lines that are no mounts") }
        return records
    }

    /// A line such as `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`, in which any
    /// number of optional fields stand before the hyphen ([proc_pid_mountinfo(5)]).
    private func mountinfoRecord(_ line: ArraySlice<UInt8>) -> MountRecord? {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count >= 10, let hyphen = fields[6...].firstIndex(where: { $0.is("-") }),
            fields.count >= hyphen + 4
        else { return nil }
        return record(
            path: fields[4],
            filesystem: fields[hyphen + 1],
            source: fields[hyphen + 2],
            device: fields[2].text,
            options: fields[5].options + fields[hyphen + 3].options
        )
    }

    /// A line such as `/dev/sda1 / ext4 rw,relatime 0 0`, which tells no device number.
    private func mountsRecord(_ line: ArraySlice<UInt8>) -> MountRecord? {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count >= 4 else { return nil }
        return record(path: fields[1], filesystem: fields[2], source: fields[0], device: "", options: fields[3].options)
    }

    private func record(
        path: ArraySlice<UInt8>,
        filesystem: ArraySlice<UInt8>,
        source: ArraySlice<UInt8>,
        device: String,
        options: [ArraySlice<UInt8>]
    ) -> MountRecord? {
        let path = path.unescaped
        guard path.hasPrefix("/") else { return nil }
        var mount = Mount(
            path: path,
            filesystem: filesystem.unescaped,
            source: source.unescaped,
            device: device,
            isReadOnly: options.contains { $0.is("ro") }
        )
        if filesystem.is("overlay"), let upper = options.last(where: { $0.begins(with: "upperdir=") }) {
            mount.upperDirectory = upper.dropFirst("upperdir=".utf8.count).unescaped
        }
        var record = MountRecord(mount: mount)
        if filesystem.begins(with: "cgroup") { record.cgroupOptions = options.map(\.text) }
        return record
    }
}

extension ArraySlice<UInt8> {
    /// The parts between commas.
    fileprivate var options: [ArraySlice<UInt8>] { split(separator: UInt8(ascii: ",")) }

    /// The text with `\040` and its like put back: blanks and backslashes are written in octal by the kernel.
    var unescaped: String {
        guard contains(UInt8(ascii: "\\")) else { return text }
        var plain: [UInt8] = []
        var rest = self
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let code = rest.prefix(3).octal {
                plain.append(code)
                rest = rest.dropFirst(3)
            } else {
                plain.append(byte)
            }
        }
        return plain[...].text
    }

    /// The byte that three octal digits write.
    private var octal: UInt8? {
        guard count == 3, allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else { return nil }
        return UInt8(exactly: reduce(0) { $0 * 8 + Int($1 - UInt8(ascii: "0")) })
    }
}
