/// Builds one document's tree from events, without recursion and within limits.
///
/// An alias becomes the anchored node again, sharing its storage. What it stands for is counted each time, in nodes
/// and in depth: else ten lines of aliases to aliases make a tree that no reader finishes.
struct YAMLTreeBuilder {
    /// A finished node with what it costs: nodes in it, and collections inside one another.
    private struct Built {
        let node: YAMLNode
        let nodeCount: Int
        let height: Int
    }

    /// A collection whose end has not come yet.
    private struct Open {
        let start: YAMLEvent
        var children: [YAMLNode] = []
        var nodeCount = 1
        var height = 1
    }

    private let limits: DocumentLimits
    private let aliases: YAML.Aliases
    private let offsets: CodePointMap
    private var nodeCount = 0
    private var open: [Open] = []
    private var anchored: [String: Built] = [:]
    private var root: YAMLNode?

    init(limits: DocumentLimits, aliases: YAML.Aliases, offsets: CodePointMap) {
        self.limits = limits
        self.aliases = aliases
        self.offsets = offsets
    }

    /// The tree of the document whose start event was read last; reads up to its end event.
    mutating func document(from reader: inout YAMLEventReader) throws(DocumentError) -> YAMLNode {
        anchored = [:]
        root = nil
        while true {
            let event = try reader.next()
            switch event.kind {
            case .scalar(let scalar):
                try count(1, at: event)
                try place(Built(node: node(.scalar(scalar), from: event, to: event.end), nodeCount: 1, height: 0))
            case .alias: try placeAlias(event)
            case .sequenceStart, .mappingStart: try openCollection(event)
            case .collectionEnd: try closeCollection(event)
            case .documentEnd, .streamStart, .streamEnd, .documentStart:
                guard let root else {
                    throw DocumentError(.malformed, "no node", at: offsets.position(of: event.start))
                }
                return root
            }
        }
    }

    private mutating func openCollection(_ event: YAMLEvent) throws(DocumentError) {
        try count(1, at: event)
        try checkDepth(open.count + 1, at: event)
        open.append(Open(start: event))
    }

    private mutating func closeCollection(_ event: YAMLEvent) throws(DocumentError) {
        guard let closed = open.popLast() else {
            throw DocumentError(.malformed, "an end without a start", at: offsets.position(of: event.start))
        }
        let children = closed.children
        // libyaml ends a block collection where the next token begins, after any comments; a flow one at its bracket.
        let built: YAMLNode
        switch closed.start.kind {
        case .mappingStart(let isFlow):
            let entries = stride(from: 0, to: children.count - 1, by: 2).map { index in
                YAMLEntry(key: children[index], value: children[index + 1])
            }
            built = node(.mapping(entries), from: closed.start, to: event.end, endingWith: isFlow ? nil : children.last)
        case .sequenceStart(isFlow: false):
            built = node(.sequence(children), from: closed.start, to: event.end, endingWith: children.last)
        default:
            built = node(.sequence(children), from: closed.start, to: event.end)
        }
        try place(Built(node: built, nodeCount: closed.nodeCount, height: closed.height))
    }

    private mutating func placeAlias(_ event: YAMLEvent) throws(DocumentError) {
        let name = event.anchor ?? ""
        guard aliases == .followed else {
            let message = "\(quoted("*\(name)")) is an alias: write out what it stands for"
            throw DocumentError(.mismatch, message, at: offsets.position(of: event.start))
        }
        if open.contains(where: { $0.start.anchor == name }) {
            throw DocumentError(
                .malformed,
                "alias \(quoted(name)) stands inside what it names",
                at: offsets.position(of: event.start)
            )
        }
        guard let target = anchored[name] else {
            throw DocumentError(
                .malformed,
                "alias \(quoted(name)) has no anchor",
                at: offsets.position(of: event.start)
            )
        }
        try count(target.nodeCount, at: event)
        try checkDepth(open.count + target.height, at: event)
        let alias = YAMLNode(
            content: target.node.content,
            tag: target.node.tag,
            anchor: nil,
            alias: name,
            region: region(from: event.start, to: event.end)
        )
        try place(Built(node: alias, nodeCount: target.nodeCount, height: target.height))
    }

    private mutating func place(_ built: Built) throws(DocumentError) {
        if let anchor = built.node.anchor { anchored[anchor] = built }
        guard !open.isEmpty else {
            root = built.node
            return
        }
        let last = open.count - 1
        open[last].children.append(built.node)
        open[last].nodeCount += built.nodeCount
        open[last].height = max(open[last].height, built.height + 1)
    }

    private mutating func count(_ nodes: Int, at event: YAMLEvent) throws(DocumentError) {
        let (sum, overflow) = nodeCount.addingReportingOverflow(nodes)
        guard !overflow, sum <= limits.nodeCount else {
            let message = "the document has more than \(limits.nodeCount) nodes"
            throw DocumentError(.overLimit, message, at: offsets.position(of: event.start))
        }
        nodeCount = sum
    }

    private func checkDepth(_ depth: Int, at event: YAMLEvent) throws(DocumentError) {
        guard depth <= limits.depth else {
            let message = "the document is more than \(limits.depth) collections deep"
            throw DocumentError(.overLimit, message, at: offsets.position(of: event.start))
        }
    }

    private func node(
        _ content: YAMLNode.Content,
        from start: YAMLEvent,
        to end: YAMLEvent.Mark,
        endingWith last: YAMLNode? = nil
    ) -> YAMLNode {
        var region = region(from: start.start, to: end)
        if let last = last?.region {
            let bytes = region.bytes.lowerBound..<max(region.bytes.lowerBound, last.bytes.upperBound)
            region = TextRegion(start: region.start, end: last.end, bytes: bytes)
        }
        return YAMLNode(content: content, tag: start.tag, anchor: start.anchor, alias: nil, region: region)
    }

    private func region(from start: YAMLEvent.Mark, to end: YAMLEvent.Mark) -> TextRegion {
        let first = offsets.byteOffset(ofCodePoint: start.index)
        let bytes = first..<max(first, offsets.byteOffset(ofCodePoint: end.index))
        return TextRegion(start: offsets.position(of: start), end: offsets.position(of: end), bytes: bytes)
    }
}
