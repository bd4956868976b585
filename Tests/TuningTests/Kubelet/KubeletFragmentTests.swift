import Testing

@testable import Tuning

/// A node whose kubelet reads a directory of drop-ins, and what settings ask of it.
struct FragmentNode {
    var facts = Facts()
    let path = "/etc/kubelet.d/90-nodekeel.conf"

    init(
        version: String,
        file: [String: DecodedValue] = [:],
        dropIns: [String: [String: DecodedValue]] = [:],
        arguments: [String] = []
    ) throws {
        var kubelet = KubeletFacts()
        kubelet.version = version
        kubelet.configDirectory = "/etc/kubelet.d"
        kubelet.fragment = KubeletFacts.Fragment(path: path)
        var sources = KubeletSources(arguments: ["kubelet", "--kubeconfig=/k"] + arguments)
        sources.file = .init(path: "/etc/kubelet.yaml", content: .object(KubeletSample.header.merging(file) { $1 }))
        sources.dropIns = dropIns.sorted { $0.key < $1.key }.map { name, fields in
            .init(path: "/etc/kubelet.d/\(name)", content: .object(KubeletSample.header.merging(fields) { $1 }))
        }
        kubelet.sources = sources
        facts.kubelet = kubelet
        refresh()
    }

    /// Computes the configuration anew, as the next pass does.
    mutating func refresh() {
        guard let kubelet = facts.kubelet, let sources = kubelet.sources else { return }
        guard let start = try? sources.start(on: facts.kubeletNode, version: kubelet.version) else { return }
        facts.kubelet?.take(start)
    }

    /// Puts the fragment in place that findings call for; whether it had to be changed.
    @discardableResult
    mutating func carryOut(_ findings: [Finding]) -> Bool {
        guard let plan = KubeletFragmentPlan(for: findings, on: facts), plan.isDue else { return false }
        var documents = (facts.kubelet?.sources?.dropIns ?? []).filter { $0.path != path }
        if !plan.content.entries.isEmpty {
            let place = documents.firstIndex { KubeletSources.isRead(path, before: $0.path) }
            let document = KubeletSources.Document(path: path, content: plan.content.document)
            documents.insert(document, at: place ?? documents.endIndex)
        }
        facts.kubelet?.sources?.dropIns = documents
        facts.kubelet?.fragment?.content = plan.content
        refresh()
        return true
    }

    /// What is found of fields that settings ask for.
    func findings(_ wishes: [(setting: Setting.ID, field: String, bound: Bound)], mode: Mode = .enforce) -> [Finding] {
        wishes.map { wish in
            let target = Target(.kubeletField(wish.field), wish.bound)
            return Finding(
                judging: Desired(setting: wish.setting, target: target, mode: mode, because: "tested"),
                observed: facts.kubelet?.observation(of: wish.field) ?? .missing,
                at: Moment(boot: "b", uptimeSeconds: 1, epochSeconds: 1),
                after: nil
            ) { _, _ in facts.effect(ofKubeletField: wish.field) }
        }
    }
}

@Suite("nodekeel's fragment of the kubelet's configuration")
struct KubeletFragmentTests {
    private static let versions = ["1.28.4", "1.31.2", "1.32.0", "1.34.2", "1.36.1", "1.38.0"]
    private static let pulls: [(setting: Setting.ID, field: String, bound: Bound)] = [
        ("pulls", "serializeImagePulls", .exactly(.text("false"))), ("pulls", "maxParallelImagePulls", .atLeast(10)),
    ]

    @Test("A field is met after it is written, and nothing is written twice", arguments: versions)
    func idempotence(version: String) throws {
        var node = try FragmentNode(version: version)
        let wishes = Self.pulls + [("pods", "maxPods", .atLeast(500))]
        if version == "1.28.4" { node.facts.kubelet?.sources?.hasDirectoryVariable = true }
        node.refresh()
        let isWritten = node.carryOut(node.findings(wishes))
        #expect(isWritten)
        let findings = node.findings(wishes)
        #expect(findings.allSatisfy { $0.verdict == .met && $0.effect == .effective })
        #expect(findings.withKubeletFragment(on: node.facts).change == nil)
        #expect(node.facts.kubelet?.refusal == nil)
    }

