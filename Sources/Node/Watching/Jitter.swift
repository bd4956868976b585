/// Spreads what every node of a cluster does periodically, so that it is not done everywhere in the same second.
///
/// Stable: a node keeps its place in the period over restarts and reboots, so that a graph of one node is regular and a
/// graph of all is flat.
public enum Jitter {
    /// A node's place in a period, from zero up to but not including the period.
    ///
    /// The two halves of the ID go through SplitMix64's finalizer (Steele, Lea, Flood, OOPSLA 2014) one after the other,
    /// which changes half of the 64 result bits for each bit of the ID, so that also IDs that were counted up spread
    /// evenly; then hash × period / 2⁶⁴, which has no bias towards the low end as a remainder has. Machines cloned
    /// together with their machine ID share a place.
    ///
    /// - Parameters:
    ///   - machineID: 32 hexadecimal digits, as in `/etc/machine-id`, surrounding blanks and newline allowed.
    ///   - period: Longer than zero, and up to 73 years.
    /// - Returns: nil for what is not a machine ID, which includes `uninitialized`, or no such period.
    public static func offset(machineID: String, period: Duration) -> Duration? {
        guard let (high, low) = halves(machineID), let length = self.length(of: period) else { return nil }
        let hash = mixed(mixed(high) ^ low)
        let place = hash.multipliedFullWidth(by: UInt64(length)).high
        return .nanoseconds(Int64(place))
    }

    /// The first time after now that lies at the offset in some period, counted from the clock's zero.
    ///
    /// - Returns: nil for a period that `offset` would refuse, and for times beyond 292 years.
    public static func next(after now: Duration, offset: Duration, period: Duration) -> Duration? {
        guard let now = nanoseconds(now), let offset = nanoseconds(offset), let length = length(of: period) else {
            return nil
        }
        // Each remainder lies between −length and length, so that their difference cannot overflow.
        var distance = (offset % length - now % length) % length
        if distance <= 0 { distance += length }
        let (time, overflow) = now.addingReportingOverflow(distance)
        return overflow ? nil : .nanoseconds(time)
    }

    private static func halves(_ text: String) -> (UInt64, UInt64)? {
        let digits = text.split(whereSeparator: \.isWhitespace)
        guard digits.count == 1, digits[0].utf8.count == 32 else { return nil }
        // `UInt64(_:radix:)` takes a leading sign, which stands before the digits in ASCII.
        guard digits[0].utf8.allSatisfy({ $0 >= UInt8(ascii: "0") }) else { return nil }
        let high = UInt64(digits[0].prefix(16), radix: 16)
        let low = UInt64(digits[0].dropFirst(16), radix: 16)
        guard let high, let low, high != 0 || low != 0 else { return nil }
        return (high, low)
    }

    private static func mixed(_ word: UInt64) -> UInt64 {
        // The increment keeps zero from being mapped to itself.
        var word = word &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    private static func length(of period: Duration) -> Int64? {
        guard let length = nanoseconds(period), (1...Int64.max / 4).contains(length) else { return nil }
        return length
    }

    private static func nanoseconds(_ duration: Duration) -> Int64? {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? nil : sum
    }
}
