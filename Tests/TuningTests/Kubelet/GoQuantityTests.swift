import Testing

@testable import Tuning

@Suite("Amounts as Kubernetes reads them")
struct GoQuantityTests {
    @Test(
        "An amount is written with the largest unit that leaves it whole",
        arguments: [
            ("100Mi", "100Mi"), ("1024Mi", "1Gi"), ("1536Mi", "1536Mi"), ("1000m", "1"), ("0.5", "500m"),
            ("1e3", "1e3"),
            ("2000000", "2M"), ("0", "0"), ("-1Mi", "-1Mi"), ("+5", "5"), (".5Gi", "512Mi"), ("1.", "1"), ("3E", "3E"),
            ("512", "512"), ("0.1n", "1n"), ("1Ei", "1Ei"),
        ]
    )
    func written(text: String, canonical: String) {
        #expect(GoQuantity(text)?.description == canonical)
    }

    @Test(
        "What is no amount",
        arguments: ["", "Mi", "1MB", "1 Gi", "1K", "0x10", "1.2.3", "--1", "1e", "ten", "1mi", "%"]
    )
    func refused(text: String) {
        #expect(GoQuantity(text) == nil)
    }

    @Test("More than fits is as much as fits")
    func large() {
        let text = String(repeating: "9", count: 200) + "E"
        #expect(GoQuantity(text)?.sign == 1)
        #expect(GoQuantity("7Ei")?.description == "7Ei")
        #expect(GoQuantity("8Ei")?.description == "9223372036854775807")
        #expect(GoQuantity("-922184467440737095516151Mi")?.description == "-9223372036854775807")
    }
}

@Suite("Durations as Go writes them")
struct GoDurationTextTests {
    @Test(
        "What is read is written again in its own form",
        arguments: [
            ("90s", "1m30s"), ("1h", "1h0m0s"), ("1500ms", "1.5s"), ("250us", "250µs"), ("7ns", "7ns"), ("0", "0s"),
            ("-2h3m", "-2h3m0s"), ("1.5us", "1.5µs"), ("24h", "24h0m0s"), (".5h", "30m0s"), ("59m59.25s", "59m59.25s"),
        ]
    )
    func written(text: String, canonical: String) {
        #expect(GoLiteral.duration(text).map(GoLiteral.text(ofDuration:)) == canonical)
    }

    @Test("The extremes are written too")
    func extremes() {
        #expect(GoLiteral.text(ofDuration: .min) == "-2562047h47m16.854775808s")
        #expect(GoLiteral.text(ofDuration: .max) == "2562047h47m16.854775807s")
    }
}