    @Test("Whatever is asked for, the kubelet starts with it", arguments: versions)
    func neverRefused(version: String) throws {
        let values: [(String, [Value])] = [
            ("maxPods", [.integer(-1), .integer(1), .integer(70_000)]),
            ("kubeAPIQPS", [.integer(-5), .integer(200)]), ("eventBurst", [.integer(-1), .integer(0)]),
            ("nodeLeaseDurationSeconds", [.integer(0), .integer(10)]),
            ("imageGCHighThresholdPercent", [.integer(50), .integer(101)]),
            ("maxParallelImagePulls", [.integer(0), .integer(7)]), ("hairpinMode", [.text("foo"), .text("none")]),
            ("topologyManagerPolicy", [.text("best"), .text("restricted")]),
            ("registryBurst", [.integer(Int64.max), .integer(30)]),
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5 {
            var node = try FragmentNode(version: version)
            node.facts.kubelet?.sources?.hasDirectoryVariable = true
            node.refresh()
            let wishes = values.shuffled(using: &random).prefix(5).map { name, all in
                (
                    Setting.ID(rawValue: name.lowercased()), name,
                    Bound.exactly(all.randomElement(using: &random) ?? all[0])
                )
            }
            let (findings, change, _) = node.findings(wishes).withKubeletFragment(on: node.facts)
            guard let change else { continue }
            node.carryOut(findings)
            #expect(node.facts.kubelet?.refusal == nil, "\(wishes): \(change.text ?? "")")
            let after = node.findings(wishes)
            for (finding, later) in zip(findings, after) where finding.restraint == nil {
                #expect(later.verdict == .met, "\(finding.desired.target)")
            }
            #expect(after.withKubeletFragment(on: node.facts).change == nil)
        }
    }

    @Test("A setting that this kubelet refuses is told in its words, and the others are written")
    func refusal() throws {
        let node = try FragmentNode(version: "1.34.2")
        let wishes = [("a", "maxParallelImagePulls", Bound.exactly(.integer(5))), ("b", "maxPods", .atLeast(200))]
            .map { (Setting.ID(rawValue: $0.0), $0.1, $0.2) }
        let (findings, change, _) = node.findings(wishes).withKubeletFragment(on: node.facts)
        #expect(findings[0].obstacle?.contains("with it this kubelet would not start: ") == true)
        #expect(findings[0].obstacle?.contains("maxParallelImagePulls") == true)
        guard case .obstructed? = findings[0].restraint else { return #expect(Bool(false)) }
        #expect(findings[1].restraint == nil)
        #expect(change?.text?.contains("maxPods: 200") == true)
        #expect(change?.text?.contains("maxParallelImagePulls:") == false)
    }

    @Test("No fragment ends pods that run")
    func runningPods() throws {
        var node = try FragmentNode(version: "1.34.2")
        node.facts.kubelet?.runningPods = 80
        let (findings, change, _) = node.findings([("a", "maxPods", .exactly(.integer(50)))])
            .withKubeletFragment(on: node.facts)
        #expect(change == nil)
        #expect(findings[0].obstacle == "80 pods run here: a kubelet that starts with maxPods 50 ends 30 of them")
    }

    @Test("A kubelet that would not start anyway gets no fragment")
    func refusingAnyway() throws {
        let node = try FragmentNode(version: "1.34.2", file: ["kubeAPIQPS": .integer(-1)])
        let (findings, change, _) = node.findings([("a", "maxPods", .atLeast(200))]).withKubeletFragment(on: node.facts)
        #expect(change == nil)
        #expect(findings[0].obstacle?.contains("with nothing of nodekeel's") == true)
    }

    @Test("A fragment that an upgraded kubelet refuses loses what it refuses")
    func mending() throws {
        var node = try FragmentNode(version: "1.34.2")
        node.facts.kubelet?.fragment?.content = KubeletFragment([
            .init(field: "kubeAPIQPS", value: .integer(-1), setting: "a", because: "x"),
            .init(field: "maxPods", value: .integer(200), setting: "b", because: "x"),
        ])
        let content = try #require(node.facts.kubelet?.fragment?.content)
        node.facts.kubelet?.sources?.dropIns = [.init(path: node.path, content: content.document)]
        node.refresh()
        #expect(node.facts.kubelet?.refusal != nil)
        let wishes: [(setting: Setting.ID, field: String, bound: Bound)] = [
            ("a", "kubeAPIQPS", .exactly(.integer(-1))), ("b", "maxPods", .atLeast(200)),
        ]
        let (_, change, _) = node.findings(wishes).withKubeletFragment(on: node.facts)
        #expect(change?.text?.contains("maxPods: 200") == true)
        #expect(change?.text?.contains("kubeAPIQPS:") == false)
    }

    @Test("What others set already is not written, and what is observed keeps what it has")
    func others() throws {
        let node = try FragmentNode(version: "1.34.2", file: ["maxPods": .integer(600)])
        let wishes: [(setting: Setting.ID, field: String, bound: Bound)] = [("pods", "maxPods", .atLeast(500))]
        #expect(node.findings(wishes).withKubeletFragment(on: node.facts).change == nil)
        let low = try FragmentNode(version: "1.34.2")
        #expect(low.findings(wishes, mode: .observe).withKubeletFragment(on: low.facts).change == nil)
        let mixed = low.findings(wishes, mode: .observe) + low.findings(Self.pulls)
        let change = try #require(mixed.withKubeletFragment(on: low.facts).change)
        #expect(change.text?.contains("maxPods:") == false)
    }

    @Test("A field that nobody asks for any more is dropped, and the last takes the file away")
    func dropping() throws {
        var node = try FragmentNode(version: "1.34.2")
        let pods: [(setting: Setting.ID, field: String, bound: Bound)] = [("pods", "maxPods", .atLeast(500))]
        node.carryOut(node.findings(Self.pulls + pods))
        let fewer = try #require(node.findings(pods).withKubeletFragment(on: node.facts).change)
        #expect(fewer.text?.contains("serializeImagePulls:") == false)
        #expect(fewer.text?.contains("maxPods: 500") == true)
        node.carryOut(node.findings(pods))
        let met: [(setting: Setting.ID, field: String, bound: Bound)] = [("x", "kubeAPIQPS", .atLeast(1))]
        let none = try #require(node.findings(met).withKubeletFragment(on: node.facts).change)
        #expect(none.text == nil)
    }

    @Test("A flag and a later file mask it")
    func masked() throws {
        for (arguments, dropIns, origin) in [
            (["--max-pods=110"], [:], "flag --max-pods"),
            ([], ["95-z.conf": ["maxPods": DecodedValue.integer(110)]], "/etc/kubelet.d/95-z.conf"),
        ] {
            var node = try FragmentNode(version: "1.34.2", dropIns: dropIns, arguments: arguments)
            let wishes: [(setting: Setting.ID, field: String, bound: Bound)] = [("pods", "maxPods", .atLeast(500))]
            let isWritten = node.carryOut(node.findings(wishes))
            #expect(isWritten)
            let finding = node.findings(wishes)[0]
            #expect(finding.verdict == .met)
            #expect(finding.effect == .masked(by: origin))
            #expect(node.findings(wishes).withKubeletFragment(on: node.facts).change == nil)
        }
    }

    @Test("Comments are no meaning; what is read is what was written")
    func text() throws {
        let fragment = KubeletFragment([
            .init(field: "systemReserved.memory", value: .string("2Gi"), setting: "b", because: "line\nbreak"),
            .init(field: "evictionHard.memory.available", value: .string("200Mi"), setting: "c", because: "c: d (e)"),
            .init(field: "clusterDomain", value: .string("a\"b\\\u{7}é"), setting: "a", because: "é"),
        ])
        let again = KubeletFragment(reading: fragment.text, document: fragment.document)
        #expect(again.document == fragment.document)
        #expect(again.entries.map(\.setting) == ["a", "c", "b"])
        #expect(again.entries.last?.because == "line break")
        #expect(again.text == fragment.text)
        let silent = KubeletFragment([
            .init(field: "maxPods", value: .integer(5), setting: "a", because: "\u{1}")
        ])
        #expect(KubeletFragment(reading: silent.text, document: silent.document).entries.map(\.field) == ["maxPods"])
        let knob = Knob.fragment(of: .kubelet, "/x")
        #expect(knob.value(of: fragment.text) == knob.value(of: "# other\n\n" + fragment.text))
        #expect(knob.value(of: fragment.text) != knob.value(of: fragment.text + "maxPods: 1\n"))
        #expect(fragment.without(["c"]).entries.map(\.field) == ["clusterDomain", "systemReserved.memory"])
    }

    @Test(
        "A reason holds nothing that ends a comment, or that no YAML may hold",
        arguments: ["\u{ffff}", "\u{fffe}", "\u{feff}", "\u{0}", "\u{7f}", "\u{9f}", "\u{85}", "\u{2028}", "\r\n"]
    )
    func reasons(odd: String) {
        let fragment = KubeletFragment([.init(field: "maxPods", value: .integer(5), setting: "a", because: "a\(odd)b")])
        #expect(fragment.text.contains("\n# maxPods (a): a b\nmaxPods: 5\n"))
    }
}
