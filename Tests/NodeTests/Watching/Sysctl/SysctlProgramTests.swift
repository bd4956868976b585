import Glibc
import Testing

@testable import Node

@Suite("The sysctl program")
struct SysctlProgramTests {
    private static let sources =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(5)
        .joined(separator: "/") + "/Sources"
    private static let checkedIn = "\(sources)/Node/Watching/Sysctl/SysctlProgram+Instructions.swift"

    /// Another compiler makes other instructions of the same source, as good as these.
    private static let canCompare =
        BPFCompiler.installed?.version == SysctlProgram.compiler || getenv("NODEKEEL_UPDATE_SYSCTL_PROGRAM") != nil

    @Test(.enabled(if: canCompare, "the compiler is not the one that built the program"))
    func `is what its source compiles to`() throws {
        let compiler = try #require(BPFCompiler.installed)
        let bytes = try compiler.object(of: "\(Self.sources)/SysctlProgram/SysctlProgram.bpf.c")
        let object = try #require(BPFObject(bytes, section: "cgroup/sysctl"))
        if getenv("NODEKEEL_UPDATE_SYSCTL_PROGRAM") != nil {
            try Self.write(Self.text(of: object.instructions, by: compiler), to: Self.checkedIn)
        } else {
            #expect(object.instructions == SysctlProgram.instructions)
        }
    }

    @Test func `takes the descriptors of its maps, and no other place is changed`() {
        let filled = SysctlProgram.instructions(tellsProcess: true) { Int32($0.rawValue) + 100 }
        let changed = zip(filled, SysctlProgram.instructions).filter { $0 != $1 }
        #expect(changed.count == 6)
        #expect(changed.allSatisfy { $0.0 >> 32 == $0.1 >> 32 + 100 && $0.0 & 0xF0FF == 0x1018 })
        #expect(Set(changed.map { $0.1 >> 32 }) == Set(SysctlProgram.Map.allCases.map(\.rawValue)))
    }

    @Test func `asks for no process where the kernel does not tell it`() {
        let calls = { (number: UInt64, instructions: [UInt64]) in
            instructions.count { $0 == number << 32 | 0x85 }
        }
        let reduced = SysctlProgram.instructions(tellsProcess: false) { _ in 3 }
        for function in [UInt64(14), 16] {
            #expect(calls(function, SysctlProgram.instructions) == 1)
            #expect(calls(function, reduced) == 0)
        }
        #expect(reduced.count == SysctlProgram.instructions.count)
    }

    private static func text(of instructions: [UInt64], by compiler: BPFCompiler) -> String {
        let words = instructions.map { word in
            let digits = String(word, radix: 16)
            return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
        }
        let lines = stride(from: 0, to: words.count, by: 5).map { start in
            "        " + words[start..<min(start + 5, words.count)].joined(separator: ", ") + ","
        }
        return """
            // Made from Sources/SysctlProgram/SysctlProgram.bpf.c by NODEKEEL_UPDATE_SYSCTL_PROGRAM=1 swift test; not edited.
            extension SysctlProgram {
                /// What compiled it.
                static let compiler =
                    "\(compiler.version)"

                /// The instructions, little-endian, with the number of a map in the place of its descriptor.
                static let instructions: [UInt64] = [
            \(lines.joined(separator: "\n"))
                ]
            }

            """
    }

    private static func write(_ text: String, to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        try #require(fputs(text, file) >= 0)
    }
}
