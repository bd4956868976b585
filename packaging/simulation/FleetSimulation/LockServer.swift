/// A server of the FleetLock protocol with so many slots, that counts what it is asked.
struct LockServer {
    let slotCount: Int
    private var holders: Set<Int> = []
    /// How many requests came in each second.
    private(set) var requests: [Int64: Int] = [:]

    init(slotCount: Int) {
        self.slotCount = slotCount
    }

    /// Asks for a slot; whoever holds one has it.
    mutating func ask(_ node: Int, at now: Int64) -> Bool {
        requests[now, default: 0] += 1
        guard holders.contains(node) || holders.count < slotCount else { return false }
        holders.insert(node)
        return true
    }

    /// Gives a slot back; one that is not held is no mistake.
    mutating func release(_ node: Int, at now: Int64) {
        requests[now, default: 0] += 1
        holders.remove(node)
    }
}
