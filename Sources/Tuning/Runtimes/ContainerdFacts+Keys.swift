extension ContainerdFacts {
    /// The unit that a restart of it goes to.
    public var restartedUnit: String { unit ?? "containerd.service" }

    /// What makes a change of its files live: a restart, which one that has not started needs not.
    public var activation: Activation { pid == nil ? .immediate : .restart(restartedUnit) }

    /// How many layers it downloads at once.
    public func downloads() -> Observation { observation(of: .containerdDownloads, preset: 3) }

    /// After how many seconds without a byte it gives a pull up; 0 for never. One minute until 1.7.9, five from then on.
    ///
    /// sources: containerd v1.7.9 and v1.7.10 pkg/cri/config
    public func pullProgressSeconds() -> Observation {
        let isOld = release.map { $0.major == 1 && ($0.patch ?? 10) < 10 } ?? false
        return observation(of: .containerdPullProgress, preset: isOld ? 60 : 300)
    }

    /// Whether it is a release that gives no pull up, whatever it is told: the key came with 1.7.
    public var isEverPatient: Bool { release.map { $0.major == 1 && $0.minor < 7 } ?? false }

    /// What answers a question: the value of its next start, whoever set it.
    ///
    /// Where something overrides what nodekeel's fragment says, the value is the fragment's, and the effect tells that
    /// it does nothing: writing it again would not help.
    private func observation(of question: RuntimeQuestion, preset: Int64) -> Observation {
        guard let key = key(of: question) else {
            return .unreadable("nothing tells containerd's version, which decides which key counts")
        }
        if let reason = unreadable ?? refusal { return .unreadable(reason) }
        var entry = values[key]
        if overrider(of: question) != nil, let own = fragment?.content[question] {
            entry = Entry(key: key, text: own.text, place: fragment?.path ?? "")
        }
        guard let entry else { return .value(.integer(preset), text: "\(preset)", isWritable: true) }
        guard let value = number(entry.text, of: question) else {
            return .unreadable("\(entry.place): '\(entry.text)' is no value")
        }
        return .value(.integer(value), text: "\(value)", isWritable: true)
    }

    /// The number that a value means: a count, or whole seconds.
    func number(_ text: String, of question: RuntimeQuestion) -> Int64? {
        guard question == .containerdPullProgress else { return Int64(text) }
        return GoLiteral.duration(text.filter { $0 != "\"" }).map { $0 / 1_000_000_000 }
    }

    /// The key that answers a question in the running release, by plug-in and key; nil where that is not known.
    public func key(of question: RuntimeQuestion) -> String? {
        switch question {
        case .containerdDownloads: downloadsKey
        case .containerdPullProgress: progressKey
        case .dockerStorageDriver, .imageStoreMedium, .imageDistribution: nil
        }
    }

    /// The plug-in whose table holds the key that answers a question, in the language of the first file.
    ///
    /// The kubelet's plug-in was one until 1.7, and is one for files of version 2 also in later releases, which move its
    /// keys; the first language called it by a short name.
    func plugin(of question: RuntimeQuestion) -> String? {
        guard let release, let key = key(of: question), let dot = key.lastIndex(of: ".") else { return nil }
        let plugin = String(key[..<dot])
        let version = configVersion ?? 1
        switch plugin {
        case ContainerdFacts.criPlugin where release.major < 2 && version < 2: return "cri"
        case ContainerdFacts.imagesPlugin where version == 2: return ContainerdFacts.criPlugin
        default: return plugin
        }
    }

    /// What overrides the fragment's answer to a question, as `FILE:LINE`; nil if nothing does, or it has none.
    public func overrider(of question: RuntimeQuestion) -> String? {
        guard let fragment, fragment.content[question] != nil, let key = key(of: question) else { return nil }
        guard let entry = values[key] else { return nil }
        return entry.file == fragment.path ? nil : entry.place
    }

    /// The same without what nodekeel's fragment says.
    public var withoutFragment: ContainerdFacts {
        guard let fragment else { return self }
        var facts = self
        for (key, entry) in values where entry.file == fragment.path { facts.values[key] = fragment.overridden[key] }
        facts.fragment = nil
        return facts
    }

    /// Where a drop-in would stand by upstream's custom: beside the file.
    var presetDirectory: String {
        let end = configPath.lastIndex(of: "/") ?? configPath.startIndex
        return "\(configPath[..<end])/conf.d"
    }

    /// Where another file names the plug-in that a fragment would name too, in a release in which a later file wipes
    /// what an earlier one says of a plug-in; nil if nothing would be wiped.
    ///
    /// sources: containerd v1.6.20 and v1.7.27 services/server/config/config.go, mergeConfig; 1.6.20, run: a drop-in of
    /// one key lost `sandbox_image` and the paths of CNI
    var namedOfWholeTables: String? {
        guard let release, release.major < 2 else { return nil }
        return pluginPlaces[ContainerdFacts.criPlugin]
    }

    /// Whether a value that is met is live: containerd reads its files once, when it starts.
    public func effect(of question: RuntimeQuestion) -> Effect {
        if let overrider = overrider(of: question) { return .masked(by: overrider) }
        guard pid != nil else { return .inert(because: "containerd does not run") }
        guard
            let startedAtMilliseconds, let key = key(of: question), let file = values[key]?.file,
            let changed = changedAtMilliseconds[file], changed >= startedAtMilliseconds
        else { return .effective }
        let isUndated = laterThanNow?.contains(file) ?? false
        return isUndated ? .undated(file, readBy: "containerd") : .pending(activation)
    }
}
