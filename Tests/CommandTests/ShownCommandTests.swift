import ArgumentParser
import Checkout
import Testing

@testable import nodekeel

/// Commands that a person is told to give.
@Suite("A command that is shown")
struct ShownCommandTests {
    @Test("in the journal's catalogue can be given as it stands")
    func catalogue() throws {
        let lines = try Checkout.lines(of: "systemd/nodekeel.catalog")
        let commands = lines.filter { $0.hasPrefix("  nodekeel ") }.map { $0.replacing(/@[A-Z_]+@/, with: "x") }
        #expect(commands.count > 30)
        try expectParsed(commands)
    }

    @Test("in the manual's examples can be given as it stands")
    func manual() throws {
        let lines = try Checkout.lines(of: "packaging/man/nodekeel.1").map { $0.replacing("\\-", with: "-") }
        let commands = lines.filter { $0.hasPrefix("nodekeel ") || $0.hasPrefix("sudo nodekeel ") }
        #expect(commands.count > 5)
        try expectParsed(commands)
    }

    @Test("in the README can be given as it stands")
    func readme() throws {
        var isCode = false
        var commands: [Substring] = []
        for line in try Checkout.lines(of: "README.md") {
            if line.hasPrefix("```") { isCode.toggle() }
            let command = line.hasPrefix("# ") ? line.dropFirst(2) : line
            if isCode, command.hasPrefix("nodekeel ") || command.hasPrefix("sudo nodekeel ") {
                commands.append(command)
            }
        }
        #expect(commands.count > 5)
        try expectParsed(commands)
    }

    @Test("and lacks something is told")
    func refused() {
        #expect(objection(to: "nodekeel hold x")?.contains("--reason") ?? false)
        #expect(objection(to: "nodekeel hold x --reason y") == nil)
    }

    private func expectParsed(_ commands: [Substring]) throws {
        for command in commands {
            let objection = objection(to: command)
            #expect(objection == nil, "\(command)")
        }
    }

    /// Why the parser does not take the arguments of a command line of the shell's plainest kind; nil if it does.
    private func objection(to line: Substring) -> String? {
        let command = line.prefix { !"#|>".contains($0) }
        let words = command.split(separator: " ").drop { $0 == "sudo" || $0 == "nodekeel" }.map(String.init)
        do {
            _ = try Nodekeel.parseAsRoot(words)
            return nil
        } catch {
            return Nodekeel.fullMessage(for: error)
        }
    }
}
