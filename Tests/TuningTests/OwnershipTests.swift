import Testing
import Tuning

@Suite("Ownership of a number")
struct OwnershipTests {
    @Test(
        "turns a bound, and keeps its number",
        arguments: [
            (Ownership.own, Bound.atLeast(7), Bound.exactly(.integer(7))),
            (.own, .atMost(7), .exactly(.integer(7))),
            (.floor, .exactly(.integer(7)), .atLeast(7)),
            (.ceiling, .atLeast(7), .atMost(7)),
            (.own, .exactly(.text("cubic")), .exactly(.text("cubic"))),
            (.floor, .oneOf([.integer(1), .integer(2)]), .oneOf([.integer(1), .integer(2)])),
            (.ceiling, .steady, .steady),
        ]
    )
    func claims(ownership: Ownership, bound: Bound, claimed: Bound) {
        #expect(ownership.claiming(bound) == claimed)
    }
}
