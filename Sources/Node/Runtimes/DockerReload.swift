import Glibc
import Tuning

extension Node {
    /// How long dockerd may take to tell of a reload, in milliseconds. systemd only sends it a signal and is done.
    private static let dockerReloadLimit: Int64 = 3_000

    /// Waits until dockerd tells that it took what a reload that was just asked for gives it.
    ///
    /// - Returns: why it did not, as far as can be told; nil if it did, or does not answer on its socket: what it then
    ///   works with is found by the next look at it.
    func failureOfDockerReload() -> String? {
        let asked = Int64(time(nil))
        var reader = FactsReader(root: root)
        let components = reader.components()
        guard let docker = DockerFacts.read(among: components, in: root), docker.pid != nil else { return nil }
        for _ in 0..<Node.dockerReloadLimit / 100 {
            guard let socket = try? DockerSocket(of: docker), let reload = try? socket.reloads() else { return nil }
            if let last = reload.last, last.at >= asked - 1, last.at >= docker.configModifiedAt ?? 0 { return nil }
            usleep(100_000)
        }
        return "dockerd tells of no reload within \(Node.dockerReloadLimit / 1_000) s: it refuses something in "
            + "\(docker.configPath), and 'journalctl -u \(docker.unit ?? DockerFacts.presetUnit)' says what"
    }
}
