/// The program that the kernel runs at every access to `/proc/sys`: `Sources/SysctlProgram/SysctlProgram.bpf.c`.
enum SysctlProgram {
    /// What `bpftool prog` shows.
    static let name = "nodekeel_sysctl"

    /// The maps that its instructions refer to, by the number that stands in for the descriptor.
    enum Map: UInt64, CaseIterable {
        case paths, accounts, tallies, writes
    }

    /// The instructions with the maps' descriptors in them.
    ///
    /// - Parameter tellsProcess: Whether the process and its name are asked for, which a program of this kind may since
    ///   Linux 6.1. Otherwise the two calls are replaced by their answer for «none».
    static func instructions(tellsProcess: Bool, descriptor: (Map) -> Int32) -> [UInt64] {
        instructions.map { instruction in
            if instruction & loadMapMask == loadMap, let map = Map(rawValue: instruction >> 32) {
                return instruction & 0xFFFF_FFFF | UInt64(UInt32(bitPattern: descriptor(map))) << 32
            }
            return tellsProcess || !processCalls.contains(instruction) ? instruction : returnZero
        }
    }

    /// `BPF_LD | BPF_IMM | BPF_DW` from `BPF_PSEUDO_MAP_FD`, whatever register it loads.
    static let loadMap: UInt64 = 0x1018
    static let loadMapMask: UInt64 = 0xF0FF
    /// `BPF_FUNC_get_current_pid_tgid` and `BPF_FUNC_get_current_comm`.
    private static let processCalls: [UInt64] = [0x0000_000E_0000_0085, 0x0000_0010_0000_0085]
    /// `r0 = 0`.
    private static let returnZero: UInt64 = 0xB7
}
