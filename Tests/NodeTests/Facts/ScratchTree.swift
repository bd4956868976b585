import Glibc
import Node
import Testing
import Tuning

extension ScratchNode {
    /// What the node of this tree is.
    var facts: Facts { Facts(reading: node.root) }

    /// Makes a symbolic link, with the directories above it.
    func link(_ name: String, to target: String) throws {
        try makeDirectory(name.split(separator: "/").dropLast().joined(separator: "/"))
        try #require(symlink(target, "\(path)/\(name)") == 0)
    }

    /// Makes a directory, with those above it.
    func makeDirectory(_ name: String) throws {
        var directory = path
        for part in name.split(separator: "/") {
            directory += "/\(part)"
            mkdir(directory, 0o755)
        }
    }

    /// Writes a file of any bytes.
    func write(_ name: String, bytes: [UInt8]) throws {
        try write(name, "")
        let file = try #require(fopen("\(path)/\(name)", "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }

    /// Writes a block device as the kernel shows it: a directory below `/sys/devices`, and the link of its class.
    func writeDisk(_ name: String, at place: String, _ files: [String: String], slaves: [String] = []) throws {
        let directory = "sys/devices/\(place)/\(name)"
        let depth = place.split(separator: "/").count
        try link("sys/class/block/\(name)", to: "../../devices/\(place)/\(name)")
        for (file, content) in ["dev": "8:0", "size": "2048"].merging(files, uniquingKeysWith: { $1 }) {
            try write("\(directory)/\(file)", content + "\n")
        }
        for slave in slaves {
            let up = String(repeating: "../", count: depth + 3)
            try link("\(directory)/slaves/\(slave)", to: "\(up)class/block/\(slave)")
        }
    }
}

extension Facts {
    /// The disk of a name.
    func disk(_ name: String) throws -> Disk {
        try #require(disks.first { $0.name == name })
    }
}

/// The captured machines that are committed.
enum Fixture {
    /// The tree of a machine.
    static func root(_ machine: String, file: String = #filePath) throws -> Root {
        let tests = file.split(separator: "/").dropLast(3).joined(separator: "/")
        return try Root(at: "/\(tests)/Fixtures/nodes/\(machine)")
    }
}
