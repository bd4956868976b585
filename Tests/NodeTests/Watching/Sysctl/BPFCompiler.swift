import Glibc
import Testing

/// The clang of the Swift toolchain, which knows BPF as a target.
struct BPFCompiler {
    /// Its path.
    let path: String
    /// What it says it is, such as `clang version 21.0.0 (https://github.com/swiftlang/llvm-project.git …)`.
    let version: String

    /// The compiler beside `swift` on the path, or where this toolchain usually is; nil if there is none.
    static let installed: BPFCompiler? = {
        let places = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":") + ["/opt/swift/usr/bin"]
        let toolchain = places.lazy.compactMap { place in
            realpath("\(place)/swift", nil).map { path in
                defer { free(path) }
                return String(cString: path).split(separator: "/", omittingEmptySubsequences: false).dropLast()
                    .joined(separator: "/")
            }
        }
        guard let directory = toolchain.first(where: { access("\($0)/clang", X_OK) == 0 }) else { return nil }
        let path = "\(directory)/clang"
        guard let said = try? output(of: [path, "--version"]) else { return nil }
        let line = said.prefix { $0 != UInt8(ascii: "\n") }
        return BPFCompiler(path: path, version: String(decoding: line, as: UTF8.self))
    }()

    /// The object file of a source.
    func object(of source: String) throws -> [UInt8] {
        // Where Debian keeps the kernel's headers that depend on the machine; what is taken of them does not.
        let headers = ["x86_64", "aarch64"].flatMap { ["-idirafter", "/usr/include/\($0)-linux-gnu"] }
        let options = ["--target=bpfel", "-mcpu=v2", "-O2", "-ffreestanding", "-Wall", "-Wextra", "-Werror"]
        return try BPFCompiler.output(of: [path] + options + headers + ["-c", source, "-o", "-"])
    }

    /// What a program writes to its standard output.
    private static func output(of command: [String]) throws -> [UInt8] {
        let quoted = command.map { "'\($0)'" }.joined(separator: " ")
        let stream = try #require(popen(quoted, "r"))
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        try #require(pclose(stream) == 0, "\(quoted) failed")
        return bytes
    }
}
