@testable import Node
@testable import Tuning

extension Target {
    /// What a component is started with: which reader and which release in a line each, then one argument a line.
    static let commandLines = Target("command-lines") { bytes in
        var input = Input(bytes)
        let choice = input.choice(of: 10)
        let version = KubernetesVersion(input.text())
        let text = String(decoding: input.rest, as: UTF8.self)
        // As many as are kept of a process.
        let words = text.split(separator: "\n", maxSplits: 1_000, omittingEmptySubsequences: false).prefix(1_000)
        let arguments = ["/usr/bin/x"] + words.map(String.init)
        switch choice {
        case 0: _ = try? KubeletFlags(arguments, version: version)
        case 1: kubeProxy(arguments, version)
        case 2: etcd(arguments, version)
        case 3: controlPlane(.apiServer, arguments, version)
        case 4: controlPlane(.controllerManager, arguments, version)
        case 5: controlPlane(.scheduler, arguments, version)
        case 6: _ = DockerCommandLine(arguments.map { ($0, nil) })
        case 7: environmentFile(text)
        case 8: unit(input)
        default: for argument in arguments.dropFirst() { literals(argument) }
        }
    }

    private static func kubeProxy(_ arguments: [String], _ version: KubernetesVersion?) {
        guard let flags = try? KubeProxyFlags(arguments, version: version) else { return }
        require(flags.passedOver.allSatisfy { flags.values[$0] != nil }, "a flag is passed over that is not given")
    }

    /// The arguments, then the environment from a line `%%` on.
    private static func etcd(_ arguments: [String], _ version: KubernetesVersion?) {
        let end = arguments.firstIndex(of: "%%") ?? arguments.endIndex
        guard let line = try? EtcdCommandLine(Array(arguments[..<end]), version: version) else { return }
        let environment = arguments[end...].dropFirst().compactMap { word -> (String, EtcdVariable)? in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return parts.count == 2 ? (parts[0], EtcdVariable(parts[1])) : nil
        }
        let variables = Dictionary(environment, uniquingKeysWith: { $1 })
        _ = line.configPath(in: variables)
        let start = EtcdStart(line, environment: variables)
        let again = EtcdStart(line, environment: variables)
        require(start.refusal == again.refusal && start.effective == again.effective, "two starts differ")
        require(start.refusal != nil || !start.effective.isEmpty, "a start without values")
    }

    private static func controlPlane(
        _ program: ControlPlaneProgram,
        _ arguments: [String],
        _ version: KubernetesVersion?
    ) {
        let start = ControlPlaneStart(program, arguments, version: version)
        require(
            start.refusal != nil || start.effective.keys.allSatisfy { start.origin[$0] != nil },
            "nobody set a value"
        )
        require(start.refusal == nil || start.effective.isEmpty, "a start that is refused has values")
    }

    private static func environmentFile(_ text: String) {
        let lineCount = text.unicodeScalars.count { $0 == "\n" } + 1
        for variable in EnvironmentFile(text).variables {
            require((1...lineCount).contains(variable.line), "\(variable.name) is in line \(variable.line)")
            require(!variable.name.isEmpty && !variable.name.utf8.contains { $0 <= 0x20 || $0 > 0x7E }, variable.name)
        }
    }

    /// A unit's file and a file of variables with `%%` between them.
    private static func unit(_ input: Input) {
        let parts = input.parts
        let names = ["etc/systemd/system/kubelet.service", "etc/default/kubelet"]
        for (name, part) in zip(names, parts) { Scratch.tree.write(name, part) }
        defer { for name in names { Scratch.tree.remove(name) } }
        let root = Scratch.tree.node.root
        guard let settings = UnitSettings("kubelet.service", in: root) else { return }
        guard let command = UnitCommand(of: settings, in: root) else { return }
        let byteCount = command.arguments.reduce(0) { $0 + $1.text.utf8.count + 1 }
        require(byteCount <= 1 << 18, "a command line of \(byteCount) bytes")
        _ = KubeletInvocation(among: [], in: root)
    }

    /// Texts of one value, as Go and the kernel have them: what is written is read back as the same.
    private static func literals(_ text: String) {
        if let number = GoLiteral.duration(text) {
            let written = GoLiteral.text(ofDuration: number)
            require(GoLiteral.duration(written) == number, "'\(written)' is not \(number) ns")
        }
        if let quantity = GoQuantity(text) {
            let again = GoQuantity(quantity.description)
            require(
                again?.description == quantity.description,
                "'\(quantity)' is read as '\(again?.description ?? "")'"
            )
        }
        if let list = CPUList(text) {
            require(CPUList(list.description) == list, "'\(list)' is another list")
            require(list.count <= CPUList.numberLimit, "\(list.count) CPUs")
        }
        if let list = CPUList(mask: text) { require(CPUList(list.description) == list, "'\(list)' is another list") }
        if let threads = ThreadPriorities(text) {
            require(ThreadPriorities(threads.description) == threads, "'\(threads)' is read as something else")
        }
        if let version = KubernetesVersion(text) {
            require(KubernetesVersion(version.description) == version, "'\(version)' is another version")
        }
        if let seconds = DurationText.seconds(in: text) {
            require(DurationText.seconds(in: DurationText.text(seconds: seconds)) == seconds, "\(seconds) s")
        }
        _ = (GoLiteral.bool(text), GoLiteral.int64(text), GoFlagValue.fields(of: text), GoFlagValue.taints(text))
        _ = (GoFlagValue.reservedMemory(text), GoFlagValue.verbosities(text), GoAddress.hostAndPort(text))
        _ = (KubernetesName.isQualified(text), KubernetesVersion(imageReference: text), try? GoURL(text))
        _ = (try? RestartWindow(text), try? FleetLockServer(url: text), Value(kernelText: text).description)
    }
}
