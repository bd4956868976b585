import Testing
import Tuning

@Suite("A hold")
struct HoldTests {
    @Test(
        "goes by its setting, and one on a knob by that too, below /proc/sys or not",
        arguments: [
            ("listen-backlog", true, true), ("net/core/somaxconn", false, true),
            ("/proc/sys/net/core/somaxconn", false, true), ("net/core", false, false), ("listen", false, false),
        ]
    )
    func names(name: String, ofSetting: Bool, ofKnob: Bool) {
        var hold = Hold(setting: "listen-backlog", reason: "a test", isFromRevert: false, endsAt: nil)
        #expect(hold.goes(by: name) == ofSetting)
        hold.knob = .sysctl("net/core/somaxconn")
        #expect(hold.goes(by: name) == ofKnob)
    }
}
