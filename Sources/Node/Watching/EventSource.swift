/// Something that becomes readable when there is news, and can be waited for by its descriptor.
public protocol EventSource: ~Copyable {
    /// The descriptor's number, valid as long as the source lives.
    var number: Int32 { get }
}

extension Descriptor: EventSource {}
