import Catalogue
import Documents
import Glibc
import Node
import Reporting
import Tuning

/// The profiles that a policy may start from: those that come with nodekeel, and the files of the site.
struct ProfileShelf {
    /// Where a site's profiles live, each in a file named for it.
    static let directory = "/etc/nodekeel/profiles"
    /// How long a chain of profiles that extend each other may be.
    private static let chainLimit = 16
    /// The most profiles that are listed.
    private static let fileLimit = 256

    let root: Root
    /// The directories, at least one; the first that has a profile wins.
    let directories: [String]

    /// A profile with everything that it extends.
    struct Chain {
        /// The profile that came with nodekeel at its beginning, under the name that was asked for.
        var profile: Profile
        /// The files laid over it, the last one is the profile itself.
        var layers: [PolicyLayer]
    }

    /// The names of all profiles: first those that come with nodekeel.
    func names() -> [String] {
        var names = Profile.all.map(\.name)
        for directory in directories {
            let files = ((try? root.names(in: directory)) ?? []).filter { $0.hasSuffix(".yaml") && $0.first != "." }
            names += files.prefix(ProfileShelf.fileLimit).map { String($0.dropLast(".yaml".count)) }
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    /// The profile of a name, read whole.
    ///
    /// - Parameter asker: The file that names it, for what is wrong with the name; nil for a command.
    /// - Throws: ``PolicyError`` with everything that is wrong in it and in what it extends.
    func chain(of name: String, asker: (path: String, place: TextPosition)? = nil) throws(PolicyError) -> Chain {
        var layers: [PolicyLayer] = []
        var visited: [String] = []
        var asker = asker
        var next = name
        while true {
            guard !visited.contains(next), visited.count < ProfileShelf.chainLimit else {
                let circle = (visited + [next]).map { "'\($0)'" }.joined(separator: " extends ")
                throw PolicyError(problem("a profile cannot extend itself: \(circle)", asker))
            }
            visited.append(next)
            if let builtIn = Profile.all.first(where: { $0.name == next }) {
                if let path = path(of: next) {
                    let message = "the profile '\(next)' comes with nodekeel; give this one another name"
                    throw PolicyError(PolicyError.Problem(path: path, place: nil, message: message))
                }
                return Chain(profile: builtIn.continued(by: layers, as: name), layers: layers.reversed())
            }
            guard let path = path(of: next) else { throw PolicyError(unknown(next, asker)) }
            let layer = try read(path)
            layers.append(layer)
            guard let extended = layer.profile else {
                let nothing = Profile(name: name, summary: "", mode: .observe, values: [:])
                return Chain(profile: nothing.continued(by: layers, as: name), layers: layers.reversed())
            }
            asker = (path, extended.place)
            next = extended.name
        }
    }

    /// Every profile, in a line each.
    func lines() -> [ProfileListAnswer.Line] {
        names().map { name in
            if let builtIn = Profile.all.first(where: { $0.name == name }) {
                return ProfileListAnswer.Line(
                    name: name,
                    mode: builtIn.mode,
                    summary: builtIn.summary,
                    origin: "built in"
                )
            }
            let origin = path(of: name) ?? directories[0]
            do throws(PolicyError) {
                let profile = try chain(of: name).profile
                return ProfileListAnswer.Line(
                    name: name,
                    mode: profile.mode,
                    summary: profile.summary,
                    origin: origin
                )
            } catch {
                let problem = error.problems.map(\.description).joined(separator: "; ")
                return ProfileListAnswer.Line(name: name, mode: nil, summary: "", origin: origin, problem: problem)
            }
        }
    }

    private func read(_ path: String) throws(PolicyError) -> PolicyLayer {
        let bytes: [UInt8]
        do {
            bytes = try root.policyBytes(of: path)
        } catch {
            throw PolicyError(PolicyError.Problem(path: path, place: nil, message: error.reason))
        }
        let layer = PolicyLayer(.profile, path: path, bytes: bytes)
        guard layer.problems.isEmpty else { throw PolicyError(problems: layer.problems) }
        return layer
    }

    /// The file of a profile; nil if there is none, or if no file can have the name.
    private func path(of name: String) -> String? {
        guard !name.isEmpty, !name.contains("/"), name.first != ".", !name.utf8.contains(0) else { return nil }
        return directories.map { "\($0)/\(name).yaml" }.first { root.exists($0) }
    }

    private func unknown(_ name: String, _ asker: (path: String, place: TextPosition)?) -> PolicyError.Problem {
        let names = names()
        let meant = nearest(to: name, among: names).map { "; did you mean '\($0)'?" }
        return problem("unknown profile '\(name)'\(meant ?? "; known: \(names.joined(separator: ", "))")", asker)
    }

    private func problem(_ message: String, _ asker: (path: String, place: TextPosition)?) -> PolicyError.Problem {
        PolicyError.Problem(path: asker?.path ?? directories[0], place: asker?.place, message: message)
    }
}

extension Profile {
    /// This profile as the beginning of a chain; `layers` are the files, the last one first.
    fileprivate func continued(by layers: [PolicyLayer], as name: String) -> Profile {
        guard let last = layers.first else { return self }
        return Profile(
            name: name,
            summary: last.summary ?? "",
            mode: layers.lazy.compactMap(\.mode).first ?? mode,
            values: values,
            limits: limits,
            revisions: revisions
        )
    }
}
