import Glibc

@testable import Node

/// What is wanted of an object file that clang made of a BPF program: the instructions of one section, with a number in
/// each place where the linker's notes name a map.
struct BPFObject {
    let instructions: [UInt64]

    /// Reads the section of a 64-bit little-endian ELF file (elf(5)); nil if it is none, or names an unknown map.
    init?(_ bytes: [UInt8], section name: String) {
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else { return nil }
        let file = Bytes(bytes)
        let sections = (0..<file.number(at: 60, 2)).map { index in
            Section(file, at: file.number(at: 40, 8) + index * file.number(at: 58, 2))
        }
        let names = sections[file.number(at: 62, 2)].content
        func text(in table: Range<Int>, at offset: Int) -> String {
            String(decoding: bytes[(table.lowerBound + offset)..<table.upperBound].prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let code = sections.first(where: { text(in: names, at: $0.name) == name }) else { return nil }
        var instructions = code.content.indices.filter { ($0 - code.content.lowerBound) % 8 == 0 }
            .map { UInt64(truncatingIfNeeded: file.number(at: $0, 8)) }
        let notes = sections.first { text(in: names, at: $0.name) == ".rel" + name }
        guard let notes else { return nil }
        let symbols = sections[notes.link].content
        let strings = sections[sections[notes.link].link].content
        for note in stride(from: notes.content.lowerBound, to: notes.content.upperBound, by: 16) {
            let symbol = symbols.lowerBound + 24 * file.number(at: note + 12, 4)
            let map = SysctlProgram.Map.allCases.first {
                "\($0)" == text(in: strings, at: file.number(at: symbol, 4))
            }
            guard let map else { return nil }
            let place = file.number(at: note, 8) / 8
            instructions[place] = instructions[place] & 0x0FFF | SysctlProgram.loadMap & 0xF000 | map.rawValue << 32
        }
        self.instructions = instructions
    }

    private struct Section {
        let name: Int
        let content: Range<Int>
        let link: Int

        init(_ file: Bytes, at place: Int) {
            name = file.number(at: place, 4)
            let start = file.number(at: place + 24, 8)
            content = start..<(start + file.number(at: place + 32, 8))
            link = file.number(at: place + 40, 4)
        }
    }

    private struct Bytes {
        let bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        /// The little-endian number of so many bytes.
        func number(at place: Int, _ size: Int) -> Int {
            bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
