import CLibYAML

/// Owns a libyaml parser and hands out its events.
///
/// The parser lives on the heap and the text outside: libyaml keeps pointers to both.
struct YAMLEventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeBufferPointer<UInt8>

    /// A reader of `text`, which must outlive it.
    init(of text: UnsafeBufferPointer<UInt8>) throws(DocumentError) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) != 0 else {
            parser.deallocate()
            throw DocumentError(.overLimit, "no memory is left to read the text")
        }
        // libyaml asserts that the pointer is not null, which it is for an empty array.
        if let start = text.baseAddress {
            yaml_parser_set_input_string(parser, start, text.count)
        } else {
            yaml_parser_set_input(
                parser,
                { _, _, _, byteCount in
                    byteCount?.pointee = 0
                    return 1
                },
                nil
            )
        }
        self.parser = parser
        self.text = text
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event; after ``YAMLEvent/Kind/streamEnd`` the same again.
    mutating func next() throws(DocumentError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    private func failure() -> DocumentError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "no YAML"
        switch parser.pointee.error {
        case YAML_MEMORY_ERROR:
            return DocumentError(.overLimit, "no memory is left to read the text")
        case YAML_READER_ERROR:
            // Known in bytes only: the scanner has not got there yet.
            let offset = Int(clamping: parser.pointee.problem_offset)
            return DocumentError(.malformed, problem, at: TextPosition(ofByte: offset, in: Array(text)))
        default:
            let context = parser.pointee.context.map { String(cString: $0) + ", " } ?? ""
            // At the end of the text libyaml stands on a line of its own, which no editor shows.
            let end = TextPosition(ofByte: text.count, in: Array(text))
            let place = YAMLEvent.Mark(parser.pointee.problem_mark).position
            return DocumentError(.malformed, context + problem, at: min(place, end))
        }
    }
}
