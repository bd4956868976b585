import FleetSimulation
import Tuning

/// `make simulate-fleet`: what a change of policy does to 15,000 nodes, or as many as are named.
@main
struct SimulateFleet {
    static func main() throws(Refusal) {
        let nodeCount = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 15_000
        print(
            "\(nodeCount) nodes get a fragment for the kubelet within a minute, at 20:00; the window is 02:00-05:00.\n"
        )
        var all: [Figures] = []
        for scenario in try Scenario.usual(nodeCount: nodeCount) { all.append(Simulation(of: scenario).figures()) }
        print(Figures.table(all, quietDayByteCount: QuietDay.byteCount), terminator: "")
    }
}
