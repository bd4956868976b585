/// Reads TOML text statement by statement into a tree of tables.
struct TOMLParser {
    private var scanner: TOMLScanner
    private let limits: DocumentLimits
    private var nodeCount = 0
    private let root = TOMLTableBuilder(.header)
    /// The table that the last header opened.
    private var current: TOMLTableBuilder

    init(_ bytes: [UInt8], limits: DocumentLimits) {
        scanner = TOMLScanner(bytes)
        self.limits = limits
        current = root
    }

    mutating func document() throws(DocumentError) -> TOMLTable {
        guard String(validating: scanner.bytes, as: UTF8.self) != nil else {
            throw DocumentError(.malformed, "not UTF-8 text")
        }
        while true {
            try scanner.skipLines()
            guard let next = scanner.next else { return root.table }
            if next == UInt8(ascii: "[") { try header() } else { try assignment(in: current, depth: 1) }
            try scanner.endLine()
        }
    }

    private mutating func count(at offset: Int) throws(DocumentError) {
        nodeCount += 1
        guard nodeCount <= limits.nodeCount else {
            throw scanner.error("more than \(limits.nodeCount) values", .overLimit, at: offset)
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header() throws(DocumentError) {
        let start = scanner.offset
        let isItem = scanner.skip("[[")
        if !isItem { _ = scanner.skip("[") }
        let keys = try scanner.key()
        guard isItem ? scanner.skip("]]") : scanner.skip("]") else { throw scanner.unexpected(isItem ? "']]'" : "']'") }
        guard keys.count < limits.depth else {
            throw scanner.error("deeper than \(limits.depth)", .overLimit, at: start)
        }
        try count(at: start)
        let position = scanner.place(of: start)
        var table = root
        for key in keys.dropLast() {
            guard let inner = table.opened(key, .implicit, at: position, passing: [.header, .implicit, .dotted]) else {
                throw scanner.error("\(quoted(key)) is no table that can be opened here", .duplicateKey, at: start)
            }
            table = inner
        }
        let last = keys[keys.count - 1]
        if isItem {
            guard let item = table.appended(last, at: position) else {
                throw scanner.error("\(quoted(last)) is no list of tables", .duplicateKey, at: start)
            }
            current = item
            return
        }
        guard let opened = table.opened(last, .header, at: position, passing: [.implicit]) else {
            throw scanner.error("\(quoted(last)) stands twice", .duplicateKey, at: start)
        }
        opened.kind = .header
        current = opened
    }

    /// `a.b = value`
    private mutating func assignment(in table: TOMLTableBuilder, depth: Int) throws(DocumentError) {
        let start = scanner.offset
        let keys = try scanner.key()
        guard scanner.skip("=") else { throw scanner.unexpected("'='") }
        scanner.skipBlanks()
        guard depth + keys.count <= limits.depth else {
            throw scanner.error("deeper than \(limits.depth)", .overLimit, at: start)
        }
        let position = scanner.place(of: start)
        var inner = table
        for key in keys.dropLast() {
            guard let next = inner.opened(key, .dotted, at: position, passing: [.dotted, .implicit]) else {
                throw scanner.error("\(quoted(key)) stands twice", .duplicateKey, at: start)
            }
            inner = next
        }
        let last = keys[keys.count - 1]
        let content = try value(depth: depth + keys.count)
        guard inner.set(last, TOMLNode(content: content, position: position)) else {
            throw scanner.error("\(quoted(last)) stands twice", .duplicateKey, at: start)
        }
    }

    private mutating func value(depth: Int) throws(DocumentError) -> TOMLNode.Content {
        try count(at: scanner.offset)
        guard depth <= limits.depth else { throw scanner.error("deeper than \(limits.depth)", .overLimit) }
        switch scanner.next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .scalar(.string(try scanner.string()))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "{"): return .table(try inlineTable(depth: depth + 1))
        default:
            let start = scanner.offset
            var word = scanner.bareWord()
            // A date and a time may have a blank between them.
            if TOMLLiteral.isDate(word), scanner.next == 0x20 {
                var ahead = scanner
                ahead.offset += 1
                let time = ahead.bareWord()
                if TOMLLiteral.isTime(time) {
                    word += " " + time
                    scanner = ahead
                }
            }
            guard let content = TOMLLiteral.content(of: word) else {
                if word.isEmpty { throw scanner.unexpected("a value") }
                throw scanner.error("\(quoted(word)) is no value", at: start)
            }
            return content
        }
    }

