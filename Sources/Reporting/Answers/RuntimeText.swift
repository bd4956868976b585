import Tuning

/// What is said of the container runtimes on a few lines.
struct RuntimeText {
    let facts: ContainerRuntimeFacts?

    /// Which there are, which of them the kubelet uses, and how Docker is configured; nothing where there are none.
    var notes: [Note] {
        guard let facts else { return [] }
        var notes = [Note("runtimes", facts.runtimes.map(description).joined(separator: ", "))]
        if let endpoint = facts.endpoint {
            let name = facts.inUse?.name ?? "a runtime that is not known"
            notes.append(Note("", "the kubelet uses \(name), at \(endpoint)"))
        }
        if let docker = facts.docker { notes += description(of: docker) }
        return notes
    }

    private func description(of runtime: ContainerRuntime) -> String {
        let version = runtime.version.map { " \($0)" } ?? ""
        let place = runtime.pid.map { "pid \($0)" } ?? "does not run"
        return "\(runtime.kind.name)\(version) (\(place)\(runtime.unit.map { " in \($0)" } ?? ""))"
    }

    private func description(of docker: DockerFacts) -> [Note] {
        let driver = docker.storageDriver.map { ", storage driver \($0)" } ?? ""
        let store = docker.isContainerdStore == true ? "containerd's store" : docker.dataRoot
        var notes = [Note("", "Docker's images are in \(store)\(driver)")]
        if let reason = docker.unreadable { notes.append(Note("", "\(docker.configPath): \(reason)", .bad)) }
        if let reason = docker.refusal { notes.append(Note("", "\(docker.configPath): \(reason)", .bad)) }
        return notes
    }
}
