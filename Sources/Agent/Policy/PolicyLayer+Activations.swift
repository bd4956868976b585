import Documents
import Tuning

// What may be done to make a written value live: `activations: {docker.service: {reload: refused}}`.
extension PolicyLayer {
    /// The units that nodekeel reloads.
    private static let reloadableUnits = [DockerFacts.presetUnit]

    mutating func readActivations(_ tree: YAMLNode) {
        for (unit, value) in entries(of: tree, below: "activations.", known: PolicyLayer.reloadableUnits) {
            for (_, word) in entries(of: value, below: "activations.\(unit).", known: ["reload"]) {
                switch word.scalar?.text {
                case "allowed": reloads[unit] = true
                case "refused": reloads[unit] = false
                default: complain(word, "'allowed' or 'refused' is wanted")
                }
            }
        }
    }
}
