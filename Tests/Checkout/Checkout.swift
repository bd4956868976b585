import Glibc

/// The source tree that the tests were built from, for what is held to it: its own rules, and texts made from the code.
public enum Checkout {
    /// A file that is not there or cannot be read or written.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The tree's directory.
    public static let top: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// Whether texts that are made from the code are to be written instead of compared.
    public static let isRefreshing = getenv("NODEKEEL_REFRESH").map { String(cString: $0) == "1" } ?? false

    /// The text of a file, by its path below the top.
    ///
    /// - Throws: ``Failure`` if it cannot be read or is not UTF-8.
    public static func text(of path: String) throws(Failure) -> String {
        guard let file = fopen("\(top)/\(path)", "r") else { throw failure("read", path) }
        defer { fclose(file) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { content += chunk[..<count] }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Failure(description: "'\(path)' is not UTF-8")
        }
        return text
    }

    /// The lines of a file, by its path below the top.
    public static func lines(of path: String) throws(Failure) -> [Substring] {
        try text(of: path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Writes a file, by its path below the top.
    public static func write(_ text: String, to path: String) throws(Failure) {
        guard let file = fopen("\(top)/\(path)", "w") else { throw failure("write", path) }
        let bytes = Array(text.utf8)
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw failure("write", path) }
    }

    /// The names in a directory, by its path below the top, in byte order.
    public static func names(in path: String) throws(Failure) -> [String] {
        guard let stream = opendir("\(top)/\(path)") else { throw failure("list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.first != "." { names.append(name) }
        }
        return names.sorted()
    }

    /// The paths of all files below a directory whose names end so.
    public static func files(below path: String, suffix: String) throws(Failure) -> [String] {
        var found: [String] = []
        for name in try names(in: path) {
            let inner = "\(path)/\(name)"
            if isDirectory(inner) {
                found += try files(below: inner, suffix: suffix)
            } else if name.hasSuffix(suffix) {
                found.append(inner)
            }
        }
        return found
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat("\(top)/\(path)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func failure(_ operation: String, _ path: String) -> Failure {
        Failure(description: "cannot \(operation) '\(path)': \(String(cString: strerror(errno)))")
    }
}
