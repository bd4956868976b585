import Glibc
public import Tuning

extension Node {
    /// The most knobs that one pattern may stand for: a node with 1,000 interfaces has as many `rp_filter`.
    public static let expansionLimit = 10_000

    /// The knobs that a pattern stands for now: what exists. A path without wildcards stands for itself, there or not.
    public func knobs(matching pattern: KnobPattern) -> KnobExpansion {
        guard pattern.isGlob else { return .knobs([pattern.knob(pattern.path)]) }
        let top = pattern.kind == .sysctl ? "/proc/sys" : "/sys"
        let device = pattern.kind == .sysctl ? sysctlDevice : nil
        var paths = [""]
        for (index, part) in pattern.parts.enumerated() {
            if KnobPattern.isGlob(part) {
                var next: [String] = []
                for path in paths {
                    do throws(SystemError) {
                        if let device, try root.status(of: top + path).device != device { continue }
                        next += try root.names(in: top + path).filter { pattern.matches($0, at: index) }
                            .map { "\(path)/\($0)" }
                    } catch {
                        // What is no directory, or is gone since its name was read, has nothing below it.
                        guard [ENOENT, ENOTDIR].contains(error.errno) else { return .unreadable(error.description) }
                    }
                    guard next.count <= Node.expansionLimit else {
                        return .unreadable("more than \(Node.expansionLimit) paths match")
                    }
                }
                paths = next
            } else {
                paths = paths.map { "\($0)/\(part)" }
            }
        }
        let files = paths.filter { (try? root.status(of: top + $0))?.isRegular ?? false }
        return .knobs(files.map { pattern.knob(String($0.dropFirst())) })
    }
}
