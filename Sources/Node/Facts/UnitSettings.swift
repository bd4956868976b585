import Tuning

/// What systemd knows of a unit: the settings of its file and of its drop-ins, in the order in which they count.
///
/// Source: systemd.unit(5), systemd.syntax(7), and `unit_file_find_dropin_paths` of systemd.
struct UnitSettings {
    /// One assignment.
    struct Setting {
        let section: String
        let key: String
        let value: String
        /// Where it stands: a file and its line.
        let place: String
    }

    /// The unit's name.
    let name: String
    /// The assignments, the later the stronger; an empty value takes back those of a list before it.
    private(set) var settings: [Setting] = []

    /// Where systemd looks, the first of a name wins.
    private static let directories = [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient",
        "/etc/systemd/system", "/etc/systemd/system.attached", "/run/systemd/system", "/run/systemd/system.attached",
        "/run/systemd/generator", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
        "/run/systemd/generator.late",
    ]
    /// The most drop-ins that are read of a unit.
    private static let dropInLimit = 256

    /// Reads the unit of this name; nil if there is none, or it is masked.
    ///
    /// - Parameter left: a drop-in that is left out.
    init?(_ name: String, leavingOut left: String? = nil, in root: Root) {
        self.name = name
        guard !name.contains("/"), name.utf8.count <= 255,
            let path = UnitSettings.directories.map({ "\($0)/\(name)" }).first(where: { root.exists($0) }),
            root.link(at: path) != "/dev/null"
        else { return nil }
        read(path, in: root)
        for dropIn in UnitSettings.dropIns(of: name, in: root) where dropIn != left { read(dropIn, in: root) }
    }

    /// The values of a list setting, after what an empty one took back.
    func list(_ key: String, in section: String) -> [Setting] {
        var list: [Setting] = []
        for setting in settings where setting.section == section && setting.key == key {
            if setting.value.isEmpty { list = [] } else { list.append(setting) }
        }
        return list
    }

    private static func dropIns(of name: String, in root: Root) -> [String] {
        var paths: [String: String] = [:]
        let suffix = name.split(separator: ".").last.map(String.init) ?? ""
        for folder in ["\(name).d", "\(suffix).d"] {
            for directory in directories {
                let place = "\(directory)/\(folder)"
                for file in (try? root.names(in: place)) ?? [] where file.hasSuffix(".conf") && paths[file] == nil {
                    paths[file] = "\(place)/\(file)"
                }
            }
        }
        return paths.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
            .filter { root.link(at: $0) != "/dev/null" }.prefix(dropInLimit).map { $0 }
    }

    private mutating func read(_ path: String, in root: Root) {
        guard let text = try? root.text(of: path) else { return }
        var section = ""
        var whole = ""
        var start = 0
        // A line may end as systemd lets it: with either break, or with both.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for (index, line) in lines.enumerated() {
            // A comment between continued lines is left out of them.
            if let first = line.first(where: { !$0.isWhitespace }), first == "#" || first == ";" { continue }
            if whole.isEmpty { start = index + 1 }
            whole += line
            if whole.last == "\\" {
                whole.removeLast()
                whole += " "
            } else {
                take(whole, at: "\(path):\(start)", &section)
                whole = ""
            }
        }
        take(whole, at: "\(path):\(start)", &section)
    }

    private mutating func take(_ line: String, at place: String, _ section: inout String) {
        let trimmed = String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        if trimmed.hasPrefix("["), trimmed.hasSuffix("]") {
            section = String(trimmed.dropFirst().dropLast())
        } else if let equals = trimmed.firstIndex(of: "=") {
            let key = trimmed[..<equals].reversed().drop(while: \.isWhitespace).reversed()
            let value = trimmed[trimmed.index(after: equals)...].drop(while: \.isWhitespace)
            settings.append(Setting(section: section, key: String(key), value: String(value), place: place))
        }
    }
}
