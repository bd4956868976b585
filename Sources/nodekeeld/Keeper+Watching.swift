import Agent
import Node
import Tuning

// What is watched from pass to pass.
extension Keeper {
    /// What the writes of others are called among what the service looks at.
    static let sysctlSource = "writes to sysctls"

    /// Notes why something cannot be watched, or that it can: a reason is told when it is new.
    mutating func noteBlindness(_ source: String, because reason: String?) {
        if let reason, blindness[source] != reason { tellDegraded(source, because: reason) }
        blindness[source] = reason
    }

    /// What cannot be watched, each with the reason.
    func blindSpots(unwatched: [String: SystemError]) -> [String] {
        var spots = unwatched.map { "\($0.key): \($0.value.reason)" }.sorted()
        spots += blindness.map { "\($0.key): \($0.value)" }.sorted()
        if let trialTrouble { spots.append("\(Keeper.trialSource): \(trialTrouble)") }
        if let lostWriteCount = sysctls?.lostCount, lostWriteCount > 0 {
            spots.append("\(Keeper.sysctlSource): \(lostWriteCount) came too fast to be told, and were only counted")
        }
        return spots
    }

    /// Whether a knob holds something else than at the last pass.
    func hasMoved(_ knob: Knob) -> Bool {
        let findings = previous?.findings.filter { $0.desired.target.knob == knob } ?? []
        guard let before = findings.first?.observation else { return true }
        return node.observe(knob, facts: Facts()) != before
    }

    /// Whether a change of a watched path may be news: a file of the kernel that says what it said at the last pass is
    /// none, as when this service wrote and the kernel made something else of it.
    func isNews(_ path: String) -> Bool {
        let mounts = Keeper.firstMounts
        let own = path.hasPrefix("\(mounts)/") ? path.dropFirst(mounts.utf8.count) : path[...]
        for (top, knob) in [("/proc/sys/", Knob.sysctl), ("/sys/", Knob.sysfs)] where own.hasPrefix(top) {
            return hasMoved(knob(String(own.dropFirst(top.utf8.count))))
        }
        return true
    }

    /// The knobs that the last pass judged.
    var knobs: [Knob] { previous?.findings.map(\.desired.target.knob) ?? [] }

    /// The files that the last pass judged by, but for sysctls that something better watches, and whether these are all:
    /// what the kernel shows as files comes last, and gives way where there is too much.
    var pathsToWatch: (paths: [WatchedPath], isAll: Bool) {
        let heard = sysctls?.paths ?? []
        let mounts = mountsOfOthers
        var paths: [WatchedPath] = [
            .file(ReadPolicy.path), .directory(ReadPolicy.directory),
            .directory(ReadPolicy.profileDirectory), .file(Ledger.path), .file(Trial.path),
        ]
        paths += componentPaths
        var kernelFiles: [WatchedPath] = []
        for knob in knobs {
            switch knob {
            case .sysctl(let path):
                if !heard.contains(path) { kernelFiles.append(.kernelFile("\(mounts)/proc/sys/\(path)")) }
            case .sysfs(let path): kernelFiles.append(.kernelFile("\(mounts)/sys/\(path)"))
            case .file(let path), .dockerKey(_, let path), .fragment(_, let path): paths.append(.file(path))
            case .occupancy, .refusals, .kubeProxyStart, .option, .priority, .weight, .runtime, .kubeletField,
                .obsoleteFlags, .heartbeat:
                break
            }
        }
        paths += kernelFiles
        return (Array(paths.prefix(FileWatch.pathLimit)), paths.count <= FileWatch.pathLimit)
    }

    /// What PID 1 sees.
    private static let firstMounts = "/proc/1/root"

    /// Where the mounts of `/proc` and `/sys` stand that others write through.
    ///
    /// systemd gives a sandboxed service a `/proc` of its own, and inotify hears only writes through the mount that it
    /// watches: those of PID 1 are what an administrator uses.
    private var mountsOfOthers: String {
        node.root.exists("\(Keeper.firstMounts)/proc/sys") ? Keeper.firstMounts : ""
    }
}

extension ContainerdFacts {
    /// What it reads its configuration from.
    var watchedPaths: [WatchedPath] {
        let files = ([configPath] + files).filter { $0.hasPrefix("/") }
        let directory = fragment.map { String($0.path[..<($0.path.lastIndex(of: "/") ?? $0.path.startIndex)]) }
        return Set(files).sorted().map { .file($0) } + [directory].compactMap(\.self).map { .directory($0) }
    }
}

extension KubeletFacts {
    /// What it reads its configuration from.
    var watchedPaths: [WatchedPath] {
        let file = configPath.flatMap { $0.hasPrefix("/") ? WatchedPath.file($0) : nil }
        let directory = configDirectory.flatMap { $0.hasPrefix("/") ? WatchedPath.directory($0) : nil }
        return [file, directory].compactMap(\.self)
    }
}
