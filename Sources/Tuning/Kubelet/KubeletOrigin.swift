/// Where the values of a configuration come from: a tree beside that of the values.
///
/// What has no place in it has its default.
struct KubeletOrigins: Sendable {
    /// What set the value as a whole; nil if it was not, or only in parts.
    private(set) var place: String?
    /// What set its parts, by key.
    private var parts: [String: KubeletOrigins] = [:]

    /// Nothing set.
    init() {}

    /// What the values of a file are set by.
    init(of file: KubeletFile, _ document: DecodedValue) {
        lay(document, from: file)
    }

    private init(place: String?) {
        self.place = place
    }

    /// What set a value or, if it was set as a whole, what holds it; nil if it has its default.
    func nearest(to path: [String]) -> String? {
        guard let key = path.first, let part = parts[key] else { return place }
        return part.nearest(to: Array(path.dropFirst())) ?? place
    }

    /// Notes that a value was set as a whole.
    mutating func set(_ path: ArraySlice<String>, _ place: String) {
        if let key = path.first {
            parts[key, default: KubeletOrigins()].set(path.dropFirst(), place)
        } else {
            self = KubeletOrigins(place: place)
        }
    }

    /// Notes of the values for which `isOpen` that they have their default, because what set them asked for that.
    mutating func markDefaults(at path: [String] = [], _ isOpen: ([String]) -> Bool) {
        if let set = place, !set.hasPrefix("default"), isOpen(path) { place = "default (reset at \(set))" }
        for key in parts.keys { parts[key]?.markDefaults(at: path + [key], isOpen) }
    }

    /// Notes what `file` sets, on top of what was set before: what it replaces, it sets, and of a mapping only the keys
    /// that it has.
    mutating func lay(_ patch: DecodedValue, at path: [String] = [], from file: KubeletFile) {
        guard case .object(let members) = patch else {
            self = KubeletOrigins(place: file.place(of: path))
            return
        }
        place = nil
        for (key, member) in members {
            parts[key, default: KubeletOrigins()].lay(member, at: path + [key], from: file)
        }
    }

    /// The same by other keys; `rename` gives the last of the keys that lead to a value.
    func renamed(at path: [String] = [], _ rename: ([String]) -> String) -> KubeletOrigins {
        var renamed = KubeletOrigins(place: place)
        for (key, part) in parts { renamed.parts[rename(path + [key])] = part.renamed(at: path + [key], rename) }
        return renamed
    }

    /// The places by the names that the fields of `type` have, for a document that was decoded whatever the letter case
    /// of its keys: of several spellings of one the last by its bytes counts, as for the value. A field that was taken
    /// out of the document keeps what took it out.
    func resolved(_ document: DecodedValue?, as type: GoType) -> KubeletOrigins {
        switch type {
        case .pointer(let target): return resolved(document, as: target)
        case .fields(let fields):
            var resolved = KubeletOrigins(place: place)
            let find = GoType.finder(of: fields, .folded)
            let members = document?.members ?? [:]
            let keys = Set(members.keys).union(parts.keys)
            for key in keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
                guard let name = find(key), let type = fields[name] else { continue }
                guard members[key] != nil || resolved.parts[name] == nil else { continue }
                resolved.parts[name] = parts[key]?.resolved(members[key], as: type)
            }
            return resolved
        default: return self
        }
    }
}
