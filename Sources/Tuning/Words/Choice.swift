/// The settings that a run may write, where somebody names some of them: the others are judged and told as always.
public struct Choice: Hashable, Sendable {
    /// Only these; nil for all.
    public var only: Set<Setting.ID>?
    /// All but these.
    public var skipped: Set<Setting.ID>

    /// A choice; nothing said is every setting.
    public init(only: Set<Setting.ID>? = nil, skipped: Set<Setting.ID> = []) {
        self.only = only
        self.skipped = skipped
    }

    /// Every setting.
    public static let everything = Choice()

    /// Whether a setting is written in this run.
    public func includes(_ setting: Setting.ID) -> Bool {
        !skipped.contains(setting) && (only.map { $0.contains(setting) } ?? true)
    }
}
