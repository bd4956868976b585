/// A value or a key in a JSON text that was read.
struct JSONWord: Sendable {
    enum Kind: Sendable {
        case null
        case bool(Bool)
        case number
        /// A string of ASCII without escapes.
        case plain
        /// Any other string.
        case text
        case array
        case object
    }

    let kind: Kind
    private let offset: UInt32
    private var length: UInt32 = 0
    private var end: UInt32 = 0

    /// A word that begins at an offset; of a plain string, how many bytes it has.
    ///
    /// 32 bits are enough: no limit lets a text of 4 GiB be read.
    init(_ kind: Kind, at offset: Int, count: Int = 0) {
        self.kind = kind
        self.offset = UInt32(offset)
        length = UInt32(count)
    }

    /// The byte that it begins with.
    var start: Int { Int(offset) }

    /// How many bytes a plain string has between its marks; how many items or members a collection has.
    var count: Int {
        get { Int(length) }
        set { length = UInt32(newValue) }
    }

    /// The place of the first word that is not in this one.
    var next: Int {
        get { Int(end) }
        set { end = UInt32(newValue) }
    }

    var isObject: Bool { if case .object = kind { true } else { false } }
}
