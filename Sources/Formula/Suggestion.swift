/// The known name that is most like `name`, or nil when none is near enough to be what was meant.
///
/// Near is a third of the longer name's letters at most, where two letters swapped, one changed, one added or one left
/// out count one, and a change of case counts nothing.
func nearestName(to name: String, among known: some Sequence<String>) -> String? {
    let longest = 64
    let wanted = Array(name.utf8.prefix(longest + 1))
    guard wanted.count <= longest else { return nil }
    var nearest: (name: String, distance: Int)?
    // In order, so that of two names equally near it is always the same one that is suggested.
    for candidate in known.sorted() {
        let letters = Array(candidate.utf8.prefix(longest + 1))
        let allowed = max(1, max(wanted.count, letters.count) / 3)
        guard letters.count <= longest, abs(letters.count - wanted.count) <= allowed else { continue }
        let distance = editDistance(wanted, letters)
        let hasKinship = distance < max(wanted.count, letters.count)
        if hasKinship, distance <= allowed, distance < nearest?.distance ?? .max {
            nearest = (candidate, distance)
        }
    }
    return nearest?.name
}

/// Edits from one name to the other, by optimal string alignment.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    let left = left.map(lowercased)
    let right = right.map(lowercased)
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            let changed = previous[column] + (letter == other ? 0 : 1)
            var distance = min(changed, previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                distance = min(distance, beforePrevious[column - 1] + 1)
            }
            current.append(distance)
        }
        beforePrevious = previous
        previous = current
    }
    return previous[right.count]
}

private func lowercased(_ letter: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) ? letter | 0x20 : letter
}
