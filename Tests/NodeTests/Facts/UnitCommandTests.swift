import Testing

@testable import Node

@Suite("The command of a unit, as systemd starts it")
struct UnitCommandTests {
    private func arguments(_ service: String, _ files: [String: String] = [:]) throws -> [String] {
        let files = files.merging(["etc/systemd/system/a.service": "[Service]\n\(service)\n"]) { $1 }
        let node = try ScratchNode(files)
        let unit = try #require(UnitSettings("a.service", in: node.node.root))
        return try #require(UnitCommand(of: unit, in: node.node.root)).arguments.map(\.text)
    }

    @Test(
        "Words and variables",
        arguments: [
            ("ExecStart=/p a  'b c' \"d e\" f\\x20g", ["/p", "a", "b c", "d e", "f g"]),
            ("ExecStart=-/p $A", ["/p", "x", "y z"]), ("ExecStart=/p ${A}", ["/p", "x 'y z'"]),
            ("ExecStart=/p --a=${B} --b=$B", ["/p", "--a=1", "--b=$B"]),
            ("ExecStart=/p $$B $NONE ${NONE}", ["/p", "$B", ""]),
            ("ExecStart=/p %% %n", ["/p", "%", "a.service"]), ("ExecStart=:/p $B", ["/p", "$B"]),
            ("ExecStart=@/p zero one", ["/p", "one"]), ("ExecStart=/p \\\n  # no\n  a", ["/p", "a"]),
            ("ExecStart=/old\nExecStart=\nExecStart=/p new", ["/p", "new"]),
        ]
    )
    func words(service: String, words: [String]) throws {
        let variables = "Environment=\"A=x 'y z'\" B=1\n"
        #expect(try arguments(variables + service) == words)
    }

    @Test("Lines end as systemd lets them", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(lineEnd: String) throws {
        let lines = ["# why", "ExecStart=/p a \\", "  b", "ExecStartPre=/no", ""]
        #expect(try arguments(lines.joined(separator: lineEnd)) == ["/p", "a", "b"])
    }

    @Test("Files of variables")
    func variables() {
        let text = """
            # comment
            A=one two   \r
            B="quoted \\"x\\" \\n" tail
             C = spaced
            D='single $A'
            E=long\\
            er
            1F=no
            G=a#b
            """
        let read = EnvironmentFile(text).variables.map { "\($0.name)=\($0.value)" }
        #expect(read == ["A=one two", "B=quoted \"x\" \\ntail", "C=spaced", "D=single $A", "E=longer", "G=a#b"])
    }

    @Test("Drop-ins count by their names over all directories, and a file hides its like in later ones")
    func dropIns() throws {
        let arguments = try arguments(
            "ExecStart=/p",
            [
                "usr/lib/systemd/system/a.service.d/10.conf": "[Service]\nExecStart=\nExecStart=/hidden\n",
                "etc/systemd/system/a.service.d/10.conf": "[Service]\nExecStart=\nExecStart=/first\n",
                "run/systemd/system/a.service.d/20.conf": "[Service]\nExecStart=\nExecStart=/second\n",
                "etc/systemd/system/a.service.d/30.txt": "[Service]\nExecStart=\nExecStart=/no\n",
            ]
        )
        #expect(arguments == ["/second"])
    }
}
