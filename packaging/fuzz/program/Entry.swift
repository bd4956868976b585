import Glibc

/// What libFuzzer calls with one input after another.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    target.run(stretchedCount.map(bytes.stretched) ?? bytes)
    return 0
}

/// With `--stretched=BYTES` every input is made about that long: work that grows with the square of a text's length,
/// which no short one shows, takes longer than libFuzzer waits then.
private let stretchedCount = CommandLine.value(of: "--stretched=").flatMap { Int($0) }

/// What libFuzzer calls first: with `--seeds=DIRECTORY` the target's own inputs are written there, and no more.
@_cdecl("LLVMFuzzerInitialize")
func initialize(_ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    guard let directory = CommandLine.value(of: "--seeds=") else { return 0 }
    for (number, seed) in target.seeds().enumerated() {
        guard let file = fopen("\(directory)/\(target.name)-\(number)", "w") else { fatalError("no '\(directory)'") }
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
    exit(0)
}

/// The target of this process.
private let target: Target = {
    let name = CommandLine.value(of: "--target=") ?? ""
    guard let target = Target.all.first(where: { $0.name == name }) else {
        fatalError("no target '\(name)'; there are: \(Target.all.map(\.name).joined(separator: ", "))")
    }
    return target
}()

/// One reader of bytes from outside, with what must hold of it whatever the bytes are.
struct Target: Sendable {
    /// What it is called on the command line.
    let name: String
    /// Inputs to begin with, beside those that are found in the tests.
    let seeds: @Sendable () -> [[UInt8]]
    /// Reads an input, and ends the process where a property does not hold.
    let run: @Sendable ([UInt8]) -> Void

    init(
        _ name: String,
        seeds: @escaping @Sendable () -> [[UInt8]] = { [] },
        _ run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.seeds = seeds
        self.name = name
        self.run = run
    }

    /// Every target.
    static let all: [Target] = [
        .policy, .formula, .kubelet, .yaml, .json, .toml, .commandLines, .mountinfo, .proc, .sys, .node, .kernelEvents,
        .ledger, .report,
    ]
}

extension CommandLine {
    /// What stands behind an option such as `--target=`: libFuzzer leaves alone what begins with two dashes.
    static func value(of option: String) -> String? {
        arguments.first { $0.hasPrefix(option) }.map { String($0.dropFirst(option.count)) }
    }
}

extension [UInt8] {
    /// The same bytes with their middle third repeated until there are about `count`.
    fileprivate func stretched(to count: Int) -> [UInt8] {
        let third = self.count / 3
        guard third > 0 else { return self }
        let middle = self[third..<2 * third]
        let repeated = repeatElement(middle, count: Swift.max(1, (count - self.count) / third)).joined()
        return Array(self[..<third]) + Array(repeated) + Array(self[(2 * third)...])
    }
}
