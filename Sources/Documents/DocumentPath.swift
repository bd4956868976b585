/// The way from the root of a document to a node in it.
public struct DocumentPath: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// One step down.
    public enum Step: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        /// To the value of a key.
        case key(String)

        /// To an item, counted from 0.
        case index(Int)

        /// A key.
        public init(stringLiteral key: String) { self = .key(key) }

        /// An index.
        public init(integerLiteral index: Int) { self = .index(index) }
    }

    /// The steps, from the root.
    public var steps: [Step]

    /// A path of `steps`, from the root.
    public init(_ steps: [Step]) {
        self.steps = steps
    }

    /// A path written out: `["findings", 3, "knob"]`.
    public init(arrayLiteral steps: Step...) {
        self.steps = steps
    }

    /// `findings[3].knob`; a key that is no plain word is quoted: `activations['docker.service']`.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where !key.isPlainWord: text += "[\(quoted(key))]"
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            }
        }
        return text
    }
}

extension String {
    /// Whether it can stand in a path without quotes and without being too long to read.
    fileprivate var isPlainWord: Bool {
        !utf8.isEmpty && utf8.count <= 64
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}
