public import Tuning

extension Parameter {
    /// How many layers dockerd downloads at once.
    static let dockerDownloads = Parameter(
        "downloads",
        "the least number of layers that dockerd downloads at once; its own default is 3",
        range: 1...1_000,
        preset: 10
    )
    /// How many layers dockerd uploads at once.
    static let dockerUploads = Parameter(
        "uploads",
        "the least number of layers that dockerd uploads at once, 0 to leave it alone; its own default is 5",
        range: 0...1_000,
        preset: 0
    )
    /// How often dockerd tries a download.
    static let dockerDownloadAttempts = Parameter(
        "attempts",
        "how often dockerd tries a download at least before it gives up, 0 to leave it alone; its own default is 5",
        range: 0...1_000,
        preset: 0
    )
}

extension Setting {
    /// How many layers dockerd downloads at once.
    ///
    /// dockerd downloads three layers at once for all pulls together: on a new node one large image holds up every
    /// other pod. Ten is what operators of large clusters settled on. It is written into dockerd's own file beside what
    /// else stands there, and made live by a reload: that stops no container, and `revert` undoes it in the same way,
    /// so it is done unless policy refuses it. In containerd's store nothing limits downloads before Docker 29.7: there
    /// is nothing to ask for, and dockerd 24 would end by a reload. A file that dockerd would not start with is not
    /// made: neither with a key that a flag gives too, nor on top of one that it refuses already.
    /// Also written by: kubespray and other provisioning, Docker Desktop, NVIDIA's `nvidia-ctk runtime configure`.
    static let dockerImageDownloads = Setting(
        id: "docker-image-downloads",
        summary: "Docker downloads the layers of images as many at once as a new node needs",
        why: """
            dockerd downloads three layers at once for all pulls together, so that on a new node one large image \
            holds up every other pod. The number is written into its configuration file and made live by a reload, \
            which stops no container. Where images are in containerd's store, nothing limits downloads before 29.7.
            """,
        unit: .none,
        sources: [
            "notes of a large cluster's operators (kubespray, 2022): max-concurrent-downloads 10",
            "https://github.com/moby/moby/blob/docker-v29.7.2/daemon/config/config.go",
            "https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file",
        ],
        parameters: [.dockerDownloads, .dockerUploads, .dockerDownloadAttempts],
        effect: effectOfDockerKey
    ) { facts, parameters in
        guard let docker = facts.containerRuntime?.docker else { return .leaveAlone(because: "no Docker is installed") }
        let wanted = [
            ("max-concurrent-downloads", parameters[.dockerDownloads]),
            ("max-concurrent-uploads", parameters[.dockerUploads]),
            ("max-download-attempts", parameters[.dockerDownloadAttempts]),
        ].filter { $0.1 > 0 }
        let working = wanted.filter { docker.reasonOfIdleness(of: $0.0) == nil }
        if working.isEmpty, let reason = docker.reasonOfIdleness(of: wanted[0].0) {
            return .leaveAlone(because: reason)
        }
        let asked = working.filter { docker.isAsked($0.0, for: $0.1) }
        guard !asked.isEmpty else {
            return .leaveAlone(because: "dockerd's own defaults are enough: \(docker.numbers(of: working))")
        }
        let targets = asked.map { key, number in
            Target(.dockerKey(key, in: docker.configPath), .atLeast(number), activation: docker.activation(of: key))
        }
        return .set(
            targets,
            because: "\(docker.numbers(of: asked)); \(docker.liveWords(of: asked.map(\.0)))",
            cautions: asked.compactMap { docker.caution(about: $0.0, wanted: $0.1) }
        )
    }

    /// Whether what dockerd's file holds is what dockerd works with, and whether that matters to a pod.
    public static let effectOfDockerKey: @Sendable (Facts, Target, Value) -> Effect = { facts, target, value in
        guard case .dockerKey(let key, _) = target.knob, let docker = facts.containerRuntime?.docker else {
            return .effective
        }
        if let reason = facts.containerRuntime?.reasonOfIdleness(of: .docker) ?? docker.reasonOfIdleness(of: key) {
            return .inert(because: reason)
        }
        switch docker.live(key) {
        case .stopped: return .inert(because: "dockerd does not run; it takes it at its next start")
        case .stale: return .pending(target.activation)
        case .value(let live):
            if Value(jsonText: live) == value { return .effective }
            guard docker.flags[key] != nil else { return .pending(target.activation) }
            return .masked(by: "the last reload, which made it \(live): only what is in the file outlives a reload")
        }
    }
}

extension DockerFacts {
    /// Whether a number must be asked for: what nobody set is dockerd's default, which may do.
    fileprivate func isAsked(_ key: String, for number: Int64) -> Bool {
        let preset = DockerOption.named(key)?.preset.flatMap { Int64($0) } ?? 0
        return keys[key] != nil || flags[key] != nil || preset < number
    }

    fileprivate func numbers(of wanted: [(String, Int64)]) -> String {
        wanted.map { "\($0.0) of \($0.1)" }.joined(separator: ", ")
    }

    /// What it works with now: the numbers, or why there are none to be told.
    fileprivate func liveWords(of keys: [String]) -> String {
        if pid == nil { return "dockerd does not run" }
        let numbers = keys.map { key in
            if case .value(let text) = live(key) {
                "\(key) of \(text)"
            } else {
                "the \(key) that it read before its file was changed"
            }
        }
        return "dockerd works with \(numbers.joined(separator: ", "))"
    }

    /// What a flag does to a key: the file may not have it too, and the next reload forgets the flag.
    fileprivate func caution(about key: String, wanted: Int64) -> Caution? {
        guard let flag = flags[key] else { return nil }
        let place = flag.place.map { " in \($0)" } ?? ""
        let preset = DockerOption.named(key)?.preset ?? "its default"
        return Caution(
            danger: "dockerd is started with --\(flag.name)=\(flag.text)\(place): it does not start if its file has "
                + "\(key) too, and any reload sets it back to \(preset), since only what is in the file outlives one",
            remedy: "take --\(flag.name) out\(place), run 'systemctl daemon-reload' and restart \(unit ?? "dockerd"); "
                + "then nodekeel writes \(wanted) into \(configPath)"
        )
    }
}
