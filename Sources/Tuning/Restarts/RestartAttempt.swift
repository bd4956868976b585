/// One restart of a unit from the first question to the last, as it stands on disk before each step is taken.
///
/// Whoever finds it there, after whatever ended the service, goes on where it stopped: a step that may have been taken
/// already is one that can be taken again. The unit is not restarted twice, since its run tells whether it has started
/// since; a slot that may have been granted is given back, since giving back one that is not held is no mistake.
public struct RestartAttempt: Equatable, Sendable, Codable {
    /// What is done next, or being waited for.
    public enum Step: String, Hashable, Sendable, Codable {
        /// The gate is asked for a slot, which it may have granted.
        case askingGate
        /// systemd is asked to restart the unit; a static pod's manifest is written.
        case restarting
        /// The unit was restarted and has to be healthy.
        case awaitingHealth
        /// The files are put back as they were.
        case undoing
        /// systemd is asked to restart the unit with the files of before; a manifest is written as it was.
        case restartingBack
        /// The unit was restarted with the files of before and has to be healthy.
        case awaitingReturn
        /// The slot is given back.
        case releasing
    }

    /// The unit.
    public var unit: String
    /// The step.
    public var step: Step
    /// What becomes live: the files as they were when the restart was decided.
    public var files: [RestartFile]
    /// What the unit ran with before.
    public var former: [RestartFile]
    /// The policy that asks for it, in one word.
    public var policy: String
    /// The version of what the unit runs; nil if nothing tells it.
    public var version: String?
    /// Where a slot is asked for; nil without a gate.
    public var gate: FleetLockServer?
    /// Where the unit tells whether it is well; nil if it does not.
    public var healthz: HealthEndpoint?
    /// The API server that it had a connection to before; nil if it had none.
    public var server: String?
    /// The edit of a static pod's manifest that is the restart; nil for a unit of systemd.
    public var manifest: ManifestEdit?
    /// How long the unit may take to be healthy, in seconds.
    public var healthWithinSeconds: Int64
    /// The run of the unit that is to end; nil before systemd is asked, or if it had none.
    public var run: String?
    /// When the step began.
    public var since: Moment
    /// Why the unit was given its former files back; nil if it was not.
    public var failure: String?
    /// The trouble that was told last, so that it is told once.
    public var told: String?

    /// An attempt that begins.
    public init(
        of subject: RestartSubject,
        to files: [RestartFile],
        from former: [RestartFile],
        policy: String,
        gate: FleetLockServer?,
        healthWithinSeconds: Int64,
        at now: Moment
    ) {
        unit = subject.unit
        version = subject.version
        healthz = subject.healthz
        server = subject.server
        manifest = subject.manifest
        self.policy = policy
        step = gate == nil ? .restarting : .askingGate
        self.files = files
        self.former = former
        self.gate = gate
        self.healthWithinSeconds = healthWithinSeconds
        since = now
    }

    /// How long a unit must have run without a new start before it counts as healthy, in seconds. A kubelet may tell
    /// that it is well and end by itself within three. sources: kubelet 1.36, seen with evictionHard above capacity
    public static let steadySeconds: Int64 = 10
    /// How long a slot is kept for a unit that is ill also with its former files, in seconds: so long no other node
    /// does the same, and nobody's slot is held for ever.
    public static let illnessLimit: Int64 = 3_600

    /// How long after a question that was not granted the gate is asked again, in seconds.
    public static let gatePauseSeconds: Int64 = 60

    /// That the unit did not become healthy with the files.
    public func refusal(because reason: String, at now: Moment) -> RestartRefusal {
        RestartRefusal(
            unit: unit,
            files: files.filter { !former.contains($0) }.map(\.fingerprint),
            policy: policy,
            version: version,
            at: now.epochSeconds,
            because: reason
        )
    }

    /// The attempt at its next step.
    public func at(_ step: Step, since now: Moment) -> RestartAttempt {
        var next = self
        (next.step, next.since, next.told) = (step, now, nil)
        if step == .restartingBack { next.run = nil }
        return next
    }

    /// Whether nothing was changed for it yet, so that it is given up where policy or time speak against it by now.
    public var isRevocable: Bool { step == .askingGate || step == .restarting && run == nil }

    /// What a restart is followed by.
    public var stepAfterRestart: Step { step == .restarting ? .awaitingHealth : .awaitingReturn }

    /// How long the step has lasted, in seconds; over a reboot it begins anew.
    public func age(at now: Moment) -> Int64? {
        now.boot == since.boot ? max(now.uptimeSeconds - since.uptimeSeconds, 0) : nil
    }
}

/// What can be seen of a unit while it is restarted.
public struct UnitSight: Equatable, Sendable {
    /// systemd's word: `active`, `activating`, `deactivating`, `failed`, `inactive`.
    public var activeState: String
    /// Its run, in systemd's identifier of it; nil while there was none.
    public var run: String?
    /// How long its main process has been the same, in seconds; nil while it has none.
    public var steadySeconds: Int64?
    /// Why it does not tell that it is well; nil if it does, or is not asked.
    public var complaint: String?

    /// A sight.
    public init(activeState: String, run: String?, steadySeconds: Int64?, complaint: String?) {
        self.activeState = activeState
        self.run = run
        self.steadySeconds = steadySeconds
        self.complaint = complaint
    }

    /// Whether systemd is busy with it.
    private var isInTransition: Bool { activeState == "activating" || activeState == "deactivating" }

    /// Whether it has started since a run, or is about to.
    func hasLeft(_ earlier: String) -> Bool { isInTransition || activeState == "active" && run != earlier }

    /// Why it is not healthy yet; nil if it is.
    func illness(after earlier: String?) -> String? {
        guard activeState == "active" else { return "it is \(activeState)" }
        guard run != earlier else { return "it has not started again" }
        guard let steadySeconds else { return "it has no main process" }
        if let complaint { return complaint }
        return steadySeconds < RestartAttempt.steadySeconds ? "it has run for \(steadySeconds) s" : nil
    }
}

extension RestartAttempt {
    /// What follows from what is seen of the unit.
    public enum Move: Equatable, Sendable {
        /// systemd is to be asked for the restart.
        case ask
        /// Nothing yet; look again.
        case wait
        /// The next step.
        case go(Step)
        /// The unit is not healthy within its time, for this reason.
        case fail(String)
    }

    /// The move of a step that is decided by the unit.
    public func move(seeing sight: UnitSight, at now: Moment) -> Move {
        // Nothing starts a unit again that systemd has given up, or that somebody stopped.
        let isLost = sight.activeState == "failed" || sight.activeState == "inactive"
        switch step {
        case .restarting where run == nil && isLost: return .go(.releasing)
        case .restarting, .restartingBack:
            return run.map { sight.hasLeft($0) } ?? false ? .go(stepAfterRestart) : .ask
        case .awaitingHealth, .awaitingReturn:
            guard let illness = sight.illness(after: run) else { return .go(.releasing) }
            // Between stop and start a unit looks the same for a moment.
            let patience = isLost ? min(RestartAttempt.steadySeconds, healthWithinSeconds) : healthWithinSeconds
            guard age(at: now) ?? 0 >= patience else { return .wait }
            return .fail(illness)
        case .askingGate, .undoing, .releasing: return .wait
        }
    }
}
