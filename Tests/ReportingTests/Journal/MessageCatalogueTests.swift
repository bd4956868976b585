import Glibc
import Reporting
import Testing

@Suite("The journal's catalogue")
struct MessageCatalogueTests {
    private let entries: [Entry]

    init() throws {
        entries = try Entry.all(in: #require(Self.contents(of: Self.path)))
    }

    @Test("It has an entry for every kind of message, and no other")
    func sameIDs() {
        #expect(entries.map(\.id).sorted() == MessageKind.allCases.map(\.rawValue).sorted())
    }

    @Test("Every field that an entry shows is in every message of its kind", arguments: MessageKind.allCases)
    func fieldsAreSent(kind: MessageKind) throws {
        let entry = try #require(entries.first { $0.id == kind.rawValue })
        let messages = JournalSamples.entries.filter { $0.kind == kind }
        #expect(!messages.isEmpty)
        for message in messages {
            let missing = entry.fields.subtracting(message.fields.map(\.name))
            #expect(missing.isEmpty, "'\(message.message)' lacks \(missing)")
        }
    }

    @Test("Every entry has a subject, who defined it, where to read on, and a body")
    func headers() {
        for entry in entries {
            #expect(entry.headers.map(\.name) == ["Subject", "Defined-By", "Support", "Documentation"], "\(entry.id)")
            #expect(entry.headers.dropFirst().map(\.value) == ["nodekeel", "man:nodekeel(1)", "man:nodekeeld(8)"])
            #expect(entry.headers.allSatisfy { !$0.value.isEmpty })
            #expect(entry.body.count > 2, "\(entry.id)")
        }
    }

    @Test("Its text fits on a terminal, and is plain")
    func plainText() {
        for line in entries.flatMap(\.body) {
            #expect(line.count <= 90, "\(line)")
            #expect(line.escaped() == line)
            #expect(!line.hasSuffix(" "))
        }
    }

    /// A machine without systemd, such as a build container, has no journalctl; the tests above hold there too.
    @Test("journalctl takes it whole", .enabled(if: access("/usr/bin/journalctl", X_OK) == 0))
    func journalctl() throws {
        var template = Array("/tmp/nodekeel-catalogue-XXXXXX".utf8CString)
        let root = try String(cString: #require(mkdtemp(&template)))
        defer { _ = system("rm -r '\(root)'") }
        let directory = "\(root)/usr/lib/systemd/catalog"
        try #require(system("mkdir -p '\(directory)' && cp '\(Self.path)' '\(directory)/'") == 0)
        #expect(system("journalctl --update-catalog --root='\(root)' > '\(root)/log' 2>&1") == 0)
        #expect(Self.contents(of: "\(root)/log") == "", "journalctl has something to say")
        #expect(system("journalctl --list-catalog --root='\(root)' > '\(root)/list'") == 0)
        let listed = try #require(Self.contents(of: "\(root)/list")).split(separator: "\n").map {
            String($0.prefix(32))
        }
        #expect(listed.sorted() == MessageKind.allCases.map(\.rawValue).sorted())
    }

    private static let path: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/") + "/systemd/nodekeel.catalog"
    }()

    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(validating: bytes.prefix(count), as: UTF8.self)
    }
}

/// One entry of a catalogue file, as journald reads it.
private struct Entry {
    var id: String
    var headers: [(name: String, value: String)] = []
    var body: [String] = []

    /// The fields named as `@FIELD@`, in headers and body.
    var fields: Set<String> {
        Set(
            (headers.map(\.value) + body).flatMap { line in
                let parts = line.split(separator: "@", omittingEmptySubsequences: false)
                return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
            }
        )
    }

    static func all(in text: String) -> [Entry] {
        var entries: [Entry] = []
        var isInHeaders = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("-- ") {
                entries.append(Entry(id: String(line.dropFirst(3))))
                isInHeaders = true
            } else if entries.isEmpty || line.hasPrefix("#") {
                continue
            } else if isInHeaders, line.isEmpty {
                isInHeaders = false
            } else if isInHeaders {
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                entries[entries.count - 1].headers.append((parts[0], String(parts[1].dropFirst())))
            } else {
                entries[entries.count - 1].body.append(line)
            }
        }
        return entries
    }
}
