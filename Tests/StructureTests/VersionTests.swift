import Checkout
import Testing
import Tuning

@Suite("The version")
struct VersionTests {
    @Test("is the same in the programs, the package and the changelog")
    func same() throws {
        let debian = try Checkout.text(of: "packaging/debian/changelog")
        let package = try #require(debian.firstMatch(of: /^nodekeel \((.+?)\)/))
        #expect(package.output.1 == nodekeelVersion)
        let changelog = try #require(Checkout.text(of: "CHANGELOG.md").firstMatch(of: /(?m)^## (\S+)/))
        #expect(changelog.output.1 == nodekeelVersion)
    }
}
