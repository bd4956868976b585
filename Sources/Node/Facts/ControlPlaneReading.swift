import Tuning

/// Finds the programs of the control plane: those that run, and those that a static pod would start.
struct ControlPlaneReading {
    let root: Root
    let components: [Component]
    let pods: [StaticPodDefinition]
    /// What policy says of the version, where nothing here tells.
    let declaredVersion: String?

    /// A container of a static pod, and the manifest that it stands in.
    private typealias Home = (container: StaticPodDefinition.Container, path: String)

    /// The programs, in the order of ``Tuning/ControlPlaneComponent/programs``; of each those with a manifest first, which
    /// are the node's own.
    func programs() -> [ControlPlaneComponent] {
        ControlPlaneComponent.programs.flatMap { program in
            let processes = components.filter { $0.name == program }
            let (homes, idle) = homes(of: processes, program)
            let manifested = processes.filter { homes[$0.pid] != nil }
            return manifested.map { component(program, $0, homes[$0.pid]) }
                + idle.map { component(program, nil, $0) }
                + processes.filter { homes[$0.pid] == nil }.map { component(program, $0, nil) }
        }
    }

    /// The container that each process is, by PID, and those that do not run.
    ///
    /// A process of the manifest's very arguments is its; then a container that is left is the one whose manifest was
    /// changed after the start. One in a network of its own belongs to a cluster inside containers of this node, unless its
    /// arguments are the manifest's.
    private func homes(of processes: [Component], _ program: String) -> (running: [Int64: Home], idle: [Home]) {
        var containers = pods.flatMap { pod in
            pod.containers.filter { $0.program == program }.map { (container: $0, path: pod.path) }
        }
        var homes: [Int64: Home] = [:]
        let own = processes.filter { root.shareNamespace("net", $0.pid) != false }
        for process in own + processes where homes[process.pid] == nil {
            let index = containers.firstIndex { $0.container.arguments.map(\.text) == process.arguments }
            if let index { homes[process.pid] = containers.remove(at: index) }
        }
        if containers.count == 1, let process = own.first(where: { homes[$0.pid] == nil && $0.containerID != nil }) {
            homes[process.pid] = containers.removeFirst()
        }
        return (homes, containers)
    }

    private func component(_ program: String, _ process: Component?, _ home: Home?) -> ControlPlaneComponent {
        var component = ControlPlaneComponent(program: program)
        component.pid = process?.pid
        component.startTicks = process?.startTicks
        component.manifest = home?.path
        let told =
            process?.containerID.flatMap { ComponentVersion(ofContainer: $0, in: root) }
            ?? home.flatMap { home in
                KubernetesVersion(imageReference: home.container.image).map {
                    ComponentVersion(version: $0, source: "image \(home.container.image) in \(home.path)")
                }
            }
            ?? ComponentVersion(of: process, packages: [program], declared: declaredVersion, in: root)
        component.version = told?.version.description
        component.versionSource = told?.source
        let words = home?.container.arguments ?? []
        let arguments = process?.arguments ?? words.map(\.text)
        component.unreadable = process?.unreadable
        if program == "kube-apiserver", let path = EtcdStores.flag("openshift-config", in: arguments) {
            component.unreadable = "its arguments are in '\(path)', which --openshift-config names"
        }
        guard component.unreadable == nil else { return component }
        var sources: [Int: String] = [:]
        for (place, text) in arguments.enumerated() {
            guard let home, let word = words.first(where: { $0.text == text }) else { continue }
            sources[place] = "\(home.path):\(word.line)"
        }
        component.judge(arguments, version: told?.version, sources: sources)
        return component
    }
}
