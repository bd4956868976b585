import Glibc
import Tuning

extension FactsReader {
    /// The highest number of a process, exclusive: `PID_MAX_LIMIT` of the kernel.
    private static let pidLimit: Int64 = 1 << 22
    /// The most bytes of a command line: `MAX_ARG_STRLEN`, which a real component never comes near.
    private static let commandLineLimit = 1 << 17
    /// The most arguments of a component that are kept.
    private static let argumentLimit = 1_000

    /// The components that run here, by process number.
    ///
    /// One walk over the processes, one readlink for each; only what is recognised is read further. A process that ends
    /// meanwhile was never here.
    mutating func components() -> [Component] {
        var components: [Component] = []
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        var unseen = 0
        for pid in numbers(of: "", in: "/proc", below: FactsReader.pidLimit) {
            let directory = "/proc/\(pid)"
            do throws(SystemError) {
                let count = try root.linkTarget(at: "\(directory)/exe", into: &buffer)
                let match = Programs.program(of: buffer[..<count])
                if let component = component(pid: pid, match) { components.append(component) }
            } catch {
                // On the machine itself, a process without an executable is the kernel's or has ended.
                if root.isMachine && (error.errno == ENOENT || error.errno == ESRCH) { continue }
                if error.errno == EACCES || error.errno == EPERM { unseen += 1 }
                if let component = componentByComm(pid: pid) { components.append(component) }
            }
        }
        if unseen > 0 {
            let processes = unseen == 1 ? "1 process" : "\(unseen) processes"
            note("/proc/PID/exe", "hidden for \(processes); what they call themselves was taken instead")
        }
        return components
    }

    private mutating func component(pid: Int64, _ match: Programs.Match) -> Component? {
        switch match {
        case .none: return nil
        case .component(let name): return component(pid: pid, name: name, arguments: arguments(of: pid))
        case .by(let argument):
            let arguments = arguments(of: pid)
            guard let name = argument.component(in: arguments) else { return nil }
            return component(pid: pid, name: name, arguments: arguments)
        }
    }

    /// The component of a process whose executable is hidden or was not captured: its name and its first argument must
    /// agree, since a process chooses both.
    private mutating func componentByComm(pid: Int64) -> Component? {
        guard let content = bytes(of: "/proc/\(pid)/comm", limit: 4096) else { return nil }
        let comm = content.prefix { $0 != UInt8(ascii: "\n") }
        guard Programs.isCandidate(named: comm) else { return nil }
        let arguments = arguments(of: pid)
        let match = Programs.program(of: Array((arguments.first ?? "").utf8)[...])
        if case .component(let name) = match, !Programs.isName(comm, of: name) { return nil }
        return component(pid: pid, match)
    }

    private mutating func component(pid: Int64, name: StaticString, arguments: [String]) -> Component? {
        let status = bytes(of: "/proc/\(pid)/stat", limit: 1 << 14)
        guard status != nil || !root.isMachine else { return nil }
        let startTicks = status.flatMap { FactsReader.startTicks(of: $0) }
        if status != nil && startTicks == nil { note("/proc/\(pid)/stat", "no start time") }
        var component = Component(
            name: "\(name)",
            pid: pid,
            startTicks: startTicks ?? 0,
            arguments: arguments
        )
        let membership = CgroupMembership(bytes(of: "/proc/\(pid)/cgroup", limit: 1 << 16) ?? [])
        component.unit = membership.unit
        component.podUID = membership.podUID
        component.containerID = membership.containerID
        return component
    }

    private mutating func arguments(of pid: Int64) -> [String] {
        var content = bytes(of: "/proc/\(pid)/cmdline", limit: FactsReader.commandLineLimit) ?? []
        while content.last == 0 { content.removeLast() }
        guard !content.isEmpty else { return [] }
        return content.split(separator: 0, maxSplits: FactsReader.argumentLimit, omittingEmptySubsequences: false)
            .prefix(FactsReader.argumentLimit).map(\.text)
    }

    /// Field 22 of `/proc/PID/stat`; the name before it may hold blanks, parentheses and line ends, so what counts is
    /// its last parenthesis (proc_pid_stat(5)).
    static func startTicks(of status: [UInt8]) -> UInt64? {
        guard let end = status.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = status[(end + 1)...].words
        return words.count > 19 ? words[19].decimal.flatMap { UInt64(exactly: $0) } : nil
    }
}
