import Glibc
import Tuning

extension Node {
    /// The processes that a selector means now, by number, as far as their place tells: which program they run is asked
    /// when they are taken hold of.
    ///
    /// - Parameters:
    ///   - last: the directory of the place when it was last found, which is asked first.
    ///   - searching: whether the place is searched where it is neither there nor where it mostly is: many directories are
    ///     looked at.
    func candidates(
        of selector: ProcessSelector,
        last: inout String?,
        searching: Bool
    ) throws(SystemError) -> [Int64] {
        let tree = CgroupTree(root: root)
        if let last, tree.isGroup(last) { return tree.processes(below: last) }
        guard selector.place != .anywhere, let naming = tree.naming else { return try allProcesses() }
        let found =
            searching
            ? tree.directory(of: selector.place, in: naming) : tree.usualDirectory(of: selector.place, in: naming)
        // What is gone mostly comes back where it was.
        guard let found else { return [] }
        last = found
        return tree.processes(below: found)
    }

    private func allProcesses() throws(SystemError) -> [Int64] {
        try root.directories(in: "/proc").compactMap { Array($0.utf8)[...].decimal }.sorted()
    }

    /// Calls a function with each process that a selector means while it is held.
    ///
    /// - Throws: ``SystemError``, also where there may be some and none can be recognised.
    func forEachProcess(
        of selector: ProcessSelector,
        _ body: (borrowing HeldProcess) throws(SystemError) -> Void
    ) throws(SystemError) {
        var last: String?
        try forEachProcess(of: selector, last: &last, searching: true, body)
    }

    /// The same, with the directory of the place remembered from one call to the next, and searched or not.
    func forEachProcess(
        of selector: ProcessSelector,
        last: inout String?,
        searching: Bool,
        _ body: (borrowing HeldProcess) throws(SystemError) -> Void
    ) throws(SystemError) {
        var count = 0
        var hidden: SystemError?
        for pid in try candidates(of: selector, last: &last, searching: searching)
        where count < ThreadPriorities.processLimit {
            do throws(SystemError) {
                guard let process = try HeldProcess(pid, program: selector.program, of: root) else { continue }
                count += 1
                try body(process)
            } catch {
                guard error.operation == "read", error.object.hasSuffix("/exe") else { throw error }
                hidden = error
            }
        }
        if count == 0, let hidden { throw hidden }
    }
}
