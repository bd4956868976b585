import Catalogue
import Reporting
import Tuning

extension JournalEntry {
    /// What the service sends of an entry, in bytes: each field with its name, `=` and a line break. What journald adds
    /// of its own, some 700 bytes of unit, process and boot, is not in it.
    var byteCount: Int {
        let own = [
            ("MESSAGE", message), ("PRIORITY", "\(priority.rawValue)"), ("MESSAGE_ID", kind.rawValue),
            ("SYSLOG_IDENTIFIER", "nodekeeld"),
        ]
        return (own + fields.map { ($0.name, $0.value) }).reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count + 2 }
    }
}

/// What a node on which nothing happens tells the journal in a day.
public enum QuietDay {
    /// The daily summary of a node to which every setting applies and where all is met, in bytes.
    public static let byteCount: Int = {
        let moment = Moment(boot: "boot", uptimeSeconds: 86_400, epochSeconds: Scenario.begin)
        let findings = catalogue.map { setting in
            Finding(
                desired: Desired(
                    setting: setting.id,
                    target: Target(.sysctl("net/core/somaxconn"), .atLeast(4_096)),
                    mode: .enforce,
                    because: setting.summary,
                    cautions: [],
                    hold: nil
                ),
                observation: .value(.integer(4_096), text: "4096\n", isWritable: true),
                verdict: .met,
                effect: .effective,
                standing: Standing(since: 0)
            )
        }
        let report = Report(
            nodekeelVersion: nodekeelVersion,
            moment: moment,
            findings: findings,
            leftAlone: [],
            outcomes: []
        )
        return JournalEntry(.summary(report), units: Units(of: catalogue)).byteCount
    }()
}
