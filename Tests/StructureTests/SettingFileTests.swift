import Catalogue
import Checkout
import Testing
import Tuning

@Suite("A setting")
struct SettingFileTests {
    private func files(below directory: String, naming id: String) throws -> [String] {
        try Checkout.files(below: directory, suffix: ".swift").filter { try Checkout.text(of: $0).contains(id) }
    }

    @Test("has a file of its own, named for it", arguments: catalogue.map(\.id.rawValue))
    func file(id: String) throws {
        let paths = try files(below: "Sources/Catalogue", naming: "id: \"\(id)\"")
        let names = paths.compactMap { $0.split(separator: "/").last }
        #expect(names.map { $0.lowercased() } == [id.filter { $0 != "-" } + ".swift"])
    }

    @Test("has a test that names it", arguments: catalogue.map(\.id.rawValue))
    func test(id: String) throws {
        #expect(try !files(below: "Tests/CatalogueTests", naming: "\"\(id)\"").isEmpty)
    }

    @Test("has a line in the catalogue if it has a file")
    func line() throws {
        let ids = try Checkout.files(below: "Sources/Catalogue", suffix: ".swift").flatMap { path in
            try Checkout.lines(of: path).compactMap { line -> String? in
                let line = line.drop { $0 == " " }
                return line.hasPrefix("id: \"") ? String(line.dropFirst(5).prefix { $0 != "\"" }) : nil
            }
        }
        #expect(ids.sorted() == catalogue.map(\.id.rawValue).sorted())
    }
}
