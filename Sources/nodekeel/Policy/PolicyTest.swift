import Agent
import ArgumentParser
import Glibc
import Node
import Reporting
import Tuning

extension PolicyCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Plan for captured nodes and compare with the plans that are expected; a policy's unit tests.",
            discussion: """
                Every directory in DIR is a case: facts.json, from `nodekeel facts --format json` on a node, \
                policy.yaml, and plan.txt, what `nodekeel plan --facts facts.json --policy policy.yaml` prints, or why \
                it refuses the policy. Facts or policy that a case does not have are taken from DIR itself; where that \
                has none either, no case is tested. Hidden directories are no cases, nor is 'profiles', which has the \
                profiles of DIR's own policy.

                Exit status: 0 if every plan is as expected, 2 if one is not.
                """
        )

        @ParentCommand var policy: PolicyCommand
        @OptionGroup var options: GlobalOptions

        @Flag(help: "Write down what comes out as what is expected from now on; review it like code.")
        var accept = false

        @Argument(help: ArgumentHelp("The directory of cases.", valueName: "dir"))
        var directory: String

        func run() throws {
            let options = try options.over(policy.options).over(policy.nodekeel.options)
            var results: [PolicyTestAnswer.Result] = []
            for test in try cases() {
                let expected = test.expected
                let actual = try test.outcome()
                if accept, actual != expected { try test.accept(actual) }
                results.append(
                    PolicyTestAnswer.Result(
                        name: test.name,
                        expected: expected,
                        actual: actual,
                        isAccepted: accept && actual != expected
                    )
                )
            }
            let answer = PolicyTestAnswer(results: results)
            try options.print(answer)
            guard answer.isAllAsExpected else { throw NotAllMet() }
        }

        private func cases() throws(Failure) -> [PolicyCase] {
            do {
                return try PolicyCase.all(in: directory)
            } catch {
                throw Failure(error)
            }
        }
    }
}

extension PolicyCase {
    /// What `plan` prints for the case, or why it refuses the policy.
    fileprivate func outcome() throws(Failure) -> String {
        let read: ReadPolicy
        do {
            read = try ReadPolicy(file: policy)
        } catch {
            return refusal(Failure(error))
        }
        let node = try NodeCapture.read(facts).node(file: facts)
        do throws(Failure) {
            return try ElsewherePlan(node, under: read).answer.text(in: Style())
        } catch {
            return refusal(error)
        }
    }

    /// The refusal without the directory in which the case happens to stand.
    private func refusal(_ failure: Failure) -> String {
        let place = policy.dropLast("policy.yaml".count)
        var text = ""
        var rest = failure.description[...]
        while let found = rest.firstRange(ofText: place) {
            text += rest[..<found.lowerBound]
            rest = rest[found.upperBound...]
        }
        return text + rest + "\n"
    }

    /// Makes an outcome the expected one.
    fileprivate func accept(_ text: String) throws(Failure) {
        let path = "\(directory)/plan.txt"
        let number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Failure(SystemError(operation: "write", object: path, errno: errno)) }
        defer { close(number) }
        let bytes = Array(text.utf8)
        guard write(number, bytes, bytes.count) == bytes.count else {
            throw Failure(SystemError(operation: "write", object: path, errno: errno))
        }
    }
}

extension Substring {
    /// Where a text stands first, by its bytes; nil if it does not.
    fileprivate func firstRange(ofText text: Substring) -> Range<Index>? {
        guard !text.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
