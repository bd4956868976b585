import Tuning

extension FactsReader {
    /// How the kernel has `nf_conntrack`, and what it tells of it.
    ///
    /// The keys of a module that is not loaded do not exist, so a key without a module entry means that the kernel
    /// itself holds it. Only a loadable module has an `initstate`, which decides where `/proc/modules` was not captured.
    mutating func connectionTracking(_ kernel: KernelFacts) -> ConnectionTrackingFacts {
        var facts = ConnectionTrackingFacts()
        facts.isTracking = number(of: "/proc/sys/net/netfilter/nf_conntrack_count") ?? 0 > 0
        facts.hasCounters = root.exists("/proc/net/stat/nf_conntrack")
        let isLoaded = kernel.loadedModules.contains("nf_conntrack")
        if isLoaded || root.exists("/sys/module/nf_conntrack/initstate") {
            facts.module = .loaded
        } else if kernel.builtInModules.contains("nf_conntrack") || isKnownToKernel {
            facts.module = .builtIn
        } else if let directory = moduleDirectory(of: kernel.release),
            let dependencies = bytes(of: "\(directory)/modules.dep", limit: 1 << 24)
        {
            // Compressed modules are `nf_conntrack.ko.xz` or `.zst`.
            facts.module = dependencies.holds("/nf_conntrack.ko") ? .loadable : .absent
        } else if root.exists("/proc/sys/kernel"), !root.exists("/proc/modules") {
            // A kernel that cannot load modules at all.
            facts.module = .absent
        }
        (facts.bootBuckets, facts.bootBucketsOrigin) = bootBuckets(facts.module, kernel)
        return facts
    }

    /// Where modprobe looks, the first of a name wins. sources: kmod 30 modprobe.d(5)
    private static let modprobeDirectories = [
        "/etc/modprobe.d", "/run/modprobe.d", "/usr/local/lib/modprobe.d", "/usr/lib/modprobe.d", "/lib/modprobe.d",
    ]
    /// What nodekeel writes itself. sources: connection-tracking-boot
    private static let ownModprobeFile = "/etc/modprobe.d/nodekeel.conf"

    /// The `hashsize` that comes last, as the module reads it: modprobe puts the kernel's command line first.
    private mutating func bootBuckets(
        _ module: ConnectionTrackingFacts.Module,
        _ kernel: KernelFacts
    ) -> (Int64?, String?) {
        var found: (Int64?, String?) = (nil, nil)
        let words = (kernel.commandLine ?? "").split(separator: " ")
        if let buckets = words.compactMap({ $0.value(of: "nf_conntrack.hashsize") }).last {
            found = (buckets, "/proc/cmdline")
        }
        guard module == .loaded || module == .loadable else { return found }
        for path in dropIns(in: FactsReader.modprobeDirectories) where path != FactsReader.ownModprobeFile {
            let lines = (bytes(of: path) ?? []).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                let words = line.text.split { $0 == " " || $0 == "\t" }
                guard words.count > 2, words[0] == "options", words[1] == "nf_conntrack" || words[1] == "nf-conntrack",
                    let buckets = words.compactMap({ $0.value(of: "hashsize") }).last
                else { continue }
                found = (buckets, "\(path):\(index + 1)")
            }
        }
        return found
    }

    private var isKnownToKernel: Bool {
        root.exists("/proc/sys/net/netfilter/nf_conntrack_max") || root.exists("/sys/module/nf_conntrack")
    }
}

extension Substring {
    /// The number of a word `NAME=NUMBER`; nil for any other.
    fileprivate func value(of name: String) -> Int64? {
        hasPrefix("\(name)=") ? Int64(dropFirst(name.count + 1)) : nil
    }
}
