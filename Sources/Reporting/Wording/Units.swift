public import Tuning

/// What the numbers of each setting count. A report is made of values that do not say it themselves.
public struct Units: Sendable {
    private let units: [Setting.ID: Setting.Unit]

    /// The units of these settings, as a rule the whole catalogue.
    public init(of settings: [Setting]) {
        units = Dictionary(settings.map { ($0.id, $0.unit) }, uniquingKeysWith: { first, _ in first })
    }

    /// The unit of a setting; none for one that is not known.
    public subscript(id: Setting.ID) -> Setting.Unit {
        units[id] ?? .none
    }
}
