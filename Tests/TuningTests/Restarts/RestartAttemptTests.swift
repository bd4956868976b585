import Testing

@testable import Tuning

@Suite("The steps of a restart")
struct RestartAttemptTests {
    static let start = Moment(boot: "b", uptimeSeconds: 1_000, epochSeconds: 1_795_000_000)

    static func attempt(_ step: RestartAttempt.Step, run: String? = "old", gate: FleetLockServer? = nil)
        -> RestartAttempt
    {
        let subject = RestartSubject(
            unit: "kubelet.service",
            paths: ["/f"],
            version: "1.34.2",
            isOutdated: true,
            isWanted: true,
            healthz: nil
        )
        var attempt = RestartAttempt(
            of: subject,
            to: [RestartFile(path: "/f", text: "new")],
            from: [RestartFile(path: "/f", text: nil)],
            policy: "p",
            gate: gate,
            healthWithinSeconds: 120,
            at: start
        )
        attempt.step = step
        attempt.run = run
        return attempt
    }

    static func later(_ seconds: Int64) -> Moment {
        Moment(boot: "b", uptimeSeconds: 1_000 + seconds, epochSeconds: 1_795_000_000 + seconds)
    }

    static func sight(
        _ state: String = "active",
        run: String? = "new",
        steady: Int64? = 60,
        complaint: String? = nil
    ) -> UnitSight {
        UnitSight(activeState: state, run: run, steadySeconds: steady, complaint: complaint)
    }

    @Test("An attempt begins with its gate, or without one with the restart")
    func beginning() throws {
        let server = try FleetLockServer(url: "http://127.0.0.1:8080")
        #expect(Self.attempt(.restarting).gate == nil)
        let subject = RestartSubject(unit: "u.service", paths: [], isOutdated: true, isWanted: true)
        func begun(_ gate: FleetLockServer?) -> RestartAttempt.Step {
            RestartAttempt(
                of: subject,
                to: [],
                from: [],
                policy: "",
                gate: gate,
                healthWithinSeconds: 60,
                at: Self.start
            )
            .step
        }
        #expect(begun(server) == .askingGate)
        #expect(begun(nil) == .restarting)
    }

    @Test("systemd is asked once: a unit that has started since, or is about to, is not restarted again")
    func once() {
        let asked = Self.attempt(.restarting)
        #expect(asked.move(seeing: Self.sight(run: "old"), at: Self.start) == .ask)
        #expect(asked.move(seeing: Self.sight(run: "new"), at: Self.start) == .go(.awaitingHealth))
        for state in ["activating", "deactivating"] {
            #expect(asked.move(seeing: Self.sight(state, run: "old"), at: Self.start) == .go(.awaitingHealth))
        }
        #expect(Self.attempt(.restartingBack).move(seeing: Self.sight(run: "old"), at: Self.start) == .ask)
        let back = Self.attempt(.restartingBack).move(seeing: Self.sight(run: "new"), at: Self.start)
        #expect(back == .go(.awaitingReturn))
    }

    @Test("A unit that somebody stopped before it was asked for stays stopped", arguments: ["inactive", "failed"])
    func stopped(state: String) {
        let sight = Self.sight(state, steady: nil)
        #expect(Self.attempt(.restarting, run: nil).move(seeing: sight, at: Self.start) == .go(.releasing))
        // Once it was asked for, a unit may look so between stop and start.
        #expect(Self.attempt(.restarting, run: "new").move(seeing: sight, at: Self.start) == .ask)
        // With its former files it is started whatever became of it.
        #expect(Self.attempt(.restartingBack, run: nil).move(seeing: sight, at: Self.start) == .ask)
    }

    @Test("Healthy is a unit that started again, stays the same, and says that it is well")
    func healthy() {
        let attempt = Self.attempt(.awaitingHealth)
        #expect(attempt.move(seeing: Self.sight(), at: Self.later(15)) == .go(.releasing))
        for ill in [
            Self.sight(run: "old"), Self.sight(steady: 9), Self.sight(steady: nil), Self.sight("activating"),
            Self.sight(complaint: "its healthz says 500"),
        ] {
            #expect(attempt.move(seeing: ill, at: Self.later(119)) == .wait)
        }
    }

    @Test(
        "What is not healthy within its time has failed, with the reason",
        arguments: [
            (sight(complaint: "its healthz says 500"), "its healthz says 500"),
            (sight("activating"), "it is activating"),
            (sight(run: "old"), "it has not started again"), (sight(steady: nil), "it has no main process"),
            (sight(steady: 3), "it has run for 3 s"),
        ]
    )
    func late(sight: UnitSight, reason: String) {
        #expect(Self.attempt(.awaitingHealth).move(seeing: sight, at: Self.later(120)) == .fail(reason))
        #expect(Self.attempt(.awaitingReturn).move(seeing: sight, at: Self.later(120)) == .fail(reason))
    }

    @Test("A unit that systemd has given up is not waited for", arguments: ["failed", "inactive"])
    func givenUp(state: String) {
        let attempt = Self.attempt(.awaitingHealth)
        let sight = Self.sight(state, steady: nil)
        #expect(attempt.move(seeing: sight, at: Self.later(2)) == .wait)
        #expect(attempt.move(seeing: sight, at: Self.later(10)) == .fail("it is \(state)"))
    }

    @Test("Over a reboot the time of a step begins anew")
    func reboot() {
        let rebooted = Moment(boot: "c", uptimeSeconds: 20, epochSeconds: 1_795_009_000)
        #expect(Self.attempt(.awaitingHealth).age(at: rebooted) == nil)
        let ill = Self.sight(complaint: "x")
        #expect(Self.attempt(.awaitingHealth).move(seeing: ill, at: rebooted) == .wait)
    }

    @Test("The run is forgotten before the former files are started, since that is another restart")
    func back() {
        #expect(Self.attempt(.undoing).at(.restartingBack, since: Self.start).run == nil)
        #expect(Self.attempt(.restarting).at(.awaitingHealth, since: Self.start).run == "old")
    }

    @Test("What a unit was ill with is refused for the same policy and version, whatever its comments say")
    func refusals() {
        var record = RestartRecord()
        let attempt = Self.attempt(.awaitingHealth)
        record.refuse(attempt.refusal(because: "its healthz says 500", at: Self.start))
        func refusal(_ text: String?, policy: String = "p", version: String? = "1.34.2") -> String? {
            let file = RestartFile(path: "/f", text: text)
            return record.refusal(of: file, for: "kubelet.service", policy: policy, version: version)?.because
        }
        #expect(refusal("new") == "its healthz says 500")
        #expect(refusal("# why\nnew\n") == "its healthz says 500")
        #expect(refusal("other") == nil)
        #expect(refusal(nil) == nil)
        #expect(refusal("new", policy: "q") == nil)
        #expect(refusal("new", version: "1.35.0") == nil)
        for number in 0..<100 {
            var other = attempt
            other.files = [RestartFile(path: "/f", text: "\(number)")]
            record.refuse(other.refusal(because: "", at: Self.start))
            record.noteRestart(of: "kubelet.service", at: Self.later(Int64(number)))
        }
        #expect(record.refusals.count == 32)
        #expect(record.units["kubelet.service"]?.restarts.count == 12)
    }
}
