import Glibc
import Node
import Reporting

/// Where answers and complaints go.
enum Terminal {
    /// Colour on a terminal only, and not where NO_COLOR is set to anything (https://no-color.org); as wide as it is.
    static var style: Style {
        guard isatty(STDOUT_FILENO) == 1 else { return Style() }
        let isPlain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? true
        var size = winsize()
        let isSized = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col >= 40
        return Style(isColoured: !isPlain && !isDumb, columns: isSized ? Int(size.ws_col) : Style.presetColumns)
    }

    /// What a command that changed the node says where its answer could not be written: it would pass for not having run.
    static let changeMade = "What was asked for was done; 'nodekeel status' shows how the node stands."

    /// Writes an answer whole, or as much of it as somebody reads.
    ///
    /// - Parameter done: What the command has done to the node by now, for the failure to say.
    static func print(
        _ text: String,
        afterwards done: String? = nil,
        to number: Int32 = STDOUT_FILENO
    ) throws(Failure) {
        let reason = write(text, to: number)
        guard reason == 0 || reason == EPIPE else {
            let error = SystemError(operation: "write", object: "answer", errno: reason)
            throw Failure("nodekeel: the answer could not be written: \(error.reason)" + (done.map { "\n\($0)" } ?? ""))
        }
    }

    /// Shows how far something is, on a line that the next one takes the place of.
    static func show(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Writes a complaint, on a line of its own.
    static func complain(_ text: String) {
        _ = write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO)
    }

    /// - Returns: 0, or why the rest of it was not written.
    private static func write(_ text: String, to number: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var poll = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
