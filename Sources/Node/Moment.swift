import Glibc
public import Tuning

extension Node {
    /// Now: this boot and the clocks. A captured tree has its own boot, and the present time.
    public var moment: Moment {
        var uptime = timespec()
        var epoch = timespec()
        clock_gettime(CLOCK_BOOTTIME, &uptime)
        clock_gettime(CLOCK_REALTIME, &epoch)
        return Moment(
            boot: root.line(of: "/proc/sys/kernel/random/boot_id") ?? "",
            uptimeSeconds: Int64(uptime.tv_sec),
            epochSeconds: Int64(epoch.tv_sec)
        )
    }
}
