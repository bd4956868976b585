extension Checkout {
    /// Compares a file with what the code makes of it; with `NODEKEEL_REFRESH=1` writes it instead.
    ///
    /// - Returns: where the two part, with what to do; nil if they are equal.
    public static func difference(of path: String, from made: String) throws(Failure) -> String? {
        if isRefreshing {
            try write(made, to: path)
            return nil
        }
        guard let kept = try? text(of: path) else {
            return "'\(path)' is not there; NODEKEEL_REFRESH=1 makes it"
        }
        guard kept != made else { return nil }
        let keptLines = kept.split(separator: "\n", omittingEmptySubsequences: false)
        let madeLines = made.split(separator: "\n", omittingEmptySubsequences: false)
        let same = zip(keptLines, madeLines).prefix { $0 == $1 }.count
        return """
            '\(path)' is not what the code makes of it (NODEKEEL_REFRESH=1 writes it anew), first in line \(same + 1):
            - \(same < keptLines.count ? keptLines[same] : "(its end)")
            + \(same < madeLines.count ? madeLines[same] : "(its end)")
            """
    }

    /// Compares the part of a file between two lines, which are not part of it, with what the code makes of it; with
    /// `NODEKEEL_REFRESH=1` writes it instead.
    public static func difference(
        of path: String,
        from first: String,
        to last: String,
        with made: String
    ) throws(Failure) -> String? {
        let lines = try lines(of: path)
        guard let start = lines.firstIndex(of: first[...]), let end = lines[start...].firstIndex(of: last[...]) else {
            throw Failure(description: "'\(path)' has no lines '\(first)' and '\(last)'")
        }
        let whole = lines[...start] + made.split(separator: "\n", omittingEmptySubsequences: false) + lines[end...]
        return try difference(of: path, from: whole.joined(separator: "\n"))
    }
}
