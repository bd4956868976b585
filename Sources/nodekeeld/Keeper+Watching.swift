import Agent
import Node
import Tuning

// What is watched from pass to pass.
extension Keeper {
    /// Whether a knob holds something else than at the last pass.
    func hasMoved(_ knob: Knob) -> Bool {
        let findings = previous?.findings.filter { $0.desired.target.knob == knob } ?? []
        guard let before = findings.first?.observation else { return true }
        return node.observe(knob, facts: Facts()) != before
    }

    /// The knobs that the last pass judged.
    var knobs: [Knob] { previous?.findings.map(\.desired.target.knob) ?? [] }

    /// The files that the last pass judged by; sysctls only where nothing better watches them.
    func pathsToWatch(withSysctls: Bool) -> [WatchedPath] {
        let knobs = previous?.findings.compactMap { finding -> WatchedPath? in
            switch finding.desired.target.knob {
            case .sysctl(let path): withSysctls ? .kernelFile("\(mountsOfOthers)/proc/sys/\(path)") : nil
            case .sysfs(let path): .kernelFile("\(mountsOfOthers)/sys/\(path)")
            case .file(let path), .dockerKey(_, let path), .fragment(_, let path): .file(path)
            case .occupancy, .refusals, .kubeProxyStart, .option, .priority, .weight, .runtime, .kubeletField,
                .obsoleteFlags, .heartbeat:
                nil
            }
        }
        return [
            .file(ReadPolicy.path), .directory(ReadPolicy.directory),
            .directory(ReadPolicy.profileDirectory), .file(Ledger.path), .file(Trial.path),
        ] + componentPaths + (knobs ?? [])
    }

    /// Where the mounts of `/proc` and `/sys` stand that others write through.
    ///
    /// systemd gives a sandboxed service a `/proc` of its own, and inotify hears only writes through the mount that it
    /// watches: those of PID 1 are what an administrator uses.
    private var mountsOfOthers: String {
        let first = "/proc/1/root"
        return node.root.exists("\(first)/proc/sys") ? first : ""
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
