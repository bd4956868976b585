import Testing
import Tuning

@testable import Catalogue

@Suite("kube-proxy-conntrack")
struct KubeProxyConntrackTests {
    private let table = Knob.sysctl("net/netfilter/nf_conntrack_max")
    private let next = Knob.kubeProxyStart("net/netfilter/nf_conntrack_max")

    private func parameters(asking bound: Bound?) -> Parameters {
        Parameters([:], earlier: bound.map { [Target(table, $0, zeroIsUnlimited: true)] } ?? [])
    }

    private func facts(_ change: (inout KubeProxyFacts) -> Void) -> Facts {
        var facts = Facts()
        var kubeProxy = KubeProxyFacts()
        kubeProxy.version = "1.34.2"
        kubeProxy.pid = 1234
        kubeProxy.conntrack.because = "32768 entries × 4 CPUs = 131072"
        kubeProxy.conntrack.remedy = "set conntrack.maxPerCore: 0"
        change(&kubeProxy)
        facts.kubeProxy = kubeProxy
        return facts
    }

    private func verdict(_ facts: Facts, asking bound: Bound) throws -> (accepted: Bool, cautions: [Caution]) {
        let advice = Setting.kubeProxyConntrack.advice(facts, parameters(asking: bound))
        guard case .set(let targets, _, let cautions) = advice else {
            Issue.record("left alone: \(advice)")
            return (false, [])
        }
        let target = try #require(targets.first)
        #expect(target.knob == next && targets.count == 1)
        let value = try #require(facts.kubeProxy?.nextTable.value)
        return (target.bound.accepts(value), cautions)
    }

    @Test("Without a kube-proxy nothing is wanted")
    func withoutKubeProxy() {
        #expect(
            Setting.kubeProxyConntrack.advice(Facts(), parameters(asking: .atLeast(1)))
                == .leaveAlone(because: "no kube-proxy runs here")
        )
    }

    @Test("Where nothing is asked of the table there is nothing to disagree with")
    func withoutTable() {
        let facts = facts { $0.conntrack.willSet = 131_072 }
        let advice = Setting.kubeProxyConntrack.advice(facts, parameters(asking: nil))
        guard case .leaveAlone = advice else { return #expect(Bool(false), "\(advice)") }
    }

    @Test(
        "A number is accepted that is at least what the table should hold, and so is leaving the table alone",
        arguments: [
            (131_072, false), (577_679, false), (577_680, true), (1_048_576, true), (nil, true),
        ] as [(Int64?, Bool)]
    )
    func bound(_ willSet: Int64?, _ isAccepted: Bool) throws {
        let (accepted, cautions) = try verdict(facts { $0.conntrack.willSet = willSet }, asking: .atLeast(577_680))
        #expect(accepted == isAccepted)
        #expect(cautions.isEmpty == isAccepted)
    }

    @Test("Under a table without limit every number is too small")
    func unlimited() throws {
        let asked = Bound.exactly(.integer(0))
        #expect(try verdict(facts { $0.conntrack.willSet = 4_000_000 }, asking: asked) == (false, 1))
        #expect(try verdict(facts { $0.conntrack.willSet = nil }, asking: asked) == (true, 0))
    }

    @Test("What k3s itself writes counts as kube-proxy's number")
    func distribution() throws {
        let facts = facts {
            $0.distribution = "k3s"
            $0.conntrack.distributionWillSet = 131_072
            $0.conntrack.isRaiseOnly = true
        }
        #expect(try verdict(facts, asking: .atLeast(577_680)) == (false, 1))
    }

    @Test("A release that only raises the table does no harm")
    func raiseOnly() {
        let facts = facts {
            $0.conntrack.willSet = 131_072
            $0.conntrack.isRaiseOnly = true
        }
        let advice = Setting.kubeProxyConntrack.advice(facts, parameters(asking: .atLeast(577_680)))
        #expect(advice == .leaveAlone(because: "kube-proxy 1.34.2 (pid 1234) only ever raises the table"))
    }

    @Test("What cannot be told is said to be unreadable, not to be left alone")
    func unreadable() {
        let unread = facts { $0.unreadable = "cannot open '/x': Permission denied" }
        #expect(unread.kubeProxy?.nextTable == .unreadable("cannot open '/x': Permission denied"))
        let refusing = facts { $0.refusal = "mode: 'foo' is not known" }
        #expect(refusing.kubeProxy?.nextTable == .unreadable("kube-proxy would not start: mode: 'foo' is not known"))
        #expect(refusing.kubeProxy?.caution(against: 577_680) == nil)
    }

    @Test("It is only ever observed")
    func mode() {
        #expect(Setting.kubeProxyConntrack.strictestMode == .observe)
    }
}

private func == (left: (accepted: Bool, cautions: [Caution]), right: (Bool, Int)) -> Bool {
    left.accepted == right.0 && left.cautions.count == right.1
}
