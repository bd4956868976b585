import Glibc
import Systemd
import Tuning

/// The weight of a control group, on systemd's scale.
enum CgroupWeight {
    /// The kernel's files of a resource that hold a weight, the first that is there counts, and how to read it.
    static func files(
        _ resource: Resource,
        version: Int
    ) -> [(name: String, weight: @Sendable (Int64) -> Int64)] {
        switch (resource, version) {
        case (.cpu, 2): [("cpu.weight", { $0 })]
        case (.io, 2): [("io.weight", { $0 }), ("io.bfq.weight", fromBFQ)]
        case (.cpu, _): [("cpu.shares", fromShares)]
        case (.io, _): [("blkio.bfq.weight", fromBFQ), ("blkio.weight", fromBFQ)]
        }
    }

    /// systemd's weight of 100 is the kernel's 1,024 shares.
    /// sources: systemd 252 src/core/cgroup.c, cgroup_cpu_weight_to_shares
    private static let fromShares: @Sendable (Int64) -> Int64 = { shares in
        let (product, isTooLarge) = shares.multipliedReportingOverflow(by: 100)
        return isTooLarge ? 10_000 : max(product / 1024, 1)
    }

    /// What systemd gives the kernel under bfq. sources: as below
    private static func toBFQ(_ weight: Int64) -> Int64 {
        weight <= 100 ? weight : 100 + (min(weight, 10_000) - 100) / 11
    }

    /// Whether a group that was given a weight has it, as it is read: under bfq as the largest that is the same there.
    static func isHanded(_ weight: Int64, as present: Int64, _ resource: Resource) -> Bool {
        present == weight || resource == .io && present == fromBFQ(toBFQ(weight))
    }

    /// bfq's scale ends at 1,000; above 100, eleven of systemd's weights are one of bfq's. The largest of them is taken.
    /// sources: systemd 252 src/shared/cgroup-setup.h, BFQ_WEIGHT
    private static let fromBFQ: @Sendable (Int64) -> Int64 = { weight in
        weight <= 100 ? weight : 100 + (min(weight, 1000) - 100) * 11 + 10
    }

    /// The weight of a group; nil if it has none, which is so where nobody asked for the controller.
    static func read(_ resource: Resource, of directory: String, version: Int, in root: Root) -> Int64? {
        for file in files(resource, version: version) {
            guard let words = root.line(of: "\(directory)/\(file.name)")?.split(separator: " ") else { continue }
            // `100`, or `default 100` where single devices may differ.
            if let number = words.last.flatMap({ Int64($0) }) { return file.weight(number) }
        }
        return nil
    }
}

extension Node {
    /// How long systemd may take to hand a weight on to the kernel, which it does after it has answered.
    private static let settlingMilliseconds = 1_000

    /// Reads the weight of a group.
    func observeWeight(of place: ProcessSelector.Place, _ resource: Resource) -> Observation {
        let tree = CgroupTree(root: root)
        guard
            let hierarchy = tree.hierarchy(of: resource),
            let directory = tree.directory(of: place, in: hierarchy),
            let weight = CgroupWeight.read(resource, of: directory, version: hierarchy.version, in: root)
        else { return .missing }
        return .value(.integer(weight), text: "\(weight)", isWritable: true)
    }

    /// Gives a unit a weight until the next boot; nil takes it away.
    ///
    /// systemd does it, which would put its own number back otherwise. It accepts a weight also where the kernel has no
    /// controller for it, so the result is waited for and read back.
    func writeWeight(of unit: String, _ resource: Resource, _ text: String?) throws(SystemError) {
        guard root.isMachine else { throw SystemError(operation: "set weight of", object: unit, errno: EROFS) }
        let weight = text.flatMap { Int64($0) }
        let number = weight.flatMap { UInt64(exactly: $0) }
        do throws(SystemdError) {
            try Bus().set([resource == .cpu ? .cpuWeight(number) : .ioWeight(number)], of: unit, untilReboot: true)
        } catch {
            throw SystemError(operation: error.operation, object: error.object, errno: error.errno)
        }
        for _ in 0..<Node.settlingMilliseconds / 10 {
            switch (observeWeight(of: .unit(unit), resource).value, weight) {
            case (.integer(let present)?, let wanted?) where CgroupWeight.isHanded(wanted, as: present, resource):
                return
            case (nil, nil): return
            default: usleep(10_000)
            }
        }
    }
}
