import Glibc
import Tuning

extension FactsReader {
    /// The machine's memory.
    ///
    /// - Parameter nodes: the NUMA nodes; their sum stands in where `/proc/meminfo` was not captured.
    mutating func memory(nodes: [NUMANode]) -> MemoryFacts {
        var facts = MemoryFacts()
        let meminfo = bytes(of: "/proc/meminfo")
        if let meminfo {
            facts.totalByteCount = memoryTotal(in: meminfo, path: "/proc/meminfo")
        } else {
            facts.totalByteCount = sum(of: nodes)
        }
        if root.isMachine {
            facts.pageByteCount = Int64(sysconf(Int32(_SC_PAGESIZE)))
        } else if let meminfo, let size = pageByteCount(meminfo: meminfo) {
            facts.pageByteCount = size
        }
        return facts
    }

    private func sum(of nodes: [NUMANode]) -> Int64? {
        let total = nodes.reduce(Int64(0)) { sum, node in
            let (next, overflowed) = sum.addingReportingOverflow(node.memoryByteCount ?? 0)
            return overflowed ? sum : next
        }
        return total > 0 ? total : nil
    }

    /// The page size of a captured machine: free memory by free pages, which were not counted at quite the same moment.
    private mutating func pageByteCount(meminfo: [UInt8]) -> Int64? {
        guard let free = kibibytes(of: "MemFree:", in: meminfo), let vmstat = bytes(of: "/proc/vmstat"),
            let pages = kibibytes(of: "nr_free_pages", in: vmstat), pages > 0, free < 1 << 40
        else { return nil }
        let size = free * 1024 / pages
        return [4096, 8192, 16_384, 32_768, 65_536].first { (($0 * 7 / 10)...($0 * 14 / 10)).contains(size) }
    }
}
