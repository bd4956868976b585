import Testing

@testable import Reporting

@Suite("Layout")
struct LayoutTests {
    @Test(
        "Text takes the columns that a terminal gives it",
        arguments: [
            ("", 0), ("abc", 3), ("磁盘", 4), ("e\u{301}", 1), ("한글", 4), ("ﾃｽﾄ", 3), ("Ａ", 2), ("🚀", 2), ("≥ 5", 3),
            ("├─sda", 5),
        ]
    )
    func width(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }

    @Test("A cell's column is as wide as its widest cell, whatever it is written in")
    func aligned() {
        var table = Table([.init(title: "NAME"), .init(title: "SIZE", isNumeric: true), .init(title: "END")])
        table.add([Span("磁盘"), Span("5"), Span("x")])
        table.add([Span("e\u{301}tcd-data"), Span("1024"), Span("")])
        #expect(
            lines(table) == [
                "NAME       SIZE  END",
                "磁盘          5  x",
                "e\u{301}tcd-data  1024",
            ]
        )
    }

    @Test("A column in which nothing stands is not shown")
    func emptyColumn() {
        var table = Table([.init(title: "A"), .init(title: "B"), .init(title: "C")])
        table.add([Span("1"), Span(""), Span("3")])
        #expect(lines(table) == ["A  C", "1  3"])
    }

    @Test("A table that is too wide drops what is optional, then breaks what may be broken")
    func narrow() {
        var table = Table([
            .init(title: "KNOB", canWrap: true), .init(title: "VALUE", isNumeric: true),
            .init(title: "UNIT", isOptional: true),
        ])
        table.add([Span("net/netfilter/nf_conntrack_max"), Span("2310720"), Span("entries")])
        #expect(lines(table, 50)[1] == "net/netfilter/nf_conntrack_max  2310720  entries")
        #expect(lines(table, 40)[1] == "net/netfilter/nf_conntrack_max  2310720")
        #expect(lines(table, 30)[1...] == ["net/netfilter/nf_      2310720", "conntrack_max"])
        #expect(lines(table, 1).count > 1)
    }

    @Test("No line ends in a blank")
    func trailing() {
        var page = Page(Style())
        var table = Table([.init(title: "A"), .init(title: "LONG TITLE")])
        table.add([Span("x  "), Span(" ")], notes: [Note("why", ""), .block([Span("  ")])])
        page.add(table)
        page.add(Span("end "))
        #expect(page.text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test("A reason is broken at blanks and stays below its row")
    func wrapping() {
        let notes = [Note("why", "144420 entries for each of 16 CPUs online"), Note("remedy", "none")]
        #expect(
            Note.lines(of: notes, indent: 3, within: 35).map { $0.text(isColoured: false) } == [
                "   why     144420 entries for each",
                "           of 16 CPUs online",
                "   remedy  none",
            ]
        )
    }

    @Test("A word that is longer than a line is broken after a joint, and at last anywhere")
    func longWords() {
        #expect(Wrapping.lines(of: "/etc/sysctl.d/10-net.conf", within: 12) == ["/etc/sysctl.", "d/10-net.", "conf"])
        #expect(Wrapping.lines(of: "aaaaaaaaaa", within: 4) == ["aaaa", "aaaa", "aa"])
        #expect(Wrapping.lines(of: "磁盘磁盘", within: 5) == ["磁盘", "磁盘"])
        #expect(Wrapping.lines(of: "磁盘", within: 1) == ["磁", "盘"])
    }

    @Test("Colour stands around words, never around blanks, and never without being asked for")
    func colour() {
        var line = Line(Span("drifted", .bad))
        line.pad(4)
        line.append(Span("now", .plain))
        line.pad(4)
        #expect(line.text(isColoured: true) == "\u{1b}[31mdrifted\u{1b}[0m    now")
        #expect(line.text(isColoured: false) == "drifted    now")
    }

    @Test("A width is brought into what can be read", arguments: [(0, 40), (-1, 40), (80, 80), (Int.max, 500)])
    func styleWidth(given: Int, columns: Int) {
        #expect(Style(columns: given).columns == columns)
    }

    private func lines(_ table: Table, _ width: Int = 100) -> [String] {
        table.lines(within: width).map { $0.text(isColoured: false) }
    }
}
