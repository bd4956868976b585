/// What nodekeel sets of containerd's configuration: one drop-in, in a directory that containerd's own file imports.
public struct ContainerdFragment: Fragment, Hashable, Codable {
    /// Its name in the directory. It comes late, so that it wins over what others put there, and leaves room for the
    /// site's last word.
    public static let fileName = "90-nodekeel.toml"

    /// The version of its language, which must be that of the file that imports it; nil where that file says none.
    public var version: Int64?
    /// The keys, by the bytes of their names.
    public private(set) var entries: [Entry]

    /// One key.
    public struct Entry: Hashable, Sendable, Codable {
        /// What it answers, in containerd's words of any release.
        public var question: RuntimeQuestion
        /// The plug-in that it is a key of, in the words of the fragment's version.
        public var plugin: String
        /// Its value, as TOML has it.
        public var text: String
        /// The setting that asks for it.
        public var setting: Setting.ID
        /// Why.
        public var because: String

        /// A key with its value, and who asks for it.
        public init(question: RuntimeQuestion, plugin: String, text: String, setting: Setting.ID, because: String) {
            self.question = question
            self.plugin = plugin
            self.text = text
            self.setting = setting
            self.because = because
        }

        fileprivate var key: String { question.containerdKey ?? "" }
        fileprivate var name: String { "\(plugin).\(key)" }
    }

    /// A fragment of some keys; of two entries for one question the first counts.
    public init(version: Int64?, _ entries: [Entry]) {
        self.version = version
        var questions: Set<RuntimeQuestion> = []
        self.entries = entries.filter { questions.insert($0.question).inserted }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The keys of a file that nodekeel wrote: those that a comment of its own tells of.
    ///
    /// - Parameter value: the value of a key of a plug-in in the file, as TOML has it; nil for one that is not there.
    public init(reading text: String, version: Int64?, value: (_ plugin: String, _ key: String) -> String?) {
        let entries = text.split(whereSeparator: \.isNewline).compactMap { line -> Entry? in
            guard
                let comment = FragmentComment(line: line), let dot = comment.name.lastIndex(of: "."),
                case let plugin = String(comment.name[..<dot]),
                case let key = String(comment.name[comment.name.index(after: dot)...]),
                let question = RuntimeQuestion.allCases.first(where: { $0.containerdKey == key }),
                let text = value(plugin, key)
            else { return nil }
            return Entry(
                question: question,
                plugin: plugin,
                text: text,
                setting: comment.setting,
                because: comment.because
            )
        }
        self.init(version: version, entries)
    }

    /// What it says of a question; nil if nothing.
    public subscript(question: RuntimeQuestion) -> Entry? { entries.first { $0.question == question } }

    public var knobs: [Knob] { entries.map { .runtime($0.question) } }

    public func without(_ settings: Set<Setting.ID>) -> ContainerdFragment {
        ContainerdFragment(version: version, entries.filter { !settings.contains($0.setting) })
    }

    /// The file: a header, then a table for each plug-in, its keys after comments that say why.
    public var text: String {
        var lines = [FragmentComment.head]
        if let version { lines.append("version = \(version)") }
        var done: Set<String> = []
        for plugin in entries.map(\.plugin) where done.insert(plugin).inserted {
            let entries = entries.filter { $0.plugin == plugin }
            lines.append("")
            lines += entries.map {
                FragmentComment(name: $0.name, setting: $0.setting, because: $0.because).text
            }
            lines.append("[plugins.\"\(plugin)\"]")
            lines += entries.map { "\($0.key) = \($0.text)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension RuntimeQuestion {
    /// The key of a plug-in of containerd that answers it; nil for what no key answers.
    public var containerdKey: String? {
        switch self {
        case .containerdDownloads: "max_concurrent_downloads"
        case .containerdPullProgress: "image_pull_progress_timeout"
        case .dockerStorageDriver, .imageStoreMedium, .imageDistribution: nil
        }
    }

    /// A number as containerd's key has it in TOML: the patience with a pull is a text with its unit.
    func containerdText(of number: Int64) -> String {
        self == .containerdPullProgress ? "\"\(number)s\"" : "\(number)"
    }
}
