extension Finding {
    /// The hold by which a setting in mode `yield` steps aside from the knob that a person has just changed; nil where
    /// there is nothing to step aside from.
    ///
    /// A hold, since it is one in all but who asked for it: it is shown, told, survives the service, and ends by
    /// `release`. A person is whoever wrote from a login session, or nobody that is known: no write was seen, nothing
    /// started since, no file sets the value; where writes were lost, nobody that is known may be anybody. Processes are
    /// left out: what changes their priorities mostly is a restart.
    ///
    /// - Parameter isComplete: whether every write since the last pass is known, as far as any is.
    public func yielding(at now: Moment, seeingAll isComplete: Bool) -> Hold? {
        guard desired.mode == .yield, desired.hold == nil, verdict == .drifted, desired.target.knob.selector == nil
        else { return nil }
        let who: String
        switch attribution {
        case nil:
            guard isComplete else { return nil }
            who = "somebody"
        case let attribution?:
            guard let writer = attribution.write?.writer, writer.isPerson else { return nil }
            who = "\(writer)"
        }
        return Hold(
            setting: desired.setting,
            knob: desired.target.knob,
            reason: "\(who) changed it, and mode is yield",
            isFromRevert: false,
            endsAt: nil,
            boot: now.boot
        )
    }
}

extension Writer {
    /// Whether a person at a terminal wrote, as far as control groups tell.
    /// sources: systemd 252 pam_systemd(8): a login session is a scope, or a manager of the user's, below user.slice
    var isPerson: Bool {
        guard pod == nil, container == nil else { return false }
        let unit = unit ?? ""
        let isOfSession = unit.hasPrefix("session-") && unit.hasSuffix(".scope") || unit.hasPrefix("user@")
        return isOfSession || cgroup.map { $0 == "/user.slice" || $0.hasPrefix("/user.slice/") } ?? false
    }
}
