/// What a file's text loses and gains, line by line, for the eye.
enum LineDifference {
    /// How many lines of each text are compared and shown. What nodekeel writes is shorter; what stands there may not be.
    static let presetLimit = 60
    /// How long a line may be, in code points.
    private static let lineLengthLimit = 200

    /// Every line of both texts, marked `-`, `+` or blank; nil is a file that is not there.
    static func spans(from old: String?, to new: String?, limit: Int = presetLimit) -> [Span] {
        let before = lines(of: old)
        let after = lines(of: new)
        let (old, new) = (Array(before.prefix(limit)), Array(after.prefix(limit)))
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var spans: [Span] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                spans.append(Span("- " + old[left], .bad, limit: lineLengthLimit))
                left += 1
            } else if right < new.count, inserted.contains(right) {
                spans.append(Span("+ " + new[right], .good, limit: lineLengthLimit))
                right += 1
            } else {
                let common = right < new.count ? new[right] : old[left]
                spans.append(Span("  " + common, .faint, limit: lineLengthLimit))
                left += 1
                right += 1
            }
        }
        let unseen = max(before.count, after.count) - limit
        if unseen > 0 { spans.append(Span("… \(unseen) more lines", .faint)) }
        return spans
    }

    private static func lines(of text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        // Bytes, not characters: to Swift "\r\n" is one character, which is no newline.
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 10_000, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
