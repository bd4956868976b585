import Catalogue
import Documents
import Glibc
public import Node
public import Reporting
public import Tuning

/// A policy as merged from its files, and where each word of it came from; its formulas are checked, not computed.
public struct ReadPolicy: Sendable {
    /// What the policy says on every node alike: formulas and custom settings are not in it, see ``inForce(on:of:)``.
    public let policy: Policy
    /// Every key that anybody sets, with its value and place: the general ones first, then by setting.
    ///
    /// Made anew each time, since only those who show a policy ask.
    public var entries: [PolicyEntry] { merged.entries }
    /// The files read, in the order in which they were laid over each other.
    public let paths: [String]

    private let merged: MergedLayers
    var settings: [Setting.ID: WrittenSetting] { merged.settings }
    var custom: [CustomSetting] { merged.custom }
    var origins: [String: String] { merged.origins }

    /// Where the policy lives. Files in the directory are laid over the file, by name.
    public static let path = "/etc/nodekeel/policy.yaml"
    /// The directory of further files; those ending in `.yaml` count.
    public static let directory = "/etc/nodekeel/policy.d"
    /// Where all of it stands.
    static let home = "/etc/nodekeel"
    /// The directory of the site's own profiles.
    public static let profileDirectory = ProfileShelf.directory
    /// The most files that are read of the directory.
    private static let fileLimit = 256
    /// The most custom settings of all files.
    private static let customLimit = 10_000

