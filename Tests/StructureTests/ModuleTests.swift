import Checkout
import Testing

@Suite("A module")
struct ModuleTests {
    /// What each module may import: the arrows of the architecture. A module that is not here may not be.
    private static let allowed: [String: Set<String>] = [
        "Tuning": [],
        "Formula": ["Tuning"],
        "Catalogue": ["Tuning"],
        "Documents": ["CLibYAML"],
        "Reporting": ["Tuning", "Documents"],
        "Systemd": ["CSystemd", "CLinux", "Glibc"],
        "Node": ["Tuning", "Documents", "Systemd", "CLinux", "Glibc", "Synchronization"],
        "Agent": ["Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting", "Systemd", "Glibc"],
        "nodekeel": [
            "Agent", "ArgumentParser", "Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting", "Glibc",
        ],
        "nodekeeld": ["Agent", "Tuning", "Catalogue", "Node", "Reporting", "Systemd", "Glibc"],
        // Module maps, shims and a program for the kernel, without Swift.
        "CSystemd": [], "CLibYAML": [], "CLinux": [], "SysctlProgram": [],
    ]

    @Test("is one of those that the architecture has")
    func known() throws {
        #expect(try Set(Checkout.names(in: "Sources")) == Set(Self.allowed.keys))
    }

    @Test("imports what the architecture lets it and nothing else, least of all Foundation", arguments: allowed.keys)
    func imports(module: String) throws {
        let allowed = try #require(Self.allowed[module])
        for path in try Checkout.files(below: "Sources/\(module)", suffix: ".swift") {
            for (number, line) in try Checkout.lines(of: path).enumerated() {
                guard let imported = Self.imported(by: line) else { continue }
                #expect(allowed.contains(imported), "\(path):\(number + 1) imports \(imported)")
            }
        }
    }

    /// The module that a line imports, with whatever attribute and access level.
    private static func imported(by line: Substring) -> String? {
        let words = line.split(separator: " ")
        guard
            let place = words.firstIndex(of: "import"), place + 1 < words.count,
            words[..<place].allSatisfy({ $0.first == "@" || ["public", "package", "internal", "private"].contains($0) })
        else { return nil }
        // `import struct Foundation.Data` imports Foundation.
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        let name = kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
        return name.split(separator: ".").first.map(String.init)
    }
}
