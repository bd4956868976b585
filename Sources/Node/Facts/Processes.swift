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
    /// meanwhile was never here; one of which the arguments cannot be read is here all the same.
    mutating func components() -> [Component] {
        var components: [Component] = []
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        var unseen = 0
        var unsaid: [SystemError] = []
        for pid in numbers(of: "", in: "/proc", below: FactsReader.pidLimit) {
            let directory = "/proc/\(pid)"
            do throws(SystemError) {
                let count = try root.linkTarget(at: "\(directory)/exe", into: &buffer)
                let match = Programs.program(of: buffer[..<count])
                if let component = component(pid: pid, match, &unsaid) { components.append(component) }
            } catch {
                // On the machine itself, a process without an executable is the kernel's or has ended.
                if root.isMachine && (error.errno == ENOENT || error.errno == ESRCH) { continue }
                if error.errno == EACCES || error.errno == EPERM { unseen += 1 }
                if let component = componentByComm(pid: pid, &unsaid) { components.append(component) }
            }
        }
        if unseen > 0 {
            let processes = unseen == 1 ? "1 process" : "\(unseen) processes"
            note("/proc/PID/exe", "hidden for \(processes); what they call themselves was taken instead")
        }
        if let first = unsaid.first {
            let others = unsaid.count == 1 ? "" : "; the same for \(unsaid.count - 1) more that may be components"
            note(first.object, first.reason + others)
        }
        return components
    }

    /// - Parameter unsaid: takes why it cannot be told whether a process is a component.
    private mutating func component(
        pid: Int64,
        _ match: Programs.Match,
        _ unsaid: inout [SystemError]
    ) -> Component? {
        switch match {
        case .none: return nil
        case .component(let name):
            guard var component = process(pid) else { return nil }
            let error = readArguments(of: &component)
            return recognised(component, as: name, error, &unsaid)
        case .by(let argument):
            // Its name first: of interpreters there may be thousands.
            let comm = comm(of: pid)
            if let comm, !Programs.isCandidate(named: comm) { return nil }
            guard var component = process(pid) else { return nil }
            let error = readArguments(of: &component)
            let told = argument.component(in: component.arguments)
            let named = component.unreadable == nil ? nil : comm.flatMap(Programs.component(named:))
            return recognised(component, as: told ?? named, error, &unsaid)
        }
    }

    /// The component of a process whose executable is hidden or was not captured: its name and its first argument must
    /// agree, since a process chooses both.
    private mutating func componentByComm(pid: Int64, _ unsaid: inout [SystemError]) -> Component? {
        guard let comm = comm(of: pid), Programs.isCandidate(named: comm), var component = process(pid) else {
            return nil
        }
        let error = readArguments(of: &component)
        let name: StaticString? =
            switch Programs.program(of: Array((component.arguments.first ?? "").utf8)[...]) {
            case .none: nil
            case .component(let name): Programs.isName(comm, of: name) ? name : nil
            case .by(let argument): argument.component(in: component.arguments)
            }
        return recognised(component, as: name, error, &unsaid)
    }

    /// The component that a process was found to be; nil if it is none.
    private mutating func recognised(
        _ process: Component,
        as name: StaticString?,
        _ error: SystemError?,
        _ unsaid: inout [SystemError]
    ) -> Component? {
        if let error {
            if name == nil, error.errno == ETIMEDOUT { unsaid.append(error) } else { note(error) }
        }
        guard let name else { return nil }
        var component = process
        component.name = "\(name)"
        return component
    }

    private mutating func comm(of pid: Int64) -> ArraySlice<UInt8>? {
        bytes(of: "/proc/\(pid)/comm", limit: 4096)?.prefix { $0 != UInt8(ascii: "\n") }
    }

    /// A process with its place, and without its arguments; nil if it has ended.
    private mutating func process(_ pid: Int64) -> Component? {
        let status = bytes(of: "/proc/\(pid)/stat", limit: 1 << 14)
        guard status != nil || !root.isMachine else { return nil }
        let startTicks = status.flatMap { FactsReader.startTicks(of: $0) }
        if status != nil && startTicks == nil { note("/proc/\(pid)/stat", "no start time") }
        var component = Component(name: "", pid: pid, startTicks: startTicks ?? 0, arguments: [])
        let membership = CgroupMembership(bytes(of: "/proc/\(pid)/cgroup", limit: 1 << 16) ?? [])
        component.unit = membership.unit
        component.podUID = membership.podUID
        component.containerID = membership.containerID
        return component
    }

    /// Reads the arguments of a process; what stopped that, if anything.
    private func readArguments(of process: inout Component) -> SystemError? {
        var content: [UInt8]
        do throws(SystemError) {
            content = try root.memory("cmdline", of: process, limit: FactsReader.commandLineLimit)
        } catch {
            if error.errno == ETIMEDOUT { process.unreadable = error.description }
            return error
        }
        while content.last == 0 { content.removeLast() }
        guard !content.isEmpty else { return nil }
        process.arguments = content.split(
            separator: 0,
            maxSplits: FactsReader.argumentLimit,
            omittingEmptySubsequences: false
        ).prefix(FactsReader.argumentLimit).map(\.text)
        return nil
    }

    /// Field 22 of `/proc/PID/stat`; the name before it may hold blanks, parentheses and line ends, so what counts is
    /// its last parenthesis (proc_pid_stat(5)).
    static func startTicks(of status: [UInt8]) -> UInt64? {
        guard let end = status.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let words = status[(end + 1)...].words
        return words.count > 19 ? words[19].decimal.flatMap { UInt64(exactly: $0) } : nil
    }
}
