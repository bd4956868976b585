import Testing
import Tuning

@Suite("The places of findings")
struct FindingPlacesTests {
    private static func finding(_ number: Int, of setting: Setting.ID = "tall") -> Finding {
        let target = Target(.sysctl("net/core/\(number)"), .atLeast(1))
        return Finding(
            desired: Desired(setting: setting, target: target, mode: .enforce, because: "measured"),
            observation: .missing,
            verdict: .unknown,
            effect: nil,
            standing: Standing(since: 5)
        )
    }

    @Test("are found wherever they are looked for first", arguments: [0, 1, 3, 4, 1_000])
    func anywhere(guess: Int) {
        let findings = (0..<4).map { Self.finding($0) }
        var places = FindingPlaces()
        for place in findings.indices {
            #expect(places.place(of: findings[place].desired, guess: guess, in: findings) == place)
        }
        #expect(places.place(of: Self.finding(4).desired, guess: guess, in: findings) == nil)
        #expect(places.place(of: Self.finding(1, of: "small").desired, guess: guess, in: findings) == nil)
        #expect(places.place(of: findings[1].desired, guess: guess, in: findings) == 1)
    }

    @Test("are none among none")
    func none() {
        var places = FindingPlaces()
        #expect(places.place(of: Self.finding(0).desired, guess: 0, in: []) == nil)
    }
}
