import CLinux
import Glibc
import Tuning

/// Reading and writing the priority of one thread.
///
/// Numbers of threads are all that these calls take. Each is checked against its process right before it is written to;
/// for a write to hit a stranger, the thread would have to end and the kernel, which hands numbers out in a circle, to
/// come round to that very number between two adjacent system calls.
protocol ThreadPriority {
    /// The priority of a thread; nil if it has ended.
    func read(_ thread: pid_t) -> Value?
    /// Gives a thread a priority.
    func write(_ value: Value, to thread: pid_t) throws(SystemError)
}

/// The nice value (setpriority(2)).
struct Niceness: ThreadPriority {
    /// From the first served to the last. sources: Linux 6.18 include/linux/sched/prio.h
    static let range: ClosedRange<Int64> = -20...19

    func read(_ thread: pid_t) -> Value? {
        var nice: Int32 = 0
        return clinux_nice_get(thread, &nice) == 0 ? .integer(Int64(nice)) : nil
    }

    func write(_ value: Value, to thread: pid_t) throws(SystemError) {
        // The kernel would cut a number that is out of range instead of refusing it.
        guard case .integer(let number) = value, Niceness.range.contains(number) else {
            throw SystemError(operation: "set nice value '\(value)' of", object: "thread \(thread)", errno: EINVAL)
        }
        guard setpriority(__priority_which_t(PRIO_PROCESS.rawValue), id_t(thread), Int32(number)) == 0 else {
            throw SystemError(operation: "set nice value of", object: "thread \(thread)", errno: errno)
        }
    }
}

/// The I/O class and level (ioprio_set(2)).
struct IOPriorities: ThreadPriority {
    func read(_ thread: pid_t) -> Value? {
        let raw = clinux_ioprio_get(thread)
        guard raw >= 0, let priority = UInt16(exactly: raw).flatMap(IOPriority.init(raw:)) else { return nil }
        return .text(priority.description)
    }

    func write(_ value: Value, to thread: pid_t) throws(SystemError) {
        guard case .text(let text) = value, let priority = IOPriority(text) else {
            throw SystemError(operation: "set I/O priority '\(value)' of", object: "thread \(thread)", errno: EINVAL)
        }
        guard clinux_ioprio_set(thread, Int32(priority.raw)) == 0 else {
            throw SystemError(operation: "set I/O priority of", object: "thread \(thread)", errno: errno)
        }
    }
}

extension Resource {
    /// How threads are given their turn at this resource.
    var threadPriority: any ThreadPriority {
        switch self {
        case .cpu: Niceness()
        case .io: IOPriorities()
        }
    }
}

extension Node {
    /// What the threads of the processes of a selector have.
    func observePriority(of selector: ProcessSelector, _ resource: Resource) -> Observation {
        guard root.isMachine else {
            return .unreadable("the priorities of threads are not in a captured tree")
        }
        let priority = resource.threadPriority
        var processes: [ThreadPriorities.Process] = []
        do {
            try forEachProcess(of: selector) { (process) throws(SystemError) in
                let threads = process.threads().compactMap { id in
                    pid_t(exactly: id).flatMap(priority.read).map { (id: id, value: $0) }
                }
                if let process = ThreadPriorities.Process(process.identity, threads: threads) {
                    processes.append(process)
                }
            }
        } catch {
            return .unreadable(error.description)
        }
        guard let found = ThreadPriorities(processes) else { return .missing }
        return .value(found.value, text: found.description, isWritable: true)
    }

    /// Gives the threads of the processes of a selector a priority: one for all, or to each what it had.
    func writePriority(of selector: ProcessSelector, _ resource: Resource, _ text: String) throws(SystemError) {
        guard root.isMachine else {
            throw SystemError(operation: "set priority of", object: "\(selector)", errno: EROFS)
        }
        let originals = ThreadPriorities(text)
        let value = Value(kernelText: text)
        try forEachProcess(of: selector) { (process) throws(SystemError) in
            let original = originals?.processes.first { $0.identity == process.identity }
            // A process that started since has no original of its own; what another of its kind had is nearest to it.
            let common = originals?.processes[0].common ?? value
            try process.settle(resource.threadPriority) { thread in original?.value(of: thread) ?? common }
        }
    }
}

extension HeldProcess {
    /// How often the threads are walked over at most; a process that starts threads faster than they are walked over is
    /// left to the next pass.
    private static let walkLimit = 64

    /// Gives every thread its priority, also those that appear meanwhile.
    ///
    /// A new thread has the priority of the one that started it, which may be one that was not reached yet, and a
    /// listing may miss threads while others end. So the walk is repeated until two in a row found nothing to do.
    fileprivate func settle(
        _ priority: any ThreadPriority,
        to wanted: (Int64) -> Value
    ) throws(SystemError) {
        var quietWalks = 0
        for _ in 0..<HeldProcess.walkLimit where quietWalks < 2 {
            var isQuiet = true
            for thread in threads() {
                guard let number = pid_t(exactly: thread), let present = priority.read(number) else { continue }
                let value = wanted(thread)
                guard present != value, has(thread) else { continue }
                isQuiet = false
                do throws(SystemError) {
                    try priority.write(value, to: number)
                } catch {
                    guard error.errno == ESRCH else { throw error }
                }
            }
            quietWalks = isQuiet ? quietWalks + 1 : 0
        }
    }
}
