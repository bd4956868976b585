/// Puts a pass off until it has been quiet for a while. Times are in milliseconds on one clock.
///
/// A process that started is tuned at once, and the pass that judges the rest takes longer than the next one of a row of
/// restarts may wait.
struct Calm {
    /// How long it must have been quiet.
    static let quietTime: Int64 = 1_000
    /// How long a pass is put off at most.
    static let patience: Int64 = 5_000

    private var first: Int64?
    private var last: Int64 = 0

    /// When the pass is to be made; nil if none is put off.
    var due: Int64? { first.map { min($0 + Calm.patience, last + Calm.quietTime) } }

    /// Notes that something happened.
    mutating func stir(now: Int64) {
        first = first ?? now
        last = now
    }

    /// Notes that a pass has been made.
    mutating func end() {
        first = nil
    }
}
