import Testing
import Tuning

@Suite("A list of CPUs")
struct CPUListTests {
    @Test(
        "reads what the kernel writes",
        arguments: [
            ("0", 1, "0"), ("0-3", 4, "0-3"), ("0-3,8,10-11", 7, "0-3,8,10-11"), ("", 0, ""), ("\n", 0, ""),
            (" 0-15,32 \n", 17, "0-15,32"), ("3,1,2", 3, "1-3"), ("0-3,2-5", 6, "0-5"), ("0,0,0", 1, "0"),
            ("65535", 1, "65535"),
        ]
    )
    func reads(text: String, count: Int64, list: String) throws {
        let cpus = try #require(CPUList(text))
        #expect(cpus.count == count)
        #expect(cpus.description == list)
    }

    @Test(
        "refuses what is none, and CPUs that cannot be",
        arguments: [
            "0-4294967295", "0-65536", "-1", "3-1", "1 2", "0-", "-", ",", "1,", "0--3", "0x3", "a",
            "99999999999999999999",
            "0-3\u{0}", "٣",
        ]
    )
    func refuses(text: String) {
        #expect(CPUList(text) == nil)
    }

    @Test("refuses more runs than it would keep")
    func refusesManyRuns() {
        #expect(CPUList(Array(repeating: "1", count: CPUList.runLimit + 1).joined(separator: ",")) == nil)
    }

    @Test(
        "reads a mask, the lowest CPU last",
        arguments: [
            ("00000000,0000ffff", "0-15"), ("80000001", "0,31"), ("1,00000000", "32"), ("0", ""), ("f0\n", "4-7"),
        ]
    )
    func readsMask(mask: String, list: String) {
        #expect(CPUList(mask: mask)?.description == list)
    }

    @Test("refuses what is no mask", arguments: ["", "\n", "xyz", String(repeating: "f", count: 20_000)])
    func refusesMask(mask: String) {
        #expect(CPUList(mask: mask) == nil)
    }

    @Test("knows its members")
    func contains() throws {
        let cpus = try #require(CPUList("0-3,8"))
        #expect([0, 3, 8].allSatisfy(cpus.contains))
        #expect(![-1, 4, 7, 9].contains(where: cpus.contains))
    }
}
