import Testing
import Tuning

/// A knob watched over time: each step says what it holds and when.
private struct Watched {
    var previous: Finding?
    let desired = Desired(
        setting: "a-setting",
        target: Target(.sysctl("a/knob"), .atLeast(100)),
        mode: .enforce,
        because: "a test"
    )

    mutating func sees(_ number: Int64?, at second: Int64) -> Finding {
        let observation: Observation = number.map { .value(.integer($0), text: "\($0)", isWritable: true) } ?? .missing
        let finding = Finding(
            judging: desired,
            observed: observation,
            at: Moment(boot: "boot", uptimeSeconds: second, epochSeconds: second),
            after: previous,
            effect: { _, _ in .effective }
        )
        previous = finding
        return finding
    }
}

@Suite("A knob is judged")
struct JudgementTests {
    @Test("unmet until it has been met, drifted afterwards")
    func driftNeedsAPast() {
        var knob = Watched()
        #expect(knob.sees(5, at: 0).verdict == .unmet)
        #expect(knob.sees(6, at: 1).verdict == .unmet)
        #expect(knob.sees(100, at: 2).verdict == .met)
        #expect(knob.sees(5, at: 3).verdict == .drifted)
        #expect(knob.sees(200, at: 4).verdict == .met)
    }

    @Test("unknown, and not a failure to write, when a sysctl is not there")
    func missing() {
        var knob = Watched()
        let finding = knob.sees(nil, at: 0)
        #expect(finding.verdict == .unknown)
        #expect(finding.restraint == .unknown)
        #expect(finding.effect == nil)
    }

    @Test("contested when it keeps drifting, and left in peace for longer each time")
    func contested() {
        var knob = Watched()
        _ = knob.sees(100, at: 0)
        var verdicts: [Verdict] = []
        for round in 1...Int64(Standing.limit) {
            verdicts.append(knob.sees(5, at: round * 2).verdict)
            if round < Standing.limit { _ = knob.sees(100, at: round * 2 + 1) }
        }
        #expect(verdicts == Array(repeating: .drifted, count: Standing.limit - 1) + [.contested])
        #expect(knob.previous?.restraint == .contested)
        let first = knob.previous?.standing.contestedUntil ?? 0
        #expect(first == Int64(Standing.limit) * 2 + Standing.firstPause)
        #expect(knob.sees(5, at: first - 1).verdict == .contested)
        #expect(knob.sees(5, at: first).verdict == .drifted)
        for round in 1...Int64(Standing.limit) {
            _ = knob.sees(100, at: first + round * 2)
            _ = knob.sees(5, at: first + round * 2 + 1)
        }
        #expect(knob.previous?.verdict == .contested)
        let second = knob.previous?.standing.contestedUntil ?? 0
        #expect(second - (first + Int64(Standing.limit) * 2 + 1) == 2 * Standing.firstPause)
    }

    @Test("met again after a contest when it stays as wanted until the pause is over")
    func contestEnds() {
        var knob = Watched()
        for round in 0..<Int64(Standing.limit) {
            _ = knob.sees(100, at: round * 2)
            _ = knob.sees(5, at: round * 2 + 1)
        }
        let end = knob.previous?.standing.contestedUntil ?? 0
        #expect(knob.sees(100, at: end - 1).verdict == .contested)
        #expect(knob.sees(100, at: end).verdict == .met)
    }

    @Test("not drifted when only what is wanted has moved")
    func wantedMoves() {
        var knob = Watched()
        let met = knob.sees(100, at: 0)
        var desired = met.desired
        desired.target.bound = .atLeast(1000)
        let finding = Finding(
            judging: desired,
            observed: met.observation,
            at: Moment(boot: "boot", uptimeSeconds: 1, epochSeconds: 1),
            after: met,
            effect: { _, _ in .effective }
        )
        #expect(finding.verdict == .unmet)
    }
}

@Suite("A knob that is held or forgiven")
struct ForgivenKnobTests {
    @Test("does not drift while the operator holds it, and starts anew when released")
    func held() {
        var knob = Watched()
        let met = knob.sees(100, at: 0)
        var desired = met.desired
        desired.hold = Hold(setting: "a-setting", reason: "a test", isFromRevert: true, endsAt: nil)
        let held = Finding(
            judging: desired,
            observed: .value(.integer(5), text: "5", isWritable: true),
            at: Moment(boot: "boot", uptimeSeconds: 1, epochSeconds: 1),
            after: met,
            effect: { _, _ in .effective }
        )
        #expect(held.verdict == .unmet)
        #expect(held.standing.drifts == [])
        knob.previous = held
        #expect(knob.sees(5, at: 2).verdict == .unmet)
    }

    @Test("is written again when somebody applies by hand, however contested it was")
    func forgiven() throws {
        var knob = Watched()
        for round in 0..<Int64(Standing.limit) {
            _ = knob.sees(100, at: round * 2)
            _ = knob.sees(5, at: round * 2 + 1)
        }
        let contested = try #require(knob.previous)
        #expect(contested.verdict == .contested)
        let report = Report(
            nodekeelVersion: "test",
            moment: Moment(boot: "boot", uptimeSeconds: 20, epochSeconds: 20),
            findings: [contested],
            leftAlone: [],
            outcomes: []
        )
        knob.previous = report.forgiven().findings.first
        let finding = knob.sees(5, at: 21)
        #expect(finding.verdict == .drifted)
        #expect(finding.restraint == nil)
    }
}
