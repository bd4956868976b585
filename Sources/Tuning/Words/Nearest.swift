/// The known word that was probably meant by an unknown one.
///
/// - Parameter edits: how many edits there may be at most.
/// - Returns: the word with the fewest edits, if those are at most a third of its length and one at least is allowed.
public func nearest(to word: String, among known: some Sequence<String>, within edits: Int = .max) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    var best: (word: String, distance: Int)?
    for candidate in known {
        let other = Array(candidate.lowercased().unicodeScalars.prefix(64))
        let distance = editDistance(letters, other)
        guard distance <= min(max(max(letters.count, other.count) / 3, 1), edits) else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.word
}

/// How many letters must be changed, added, dropped or swapped with their neighbour.
private func editDistance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for row in 1...first.count {
        var current = [row]
        for column in 1...second.count {
            let cost = first[row - 1] == second[column - 1] ? 0 : 1
            var distance = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            let isSwap =
                row > 1 && column > 1 && first[row - 1] == second[column - 2] && first[row - 2] == second[column - 1]
            if isSwap { distance = min(distance, beforeLast[column - 2] + 1) }
            current.append(distance)
        }
        beforeLast = last
        last = current
    }
    return last[second.count]
}
