import Checkout
import Glibc
import Reporting
import Testing

@Suite("The manual")
struct ManualTests {
    private static let pages = ["nodekeel.1", "nodekeel-policy.5", "nodekeel-settings.7", "nodekeeld.8"]

    @Test("of the settings is what the catalogue says")
    func settings() throws {
        let difference = try Checkout.difference(of: SettingsManual.path, from: SettingsManual.text)
        #expect(difference == nil)
    }

    @Test("has every command")
    func commands() throws {
        let manual = try Checkout.text(of: "packaging/man/nodekeel.1")
        var count = 0
        for path in try Checkout.files(below: "Sources/nodekeel", suffix: "Command.swift") {
            let name = try #require(quoted(after: "commandName: ", in: path).first)
            count += 1
            let isDocumented = manual.contains(".It Cm \(name)")
            #expect(isDocumented, "\(name)")
        }
        #expect(count >= 10)
        for name in ["policy check", "policy show"] { #expect(manual.contains(".It Cm \(name)")) }
    }

    @Test("has every option")
    func options() throws {
        let manual = try Checkout.text(of: "packaging/man/nodekeel.1")
        var names: Set<String> = []
        for path in try Checkout.files(below: "Sources/nodekeel", suffix: ".swift") {
            names.formUnion(try self.names(ofOptionsIn: path))
        }
        #expect(names.isSuperset(of: ["root", "policy", "format", "at-boot", "journal", "for", "reason"]))
        let undocumented = names.filter { !manual.contains("It Fl -\($0)") && !manual.contains(", Fl -\($0)") }
        #expect(undocumented == [])
    }

    @Test("has every message and every field of the journal")
    func journal() throws {
        let manual = try Checkout.text(of: "packaging/man/nodekeeld.8")
        let undocumented = MessageKind.allCases.filter { !manual.contains(".It \($0.rawValue)\n") }
        #expect(undocumented == [])
        for path in try Checkout.files(below: "Sources/Reporting/Journal", suffix: ".swift") {
            let fields = try quoted(after: "", in: path).filter { $0.hasPrefix("NODEKEEL_") && !$0.contains("\\") }
            #expect(fields.filter { !manual.contains($0) } == [])
        }
    }

    @Test("that units, messages and errors point to is there")
    func references() throws {
        #expect(try Checkout.names(in: "packaging/man") == Self.pages.sorted())
        let places = ["systemd", "etc", "Sources", "packaging/man"]
        for path in try places.flatMap({ try Checkout.files(below: $0, suffix: "") }) {
            let text = try Checkout.text(of: path).replacing("\\-", with: "-").replacing(/\.Xr (\S+) (\d)/) {
                "\($0.output.1)(\($0.output.2))"
            }
            for match in text.matches(of: /(nodekeeld?(?:-[a-z]+)?)\((\d)\)/) {
                let page = "\(match.output.1).\(match.output.2)"
                #expect(Self.pages.contains(page), "\(path) points to \(page)")
            }
        }
    }

    @Test("is set without a warning", arguments: pages)
    func typesetting(page: String) throws {
        try #require(access("/usr/bin/man", X_OK) == 0, "man-db is one of the needs of testing")
        let path = "\(Checkout.top)/packaging/man/\(page)"
        // As lintian does it; what is said goes to standard error.
        let environment = "LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80"
        let command = "\(environment) man --warnings -E UTF-8 -l -Tutf8 -Z '\(path)' 2>&1 >/dev/null"
        let stream = try #require(popen(command, "r"))
        var said = [UInt8](repeating: 0, count: 4096)
        let count = fread(&said, 1, said.count, stream)
        #expect(pclose(stream) == 0)
        #expect(String(decoding: said.prefix(count), as: UTF8.self) == "")
    }

    /// What stands in quotation marks after a word, wherever it does in a file.
    private func quoted(after word: String, in path: String) throws -> [String] {
        try Checkout.text(of: path).split(separator: "\(word)\"", omittingEmptySubsequences: false).dropFirst().map {
            String($0.prefix { $0 != "\"" })
        }
    }

    /// The long names of the options and flags that a file declares.
    private func names(ofOptionsIn path: String) throws -> [String] {
        var names: [String] = []
        var isOption = false
        var custom: String?
        for line in try Checkout.lines(of: path) {
            if line.contains("@Option(") || line.contains("@Flag(") { isOption = true }
            guard isOption else { continue }
            if let match = line.firstMatch(of: /customLong\("([^"]+)"\)/) { custom = String(match.output.1) }
            if let match = line.firstMatch(of: /\bvar (\w+)/) {
                names.append(custom ?? kebabCase(String(match.output.1)))
                isOption = false
                custom = nil
            }
        }
        return names
    }

    private func kebabCase(_ name: String) -> String {
        name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}
