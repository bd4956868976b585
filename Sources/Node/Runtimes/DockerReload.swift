import Glibc
import Tuning

extension DockerFacts {
    /// How long dockerd may take to tell of a reload, in milliseconds. systemd only sends it a signal and is done.
    private static let reloadLimit: Int64 = 3_000

    /// Waits until dockerd tells that it took what a reload gives it.
    ///
    /// - Parameters:
    ///   - asked: when the reload was asked for, in seconds since 1970: a busy node may take seconds to say that the
    ///     signal was sent.
    ///   - milliseconds: how long to wait.
    /// - Returns: why it did not, as far as can be told; nil if it did, or does not answer on its socket: what it then
    ///   works with is found by the next look at it.
    func failureOfReload(since asked: Int64, within milliseconds: Int64 = reloadLimit) -> String? {
        guard pid != nil else { return nil }
        for _ in 0..<milliseconds / 100 {
            guard let socket = try? DockerSocket(of: self), let reload = try? socket.reloads() else { return nil }
            if let last = reload.last, last.at >= asked, last.at >= configModifiedAt ?? 0 { return nil }
            usleep(100_000)
        }
        return "dockerd tells of no reload within \(milliseconds / 1_000) s: it refuses something in "
            + "\(configPath), and 'journalctl -u \(unit ?? DockerFacts.presetUnit)' says what"
    }
}
