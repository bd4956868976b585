import Glibc

/// The one owner of a file descriptor: closed when it goes out of scope.
public struct Descriptor: ~Copyable {
    /// The kernel's number for it.
    public let number: Int32

    /// Takes over a descriptor that was opened elsewhere.
    public init(adopting number: Int32) {
        precondition(number >= 0, "a descriptor that was not opened")
        self.number = number
    }

    /// Gives the descriptor to the caller, who closes it.
    public consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    deinit { close(number) }
}
