/// The priorities of all threads of some processes, as found: what a knob of processes said.
///
/// Each process has one priority that most of its threads have, and exceptions. That is what is remembered of it too: a
/// thread that comes into being while we hold the priorities has no original of its own, and gets the common one back.
public struct ThreadPriorities: Hashable, Sendable {
    /// One process, in one life: the number alone may belong to another tomorrow.
    public struct Identity: Hashable, Sendable {
        /// Its number.
        public var pid: Int64
        /// When it started, in clock ticks since boot.
        public var startTicks: UInt64

        /// A process.
        public init(pid: Int64, startTicks: UInt64) {
            self.pid = pid
            self.startTicks = startTicks
        }
    }

    /// A thread that differs from most of its process.
    public struct Exception: Hashable, Sendable {
        /// Its number.
        public var id: Int64
        /// Its priority: a nice value, or an I/O priority in words.
        public var value: Value
    }

    /// One process.
    public struct Process: Hashable, Sendable {
        /// Which.
        public var identity: Identity
        /// How many threads it had.
        public var threadCount: Int
        /// The priority of most of its threads; of two as frequent that of the older thread.
        public var common: Value
        /// The threads that have another, by number; no more than ``ThreadPriorities/exceptionLimit``.
        public var exceptions: [Exception]

        /// The priority that a thread had, or would have had.
        public func value(of thread: Int64) -> Value {
            exceptions.first { $0.id == thread }?.value ?? common
        }
    }

    /// The most exceptions of one process that are kept.
    public static let exceptionLimit = 256
    /// The most processes of one knob that are looked at.
    public static let processLimit = 64

    /// The processes; never empty.
    public let processes: [Process]

    /// The priorities of processes; nil if there is none.
    public init?(_ processes: [Process]) {
        guard !processes.isEmpty else { return nil }
        self.processes = processes
    }

    /// What all threads have; a list of what there is where they differ, the most frequent first.
    public var value: Value {
        var values: [Value] = []
        for value in processes.flatMap({ [$0.common] + $0.exceptions.map(\.value) }) where !values.contains(value) {
            values.append(value)
        }
        return values.count == 1 ? values[0] : .list(values)
    }

    /// Whether something departs from a bound, and only in processes that others did not have: those started since with
    /// priorities of their own, and nobody has changed anything.
    public func departsOnlyInNewProcesses(from bound: Bound, since others: ThreadPriorities?) -> Bool {
        let known = Set(others?.processes.map(\.identity) ?? [])
        let departing = processes.filter { process in
            !([process.common] + process.exceptions.map(\.value)).allSatisfy { bound.accepts($0) }
        }
        return !departing.isEmpty && !departing.contains { known.contains($0.identity) }
    }

    /// Whether any of these processes is also one of others.
    public func overlap(_ others: ThreadPriorities) -> Bool {
        let known = Set(others.processes.map(\.identity))
        return processes.contains { known.contains($0.identity) }
    }
}

extension ThreadPriorities.Process {
    /// A process whose threads, in order of number, have these priorities; nil if it has none.
    public init?(_ identity: ThreadPriorities.Identity, threads: [(id: Int64, value: Value)]) {
        var counts: [Value: Int] = [:]
        for thread in threads { counts[thread.value, default: 0] += 1 }
        // The first of the most frequent.
        let most = counts.values.max() ?? 0
        guard let common = threads.first(where: { counts[$0.value] == most })?.value else { return nil }
        self.identity = identity
        threadCount = threads.count
        self.common = common
        exceptions = threads.filter { $0.value != common }.prefix(ThreadPriorities.exceptionLimit)
            .map { ThreadPriorities.Exception(id: $0.id, value: $0.value) }
    }
}

// MARK: - As text, for the ledger

extension ThreadPriorities: CustomStringConvertible {
    /// `4711@890 9 threads: 0, 4713: -5`, one process a part, between semicolons.
    public var description: String {
        processes.map { process in
            let head = "\(process.identity.pid)@\(process.identity.startTicks) \(process.threadCount) threads: "
            return head + "\(process.common)" + process.exceptions.map { ", \($0.id): \($0.value)" }.joined()
        }.joined(separator: "; ")
    }

    /// Reads what ``description`` wrote; nil for anything else.
    public init?(_ text: String) {
        var processes: [Process] = []
        for part in text.split(separator: ";", maxSplits: ThreadPriorities.processLimit) {
            guard let process = Process(part) else { return nil }
            processes.append(process)
        }
        self.init(processes)
    }
}

extension ThreadPriorities.Process {
    fileprivate init?(_ text: Substring) {
        let entries = text.split(separator: ",", maxSplits: ThreadPriorities.exceptionLimit + 1).map { entry in
            entry.split(separator: ":", maxSplits: 1).map { $0.drop { $0 == " " } }
        }
        guard
            let head = entries.first, head.count == 2,
            case let words = head[0].split(separator: " "), words.count == 3, let count = Int(words[1]),
            case let numbers = words[0].split(separator: "@"), numbers.count == 2,
            let pid = Int64(numbers[0]), let startTicks = UInt64(numbers[1])
        else { return nil }
        identity = ThreadPriorities.Identity(pid: pid, startTicks: startTicks)
        threadCount = count
        common = Value(kernelText: head[1])
        exceptions = []
        for entry in entries.dropFirst() {
            guard entry.count == 2, let id = Int64(entry[0]) else { return nil }
            exceptions.append(ThreadPriorities.Exception(id: id, value: Value(kernelText: entry[1])))
        }
    }
}
