import Documents
import Tuning

// What a policy says of this node as one of many: `rollout: {percent: 10, salt: may}`, `metrics: {textfile: /dir}`.
extension PolicyLayer {
    /// The word for no metrics.
    static let noMetrics = "none"
    /// The longest path and salt, in bytes.
    private static let longestText = 512

    mutating func readRollout(_ tree: YAMLNode) {
        var share: Int64?
        var salt = ""
        for (key, value) in entries(of: tree, below: "rollout.", known: ["percent", "salt"]) {
            if key == "percent" {
                share = self.share(value)
            } else if let text = text(value, what: "a salt"), text.utf8.count <= PolicyLayer.longestText {
                salt = text
            }
        }
        guard let share else {
            if problems.isEmpty { complain(tree, "'percent' is wanted: how many of 100 nodes may be changed") }
            return
        }
        rollout = Rollout(share: share, salt: salt)
    }

    /// Hundredths of a percent, of a number with at most two decimals.
    private mutating func share(_ node: YAMLNode) -> Int64? {
        let parts = (node.scalar?.text ?? "").split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : ""
        let digits = parts.joined()
        guard
            (1...2).contains(parts.count), decimals.utf8.count <= 2, parts.allSatisfy({ !$0.isEmpty }),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(digits + String(repeating: "0", count: 2 - decimals.utf8.count)),
            number <= Rollout.placeCount
        else {
            complain(node, "a number from 0 to 100 with at most two decimals is wanted")
            return nil
        }
        return number
    }

    mutating func readMetrics(_ tree: YAMLNode) {
        for (_, value) in entries(of: tree, below: "metrics.", known: ["textfile"]) {
            guard let text = text(value, what: "a directory") else { continue }
            if text == PolicyLayer.noMetrics {
                metrics = .nowhere
            } else if text.hasPrefix("/"), text.utf8.count <= PolicyLayer.longestText, !text.contains("\0") {
                metrics = .directory(text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text)
            } else {
                complain(value, "the absolute path of a directory is wanted, or '\(PolicyLayer.noMetrics)'")
            }
        }
    }
}
