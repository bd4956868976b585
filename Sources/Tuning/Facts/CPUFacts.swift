/// The CPUs of a node, from `/sys/devices/system/cpu`: not what this process may use, but what the machine has.
public struct CPUFacts: Hashable, Sendable, Codable {
    /// The numbers of the CPUs that are online, in the kernel's list form such as `0-15,32`.
    public var online = ""
    /// The numbers of the CPUs that could ever be there; per-CPU tables have this many lines.
    public var possible = ""
    /// The numbers of the CPUs that the scheduler leaves alone (`isolcpus=`).
    public var isolated = ""
    /// How many are online.
    public var onlineCount: Int64 = 0
    /// How many are possible.
    public var possibleCount: Int64 = 0
    /// How many are isolated.
    public var isolatedCount: Int64 = 0
    /// The model name, if the machine tells one.
    public var model: String?

    /// Nothing known.
    public init() {}
}

/// One NUMA node.
public struct NUMANode: Hashable, Sendable, Codable {
    /// Its number; numbers may have gaps.
    public var id: Int64
    /// Its CPUs, in the kernel's list form; empty for a node of memory only.
    public var cpus: String
    /// Its memory in bytes, if the kernel tells.
    public var memoryByteCount: Int64?

    /// A NUMA node.
    public init(id: Int64, cpus: String, memoryByteCount: Int64?) {
        self.id = id
        self.cpus = cpus
        self.memoryByteCount = memoryByteCount
    }
}

/// Memory, from `/proc/meminfo`.
public struct MemoryFacts: Hashable, Sendable, Codable {
    /// All memory that the kernel manages, in bytes; nil if unknown.
    public var totalByteCount: Int64?
    /// The size of a memory page, in bytes.
    public var pageByteCount: Int64 = 4096

    /// Nothing known.
    public init() {}
}

/// The kernel.
public struct KernelFacts: Hashable, Sendable, Codable {
    /// Its release, such as `6.1.0-28-amd64`; nil if unknown.
    public var release: String?
    /// Its command line; nil if unreadable.
    public var commandLine: String?
    /// The modules that are loaded, in order of name.
    public var loadedModules: [String] = []
    /// The modules that are part of the kernel itself, in order of name, as far as its `modules.builtin` is there.
    public var builtInModules: [String] = []

    /// Nothing known.
    public init() {}
}
