import Testing
import Tuning

@testable import Node

@Suite("The text of kube-proxy's configuration file")
struct KubeProxyDocumentTests {
    private static let header = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"

    private func configuration(_ text: String) throws -> KubeProxyConfiguration {
        switch KubernetesDocument.decode(Array(text.utf8)) {
        case .value(let value): return try KubeProxyConfiguration(decoding: value)
        case .refused(let reason): throw Refusal(reason)
        case .unreadable(let reason):
            Issue.record("unreadable: \(reason)")
            throw Refusal(reason)
        }
    }

    @Test(
        "Numbers are those of YAML 1.1, whole ones however written",
        arguments: [
            ("100", 100), ("0144", 100), ("0o144", 100), ("0x64", 100), ("1_00", 100), ("1e2", 100), ("100.0", 100),
            ("+100", 100), ("0b1100100", 100), ("!!int 100", 100), ("&a 100", 100), ("null", 32_768), ("~", 32_768),
            ("", 32_768), ("NULL", 32_768), ("\"100\"", nil), ("1.5", nil), ("1e21", nil), ("yes", nil), ("100s", nil),
            (".inf", nil), ("[100]", nil), ("18446744073709551615", nil), ("1e999", nil), ("2147483647", 2_147_483_647),
        ] as [(String, Int64?)]
    )
    func numbers(_ text: String, _ expected: Int64?) {
        let document = Self.header + "conntrack:\n  maxPerCore: \(text)\n"
        #expect((try? configuration(document))?.maxPerCore == expected)
    }

    @Test("Of a key that stands twice the last counts, whole")
    func duplicates() throws {
        #expect(try configuration(Self.header + "mode: iptables\nmode: nftables\n").mode == "nftables")
        let twice = Self.header + "conntrack: {maxPerCore: 5}\nconntrack: {min: 7}\n"
        let configuration = try configuration(twice)
        #expect(configuration.maxPerCore == 32_768 && configuration.min == 7)
    }

    @Test(
        "Comments, anchors, merges, byte order marks and later documents do no harm",
        arguments: [
            "# first\n" + header + "conntrack: {maxPerCore: 5} # more\n",
            header + "conntrack: &c\n  maxPerCore: 5\nmore: *c\n",
            header + "base: &b {maxPerCore: 5}\nconntrack:\n  <<: *b\n",
            "\u{FEFF}" + header + "conntrack: {maxPerCore: 5}\n",
            "---\n" + header + "conntrack: {maxPerCore: 5}\n---\nmode: [\n",
            header.replacing("\n", with: "\r\n") + "conntrack:\r\n  maxPerCore: 5\r\n",
            header + "conntrack: {maxPerCore: 5}\nyes: 1\n1: 2\n1.5: 3\n",
            " {\"apiVersion\": \"kubeproxy.config.k8s.io/v1alpha1\", \"kind\": \"KubeProxyConfiguration\","
                + "\"conntrack\": {\"maxPerCore\": 5}, \"conntrack\": {\"min\": 7}}\n",
        ]
    )
    func accepted(_ text: String) throws {
        #expect(try configuration(text).maxPerCore == 5)
    }

    @Test(
        "Broken text is refused",
        arguments: [
            "", "\n", "# only a comment\n", "---\n---\n" + header, "just text\n", "- a\n- list\n", "\u{0}",
            header + "mode: [\n", header + "\tmode: iptables\n", header + "mode: *nowhere\n",
            header + "? [a]\n: 1\n", header + "~: 1\n", header + "x: .nan\n",
            "{apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration}",
            "{\"kind\": \"KubeProxyConfiguration\"} {}", "{\"kind\": ",
            "{\"apiVersion\": \"kubeproxy.config.k8s.io/v1alpha1\", \"kind\": \"KubeProxyConfiguration\","
                + "\"conntrack\": {\"maxPerCore\": 1e2}}",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: Refusal.self) { try configuration(text) }
    }

    @Test("Text beyond what is read here is no refusal, a text of aliases is one, and neither ends anything")
    func hostile() {
        let deep = Self.header + "x: " + String(repeating: "[", count: 5_000)
        let bomb =
            Self.header + "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + zip("bcdefgh", "abcdefg").map { key, earlier in
                "\(key): &\(key) [" + Array(repeating: "*\(earlier)", count: 10).joined(separator: ",") + "]\n"
            }.joined()
        guard case .unreadable = KubernetesDocument.decode(Array(deep.utf8)) else {
            Issue.record("5,000 lists in each other were judged")
            return
        }
        // go-yaml gives up where most of a document is aliases.
        guard case .refused = KubernetesDocument.decode(Array(bomb.utf8)) else {
            Issue.record("a million aliases were taken")
            return
        }
        guard case .refused = KubernetesDocument.decode([0xFF, 0xFE, 0x00, 0xD8]) else {
            Issue.record("half a code point was taken")
            return
        }
    }
}
