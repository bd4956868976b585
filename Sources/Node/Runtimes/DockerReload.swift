import Glibc
import Tuning

extension Node {
    /// How long dockerd may take to tell of a reload, in milliseconds. systemd only sends it a signal and is done.
    private static let dockerReloadLimit: Int64 = 3_000

    /// Waits until dockerd tells that it took what a reload that was just asked for gives it.
    ///
    /// Nobody fails where it does not tell: what it then works with is found by the next look at it, not here.
    func awaitDockerReload() {
        let asked = Int64(time(nil))
        var reader = FactsReader(root: root)
        let components = reader.components()
        guard let docker = DockerFacts.read(among: components, in: root), docker.pid != nil else { return }
        for _ in 0..<Node.dockerReloadLimit / 100 {
            guard let socket = try? DockerSocket(of: docker), let reload = try? socket.lastReload() else { return }
            if reload.at >= asked - 1, reload.at >= docker.configModifiedAt ?? 0 { return }
            usleep(100_000)
        }
    }
}
