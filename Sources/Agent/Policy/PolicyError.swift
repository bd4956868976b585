public import Documents
import Formula

/// Why a policy cannot be used: everything that is wrong with it, each with its place.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// The line and column, counted from 1; nil where the trouble has no place in the text.
        public let place: TextPosition?
        /// What is wrong, and what was probably meant.
        public let message: String
        /// The line of a formula with a caret below the place; nil where the trouble is in no formula.
        public let excerpt: String?

        init(path: String, place: TextPosition?, message: String, excerpt: String? = nil) {
            self.path = path
            self.place = place
            self.message = message
            self.excerpt = excerpt
        }

        /// The problem in one line.
        public var description: String {
            place.map { "\(path):\($0.line):\($0.column): \(message)" } ?? "\(path): \(message)"
        }
    }

    /// What is wrong, in the order of the text; never empty.
    public let problems: [Problem]

    init(_ problem: Problem) {
        problems = [problem]
    }

    init(problems: [Problem]) {
        self.problems = problems
    }

    /// Every problem, with the formula that it is in below it.
    public var description: String {
        problems.map { problem in
            problem.description + (problem.excerpt.map { "\n" + $0 } ?? "")
        }.joined(separator: "\n")
    }
}
