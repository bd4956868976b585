/// A part of the facts that reads itself from a text and refuses what is none, with one that stands for all.
///
/// The names and types that formulas may use are found by decoding the facts from nothing, where there is no such text.
public protocol Exemplified {
    /// Any value that is one.
    static var example: Self { get }
}

extension ProcessSelector.Place: Exemplified {
    public static var example: ProcessSelector.Place { .anywhere }
}
