import Tuning

extension FactsReader {
    /// The kernel and its modules.
    mutating func kernel() -> KernelFacts {
        var facts = KernelFacts()
        facts.release = line(of: "/proc/sys/kernel/osrelease") ?? releaseOfVersion()
        facts.commandLine = line(of: "/proc/cmdline")
        facts.loadedModules = loadedModules()
        if let directory = moduleDirectory(of: facts.release) { facts.builtInModules = builtInModules(in: directory) }
        return facts
    }

    /// The third word of `Linux version 6.1.0-28-amd64 (…`.
    private mutating func releaseOfVersion() -> String? {
        let words = bytes(of: "/proc/version")?[...].words ?? []
        return words.count > 2 && words[0].is("Linux") ? words[2].text : nil
    }

    /// The directory of the modules of a kernel; nil if it is not installed.
    func moduleDirectory(of release: String?) -> String? {
        guard let release, !release.contains("/"), release != ".", release != ".." else { return nil }
        return ["/lib/modules/\(release)", "/usr/lib/modules/\(release)"].first(where: root.exists)
    }

    private mutating func loadedModules() -> [String] {
        guard let content = bytes(of: "/proc/modules", limit: 1 << 22) else { return [] }
        return content.lines.compactMap { $0.words.first?.text }.sorted()
    }

    /// The names behind lines such as `kernel/net/netfilter/nf_conntrack.ko`; `-` and `_` are one in module names.
    private mutating func builtInModules(in directory: String) -> [String] {
        guard let content = bytes(of: "\(directory)/modules.builtin", limit: 1 << 22) else { return [] }
        let names = content.lines.map { line in
            let file = line.trimmed.split(separator: UInt8(ascii: "/")).last ?? []
            let name = file.split(separator: UInt8(ascii: "."), maxSplits: 1).first ?? []
            return String(decoding: name.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
        }
        return names.filter { !$0.isEmpty }.sorted()
    }
}
