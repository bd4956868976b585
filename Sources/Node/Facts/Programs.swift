/// The programs whose processes are components of a node.
///
/// Known by the base name of the executable alone: `pgrep etcd` also finds `etcdctl` and operators, and a command line
/// says whatever its owner wants.
enum Programs {
    /// Kubernetes, its runtimes and stores, whoever does kube-proxy's work in its stead, and who else tunes a node.
    static let components: [StaticString] = [
        "kubelet", "kube-proxy", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd",
        "containerd", "dockerd", "cri-dockerd", "crio",
        "k3s", "rke2", "k0s", "kubelite",
        "cilium-agent", "calico-node", "flanneld", "kube-router", "antrea-agent", "ovnkube", "kindnetd",
        "coredns", "kube-dns", "node-cache",
        "spegel", "dfdaemon", "dfget", "kraken-agent",
        "tuned", "openshift-tuned",
    ]

    /// The programs that are several in one, and do what their first argument says.
    private static let multiplexers: [StaticString] = ["hyperkube"]

    /// The component that an executable's path shows.
    static func program(of executable: ArraySlice<UInt8>) -> Match {
        let name = executable.withoutDeletedMark.baseName
        if name.is("k3s") { return .by(.programArgument) }
        if name.begins(with: "python") || multiplexers.contains(where: { name.is($0) }) { return .by(.firstOperand) }
        return components.first { name.is($0) }.map { .component($0) } ?? .none
    }

    /// Whether the kernel's name of a process, which is cut after 15 bytes, could be that of a component.
    static func isCandidate(named comm: ArraySlice<UInt8>) -> Bool {
        comm.begins(with: "python") || comm.begins(with: "k3s") || comm.is("hyperkube")
            || components.contains { isName(comm, of: $0) }
    }

    /// The component that the kernel's name of a process shows, where nothing better is to be had.
    static func component(named comm: ArraySlice<UInt8>) -> StaticString? {
        comm.begins(with: "k3s") ? "k3s" : components.first { isName(comm, of: $0) }
    }

    /// Whether the kernel's name of a process is that of a program.
    static func isName(_ comm: ArraySlice<UInt8>, of program: StaticString) -> Bool {
        comm.is(program) || comm.count == 15 && comm.isBeginning(of: program)
    }

    /// What an executable's path shows.
    enum Match {
        /// A component.
        case component(StaticString)
        /// Several programs in one; the argument says which.
        case by(Argument)
        /// Nothing of interest.
        case none
    }

    /// The argument that says which program runs.
    enum Argument {
        /// The program's own name: k3s is also the containerd that it starts.
        case programArgument
        /// The first argument that is no option: the script of an interpreter.
        case firstOperand

        /// The component that the arguments of a process show.
        func component(in arguments: [String]) -> StaticString? {
            let argument: String?
            switch self {
            // k3s rewrites its title to `/usr/local/bin/k3s server`, in one argument.
            case .programArgument: argument = arguments.first?.split(separator: " ").first.map(String.init)
            case .firstOperand: argument = arguments.dropFirst().first { !$0.hasPrefix("-") }
            }
            let name = Array((argument ?? "").utf8)[...].baseName
            return components.first { name.is($0) }
        }
    }
}

extension ArraySlice<UInt8> {
    /// What stands after the last slash.
    var baseName: ArraySlice<UInt8> {
        lastIndex(of: UInt8(ascii: "/")).map { self[($0 + 1)...] } ?? self
    }

    /// A link of `/proc` without the ` (deleted)` that the kernel adds once the file was replaced, as by an upgrade.
    var withoutDeletedMark: ArraySlice<UInt8> {
        let mark = " (deleted)"
        return suffix(mark.utf8.count).is(" (deleted)") ? dropLast(mark.utf8.count) : self
    }

    /// Whether these are the beginning of a name.
    fileprivate func isBeginning(of name: StaticString) -> Bool {
        UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount).starts(with: self)
    }
}
