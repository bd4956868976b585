import Documents
import Reporting
import Tuning

/// Profile and policy files laid over each other, key by key.
struct MergedLayers: Sendable {
    var policy: Policy
    private(set) var settings: [Setting.ID: WrittenSetting] = [:]
    private(set) var custom: [CustomSetting] = []
    /// The file and line that has the last word, by key; those of custom settings are with these.
    private(set) var origins: [String: String] = [:]
    private var fleetLockGroup: String?
    private var customIndex: [Setting.ID: Int] = [:]

    /// Only a profile so far.
    init(startingFrom profile: Profile) {
        policy = Policy(profile: profile)
    }

    /// Lays a file over what was said before it: its words win, what it does not say stays. A custom setting is
    /// replaced whole by a later one of the same ID.
    mutating func lay(_ layer: PolicyLayer) {
        policy.mode = layer.mode ?? policy.mode
        policy.settingsVersion = layer.settingsVersion ?? policy.settingsVersion
        policy.intervalSeconds = layer.intervalSeconds ?? policy.intervalSeconds
        policy.cluster.nodes = layer.cluster.nodes ?? policy.cluster.nodes
        policy.cluster.apiserverQPS = layer.cluster.apiserverQPS ?? policy.cluster.apiserverQPS
        policy.cluster.kubernetesVersion = layer.cluster.kubernetesVersion ?? policy.cluster.kubernetesVersion
        policy.rollout = layer.rollout ?? policy.rollout
        policy.metrics = layer.metrics ?? policy.metrics
        policy.gates = layer.gates ?? policy.gates
        policy.reloads.merge(layer.reloads) { _, later in later }
        policy.restarts.merge(layer.restarts) { earlier, later in later.laid(over: earlier) }
        fleetLockGroup = layer.fleetLockGroup ?? fleetLockGroup
        policy.fleetLock = layer.fleetLock ?? policy.fleetLock
        policy.fleetLock?.group = fleetLockGroup ?? FleetLockServer.presetGroup
        for (id, said) in layer.settings { settings[id] = said.laid(over: settings[id] ?? WrittenSetting()) }
        customIndex.reserveCapacity(custom.count + layer.custom.count)
        for setting in layer.custom {
            if let index = customIndex[setting.id] {
                custom[index] = setting
            } else {
                customIndex[setting.id] = custom.count
                custom.append(setting)
            }
        }
        for (key, line) in layer.lines { origins[key] = "\(layer.path):\(line)" }
    }

    /// What is the same on every node.
    var constantPolicy: Policy {
        var policy = policy
        for (id, said) in settings {
            var setting = SettingPolicy(mode: said.mode, values: said.values.compactMapValues(\.constant))
            let limits = said.limits.compactMapValues { given -> Int64? in
                if case .integer(let number)? = given.constant { number } else { nil }
            }
            setting.ownership = said.ownership
            setting.limits = SettingPolicy.Limits(
                exactly: limits["exactly"],
                atLeast: limits["atLeast"],
                atMost: limits["atMost"]
            )
            policy.settings[id] = setting
        }
        return policy
    }

