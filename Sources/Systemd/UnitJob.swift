/// Something that systemd is asked to do with a unit.
public enum UnitJob: String, Sendable {
    /// Start the unit, if it does not run.
    case start = "StartUnit"
    /// Let the unit read its configuration again, without a restart.
    case reload = "ReloadUnit"
    /// Stop and start the unit; start it if it does not run.
    case restart = "RestartUnit"
    /// Stop and start the unit if it runs, else nothing.
    case restartIfRunning = "TryRestartUnit"

    /// The word for a message: cannot «restart» 'kubelet.service'.
    var verb: String {
        switch self {
        case .start: "start"
        case .reload: "reload"
        case .restart, .restartIfRunning: "restart"
        }
    }
}

/// How a unit's job ended, in systemd's words (org.freedesktop.systemd1(5), `JobRemoved`).
public enum UnitJobResult: String, Sendable {
    /// Done. For a unit of `Type=simple` that says only that the process was started, not that it works.
    case done
    /// Somebody cancelled the job.
    case canceled
    /// The job took longer than its own timeout.
    case timeout
    /// The unit failed.
    case failed
    /// A unit that this one requires failed.
    case dependency
    /// The job did not apply to the unit's state.
    case skipped
    /// A word that this program does not know.
    case unknown
}
