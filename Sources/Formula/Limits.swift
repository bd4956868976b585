extension Formula {
    /// What one formula may use, so that none can hang the service, fill its memory or overflow its stack.
    ///
    /// Exceeding a limit is an error that nothing absorbs, not even `||` with `true` on its other side.
    public struct Limits: Sendable, Equatable {
        /// Bytes of source text. A formula is a line of YAML; the longest in use are under 1 KiB.
        public var sourceByteCount = 16_384
        /// Levels of nesting, in the source and in the syntax tree.
        ///
        /// The CEL definition asks for 12 to 32; 128 levels stay under 512 KiB of stack in a release build.
        public var depth = 128
        /// Steps of one evaluation: one a node of the syntax tree and an element visited, one for 8 bytes of text.
        ///
        /// Enough to go six nodes deep over each of 8,192 CPUs twice over; 250,000 steps take about 10 ms.
        public var stepCount = 250_000
        /// Bytes of one string that a formula builds.
        public var stringByteCount = 65_536
        /// Elements of one list or map that a formula builds or goes over.
        public var elementCount = 65_536

        /// The limits the agent works with.
        public init() {}
    }
}