    /// Every key with its value and origin; the general ones also where nobody says them.
    var entries: [PolicyEntry] {
        var lines = [
            entry("profile", .text(policy.profile.name), or: "default"),
            entry("mode", .text(policy.mode.rawValue), or: "profile \(policy.profile.name)"),
            entry("interval", .text(DurationText.text(seconds: policy.intervalSeconds)), or: "default"),
        ]
        if let version = policy.settingsVersion {
            lines.append(entry("settingsVersion", .text(version.description)))
        }
        let cluster = policy.cluster
        if let nodes = cluster.nodes { lines.append(entry("cluster.nodes", .integer(nodes))) }
        if let qps = cluster.apiserverQPS { lines.append(entry("cluster.apiserverQPS", .integer(qps))) }
        if let version = cluster.kubernetesVersion {
            lines.append(entry("cluster.kubernetesVersion", .text(version)))
        }
        if let rollout = policy.rollout {
            lines.append(entry("rollout.percent", .text(Rollout.percent(rollout.share))))
            lines.append(entry("rollout.salt", .text(rollout.salt)))
        }
        if let gates = policy.gates {
            let names = gates.map(\.description).joined(separator: ", ")
            lines.append(entry("confirm", .text(names.isEmpty ? "nothing" : names)))
        }
        switch policy.metrics {
        case .preset: break
        case .nowhere: lines.append(entry("metrics.textfile", .text(PolicyLayer.noMetrics)))
        case .directory(let path): lines.append(entry("metrics.textfile", .text(path)))
        }
        let ids = Set(settings.keys).union(policy.profile.values.keys).union(policy.profile.limits.keys)
        for id in ids.sorted(by: { $0.rawValue < $1.rawValue }) { lines += entries(of: id) }
        for setting in custom { lines += entries(of: setting) }
        for (unit, isAllowed) in policy.reloads.sorted(by: { $0.key < $1.key }) {
            lines.append(entry("activations.\(unit).reload", .text(isAllowed ? "allowed" : "refused")))
        }
        for (unit, said) in policy.restarts.sorted(by: { $0.key < $1.key }) {
            lines += said.words.map { entry("activations.\(unit).\($0.key)", .text($0.text)) }
        }
        if let server = policy.fleetLock {
            lines.append(entry("fleetLock.url", .text(server.url)))
            lines.append(entry("fleetLock.group", .text(server.group), or: "default"))
        }
        return lines
    }

    private func entries(of id: Setting.ID) -> [PolicyEntry] {
        let said = settings[id] ?? WrittenSetting()
        let prefix = "settings.\(id)."
        var lines: [PolicyEntry] = []
        if let mode = said.mode { lines.append(entry(prefix + "mode", .text(mode.rawValue))) }
        if let ownership = said.ownership { lines.append(entry(prefix + "ownership", .text(ownership.rawValue))) }
        let ofProfile = "profile \(policy.profile.name)"
        var values = policy.profile.values[id] ?? [:]
        for (name, given) in said.values { values[name] = given.constant ?? .text(given.text) }
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            lines.append(entry(prefix + name, value, or: ofProfile))
        }
        var limits = said.limits.mapValues { $0.constant ?? .text($0.text) }
        if limits["exactly"] == nil {
            let profiles = policy.profile.limits[id] ?? SettingPolicy.Limits()
            for (name, number) in [("atLeast", profiles.atLeast), ("atMost", profiles.atMost)] where limits[name] == nil
            {
                limits[name] = number.map { .integer($0) }
            }
        }
        for name in WrittenSetting.limitNames {
            if let value = limits[name] { lines.append(entry(prefix + name, value, or: ofProfile)) }
        }
        return lines
    }

    private func entries(of setting: CustomSetting) -> [PolicyEntry] {
        let prefix = "custom.\(setting.id)."
        func line(_ key: String, _ text: String) -> PolicyEntry {
            PolicyEntry(key: prefix + key, value: .text(text), origin: setting.origin(of: key))
        }
        var lines = [line(setting.knob.key, setting.knob.text)]
        let except = setting.knob.except.joined(separator: " ")
        if !except.isEmpty { lines.append(line("except", except)) }
        lines.append(line(setting.want.key, setting.want.written))
        if let when = setting.when { lines.append(line("when", when.text)) }
        lines.append(line("because", setting.because))
        if let mode = setting.mode { lines.append(line("mode", mode.rawValue)) }
        if setting.hysteresisSeconds > 0 {
            lines.append(line("hysteresis", DurationText.text(seconds: setting.hysteresisSeconds)))
        }
        return lines
    }

    private func entry(_ key: String, _ value: Value, or silent: String = "") -> PolicyEntry {
        PolicyEntry(key: key, value: value, origin: origins[key] ?? silent)
    }
}
