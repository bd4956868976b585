import CLibYAML

/// One event of libyaml, in Swift's types.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias
        case scalar(YAMLScalar)
        case sequenceStart(isFlow: Bool)
        case mappingStart(isFlow: Bool)
        case collectionEnd
    }

    /// A place in the text: `index` counts code points.
    struct Mark {
        let position: TextPosition
        let index: Int

        init(_ mark: yaml_mark_t) {
            position = TextPosition(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
            index = Int(clamping: mark.index)
        }
    }

    let kind: Kind

    /// The tag written before the node, with its prefix spelt out.
    let tag: String?

    /// The anchor written before the node, or the name in an alias.
    let anchor: String?

    let start: Mark
    let end: Mark

    init(_ event: borrowing yaml_event_t) {
        start = Mark(event.start_mark)
        end = Mark(event.end_mark)
        switch event.type {
        case YAML_ALIAS_EVENT:
            (kind, tag, anchor) = (.alias, nil, Self.text(event.data.alias.anchor))
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            let text = String(decoding: bytes, as: UTF8.self)
            kind = .scalar(YAMLScalar(text: text, style: YAMLScalar.Style(scalar.style)))
            (tag, anchor) = (Self.text(scalar.tag), Self.text(scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            kind = .sequenceStart(isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
            (tag, anchor) = (Self.text(sequence.tag), Self.text(sequence.anchor))
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            kind = .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
            (tag, anchor) = (Self.text(mapping.tag), Self.text(mapping.anchor))
        case YAML_STREAM_START_EVENT: (kind, tag, anchor) = (.streamStart, nil, nil)
        case YAML_DOCUMENT_START_EVENT: (kind, tag, anchor) = (.documentStart, nil, nil)
        case YAML_DOCUMENT_END_EVENT: (kind, tag, anchor) = (.documentEnd, nil, nil)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: (kind, tag, anchor) = (.collectionEnd, nil, nil)
        default: (kind, tag, anchor) = (.streamEnd, nil, nil)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension YAMLScalar.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
