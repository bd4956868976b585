/// What a text loses and gains, in the unified form of `diff -u`, which `patch` takes too.
struct UnifiedDifference {
    /// How many lines stand around a change.
    private static let contextCount = 3
    /// The most lines of either text that are searched for what stayed; beyond, all of them count as exchanged.
    private static let searchLimit = 2_000
    /// How many lines are shown unless the caller says otherwise. What nodekeel writes is shorter.
    static let presetLimit = 200
    /// How long a line is shown, in code points.
    private static let lineLengthLimit = 200

    private enum Mark: String {
        case name = "", hunk = "@", kept = " ", lost = "-", gained = "+", remark = "\\"

        var tone: Tone {
            switch self {
            case .name: .strong
            case .hunk, .kept, .remark: .faint
            case .lost: .bad
            case .gained: .good
            }
        }
    }

    private var lines: [(mark: Mark, text: String)] = []

    /// The difference of two texts; nil is a file that is not there. It is empty where they are the same.
    init(from old: String?, to new: String?, of path: String) {
        let (before, after) = (UnifiedDifference.lines(of: old), UnifiedDifference.lines(of: new))
        guard before != after || (old == nil) != (new == nil) else { return }
        lines.append((.name, "--- " + (old == nil ? "/dev/null" : path)))
        lines.append((.name, "+++ " + (new == nil ? "/dev/null" : path)))
        let head = zip(before, after).prefix { $0 == $1 }.count
        let tail = zip(before.dropFirst(head).reversed(), after.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let script =
            before[..<head].suffix(UnifiedDifference.contextCount).map { (Mark.kept, $0) }
            + UnifiedDifference.script(before[head..<before.count - tail], after[head..<after.count - tail])
            + before.suffix(tail).prefix(UnifiedDifference.contextCount).map { (Mark.kept, $0) }
        let start = head - min(head, UnifiedDifference.contextCount)
        addHunks(of: script, from: start)
    }

    /// The lines for the eye.
    func spans(limit: Int = presetLimit) -> [Span] {
        let shown = lines.prefix(limit).map { line in
            Span(line.mark.rawValue + line.text, line.mark.tone, limit: UnifiedDifference.lineLengthLimit)
        }
        let rest = lines.count - shown.count
        return shown + (rest > 0 ? [Span("… \(rest) more lines", .faint)] : [])
    }

    /// The whole of it as a text; empty where nothing differs.
    var text: String {
        lines.map { "\($0.mark.rawValue)\($0.text)\n" }.joined()
    }

    /// What becomes of each line between the first and the last that differ.
    private static func script(
        _ old: ArraySlice<Substring>,
        _ new: ArraySlice<Substring>
    ) -> [(Mark, Substring)] {
        guard max(old.count, new.count) <= searchLimit else {
            return old.map { (.lost, $0) } + new.map { (.gained, $0) }
        }
        let (old, new) = (Array(old), Array(new))
        var lost: Set<Int> = []
        var gained: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): lost.insert(offset)
            case .insert(let offset, _, _): gained.insert(offset)
            }
        }
        var script: [(Mark, Substring)] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, lost.contains(left) {
                script.append((.lost, old[left]))
                left += 1
            } else if right < new.count, gained.contains(right) {
                script.append((.gained, new[right]))
                right += 1
            } else {
                script.append((.kept, old[left]))
                left += 1
                right += 1
            }
        }
        return script
    }

    /// Cuts a script where nothing changes for longer than the context of two changes.
    private mutating func addHunks(of script: [(Mark, Substring)], from start: Int) {
        let context = UnifiedDifference.contextCount
        let changed = script.indices.filter { script[$0].0 != .kept }
        var (oldLine, newLine, place) = (start, start, 0)
        var index = changed.startIndex
        while index < changed.endIndex {
            var last = index
            while last + 1 < changed.endIndex, changed[last + 1] - changed[last] <= 2 * context { last += 1 }
            let first = max(changed[index] - context, place)
            oldLine += first - place
            newLine += first - place
            let hunk = script[first..<min(changed[last] + context + 1, script.count)]
            let (old, new) = (hunk.count { $0.0 != .gained }, hunk.count { $0.0 != .lost })
            let ranges = "-\(UnifiedDifference.range(oldLine, old)) +\(UnifiedDifference.range(newLine, new))"
            lines.append((.hunk, "@ \(ranges) @@"))
            for (mark, line) in hunk {
                let isWhole = line.utf8.last == UInt8(ascii: "\n")
                lines.append((mark, isWhole ? String(Substring(line.utf8.dropLast())) : String(line)))
                if !isWhole { lines.append((.remark, " No newline at end of file")) }
            }
            (oldLine, newLine, place) = (oldLine + old, newLine + new, hunk.endIndex)
            index = last + 1
        }
    }

    /// Where a hunk stands: an empty one by the line before it.
    private static func range(_ start: Int, _ count: Int) -> String {
        "\(count == 0 ? start : start + 1)\(count == 1 ? "" : ",\(count)")"
    }

    /// The lines with their newlines. Bytes, not characters: to Swift "\r\n" is one character, which is no newline.
    private static func lines(of text: String?) -> [Substring] {
        guard let text else { return [] }
        var lines: [Substring] = []
        var start = text.utf8.startIndex
        while start < text.utf8.endIndex {
            let newline = text.utf8[start...].firstIndex(of: UInt8(ascii: "\n"))
            let end = newline.map { text.utf8.index(after: $0) } ?? text.utf8.endIndex
            lines.append(Substring(text.utf8[start..<end]))
            start = end
        }
        return lines
    }
}
