import Tuning

extension FactsReader {
    /// The NUMA nodes, by number; a kernel without NUMA has none.
    mutating func numaNodes() -> [NUMANode] {
        let directory = "/sys/devices/system/node"
        return numbers(of: "node", in: directory).map { id in
            let cpus = cpuList(of: "\(directory)/node\(id)/cpulist") ?? cpuMask(of: "\(directory)/node\(id)/cpumap")
            let meminfo = "\(directory)/node\(id)/meminfo"
            return NUMANode(
                id: id,
                cpus: cpus?.description ?? "",
                memoryByteCount: bytes(of: meminfo).flatMap { memoryTotal(in: $0, path: meminfo) }
            )
        }
    }

    /// The CPUs of a mask, which kernels before 2.6.26 have alone.
    private mutating func cpuMask(of path: String) -> CPUList? {
        guard let content = bytes(of: path) else { return nil }
        let list = CPUList(mask: content[...].trimmed.text)
        if list == nil { note(path, "no mask of CPUs") }
        return list
    }

    /// `MemTotal` of a `meminfo`, in bytes; notes a file that has none.
    mutating func memoryTotal(in meminfo: [UInt8], path: String) -> Int64? {
        guard let kibibytes = kibibytes(of: "MemTotal:", in: meminfo) else {
            note(path, "no MemTotal")
            return nil
        }
        let (bytes, overflowed) = kibibytes.multipliedReportingOverflow(by: 1024)
        guard !overflowed, bytes > 0 else {
            note(path, "a MemTotal that cannot be: \(kibibytes) kB")
            return nil
        }
        return bytes
    }

    /// The number after a word of a `meminfo`, in KiB as the kernel writes it; nil if it is not there.
    func kibibytes(of word: StaticString, in meminfo: [UInt8]) -> Int64? {
        for line in meminfo.lines {
            let words = line.words
            guard let place = words.firstIndex(where: { $0.is(word) }), place + 1 < words.count else { continue }
            return words[place + 1].decimal
        }
        return nil
    }
}
