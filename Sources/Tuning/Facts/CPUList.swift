/// A set of CPUs in the kernel's list form, such as `0-15,32`.
///
/// Held as runs, so that counting is arithmetic and a hostile `0-4294967295` costs nothing.
public struct CPUList: Hashable, Sendable, CustomStringConvertible {
    /// CPU numbers are below this. The largest kernel that Linux can be built for has 8,192 CPUs (`NR_CPUS`, x86-64).
    public static let numberLimit: Int64 = 65_536
    /// The most runs that are read from one text.
    public static let runLimit = 32_768

    /// The first and last CPU of each run, ascending, with a gap between any two runs.
    public private(set) var runs: [ClosedRange<Int64>]

    /// No CPU.
    public init() {
        runs = []
    }

    /// The CPUs of the given numbers; a number outside the range of CPU numbers is left out.
    public init(numbers: some Sequence<Int64>) {
        runs = []
        for number in numbers.sorted() where (0..<CPUList.numberLimit).contains(number) {
            append(number...number)
        }
    }

    /// The list that a text holds, with surrounding blanks allowed; nil if it is none, or names a CPU that cannot be.
    ///
    /// An empty text is the empty list, as the kernel writes it.
    public init?(_ text: String) {
        let isBlank: (UInt8) -> Bool = { $0 == 0x0A || $0 == 0x20 || $0 == 0x09 }
        var characters = text.utf8.drop(while: isBlank)
        while let last = characters.last, isBlank(last) { characters.removeLast() }
        var parsed: [ClosedRange<Int64>] = []
        guard !characters.isEmpty else {
            self.init()
            return
        }
        for part in characters.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let ends = part.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = ends.first.flatMap(CPUList.number), let last = ends.last.flatMap(CPUList.number),
                first <= last, parsed.count < CPUList.runLimit
            else { return nil }
            parsed.append(first...last)
        }
        self.init(merging: parsed)
    }

    /// The CPUs whose bits are set in a mask of hexadecimal words, as in `00000000,0000ffff`; nil if it is none.
    public init?(mask text: String) {
        var numbers: [Int64] = []
        var bit: Int64 = 0
        for character in text.utf8.reversed() where character != 0x0A && character != UInt8(ascii: ",") {
            guard let digit = Character(UnicodeScalar(character)).hexDigitValue, bit < CPUList.numberLimit else {
                return nil
            }
            for offset in 0..<4 where digit & (1 << offset) != 0 { numbers.append(bit + Int64(offset)) }
            bit += 4
        }
        guard bit > 0 else { return nil }
        self.init(numbers: numbers)
    }

    private init(merging unordered: [ClosedRange<Int64>]) {
        runs = []
        for run in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) { append(run) }
    }

    /// Takes in a run that starts no earlier than any before it.
    private mutating func append(_ run: ClosedRange<Int64>) {
        if let last = runs.last, run.lowerBound <= last.upperBound + 1 {
            runs[runs.count - 1] = last.lowerBound...max(last.upperBound, run.upperBound)
        } else {
            runs.append(run)
        }
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int64? {
        guard (1...5).contains(digits.count) else { return nil }
        var number: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            number = number * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return number < numberLimit ? number : nil
    }

    /// How many CPUs it names.
    public var count: Int64 {
        runs.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 }
    }

    /// Whether it names this CPU.
    public func contains(_ number: Int64) -> Bool {
        runs.contains { $0.contains(number) }
    }

    /// The list as the kernel writes it.
    public var description: String {
        runs.map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