    /// Whether a path is one that the policy of a node is read from.
    public static func isRead(from path: String) -> Bool {
        path == Self.path
            || [directory, profileDirectory].contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// Reads the policy of a node; a node without any has the profile `large-cluster` as it stands.
    ///
    /// - Throws: ``PolicyError`` with everything that is wrong in all files, also that others than root can write one.
    public init(of node: Node) throws(PolicyError) {
        var paths: [String] = []
        for directory in [Self.home, Self.directory, Self.profileDirectory] where node.root.exists(directory) {
            do throws(SystemError) {
                try node.root.requireTrusted(directory: directory)
            } catch {
                throw PolicyError(.init(path: directory, place: nil, message: error.reason))
            }
        }
        if node.root.exists(Self.path) { paths.append(Self.path) }
        if node.root.exists(Self.directory) {
            do throws(SystemError) {
                let names = try node.root.names(in: Self.directory).filter { $0.hasSuffix(".yaml") && $0.first != "." }
                guard names.count <= Self.fileLimit else {
                    throw SystemError(operation: "read", object: Self.directory, errno: E2BIG)
                }
                paths += names.map { "\(Self.directory)/\($0)" }
            } catch {
                throw PolicyError(.init(path: Self.directory, place: nil, message: error.reason))
            }
        }
        try self.init(files: paths, below: node.root, profiles: ProfileShelf(for: nil, of: node))
    }

    /// Reads one policy file in place of those of the node; profiles may also stand in `profiles` beside it.
    ///
    /// - Throws: ``PolicyError``.
    public init(file path: String) throws(PolicyError) {
        try self.init(files: [path], below: .machine, profiles: ProfileShelf(besideFile: path))
    }

    /// Nothing but a profile.
    ///
    /// - Parameter file: the policy file that would name it in place of those of the node; nil for those.
    /// - Throws: ``PolicyError`` also if there is no profile of this name.
    public init(profile name: String, of node: Node, namedIn file: String? = nil) throws(PolicyError) {
        self.init(chain: try ProfileShelf(for: file, of: node).chain(of: name), layers: [])
    }

    /// Every profile that a policy of a node may start from, also those that cannot be used.
    ///
    /// - Parameter file: the policy file that is read in place of those of the node; nil for those.
    public static func profiles(of node: Node, namedIn file: String? = nil) -> [ProfileListAnswer.Line] {
        ProfileShelf(for: file, of: node).lines()
    }

    /// A policy that says nothing: the profile `large-cluster` as it stands.
    static let silent = ReadPolicy(chain: ProfileShelf.Chain(profile: .largeCluster, layers: []), layers: [])

    private init(files paths: [String], below root: Root, profiles shelf: ProfileShelf) throws(PolicyError) {
        var layers: [PolicyLayer] = []
        var problems: [PolicyError.Problem] = []
        for path in paths {
            do {
                let bytes = try root.policyBytes(of: path)
                let layer = PolicyLayer(.policy, path: path, bytes: bytes)
                layers.append(layer)
                problems += layer.problems
            } catch {
                problems.append(PolicyError.Problem(path: path, place: nil, message: error.reason))
            }
        }
        var chain = ProfileShelf.Chain(profile: .largeCluster, layers: [])
        if let layer = layers.last(where: { $0.profile != nil }), let named = layer.profile {
            do throws(PolicyError) {
                chain = try shelf.chain(of: named.name, asker: (layer.path, named.place))
            } catch {
                problems += error.problems
            }
        }
        problems += ReadPolicy.gatesWithoutServer(in: layers)
        guard problems.isEmpty else { throw PolicyError(problems: problems) }
        self.init(chain: chain, layers: layers)
        guard custom.count <= Self.customLimit else {
            let message = "\(custom.count) custom settings are more than \(Self.customLimit)"
            throw PolicyError(.init(path: paths.last ?? Self.path, place: nil, message: message))
        }
    }

    /// The units whose gate no file names a server for: they would wait for ever.
    private static func gatesWithoutServer(in layers: [PolicyLayer]) -> [PolicyError.Problem] {
        guard !layers.contains(where: { $0.fleetLock != nil }) else { return [] }
        let message = "no file says where FleetLock is: 'fleetLock: {url: http://10.0.0.5:8080}'"
        return layers.flatMap { layer in
            layer.gatePlaces.sorted { $0.key < $1.key }.map {
                PolicyError.Problem(path: layer.path, place: $0.value, message: message)
            }
        }
    }

    private init(chain: ProfileShelf.Chain, layers: [PolicyLayer]) {
        var merged = MergedLayers(startingFrom: chain.profile)
        for layer in chain.layers { merged.lay(layer) }
        for layer in layers { merged.lay(layer) }
        self.init(merged, paths: (chain.layers + layers).map(\.path))
    }

    private init(_ merged: MergedLayers, paths: [String]) {
        self.paths = paths
        policy = merged.constantPolicy
        self.merged = merged
    }

    /// The same policy with the settings of a release; nil for those of this one.
    public func staying(with version: ReleaseVersion?) -> ReadPolicy {
        var merged = merged
        merged.policy.settingsVersion = version
        return ReadPolicy(merged, paths: paths)
    }

    /// The IDs of the custom settings, in the order of the policy.
    public var customIDs: [Setting.ID] { custom.map(\.id) }

    /// What it says, in one word.
    public var fingerprint: String {
        Fingerprint(of: entries.flatMap { [$0.key, $0.value.description] }).text
    }

    /// Whether another reading says the same, wherever it says it.
    public func saysTheSame(as other: ReadPolicy) -> Bool {
        entries.map { [$0.key, $0.value.description] } == other.entries.map { [$0.key, $0.value.description] }
    }
}

extension Root {
    /// What a file of a policy holds: one of the node's own is root's alone, and one that a person names is read as it
    /// is, since that person answers for it.
    func policyBytes(of path: String) throws(SystemError) -> [UInt8] {
        ReadPolicy.isRead(from: path)
            ? try trustedBytes(of: path, limit: PolicyLayer.limits.byteCount)
            : try bytes(of: path, limit: PolicyLayer.limits.byteCount)
    }
}

extension ProfileShelf {
    /// The profiles for a policy file that is read by itself, or where none is, for the policy of a node.
    init(for file: String?, of node: Node) {
        if let file {
            self.init(besideFile: file)
        } else {
            self.init(root: node.root, directories: [ProfileShelf.directory])
        }
    }

    /// The profiles for a policy file that is read by itself.
    init(besideFile path: String) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let beside = path.first == "/" || !directory.isEmpty ? "\(directory)/profiles" : "profiles"
        self.init(root: .machine, directories: [beside, ProfileShelf.directory])
    }
}
