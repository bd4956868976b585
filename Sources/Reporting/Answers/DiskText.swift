import Tuning

/// Disks and what stands on them, as a tree.
struct DiskText {
    /// How deep a stack of devices is followed: partition, md, LUKS, LVM and a few more.
    private static let depthLimit = 12

    let facts: Facts

    func add(to page: inout Page) {
        guard !facts.disks.isEmpty else { return }
        var table = Table(
            [
                .init(title: "NAME", canWrap: true), .init(title: "KIND"), .init(title: "SIZE", isNumeric: true),
                .init(title: "MEDIUM"), .init(title: "BY", isOptional: true),
                .init(title: "SCHEDULER"), .init(title: "MOUNTED", canWrap: true),
                .init(title: "MODEL", canWrap: true, isOptional: true), .init(title: "WHY THIS MEDIUM", canWrap: true),
            ],
            indent: 3
        )
        let rows = rows
        for row in rows.prefix(FactsText.rowLimit) { table.add(cells(of: row)) }
        page.add(heading: "Disks")
        page.add(table)
        page.add(moreThan: FactsText.rowLimit, rows.count)
        let empty = facts.disks.count { isEmpty($0) }
        if empty > 0 { page.add(Span("   \(Quantity.count(empty, "device")) without a medium not shown", .faint)) }
    }

    private struct Row {
        var disk: Disk
        /// What is drawn before the name.
        var branch: String
    }

    /// The devices, each below what it stands on; one that stands on two is there twice.
    private var rows: [Row] {
        let shown = facts.disks.filter { !isEmpty($0) }
        let names = Set(shown.map(\.name))
        var children: [String: [Disk]] = [:]
        for disk in shown {
            for parent in disk.parents.prefix(FactsText.rowLimit) { children[parent, default: []].append(disk) }
        }
        var rows: [Row] = []
        func add(_ disk: Disk, branch: String, margin: String, depth: Int) {
            guard depth < DiskText.depthLimit, rows.count <= 10 * FactsText.rowLimit else { return }
            rows.append(Row(disk: disk, branch: branch))
            let above = children[disk.name] ?? []
            for (index, child) in above.enumerated() {
                let isLast = index == above.count - 1
                add(
                    child,
                    branch: margin + (isLast ? "└─" : "├─"),
                    margin: margin + (isLast ? "  " : "│ "),
                    depth: depth + 1
                )
            }
        }
        for disk in shown where !disk.parents.contains(where: names.contains) {
            add(disk, branch: "", margin: "", depth: 0)
        }
        // Whatever hangs on nothing, or on itself, is shown all the same.
        let drawn = Set(rows.map(\.disk.name))
        return rows + shown.filter { !drawn.contains($0.name) }.map { Row(disk: $0, branch: "") }
    }

    /// Whether there is nothing behind a device, as with a loop device that is not in use.
    private func isEmpty(_ disk: Disk) -> Bool {
        disk.byteCount == 0 || disk.kind == .ram
    }

    /// Who made a disk and which it is; for a loop device the file behind it.
    private func make(of disk: Disk) -> String {
        // Every SATA disk says `ATA` for its vendor.
        let vendor = disk.vendor == "ATA" ? nil : disk.vendor
        return disk.backingFile ?? [vendor, disk.model].compactMap(\.self).joined(separator: " ")
    }

    private func cells(of row: Row) -> [Span] {
        let disk = row.disk
        let mounts = facts.mounts.filter { $0.device == disk.number }.map(\.path)
        let more = mounts.count > 1 ? " +\(mounts.count - 1)" : ""
        let isLeaf = disk.parents.isEmpty
        return [
            Span(row.branch + disk.name + (disk.mapperName.map { " (\($0))" } ?? "")),
            Span(disk.raidLevel ?? disk.kind.rawValue, limit: 16),
            Span(disk.byteCount.map(Quantity.size) ?? "?"),
            Span(disk.medium.rawValue, disk.medium == .rotational ? .warning : .plain),
            Span(disk.transport ?? "", limit: 16),
            Span(disk.scheduler ?? "", limit: 16),
            Span((mounts.first ?? "") + more),
            Span(make(of: disk), limit: 60),
            Span(isLeaf || disk.medium != .solidState ? disk.mediumReason : "", .faint),
        ]
    }
}
