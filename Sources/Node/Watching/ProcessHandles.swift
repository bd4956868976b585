import CLinux
import Glibc
import Tuning

/// The pidfds of processes, each of which becomes readable when its process ends.
///
/// Not private: Swift 6.3 leaves the metadata of a private type that cannot be copied out of the library that other
/// modules are linked with.
struct ProcessHandles: ~Copyable {
    private var descriptors: [Int64: Int32] = [:]

    /// The numbers of the processes.
    var numbers: Set<Int64> { Set(descriptors.keys) }

    /// Watches a process; one that cannot be watched is left to the sweep.
    mutating func open(_ process: ThreadPriorities.Identity, in loop: borrowing EventLoop, token: UInt64) {
        guard let pid = pid_t(exactly: process.pid) else { return }
        let number = clinux_pidfd_open(pid)
        guard number >= 0 else { return }
        guard (try? loop.add(Borrowed(number: number), token: token)) != nil else {
            Glibc.close(number)
            return
        }
        descriptors[process.pid] = number
    }

    /// Gives a process up; a closed descriptor leaves the loop by itself.
    mutating func close(_ pid: Int64) {
        if let number = descriptors.removeValue(forKey: pid) { Glibc.close(number) }
    }

    deinit {
        for number in descriptors.values { Glibc.close(number) }
    }

    private struct Borrowed: EventSource {
        let number: Int32
    }
}
