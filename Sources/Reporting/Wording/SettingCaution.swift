import Tuning

/// A caution and the setting that it is about.
struct SettingCaution: Hashable, Sendable, Encodable {
    var setting: Setting.ID
    var caution: Caution

    private enum Key: String, CodingKey {
        case setting
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(setting, forKey: .setting)
        try caution.encode(to: encoder)
    }
}

extension Caution {
    /// The danger and, below it, what prevents it.
    var notes: [Note] {
        [Note("danger", danger, .warning), Note("remedy", remedy)]
    }
}

extension [Finding] {
    /// The cautions of all settings, each once, in order.
    var cautions: [SettingCaution] {
        var seen: Set<SettingCaution> = []
        return flatMap { finding in
            finding.desired.cautions.map {
                SettingCaution(setting: finding.desired.setting, caution: $0)
            }
        }.filter { seen.insert($0).inserted }
    }
}
