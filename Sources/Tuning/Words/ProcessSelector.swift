/// Which processes a knob is about, however often they are started anew.
///
/// Never a PID: a component that restarts is another process and the same knob. Several processes of one program in one
/// place are one knob.
public struct ProcessSelector: Hashable, Sendable {
    /// The base name of the executable, such as `etcd`; a command line says whatever its owner wants.
    public var program: String
    /// Where it runs.
    public var place: Place

    /// What holds a process, by the name that outlives it.
    public enum Place: Hashable, Sendable {
        /// The whole node.
        case anywhere
        /// A unit of systemd, such as `etcd.service`.
        case unit(String)
        /// A pod, by its UID with hyphens: a container that is made anew is in the same pod.
        case pod(String)
        /// A control group, by its path, where there is neither unit nor pod.
        case cgroup(String)
    }

    /// A program in a place.
    public init(_ program: String, in place: Place = .anywhere) {
        self.program = program
        self.place = place
    }
}

extension ProcessSelector.Place: CustomStringConvertible {
    private static let pod = "pod "
    private static let cgroup = "cgroup "

    public var description: String {
        switch self {
        case .anywhere: "this node"
        case .unit(let name): name
        case .pod(let uid): ProcessSelector.Place.pod + uid
        case .cgroup(let path): ProcessSelector.Place.cgroup + path
        }
    }

    /// Reads a place as it describes itself; nil for what is none.
    public init?(_ text: String) {
        if text == ProcessSelector.Place.anywhere.description {
            self = .anywhere
        } else if text.hasPrefix(ProcessSelector.Place.pod) {
            self = .pod(String(text.dropFirst(ProcessSelector.Place.pod.count)))
        } else if text.hasPrefix(ProcessSelector.Place.cgroup) {
            self = .cgroup(String(text.dropFirst(ProcessSelector.Place.cgroup.count)))
        } else {
            guard !text.isEmpty, !text.contains("/") else { return nil }
            self = .unit(text)
        }
    }
}

extension ProcessSelector: CustomStringConvertible {
    private static let separator = " in "

    public var description: String { "\(program)\(ProcessSelector.separator)\(place)" }

    /// Reads a selector as it describes itself, `etcd in etcd.service`; nil for what is none.
    public init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard words.count == 3, !words[0].isEmpty, words[1] == "in", let place = Place(words[2]) else { return nil }
        self.init(words[0], in: place)
    }
}
