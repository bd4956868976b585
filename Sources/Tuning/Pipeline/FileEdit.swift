/// What one write makes of a file's text, for those who look at a plan.
public struct FileEdit: Hashable, Sendable {
    /// The file, by its absolute path.
    public var path: String
    /// What it holds before; nil if it is not there.
    public var before: String?
    /// What it holds afterwards; nil if it is taken away.
    public var after: String?

    /// An edit.
    public init(path: String, before: String?, after: String?) {
        self.path = path
        self.before = before
        self.after = after
    }
}

extension Change {
    /// What it makes of a file that it writes whole; nil for every other knob, and for one that could not be read.
    public var wholeEdit: FileEdit? {
        switch (knob, before) {
        case (.file(let path), .value(_, let text, _)), (.fragment(_, let path), .value(_, let text, _)):
            FileEdit(path: path, before: text, after: self.text)
        case (.file(let path), .missing), (.fragment(_, let path), .missing):
            FileEdit(path: path, before: nil, after: self.text)
        default: nil
        }
    }
}
