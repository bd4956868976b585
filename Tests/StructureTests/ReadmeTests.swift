import Catalogue
import Checkout
import Testing
import Tuning

@Suite("The README")
struct ReadmeTests {
    private var table: String {
        let rows = catalogue.map { setting in
            let isObserved = setting.strictestMode == .observe || setting.isOptIn
            let mode = isObserved ? Mode.observe : Profile.largeCluster.mode
            return "| `\(setting.id)` | \(setting.summary) | \(mode == .enforce ? "enforced" : "observed") |"
        }
        return (["| setting | when it is met | in `large-cluster` |", "| --- | --- | --- |"] + rows)
            .joined(separator: "\n")
    }

    @Test("has the settings of the catalogue")
    func settings() throws {
        let difference = try Checkout.difference(
            of: "README.md",
            from: "<!-- settings: made from the catalogue, NODEKEEL_REFRESH=1 makes them anew -->",
            to: "<!-- end of settings -->",
            with: table
        )
        #expect(difference == nil)
    }

    @Test("points to nothing that is not there")
    func links() throws {
        for match in try Checkout.text(of: "README.md").matches(of: /\]\(([^)#:]+)\)/) {
            #expect(throws: Never.self, "\(match.output.1)") { try Checkout.text(of: String(match.output.1)) }
        }
    }
}
