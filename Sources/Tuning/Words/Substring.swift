extension StringProtocol {
    /// Whether a text stands somewhere in this one, byte for byte; the empty text stands everywhere.
    ///
    /// The library's own search brings the whole of regular expressions into a program.
    public func contains(_ part: String) -> Bool {
        let part = Array(part.utf8)
        guard let first = part.first else { return true }
        var rest = Array(utf8)[...]
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: part) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
