/// Takes an input apart: instructions in lines at its beginning, then a text as it is in a file.
struct Input {
    /// What is left.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The bytes up to the next line break, which is passed over; all that is left where there is none.
    mutating func line() -> [UInt8] {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        rest = rest.dropFirst(line.count + 1)
        return Array(line)
    }

    /// The next line as text.
    mutating func text() -> String { String(decoding: line(), as: UTF8.self) }

    /// The next line as one of `count` numbers from 0, by its bytes.
    mutating func choice(of count: Int) -> Int {
        let number = line().reduce(into: UInt32(0)) { $0 = $0 &* 31 &+ UInt32($1 &- UInt8(ascii: "0")) }
        return Int(number) % max(count, 1)
    }

    /// The parts between lines of `%%`: files of a tree, or documents that are laid over each other.
    var parts: [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        for line in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.elementsEqual("%%".utf8) {
                parts.append([])
            } else {
                parts[parts.count - 1] += line
                parts[parts.count - 1].append(UInt8(ascii: "\n"))
            }
        }
        // The line break that splitting added to the last one.
        _ = parts[parts.count - 1].popLast()
        return parts
    }
}
