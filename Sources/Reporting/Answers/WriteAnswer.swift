public import Tuning

/// One line of what `writers --follow` answers: a write, and what it came to.
public struct WriteAnswer: Answer {
    private let write: KnobWrite
    private let holds: String?

    /// The line for a write.
    ///
    /// - Parameter holds: What the node's own sysctl holds a moment later; nil if nobody looked.
    public init(_ write: KnobWrite, holds: String?) {
        self.write = write
        self.holds = holds
    }

    public func text(in style: Style) -> String {
        var page = Page(style)
        let time = Span("\(Quantity.time(epochSeconds: write.epochSeconds))  ", .faint)
        let writer = Span(write.writer.description, .strong)
        guard let after = write.after else {
            page.add(time, Span("\(write.path): \(write.count) further writes by "), writer)
            return page.text
        }
        let times = write.count > 1 ? " (\(write.count) times)" : ""
        let change = Span("\(write.path)  \(write.before ?? "?") → \(after)\(times)  ")
        page.add(time, change, writer, Span(outcome, .warning))
        return page.text
    }

    /// What is worth saying of what the write came to: it may have been rejected, or have gone elsewhere.
    private var outcome: String {
        guard let holds, let after = write.after else { return "" }
        guard Value(kernelText: holds) != Value(kernelText: after) else { return "" }
        return "  the node holds \(holds)"
    }
}

extension WriteAnswer: Encodable {
    private enum Key: String, CodingKey {
        case write, holds
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(write, forKey: .write)
        try container.encode(holds, forKey: .holds)
    }
}
