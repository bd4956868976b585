import CLinux
import Glibc

/// The sysctl program in the kernel, attached, with its maps; gone when this goes out of scope.
struct LoadedSysctlProgram: ~Copyable {
    /// The most writers that the kernel counts at a time.
    private static let writerLimit: UInt32 = 1024

    let paths: BPFMap<sysctl_path, UInt64>
    let accounts: BPFMap<UInt32, sysctl_account>
    let tallies: BPFMap<sysctl_writer, sysctl_tally>
    let writes: BPFRing
    /// Whether the kernel lets this kind of program ask for the process.
    let tellsProcess: Bool
    private let link: Descriptor

    /// Makes the maps, loads the program and attaches it to the root of the control groups.
    ///
    /// - Parameters:
    ///   - ringByteCount: The room for records that nobody has taken yet.
    ///   - isEverything: Whether paths that are not watched are told too.
    init(
        at hierarchy: borrowing CgroupHierarchy,
        ringByteCount: Int,
        isEverything: Bool
    ) throws(SystemError) {
        LoadedSysctlProgram.allowLocking(byteCount: 2 * ringByteCount + (1 << 19))
        let writes = try BPFRing(byteCount: ringByteCount, name: "nodekeel_writes")
        let paths = try BPFMap<sysctl_path, UInt64>(
            clinux_bpf_map_hash,
            limit: UInt32(SysctlMonitor.pathLimit),
            name: "nodekeel_paths"
        )
        let accounts = try BPFMap<UInt32, sysctl_account>(clinux_bpf_map_array, limit: 1, name: "nodekeel_counts")
        let tallies = try BPFMap<sysctl_writer, sysctl_tally>(
            clinux_bpf_map_hash,
            limit: LoadedSysctlProgram.writerLimit,
            name: "nodekeel_tally"
        )
        let descriptors: [SysctlProgram.Map: Int32] = [
            .paths: paths.descriptor.number, .accounts: accounts.descriptor.number,
            .tallies: tallies.descriptor.number, .writes: writes.descriptor.number,
        ]
        var tellsProcess = true
        let program = try LoadedSysctlProgram.load(descriptors, &tellsProcess)
        var account = sysctl_account()
        account.own_process = UInt32(bitPattern: getpid())
        account.is_everything = isEverything ? 1 : 0
        account.own_cgroup = tellsProcess ? 0 : hierarchy.ownNumber ?? 0
        try accounts.set(0, account)
        let number = clinux_bpf_link_sysctl(program.number, hierarchy.descriptor.number)
        guard number >= 0 else {
            throw SystemError(operation: "attach to control groups", object: SysctlProgram.name, errno: errno)
        }
        link = Descriptor(adopting: number)
        self.paths = paths
        self.accounts = accounts
        self.tallies = tallies
        self.writes = writes
        self.tellsProcess = tellsProcess
    }

    /// Before Linux 5.11, maps count as locked memory, of which a process has 64 KiB by default. A limit that may not be
    /// raised is told by the map that goes over it.
    private static func allowLocking(byteCount: Int) {
        let resource = __rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let wanted = rlim_t(byteCount)
        guard limit.rlim_cur < wanted else { return }
        limit = rlimit(rlim_cur: wanted, rlim_max: max(limit.rlim_max, wanted))
        setrlimit(resource, &limit)
    }

    /// Loads the program, without asking for the process where the kernel does not have it.
    private static func load(
        _ descriptors: [SysctlProgram.Map: Int32],
        _ tellsProcess: inout Bool
    ) throws(SystemError) -> Descriptor {
        for isTold in [true, false] {
            tellsProcess = isTold
            let instructions = SysctlProgram.instructions(tellsProcess: isTold) { descriptors[$0] ?? -1 }
            let number = clinux_bpf_load_sysctl(instructions, UInt32(instructions.count), SysctlProgram.name)
            if number >= 0 { return Descriptor(adopting: number) }
            // A call that this kind of program may not make is an invalid argument.
            guard errno == EINVAL, isTold else { break }
        }
        throw SystemError(operation: "load", object: SysctlProgram.name, errno: errno)
    }
}
