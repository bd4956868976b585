import Testing
import Tuning

@Suite("A setting in mode yield")
struct YieldingTests {
    private static let knob = Knob.sysctl("a/knob")
    private static let now = Moment(boot: "boot", uptimeSeconds: 20, epochSeconds: 20)

    /// A knob that was met and then drifted.
    private static func drifted(_ mode: Mode = .yield, _ knob: Knob = knob, hold: Hold? = nil) -> Finding {
        var desired = Desired(setting: "a-setting", target: Target(knob, .atLeast(100)), mode: mode, because: "a test")
        func judged(_ number: Int64, at second: Int64, after previous: Finding?) -> Finding {
            Finding(
                judging: desired,
                observed: .value(.integer(number), text: "\(number)", isWritable: true),
                at: Moment(boot: "boot", uptimeSeconds: second, epochSeconds: second),
                after: previous
            ) { _, _ in .effective }
        }
        let before = judged(100, at: 10, after: nil)
        desired.hold = hold
        return judged(5, at: 20, after: before)
    }

    private static func drifted(by change: (inout Writer) -> Void) -> Finding {
        var finding = drifted()
        var writer = Writer(command: "sysctl")
        change(&writer)
        let write = KnobWrite(
            knob: knob,
            path: "a/knob",
            writer: writer,
            before: "100",
            after: "5",
            count: 1,
            epochSeconds: 20
        )
        finding.attribution = Attribution(of: finding, writes: [write], facts: Facts(), since: 10)
        return finding
    }

    @Test("steps aside from whoever writes from a login session, until the next boot")
    func person() throws {
        for finding in [
            Self.drifted { $0.unit = "session-3.scope" },
            Self.drifted { $0.unit = "user@1000.service" },
            Self.drifted { $0.cgroup = "/user.slice/run-u7.scope" },
        ] {
            let hold = try #require(finding.yielding(at: Self.now, seeingAll: true))
            #expect(hold.reason.hasPrefix("sysctl ("))
            #expect(hold.isInForce(at: Self.now))
            #expect(hold.covers(finding.desired))
            var other = finding.desired
            other.target.knob = .sysctl("another/knob")
            #expect(!hold.covers(other))
            #expect(hold.isInForce(at: Moment(boot: "boot", uptimeSeconds: 1 << 40, epochSeconds: 1 << 40)))
            #expect(!hold.isInForce(at: Moment(boot: "next", uptimeSeconds: 1, epochSeconds: 21)))
        }
    }

    @Test("steps aside from nobody that is known")
    func nobody() {
        #expect(
            Self.drifted().yielding(at: Self.now, seeingAll: true)?.reason == "somebody changed it, and mode is yield"
        )
    }

    @Test("does not take for a person whoever made a write that was lost")
    func lost() {
        #expect(Self.drifted().yielding(at: Self.now, seeingAll: false) == nil)
        #expect(Self.drifted { $0.unit = "session-3.scope" }.yielding(at: Self.now, seeingAll: false) != nil)
    }

    @Test("does not step aside from programs, be they units or pods")
    func program() {
        #expect(Self.drifted { $0.unit = "tuned.service" }.yielding(at: Self.now, seeingAll: true) == nil)
        #expect(Self.drifted { $0.pod = Writer.Pod(uid: "81e09ae0") }.yielding(at: Self.now, seeingAll: true) == nil)
        let pod = Self.drifted {
            $0.pod = Writer.Pod(uid: "81e09ae0")
            $0.cgroup = "/user.slice/kubepods.slice/x"
        }
        #expect(pod.yielding(at: Self.now, seeingAll: true) == nil)
    }

    @Test("does not step aside twice, nor in another mode, nor of processes")
    func otherwise() {
        let hold = Hold(setting: "a-setting", reason: "a test", isFromRevert: false, endsAt: nil)
        #expect(Self.drifted(hold: hold).yielding(at: Self.now, seeingAll: true) == nil)
        #expect(Self.drifted(.enforce).yielding(at: Self.now, seeingAll: true) == nil)
        #expect(Self.drifted(.observe).yielding(at: Self.now, seeingAll: true) == nil)
        let knob = Knob.priority(of: ProcessSelector("etcd", in: .anywhere), .cpu)
        #expect(Self.drifted(.yield, knob).yielding(at: Self.now, seeingAll: true) == nil)
    }
}
