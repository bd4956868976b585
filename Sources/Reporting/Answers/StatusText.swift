import Tuning

/// A status for the eye: the verdict first, then whether it can be believed, then what is not met.
struct StatusText {
    let answer: StatusAnswer

    func text(in style: Style) -> String {
        var page = Page(style)
        page.add(verdict + service + policy)
        addNotMet(to: &page)
        return page.text
    }

    private var verdict: [Note] {
        guard let report = answer.report else {
            return [Note("node", "nothing is known yet: no pass has been made", .warning)]
        }
        let tally = Tally(of: report.findings)
        let failures = report.outcomes.count { $0.outcome != .applied }
        return [
            Note("node", tally.text, tally.worst?.tone ?? .plain),
            Note("last pass", lastPass(report), answer.isOfEarlierBoot ? .warning : .plain),
        ]
            + (failures > 0 ? [Note("failed", Quantity.count(failures, "write"), .bad)] : [])
            + [Note("fingerprint", "\(report.fingerprint), the same on every node that stands the same", .faint)]
    }

    private func lastPass(_ report: Report) -> String {
        let moment = Quantity.moment(epochSeconds: report.moment.epochSeconds)
        let age = answer.ageSeconds.map { "\(Quantity.span(seconds: $0)) ago" } ?? "in the future: the clock was set"
        let boot = answer.isOfEarlierBoot ? "; that was before the last reboot" : ""
        return "\(age) (\(moment)) by nodekeel \(report.nodekeelVersion)\(boot)"
    }

    private var service: [Note] {
        guard answer.service.isRunning else { return answer.service.shortcomings }
        let next = answer.service.nextPassInSeconds.map { ", next pass within \(Quantity.span(seconds: $0))" } ?? ""
        return [Note("service", "runs\(next)")] + answer.service.shortcomings
    }

    private var policy: [Note] {
        let line = answer.policy.map { Note("policy", $0.text) }
        let rejected = answer.service.policyRejection.map {
            Note("policy", "rejected, \($0); 'nodekeel policy check' says more", .bad)
        }
        let trial = answer.trial.map { trial in
            let names = trial.settings.map { $0.rawValue.escaped(limit: 64) }.joined(separator: ", ")
            return Note(
                "on trial",
                "\(names): undone in \(trial.secondsLeft) s unless 'nodekeel confirm' keeps it",
                .alarm
            )
        }
        let holds = answer.holds.map { Note("held", "\($0.subject)\($0.terms)", .warning) }
        let count = answer.originals.count
        let undo =
            "\(Quantity.count(count, "knob")), 'nodekeel revert' gives back what \(count == 1 ? "it" : "they") held"
        return [line ?? rejected ?? Note("policy", "cannot be loaded: 'nodekeel policy check' says why", .bad)]
            + [trial].compactMap(\.self) + holds
            + answer.restarts.map { Note("restart", "\($0.unit): \($0.outlook.text(of: $0.unit))", .warning) }
            + [Note("changed", count == 0 ? "nothing" : undo)]
    }

    private func addNotMet(to page: inout Page) {
        let notable = answer.report?.findings.filter(\.isNotable) ?? []
        guard !notable.isEmpty else { return }
        page.addSpace()
        page.add(FindingTable.table(of: notable, units: answer.units))
        for finding in notable where finding.verdict == .contested {
            guard let reason = finding.restraintText(at: answer.now) else { continue }
            page.add(paragraph: "\(finding.desired.setting): \(reason)", .alarm)
        }
        page.addSpace()
        page.add(Span("next: nodekeel check, nodekeel explain SETTING"))
    }
}

extension StatusAnswer.Service {
    /// Why it may not see what happens.
    var shortcomings: [Note] {
        let blindSpots = blindSpots.map { Note("blind to", $0, .warning) }
        guard !isRunning else { return blindSpots }
        return [Note("service", "does not run, nobody is looking: 'systemctl start nodekeeld'", .warning)] + blindSpots
    }
}
