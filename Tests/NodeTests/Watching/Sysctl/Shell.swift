import Glibc
import Testing

/// Another process: what this one writes itself is left out by the monitor.
enum Shell {
    /// Runs a script and waits for it.
    ///
    /// - Returns: Its number in the first process namespace.
    @discardableResult
    static func run(_ script: String, expecting status: Int32 = 0) throws -> pid_t {
        let child = try start(script)
        var ended: Int32 = 0
        while waitpid(child, &ended, 0) < 0, errno == EINTR {}
        #expect(ended >> 8 == status, "'\(script)'")
        return child
    }

    /// Starts a script.
    static func start(_ script: String) throws -> pid_t {
        var child: pid_t = 0
        let words: [String] = ["sh", "-c", script]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        // An environment of its own: other tests set variables meanwhile, which moves the one of this process.
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
        defer { free(environment[0]) }
        try #require(posix_spawn(&child, "/bin/sh", nil, nil, &arguments, &environment) == 0)
        return child
    }
}

/// The content of a sysctl, which is put back in the end.
struct KeptSysctl: ~Copyable {
    let path: String
    let text: String

    init(_ path: String) throws {
        self.path = path
        let file = try #require(fopen("/proc/sys/\(path)", "r"))
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        try #require(fgets(&line, 256, file) != nil)
        text = String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        let file = open("/proc/sys/\(path)", O_WRONLY)
        _ = write(file, text, text.utf8.count)
        close(file)
    }
}
