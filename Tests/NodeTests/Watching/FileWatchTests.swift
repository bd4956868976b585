import Glibc
import Testing

@testable import Node

@Suite("A file watch")
struct FileWatchTests {
    @Test func `sees a file written in place, replaced, changed in mode, removed and created`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/policy.yaml"
        try directory.write("policy.yaml")
        var watch = try FileWatch([.file(path)])
        #expect(try watch.changes() == FileChanges())

        try directory.write("policy.yaml", "in place")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("new")
        #expect(try watch.changes() == FileChanges(), "another file of the directory")
        try directory.move("new", to: "policy.yaml")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        chmod(path, 0o600)
        #expect(try watch.changes() == FileChanges(paths: [path]))
        unlink(path)
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("policy.yaml")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        #expect(try watch.changes() == FileChanges())
    }

    @Test func `sees every entry of a directory`() throws {
        let directory = try TemporaryDirectory()
        try directory.make("policy.d")
        let path = directory.path + "/policy.d"
        var watch = try FileWatch([.directory(path)])
        try directory.write("policy.d/10-site.yaml")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("beside")
        #expect(try watch.changes() == FileChanges())
    }

    @Test(arguments: [WatchedPath.file("a/b/c/file"), .directory("a/b/c")])
    func `waits for directories that do not exist yet`(relative: WatchedPath) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/" + relative.path
        let target: WatchedPath = if case .file = relative { .file(path) } else { .directory(path) }
        var watch = try FileWatch([target])
        #expect(watch.unwatched.isEmpty)

        try directory.make("a")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        // Two levels at once: the second is there before anybody watches the first.
        try directory.make("a/b")
        try directory.make("a/b/c")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("a/b/c/file")
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test func `follows a directory that is swapped for another, and one that is removed and comes back`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/d/file"
        try directory.make("d")
        try directory.make("e")
        var watch = try FileWatch([.file(path)])
        try directory.move("d", to: "old")
        try directory.move("e", to: "d")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("d/file")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("old/file")
        #expect(try watch.changes() == FileChanges(), "the directory that was moved away")

        unlink(path)
        rmdir(directory.path + "/d")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.make("d")
        _ = try watch.changes()
        try directory.write("d/file")
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test func `sees a link change and what it leads to`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/link"
        try directory.make("one")
        try directory.make("two")
        try directory.write("one/file")
        try directory.write("two/file")
        #expect(symlink("one/file", path) == 0)
        var watch = try FileWatch([.file(path)])
        try directory.write("one/file", "y")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        #expect(symlink("two/file", path + ".new") == 0)
        try directory.move("link.new", to: "link")
        #expect(try watch.changes() == FileChanges(paths: [path]))
        try directory.write("one/file", "z")
        #expect(try watch.changes() == FileChanges(), "where the link led before")
        try directory.write("two/file", "z")
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test func `gives one answer for a burst`() throws {
        let directory = try TemporaryDirectory()
        let names = (0..<20).map { "file\($0)" }
        var watch = try FileWatch(names.map { .file(directory.path + "/" + $0) })
        for _ in 0..<50 { for name in names { try directory.write(name) } }
        let changes = try watch.changes(settling: .milliseconds(1))
        #expect(changes == FileChanges(paths: Set(names.map { directory.path + "/" + $0 })))
        #expect(try watch.changes() == FileChanges())
    }

    @Test func `says that everything may have changed when the queue ran over, and goes on`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/policy.yaml"
        let limit = try #require(Int(Root.machine.line(of: "/proc/sys/fs/inotify/max_queued_events") ?? ""))
        var watch = try FileWatch([.file(path)])
        // Each makes three events: created, closed after writing, removed.
        for number in 0...limit / 2 {
            try directory.write("x\(number % 2)")
            unlink(directory.path + "/x\(number % 2)")
        }
        #expect(try watch.changes().isEverything)
        try directory.write("policy.yaml")
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test func `sees a write to a kernel file`() throws {
        // The one that needs no privilege; those below /proc/sys are told of in the same way.
        let path = "/proc/\(getpid())/comm"
        let value = try #require(Root.machine.line(of: path))
        var watch = try FileWatch([.kernelFile(path), .kernelFile("/proc/sys/nodekeel/absent")])
        #expect(watch.unwatched["/proc/sys/nodekeel/absent"]?.errno == ENOENT)
        let file = open(path, O_WRONLY)
        try #require(file >= 0)
        #expect(Glibc.write(file, value, value.utf8.count) == value.utf8.count)
        close(file)
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test func `keeps its watches over a refresh`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/file"
        var watch = try FileWatch([.file(path)])
        watch.refresh()
        #expect(try watch.changes() == FileChanges())
        try directory.write("file")
        #expect(try watch.changes() == FileChanges(paths: [path]))
    }

    @Test(arguments: ["", "relative", "/", "/a/../b", "/a//b", "/a/", "/a\u{0}b", String(repeating: "/a", count: 65)])
    func `refuses a path that is not absolute and plain`(path: String) {
        #expect(throws: SystemError(operation: "watch", object: path, errno: EINVAL)) {
            _ = try FileWatch([.file(path)])
        }
    }

    @Test func `refuses too many paths`() {
        let paths = (0...FileWatch.pathLimit).map { WatchedPath.file("/tmp/\($0)") }
        #expect(throws: SystemError(operation: "watch", object: "1025 paths", errno: E2BIG)) {
            _ = try FileWatch(paths)
        }
    }

    @Test func `survives a record that is cut short`() {
        var bytes = [UInt8](repeating: 0, count: 20)
        bytes[12] = 0xFF
        let events = bytes.withUnsafeBytes { InotifyEvent.events(in: $0) }
        #expect(events.isEmpty)
    }
}
