import Tuning

extension FactsReader {
    /// The init system: systemd if it says so as sd_booted(3) reads it, or else PID 1's program.
    ///
    /// `/run/systemd/system` is what systemd itself tells libraries to look for; without `/run` in a capture, and for
    /// other init systems, PID 1 is asked.
    mutating func initSystem() -> String? {
        if root.exists("/run/systemd/system") { return "systemd" }
        let program = root.link(at: "/proc/1/exe").flatMap { $0.split(separator: "/").last.map(String.init) }
        return program ?? line(of: "/proc/1/comm")
    }

    /// What contains this system; nil if nothing shows that anything does.
    ///
    /// The first two files are what a container manager told systemd (its Container Interface). The others are left by
    /// Podman and Docker in images too, and so count only where PID 1 is not the machine's own.
    mutating func container() -> String? {
        for record in ["/run/systemd/container", "/run/host/container-manager"] {
            if let manager = line(of: record) { return manager }
        }
        let namespace = root.link(at: "/proc/1/ns/pid") ?? root.link(at: "/proc/self/ns/pid")
        guard namespace != FactsReader.initialPIDNamespace else { return nil }
        if root.exists("/run/.containerenv") { return "podman" }
        return root.exists("/.dockerenv") ? "docker" : nil
    }

    /// `PROC_PID_INIT_INO` of the kernel's `include/linux/proc_ns.h`, the same on every machine since Linux 3.8.
    private static let initialPIDNamespace = "pid:[4026531836]"
}
