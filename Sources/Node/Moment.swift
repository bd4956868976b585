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
            boot: boot,
            uptimeSeconds: Int64(uptime.tv_sec),
            epochSeconds: Int64(epoch.tv_sec)
        )
    }

    /// This boot as PID 1 sees it: in a container its manager may have put an identifier there, which is missing from the
    /// `/proc` of its own that systemd gives a sandboxed service.
    private var boot: String {
        let path = "/proc/sys/kernel/random/boot_id"
        let seen = root.isMachine ? root.line(of: "/proc/1/root\(path)") : nil
        return seen ?? root.line(of: path) ?? ""
    }
}
