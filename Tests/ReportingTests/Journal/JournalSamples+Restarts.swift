import Reporting
import Tuning

extension JournalSamples {
    /// All that is not about a single finding.
    static let ofService = serviceEvents + restartEvents

    /// What the service says of restarts.
    static let restartEvents: [(event: ServiceEvent, priority: Int, message: String)] = [
        (
            .restartWaits(unit: "kubelet.service", .waits(until: 1_795_369_300, .window)), 5,
            "kubelet.service: nodekeeld restarts it at 2026-11-22 17:41 UTC at the earliest: its window is closed until "
                + "then, this node's place in the splay counted in"
        ),
        (
            .restartWaits(unit: "kubelet.service", .obstructed("its gate is closed: http://10.0.0.5:80 says 'held'")),
            5,
            "kubelet.service: nodekeeld does not restart it yet: its gate is closed: http://10.0.0.5:80 says 'held'"
        ),
        (
            .restarted(unit: "kubelet.service", afterSeconds: 14), 5,
            "kubelet.service restarted and healthy after 14 s: what was written for it is live"
        ),
        (
            .restartUndone(unit: "kubelet.service", because: "its healthz says 500 120 s after its restart"), 3,
            "kubelet.service was not healthy after its restart (its healthz says 500 120 s after its restart): it has its "
                + "former files back and is healthy with them; what was written is not written again until policy or its "
                + "version changes"
        ),
        (
            .restartFailed(unit: "kubelet.service", because: "also with its former files it is not healthy"), 3,
            "the restart of kubelet.service: also with its former files it is not healthy"
        ),
        (
            .restartFailed(unit: nil, because: "cannot read '/f': Input/output error; nothing is restarted"), 3,
            "restarts: cannot read '/f': Input/output error; nothing is restarted"
        ),
        (
            .slotKept(unit: "kubelet.service", because: "cannot connect to '10.0.0.5:80': Connection refused"), 4,
            "the slot for the restart of kubelet.service cannot be given back, it is tried again: cannot connect to "
                + "'10.0.0.5:80': Connection refused"
        ),
    ]
}
