/// A write to a knob by somebody else, as it was seen; in a storm, several that are alike.
public struct KnobWrite: Hashable, Sendable, Codable {
    /// The knob that it changes.
    public var knob: Knob
    /// The sysctl that was written, which may be another name or the counterpart of the knob's.
    public var path: String
    /// Who wrote.
    public var writer: Writer
    /// What the knob held then; nil if that is not known.
    public var before: String?
    /// What was written; nil if only the number of writes is known.
    public var after: String?
    /// How many writes this stands for.
    public var count: Int64
    /// When the last of them was, in seconds since 1970.
    public var epochSeconds: Int64

    /// A write.
    public init(
        knob: Knob,
        path: String,
        writer: Writer,
        before: String?,
        after: String?,
        count: Int64,
        epochSeconds: Int64
    ) {
        self.knob = knob
        self.path = path
        self.writer = writer
        self.before = before
        self.after = after
        self.count = count
        self.epochSeconds = epochSeconds
    }

    /// Whether the knob held already what was written.
    public var isSame: Bool {
        guard let before, let after else { return false }
        return Value(kernelText: before) == Value(kernelText: after)
    }
}
