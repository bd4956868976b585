import Agent
import ArgumentParser
import Glibc
import Node
import Reporting
import Tuning

struct WritersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "writers",
        abstract: "Show who writes the sysctls of this node: process, unit, container, pod.",
        discussion: """
            Without --follow: who wrote what nodekeel keeps, as far as the service has seen it in this boot. With \
            --follow: every write as it happens, until interrupted; writes that the kernel rejects and writes in a \
            pod's own network namespace are shown too, with what the node holds afterwards. It takes root, Linux 5.8 \
            and control groups of version 2, and changes nothing.
            """
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    @Flag(help: "Show writes as they happen.")
    var follow = false

    @Flag(help: "With --follow: every sysctl, not only those that nodekeel keeps.")
    var all = false

    @Argument(help: ArgumentHelp("Only these sysctls, such as net/core/somaxconn.", valueName: "sysctl"))
    var paths: [String] = []

    func validate() throws {
        if all && !follow { throw ValidationError("--all needs --follow: the service only watches what it keeps.") }
        if all && !paths.isEmpty { throw ValidationError("--all is every sysctl; leave out the others.") }
    }

    func run() throws {
        let options = options.over(nodekeel.options)
        let chosen = Set(paths.map { $0.hasPrefix("/proc/sys/") ? String($0.dropFirst("/proc/sys/".count)) : $0 })
        guard follow else {
            let writes = LastWriters.read(of: try options.node()).writes
            try options.print(
                WritersAnswer(writes: writes.filter { chosen.isEmpty || chosen.contains($0.path) })
            )
            return
        }
        let node = try options.machine()
        do {
            var following = try Following(node, all ? nil : chosen.isEmpty ? try keptPaths(of: node, options) : chosen)
            while true {
                for answer in try following.next() { try options.printLine(answer) }
            }
        } catch let error as SysctlMonitorError {
            let advice = error == .notPermitted ? "Watching takes root: run it with sudo." : nil
            throw Failure(error, advice: advice)
        } catch let error as SystemError {
            throw Failure(error)
        }
    }

    /// The sysctls that change what nodekeel keeps on this node.
    private func keptPaths(of node: Node, _ options: GlobalOptions) throws -> Set<String> {
        let run = Run(on: node, under: try options.readPolicy(of: node))
        let examination = try run.examined(holds: [], after: nil)
        return Set(examination.findings.flatMap(\.desired.target.knob.sysctls))
    }
}

/// Writes as they happen.
private struct Following: ~Copyable {
    /// How often, and how far apart in microseconds, it is looked whether a write took effect.
    private static let lookCount = 5
    private static let lookDistance: UInt32 = 2_000
    /// In a storm nobody waits for what each write comes to.
    private static let stormCount = 8

    private let node: Node
    private let loop: EventLoop
    private var monitor: SysctlMonitor
    private var reading: WriterReading

    /// Follows these sysctls; nil for all.
    init(_ node: Node, _ paths: Set<String>?) throws {
        var monitor = try SysctlMonitor(paths == nil ? .everything : .watched, of: node.root)
        try monitor.watch(paths ?? [])
        let loop = try EventLoop()
        try loop.add(monitor, token: 0)
        self.node = node
        self.loop = loop
        self.monitor = monitor
        reading = WriterReading(of: node.root)
    }

    /// The next writes; waits for them.
    mutating func next() throws -> [WriteAnswer] {
        _ = try loop.wait(timeout: monitor.hasRest ? SysctlMonitor.restDelay : nil)
        let taken = monitor.take()
        if taken.lostCount > 0 {
            Terminal.complain("nodekeel: \(taken.lostCount) writes came too fast to be shown")
        }
        let writes = Following.folded(taken.writes)
        let isStorm = writes.count > Following.stormCount
        let now = node.moment.epochSeconds
        return writes.map { write in
            let known = KnobWrite(
                knob: .sysctl(write.path),
                path: write.path,
                writer: reading.writer(of: write),
                before: write.before,
                after: write.after,
                count: Int64(clamping: write.count),
                epochSeconds: now
            )
            return WriteAnswer(known, holds: isStorm ? nil : outcome(of: write))
        }
    }

    /// Writes one after the other that are alike in all but their time, as one with a count.
    private static func folded(_ writes: [SysctlWrite]) -> [SysctlWrite] {
        writes.reduce(into: []) { folded, write in
            var alike = write
            if let last = folded.last {
                (alike.count, alike.uptimeNanoseconds) = (last.count, last.uptimeNanoseconds)
                if alike == last {
                    folded[folded.count - 1].count += write.count
                    return
                }
            }
            folded.append(write)
        }
    }

    /// What the node's own sysctl holds once the write is over, as soon as that is what was written.
    private func outcome(of write: SysctlWrite) -> String? {
        guard let after = write.after else { return nil }
        var held: String?
        for _ in 0..<Following.lookCount {
            let observation = node.observe(.sysctl(write.path), facts: Facts())
            guard let value = observation.value else { return nil }
            held = value.kernelText
            if value == Value(kernelText: after) { break }
            usleep(Following.lookDistance)
        }
        return held
    }
}
