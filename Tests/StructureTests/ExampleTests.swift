import Checkout
import Glibc
import Reporting
import Testing

@Suite("An example")
struct ExampleTests {
    private static let directory = "packaging/examples"
    private static let files = (try? Checkout.files(below: directory, suffix: "")) ?? []

    @Test("names metrics and messages that there are", arguments: files)
    func names(path: String) throws {
        let text = try Checkout.text(of: path)
        let metrics = Set(text.matches(of: /nodekeel_[a-z_]+/).map { String($0.output) })
        #expect(metrics.subtracting(Metric.allCases.map(\.rawValue)) == [])
        let messages = Set(text.matches(of: /\b[0-9a-f]{32}\b/).map { String($0.output) })
        #expect(messages.subtracting(MessageKind.allCases.map(\.rawValue)) == [])
    }

    @Test("shows or alerts on every metric")
    func everyMetric() throws {
        #expect(Self.files.count >= 9)
        let texts = try Self.files.map { try Checkout.text(of: $0) }.joined()
        #expect(Metric.allCases.filter { !texts.contains($0.rawValue) } == [])
    }

    @Test("that is run can be, and that is a script has no mistake in it")
    func scripts() throws {
        for path in Self.files where try Checkout.text(of: path).hasPrefix("#!/bin/sh") {
            #expect(access("\(Checkout.top)/\(path)", X_OK) == 0, "\(path)")
            #expect(system("/bin/sh -n '\(Checkout.top)/\(path)'") == 0, "\(path)")
        }
    }

    @Test("of alerts does what it says")
    func alerts() {
        let search = "PATH=$PATH:'\(Checkout.top)/build/tools'"
        guard system("\(search) command -v promtool >/dev/null") == 0 else {
            Issue.record("no promtool: 'packaging/install-build-needs test' fetches it, or put Prometheus' on PATH")
            return
        }
        let directory = "\(Checkout.top)/\(Self.directory)/prometheus"
        #expect(system("cd '\(directory)' && \(search) promtool test rules nodekeel.rules.test.yaml >/dev/null") == 0)
    }
}
