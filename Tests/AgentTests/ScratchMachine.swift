import Glibc
import Node
import Testing

/// A machine of two CPUs that tracks connections, in a directory of its own that is taken away with it.
final class ScratchMachine {
    let node: Node
    let path: String

    init() throws {
        var template = Array("/tmp/nodekeel-test-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
        node = Node(root: try Root(at: path))
        let files = [
            "proc/sys/kernel/random/boot_id": "6d0a1f36-0000-4000-8000-000000000001\n",
            "proc/meminfo": "MemTotal:       16000000 kB\n",
            "proc/sys/net/netfilter/nf_conntrack_max": "65536\n",
            "proc/sys/net/netfilter/nf_conntrack_buckets": "262144\n",
            "proc/sys/net/netfilter/nf_conntrack_count": "12\n",
            "proc/modules": "nf_conntrack 1 0 - Live 0x0\n",
            "sys/module/nf_conntrack/initstate": "live\n",
            "sys/devices/system/cpu/online": "0-1\n",
            "sys/devices/system/cpu/possible": "0-1\n",
            "etc/machine-id": "00000000000000000000000000000001\n",
            "var/lib/nodekeel/.keep": "", "run/nodekeel/.keep": "",
            "etc/modules-load.d/.keep": "", "etc/modprobe.d/.keep": "", "etc/sysctl.d/.keep": "",
        ]
        for (name, content) in files { try write(name, content) }
    }

    deinit { remove(path) }

    /// Writes a file of the machine, with the directories above it.
    func write(_ name: String, _ content: String) throws {
        var directory = path
        for part in name.split(separator: "/").dropLast() {
            directory += "/\(part)"
            mkdir(directory, 0o755)
        }
        let file = try #require(fopen("\(path)/\(name)", "w"))
        defer { fclose(file) }
        _ = content.withCString { fwrite($0, 1, strlen($0), file) }
    }

    /// Writes a file of bytes.
    func write(_ name: String, bytes: [UInt8]) throws {
        try write(name, "")
        let file = try #require(fopen("\(path)/\(name)", "w"))
        defer { fclose(file) }
        _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    }

    /// What a file holds; nil if it is not there.
    func text(_ name: String) -> String? { try? node.root.text(of: "/\(name)") }

    private func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR, let directory = opendir(path) else {
            unlink(path)
            return
        }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { remove("\(path)/\(name)") }
        }
        closedir(directory)
        rmdir(path)
    }
}
