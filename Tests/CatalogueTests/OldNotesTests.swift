import Testing
import Tuning

@testable import Catalogue

/// Every parameter of the notes that the project came from, and what is said of it for two releases at least.
@Suite("A parameter of old notes")
struct OldNotesTests {
    /// What is of no node: commands for people and load generators, and measurements of other people's clusters.
    private static let ofNoNode = ["12", "45", "47"]

    private static let rows =
        OldNotesRow.ofAPIServer + OldNotesRow.ofControllerManager + OldNotesRow.ofEtcd + OldNotesRow.ofKubeProxy
        + OldNotesRow.ofKubelet + OldNotesRow.ofNode

    @Test("is judged for its release", arguments: rows)
    func judged(row: OldNotesRow) {
        #expect(row.said.count >= 2)
        for (version, verdict, word) in row.said {
            let told = row.node(version).said(by: row.id)
            #expect(told.verdict == verdict, "\(version): \(told.words)")
            #expect(told.words.contains(word), "\(version): \(told.words)")
        }
    }

    @Test("is not left out")
    func complete() {
        let numbers = Set(Self.rows.flatMap { $0.number.split(separator: ", ").map(String.init) } + Self.ofNoNode)
        #expect(numbers == Set((1...51).map { "\($0)" } + ["1b"]))
    }
}
