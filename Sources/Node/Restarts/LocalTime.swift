import Glibc

/// The time of day that this node shows.
public enum LocalTime {
    /// How far it is ahead of UTC at a moment, in seconds; the moment in seconds since 1970.
    ///
    /// The time zone is looked up anew, since the service outlives a change of it.
    public static func offset(at epochSeconds: Int64) -> Int64 {
        tzset()
        var time = time_t(epochSeconds)
        var parts = tm()
        return localtime_r(&time, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
    }
}

extension Node {
    /// This node's place in a time over which nodes spread out, in seconds; at its beginning where it has no machine ID.
    public func place(in seconds: Int64) -> Int64 {
        let machineID = root.line(of: "/etc/machine-id") ?? ""
        return Jitter.offset(machineID: machineID, period: .seconds(seconds))?.components.seconds ?? 0
    }
}
