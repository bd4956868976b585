import Documents
public import Tuning

/// Thousands of reports, merged into the states that differ while they are read; memory is that of the states, and a name
/// for each node.
public struct Fleet: Sendable {
    /// The nodes of one fingerprint.
    struct Group: Sendable {
        let fingerprint: String
        let version: String
        /// How they stand; nil where this version does not understand it, or there are too many states to keep.
        let state: FleetState?
        /// Why there is no state, in words.
        let obscurity: String?
        var count = 0
        /// The first of them, for an answer to name.
        var names: [String] = []
    }

    /// Something that is no report.
    struct Unreadable: Hashable, Sendable, Encodable {
        let source: String
        let reason: String
    }

    /// The most nodes.
    public static let nodeLimit = 1_000_000
    /// The most states of which it is kept how they stand.
    private static let stateLimit = 500
    /// The most that are named of one state, and of what cannot be read.
    static let nameLimit = 1_000
    /// What a report may have in it: 10,000 settings, which policy may have, make half of it.
    private static let limits = DocumentLimits(byteCount: 8 << 20, nodeCount: 1_000_000)

    private let units: Units
    private(set) var groups: [Group] = []
    private var places: [String: Int] = [:]
    private var nodes: [String: Int] = [:]
    private(set) var unreadable: [Unreadable] = []
    private(set) var unreadableCount = 0
    private(set) var replacedCount = 0

    /// No report yet; `settings` is the catalogue, which knows what numbers count.
    public init(settings: [Setting]) {
        units = Units(of: settings)
    }

    /// How many nodes there are.
    public var nodeCount: Int { nodes.count }

    /// Adds a report, from `check` or `status` as JSON.
    ///
    /// - Parameters:
    ///   - name: what the node is called, unless the report says it: of two reports of one node the later counts.
    ///   - source: where the report is, for one that is none.
    public mutating func add(_ bytes: [UInt8], named name: String, from source: String) {
        let keys = ["fingerprint", "node", "nodekeelVersion"]
        let strings = JSON.strings(behind: keys, of: bytes)
        if let fingerprint = strings?["fingerprint"], let place = places[fingerprint] {
            count(strings?["node"] ?? name, in: place)
            return
        }
        do throws(DocumentError) {
            let text = try JSONText(bytes, limits: Fleet.limits)
            guard case .string(let version)? = text["nodekeelVersion"]?.value, let fingerprint = text.fingerprint else {
                throw DocumentError(.mismatch, "neither a report of 'check' nor one of 'status' in JSON")
            }
            let place = places[fingerprint] ?? addGroup(fingerprint, version, text)
            if case .string(let node)? = text["node"]?.value { count(node, in: place) } else { count(name, in: place) }
        } catch {
            addUnreadable(source, because: error.description)
        }
    }

    /// Notes something that is no report, or cannot be read.
    public mutating func addUnreadable(_ source: String, because reason: String) {
        unreadableCount += 1
        guard unreadable.count < Fleet.nameLimit else { return }
        unreadable.append(Unreadable(source: source, reason: reason))
    }

    private mutating func count(_ node: String, in place: Int) {
        if let earlier = nodes[node] {
            replacedCount += 1
            groups[earlier].count -= 1
            groups[earlier].names.removeAll { $0 == node }
        }
        nodes[node] = place
        groups[place].count += 1
        if groups[place].names.count < Fleet.nameLimit { groups[place].names.append(node) }
    }

    private mutating func addGroup(_ fingerprint: String, _ version: String, _ text: JSONText) -> Int {
        var state: FleetState?
        var obscurity: String?
        if fingerprint.isEmpty {
            obscurity = "no pass has been made yet"
        } else if groups.count >= Fleet.stateLimit {
            obscurity = "more than \(Fleet.stateLimit) states: only counted"
        } else {
            do throws(DocumentError) {
                state = try FleetState(of: text, units)
            } catch {
                obscurity = "nodekeel \(nodekeelVersion) does not understand it: \(error)"
            }
        }
        places[fingerprint] = groups.count
        groups.append(Group(fingerprint: fingerprint, version: version, state: state, obscurity: obscurity))
        return groups.count - 1
    }
}

extension JSONText {
    /// The fingerprint of a report; empty in a status before the first pass, nil in what is neither.
    fileprivate var fingerprint: String? {
        switch self["fingerprint"]?.value {
        case .string(let text)?: text
        case .null? where self["notMet"] != nil: ""
        default: nil
        }
    }
}
