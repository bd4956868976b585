import Glibc
public import Tuning

/// Sysctls that are looked at again and again, each kept open from its first look on: the kernel walks the way to it once,
/// and every later look takes one call.
///
/// They confirm and nothing else. One whose table has gone with its device or its module cannot be read any more, also
/// where another has come in its place; whoever hears no asks the path. What is in sysfs is not kept: a device that gets
/// another name takes its open files along.
///
/// sources: Linux 6.18 fs/proc/proc_sysctl.c
public final class OpenSysctls {
    private let root: Root
    /// The kernel's number for each, negative while it is not open.
    private var numbers: [Int32]
    /// How many more may be opened.
    private var room: Int
    private var buffer = [UInt8](repeating: 0, count: 512)

    /// None open yet, of a list of so many knobs.
    ///
    /// At most half of the files that the process may have open (`RLIMIT_NOFILE`) are kept. In a captured tree none is:
    /// there another file may come to stand at the path.
    public init(of root: Root, count: Int) {
        self.root = root
        numbers = [Int32](repeating: -1, count: count)
        var limit = rlimit()
        let isKnown = root.isMachine && getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        room = isKnown ? Int(clamping: limit.rlim_cur / 2) : 0
    }

    /// Whether the knob at a place of the list is a sysctl that says what it was observed to say; false also where that
    /// is not known.
    public func stillSays(_ observation: Observation, _ knob: Knob, at index: Int) -> Bool {
        guard case .sysctl(let name) = knob, case .value(_, let text, _) = observation,
            let number = number(of: name, at: index)
        else { return false }
        let count = buffer.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else {
            close(at: index)
            return false
        }
        // What fills the room may go on.
        guard count < buffer.count else { return false }
        let said = buffer[..<count]
        return said.elementsEqual(text.utf8)
            || said.last == UInt8(ascii: "\n") && said.dropLast().elementsEqual(text.utf8)
    }

    private func number(of name: String, at index: Int) -> Int32? {
        if numbers[index] >= 0 { return numbers[index] }
        let file = KernelFile(.sysctls, name)
        guard room > 0, file.isPlain, let open = try? root.open(file.path, O_RDONLY) else { return nil }
        room -= 1
        numbers[index] = open.release()
        return numbers[index]
    }

    private func close(at index: Int) {
        Glibc.close(numbers[index])
        numbers[index] = -1
        room += 1
    }

    deinit {
        for number in numbers where number >= 0 { Glibc.close(number) }
    }
}
