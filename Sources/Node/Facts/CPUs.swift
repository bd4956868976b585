import Tuning

extension FactsReader {
    /// The machine's CPUs: those of the hardware, whatever this process may use of them.
    ///
    /// Kernels before 2.6.26 have no lists; then each CPU is asked, and at last `/proc/cpuinfo`, which names only those
    /// that are online.
    ///
    /// - Parameter cpuinfo: the beginning of `/proc/cpuinfo`.
    mutating func cpus(cpuinfo: [UInt8]) -> CPUFacts {
        let numbered = numbers(of: "cpu", in: FactsReader.cpuDirectory)
        let online = cpuList(of: "\(FactsReader.cpuDirectory)/online") ?? cpusOneByOne(numbered) ?? cpusOfCpuinfo()
        let possible =
            cpuList(of: "\(FactsReader.cpuDirectory)/possible") ?? cpuList(of: "\(FactsReader.cpuDirectory)/present")
            ?? (numbered.isEmpty ? online : CPUList(numbers: numbered))
        let isolated = cpuList(of: "\(FactsReader.cpuDirectory)/isolated") ?? CPUList()
        var facts = CPUFacts()
        facts.online = online.description
        facts.possible = possible.description
        facts.isolated = isolated.description
        facts.onlineCount = online.count
        facts.possibleCount = possible.count
        facts.isolatedCount = isolated.count
        facts.model = cpuModel(cpuinfo)
        return facts
    }

    private static var cpuDirectory: String { "/sys/devices/system/cpu" }

    /// The numbers of the entries of a directory that are named by a word and a number, such as `cpu12`, ascending.
    mutating func numbers(
        of word: StaticString,
        in directory: String,
        below limit: Int64 = CPUList.numberLimit
    ) -> [Int64] {
        var numbers: [Int64] = []
        for name in names(in: directory) {
            let bytes = Array(name.utf8)[...]
            guard bytes.begins(with: word) else { continue }
            guard let number = bytes.dropFirst(word.utf8CodeUnitCount).decimal, number < limit else { continue }
            numbers.append(number)
        }
        return numbers.sorted()
    }

    /// Asks each CPU; nil if none tells. A CPU that cannot be switched off has no `online`, and one that is off no
    /// `topology`.
    private mutating func cpusOneByOne(_ numbers: [Int64]) -> CPUList? {
        let online = numbers.filter { number in
            let directory = "\(FactsReader.cpuDirectory)/cpu\(number)"
            guard let answer = bytes(of: "\(directory)/online") else { return root.exists("\(directory)/topology") }
            return answer[...].trimmed.is("1")
        }
        return online.isEmpty ? nil : CPUList(numbers: online)
    }

    private mutating func cpusOfCpuinfo() -> CPUList {
        guard let content = bytes(of: "/proc/cpuinfo", limit: 1 << 24) else { return CPUList() }
        return CPUList(
            numbers: content.lines.compactMap { line in
                guard line.begins(with: "processor") else { return nil }
                return field(of: line, named: "processor")?.decimal
            }
        )
    }

    /// What the CPUs are called: `model name` on x86, `cpu` on POWER; arm64 has no such line.
    private func cpuModel(_ cpuinfo: [UInt8]) -> String? {
        let lines = cpuinfo.lines
        for name: StaticString in ["model name", "cpu model", "cpu"] {
            for line in lines {
                if let model = field(of: line, named: name), !model.isEmpty { return model.text }
            }
        }
        return nil
    }

    /// What stands after the colon of a line of `/proc/cpuinfo`, if the line has this name.
    func field(of line: ArraySlice<UInt8>, named name: StaticString) -> ArraySlice<UInt8>? {
        guard line.begins(with: name), let colon = line.firstIndex(of: UInt8(ascii: ":")),
            line[..<colon].trimmed.is(name)
        else { return nil }
        return line[(colon + 1)...].trimmed
    }
}