    private mutating func array(depth: Int) throws(DocumentError) -> [TOMLNode] {
        scanner.offset += 1
        var items: [TOMLNode] = []
        while true {
            try scanner.skipLines()
            if scanner.skip("]") { return items }
            let position = scanner.place(of: scanner.offset)
            items.append(TOMLNode(content: try value(depth: depth), position: position))
            try scanner.skipLines()
            if scanner.skip(",") { continue }
            guard scanner.skip("]") else { throw scanner.unexpected("',' or ']'") }
            return items
        }
    }

    private mutating func inlineTable(depth: Int) throws(DocumentError) -> TOMLTable {
        scanner.offset += 1
        let table = TOMLTableBuilder(.inline)
        scanner.skipBlanks()
        if scanner.skip("}") { return table.table }
        while true {
            scanner.skipBlanks()
            try assignment(in: table, depth: depth)
            scanner.skipBlanks()
            if scanner.skip(",") { continue }
            guard scanner.skip("}") else { throw scanner.unexpected("',' or '}'") }
            return table.table
        }
    }
}

/// A table while it is being read.
final class TOMLTableBuilder {
    /// How a table came to be, which decides who may add to it.
    enum Kind {
        /// On the way to a table with a header.
        case implicit
        /// By its own header.
        case header
        /// By the dots of a key.
        case dotted
        /// Between braces: closed for good.
        case inline
    }

    private enum Entry {
        case value(TOMLNode)
        case table(TOMLTableBuilder, TextPosition)
        case tables(List, TextPosition)
    }

    /// The tables of `[[name]]`, by reference: one is added in place, however many there are.
    private final class List {
        var tables: [TOMLTableBuilder]

        init(_ first: TOMLTableBuilder) {
            tables = [first]
        }
    }

    var kind: Kind
    private var entries: [String: Entry] = [:]

    init(_ kind: Kind) {
        self.kind = kind
    }

    /// The table of a key, made if there is none; nil if there is one of another kind, or something else.
    func opened(_ key: String, _ kind: Kind, at position: TextPosition, passing kinds: Set<Kind>) -> TOMLTableBuilder? {
        switch entries[key] {
        case nil:
            let table = TOMLTableBuilder(kind)
            entries[key] = .table(table, position)
            return table
        case .table(let table, _)?: return kinds.contains(table.kind) ? table : nil
        case .tables(let list, _)?: return kinds.contains(.header) ? list.tables.last : nil
        case .value?: return nil
        }
    }

    /// A new table at the end of the list of a key; nil if something else stands there.
    func appended(_ key: String, at position: TextPosition) -> TOMLTableBuilder? {
        let table = TOMLTableBuilder(.header)
        switch entries[key] {
        case nil: entries[key] = .tables(List(table), position)
        case .tables(let list, _)?: list.tables.append(table)
        default: return nil
        }
        return table
    }

    /// Sets a value; false if something stands there already.
    func set(_ key: String, _ node: TOMLNode) -> Bool {
        guard entries[key] == nil else { return false }
        entries[key] = .value(node)
        return true
    }

    /// What was read.
    var table: TOMLTable {
        TOMLTable(
            entries.mapValues { entry in
                switch entry {
                case .value(let node): node
                case .table(let table, let position): TOMLNode(content: .table(table.table), position: position)
                case .tables(let list, let position):
                    TOMLNode(
                        content: .array(list.tables.map { TOMLNode(content: .table($0.table), position: position) }),
                        position: position
                    )
                }
            }
        )
    }
}
