import CLinux

/// What a service does when it has nothing to do for a while.
public enum Rest {
    /// Gives back what only work needs: the program's code, which the kernel maps again from its cache when it runs, and
    /// heap and stack that are free. To be called from the thread that the process began with, high up in its stack.
    ///
    /// Nothing is lost by it, and the next pass takes some hundred page faults of less than a microsecond each. Until then
    /// the pages are no more to the kernel than any other file that was read, which is what a node that is short of
    /// memory takes first.
    public static func begin() { clinux_rest() }
}
