import Glibc

extension Root {
    /// Whether two processes are in the same namespace of a kind such as `net`; nil where that is not told, which it is
    /// to who may trace them both.
    ///
    /// - Parameters:
    ///   - process: a process; nil for this one.
    ///   - other: another; PID 1 shows what the node is.
    func shareNamespace(_ kind: String, _ process: Int64?, with other: Int64 = 1) -> Bool? {
        let own = link(at: "/proc/\(process.map(String.init) ?? "self")/ns/\(kind)")
        guard let own, let theirs = link(at: "/proc/\(other)/ns/\(kind)") else { return nil }
        return own == theirs
    }
}

extension Node {
    /// Why the sysctls that this process sees are not the node's; nil if they are, as far as that can be told.
    ///
    /// sources: the kernel's net/sysctl_net.c and ipc/ipc_sysctl.c: `/proc/sys` shows what belongs to the namespaces of
    /// whoever opens it
    public var namespaceObjection: String? {
        namespaceObjection("net", "network", "PrivateNetwork=") ?? namespaceObjection("ipc", "IPC", "PrivateIPC=")
    }

    private func namespaceObjection(_ kind: String, _ word: String, _ option: String) -> String? {
        guard root.isMachine, root.shareNamespace(kind, nil) == false else { return nil }
        return "this process is in another \(word) namespace than PID 1, and would read and write that one's sysctls "
            + "for the node's; run it by 'nsenter --target 1 --\(kind)', and a unit without \(option)"
    }
}
