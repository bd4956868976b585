import Documents
import Tuning

// What may be done to make a written value live: `activations: {docker.service: {reload: refused}}`.
extension PolicyLayer {
    /// The units that nodekeel reloads.
    private static let reloadableUnits = [DockerFacts.presetUnit]

    mutating func readActivations(_ tree: YAMLNode) {
        let units = PolicyLayer.reloadableUnits + RestartPolicy.units
        for (unit, value) in entries(of: tree, below: "activations.", known: units) {
            if RestartPolicy.units.contains(unit) {
                restarts[unit] = restartPolicy(value, of: unit)
                continue
            }
            for (_, word) in entries(of: value, below: "activations.\(unit).", known: ["reload"]) {
                switch word.scalar?.text {
                case "allowed": reloads[unit] = true
                case "refused": reloads[unit] = false
                default: complain(word, "'allowed' or 'refused' is wanted")
                }
            }
        }
    }

    private mutating func restartPolicy(_ tree: YAMLNode, of unit: String) -> RestartPolicy {
        var policy = RestartPolicy()
        let known = ["restart", "window", "splay", "atMostPerHour", "gate", "healthWithin"]
        for (key, value) in entries(of: tree, below: "activations.\(unit).", known: known) {
            switch key {
            case "restart": policy.permission = word(value, what: "a permission")
            case "window": policy.windows = windows(value)
            case "splay": policy.splaySeconds = time(value, what: "a splay", in: RestartPolicy.splayRange)
            case "atMostPerHour": policy.atMostPerHour = number(value, in: RestartPolicy.perHourRange)
            case "gate":
                policy.gate = word(value, what: "a gate")
                if policy.gate == .fleetlock { gatePlaces[unit] = value.region.start }
            default:
                policy.healthWithinSeconds = time(
                    value,
                    what: "a time to be healthy again",
                    in: RestartPolicy.healthWithinRange
                )
            }
        }
        if let splay = policy.splaySeconds, let shortest = policy.windows?.min(by: { $0.length < $1.length }),
            splay >= shortest.length * 60
        {
            let text = DurationText.text(seconds: splay)
            complain(
                tree,
                "a splay of \(text) is as long as the window '\(shortest.text)': some nodes would never restart"
            )
        }
        return policy
    }

    /// One window, or a list of them.
    private mutating func windows(_ node: YAMLNode) -> [RestartWindow]? {
        let items = node.items ?? [node]
        guard items.count <= RestartPolicy.windowLimit else {
            complain(node, "\(items.count) windows are more than \(RestartPolicy.windowLimit)")
            return nil
        }
        return items.compactMap { item in
            guard let text = text(item, what: "a window such as 'Sat,Sun 02:00-05:00'") else { return nil }
            do throws(Refusal) {
                return try RestartWindow(text)
            } catch {
                complain(item, error.description)
                return nil
            }
        }
    }

    private mutating func time(_ node: YAMLNode, what: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let seconds = seconds(node) else { return nil }
        guard range.contains(seconds) else {
            let ends = [range.lowerBound, range.upperBound].map { DurationText.text(seconds: $0) }
            complain(node, "\(what) is between \(ends[0]) and \(ends[1])")
            return nil
        }
        return seconds
    }

    /// The server that is asked before restarts: `fleetLock: {url: http://10.0.0.5:8080, group: workers}`.
    mutating func readFleetLock(_ tree: YAMLNode) {
        for (key, value) in entries(of: tree, below: "fleetLock.", known: ["url", "group"]) {
            guard let text = text(value, what: key == "url" ? "an address" : "the name of a group") else { continue }
            if key == "group" {
                if let objection = FleetLockServer.objection(toGroup: text) { complain(value, objection) }
                fleetLockGroup = text
                continue
            }
            do throws(Refusal) {
                fleetLock = try FleetLockServer(url: text)
            } catch {
                complain(value, error.description)
            }
        }
    }
}
