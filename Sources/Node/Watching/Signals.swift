import CLinux
import Glibc

/// Signals that are read like any other event (signalfd), instead of interrupting whatever runs.
///
/// Make it before any thread, and before any process is started that should inherit the usual mask: it blocks its
/// signals for the calling thread, and gives the mask back when let go of.
public struct Signals: ~Copyable, EventSource {
    /// What a service is told by signals.
    public enum Signal: Sendable, CaseIterable {
        /// End in order (systemd's stop).
        case terminate
        /// End in order (Ctrl-C at a terminal).
        case interrupt
        /// Read the policy again.
        case hangup
        /// For an operator: look at everything now.
        case user1

        var number: Int32 {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangup: SIGHUP
            case .user1: SIGUSR1
            }
        }
    }

    private let descriptor: Descriptor
    private let previousMask: sigset_t

    /// The descriptor to wait on.
    public var number: Int32 { descriptor.number }

    /// Blocks these signals for the calling thread and makes them readable.
    public init(_ signals: [Signal] = Signal.allCases) throws(SystemError) {
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in signals { sigaddset(&mask, signal.number) }
        var previous = sigset_t()
        let status = pthread_sigmask(SIG_BLOCK, &mask, &previous)
        guard status == 0 else { throw SystemError(operation: "block", object: "signals", errno: status) }
        let number = signalfd(-1, &mask, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard number >= 0 else {
            let failure = errno
            pthread_sigmask(SIG_SETMASK, &previous, nil)
            throw SystemError(operation: "read", object: "signals", errno: failure)
        }
        descriptor = Descriptor(adopting: number)
        previousMask = previous
    }

    deinit {
        var mask = previousMask
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    /// The next signal that has come, or nil. Never waits. The kernel keeps one of each kind, however many were sent.
    public func next() throws(SystemError) -> Signal? {
        var record = signalfd_siginfo()
        let count = try withUnsafeMutableBytes(of: &record) { (bytes) throws(SystemError) in
            try descriptor.read(into: bytes, of: "signals")
        }
        guard count == MemoryLayout<signalfd_siginfo>.size else { return nil }
        return Signal.allCases.first { $0.number == Int32(bitPattern: record.ssi_signo) }
    }
}
