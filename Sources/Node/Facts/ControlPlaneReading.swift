import Tuning

/// Finds the programs of the control plane: those that run, and those that a static pod would start.
struct ControlPlaneReading {
    let root: Root
    let components: [Component]
    let pods: [StaticPodDefinition]
    /// What policy says of the version, where nothing here tells.
    let declaredVersion: String?

    /// The programs, in the order of ``Tuning/ControlPlaneComponent/programs``.
    func programs() -> [ControlPlaneComponent] {
        ControlPlaneComponent.programs.flatMap { program in
            var containers = pods.flatMap { pod in
                pod.containers.filter { $0.program == program }.map { (container: $0, path: pod.path) }
            }
            var found: [ControlPlaneComponent] = []
            for process in components where process.name == program {
                let words = process.arguments
                let index =
                    containers.firstIndex { $0.container.arguments.map(\.text) == words }
                    ?? (containers.count == 1 && process.containerID != nil ? 0 : nil)
                found.append(component(program, process, index.map { containers.remove(at: $0) }))
            }
            return found + containers.map { component(program, nil, $0) }
        }
    }

    private func component(
        _ program: String,
        _ process: Component?,
        _ home: (container: StaticPodDefinition.Container, path: String)?
    ) -> ControlPlaneComponent {
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
        component.unreadable = process?.unreadable
        guard component.unreadable == nil else { return component }
        var sources: [Int: String] = [:]
        let words = home?.container.arguments ?? []
        let arguments = process?.arguments ?? words.map(\.text)
        for (place, text) in arguments.enumerated() {
            guard let home, let word = words.first(where: { $0.text == text }) else { continue }
            sources[place] = "\(home.path):\(word.line)"
        }
        component.judge(arguments, version: told?.version, sources: sources)
        return component
    }
}
