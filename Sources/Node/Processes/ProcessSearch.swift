import Glibc
import Tuning

extension Node {
    /// The processes that a selector means now, by number, as far as their place tells: which program they run is asked
    /// when they are taken hold of.
    ///
    /// - Parameter last: the directory of the place when it was last looked for, which is asked first: a search looks at
    ///   many directories.
    func candidates(of selector: ProcessSelector, last: inout String?) throws(SystemError) -> [Int64] {
        let tree = CgroupTree(root: root)
        if let last, root.exists("\(last)/cgroup.procs") { return tree.processes(below: last) }
        guard selector.place != .anywhere, let naming = tree.naming else { return try allProcesses() }
        last = tree.directory(of: selector.place, in: naming)
        guard let directory = last else { return [] }
        return tree.processes(below: directory)
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
        try forEachProcess(of: selector, last: &last, body)
    }

    /// The same, with the directory of the place remembered from one call to the next.
    func forEachProcess(
        of selector: ProcessSelector,
        last: inout String?,
        _ body: (borrowing HeldProcess) throws(SystemError) -> Void
    ) throws(SystemError) {
        var count = 0
        var hidden: SystemError?
        for pid in try candidates(of: selector, last: &last) where count < ThreadPriorities.processLimit {
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
