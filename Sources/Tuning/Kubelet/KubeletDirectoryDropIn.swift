/// The drop-in of the kubelet's unit by which nodekeel gives the kubelet a directory of drop-ins.
///
/// The directory is named in `ConfigurationDirectory=` too, by which systemd makes it at each start: whoever removes it,
/// or nodekeel, leaves no flag that points to nothing, with which a kubelet does not start.
public enum KubeletDirectoryDropIn {
    /// The setting that asks for it.
    public static let setting: Setting.ID = "kubelet-config-directory"
    /// The directory.
    public static let directory = "/etc/kubernetes/kubelet.conf.d"
    /// The flag that names it.
    public static let flag = "--config-dir=\(directory)"

    /// Where the drop-in of a unit stands.
    public static func path(of unit: String) -> String {
        "/etc/systemd/system/\(unit).d/90-nodekeel-\(setting).conf"
    }

    /// The file, by which a variable of the unit carries the flag beside what it holds already.
    ///
    /// - Parameter isAsked: whether the release reads a directory only with a variable in its environment.
    static func text(carriedBy variable: KubeletFacts.FlagVariable, asking isAsked: Bool) -> String {
        let value = variable.value.isEmpty ? flag : "\(variable.value) \(flag)"
        let lines = [
            "# Written by nodekeel (\(setting)); undo: nodekeel revert \(setting)",
            "# systemd makes the directory at each start, without which a kubelet that is given the flag does not start.",
            "[Service]", "ConfigurationDirectory=kubernetes/kubelet.conf.d",
            "Environment=\"\(variable.name)=\(value)\"",
        ]
        let asking = isAsked ? ["Environment=KUBELET_CONFIG_DROPIN_DIR_ALPHA=1"] : []
        return (lines + asking).joined(separator: "\n") + "\n"
    }
}

extension KubeletFacts {
    /// A variable that the command line of the kubelet's unit takes flags from.
    public struct FlagVariable: Hashable, Sendable, Codable {
        /// Its name.
        public var name: String
        /// What it holds without nodekeel's own drop-in.
        public var value: String
        /// The file of variables that sets it and would win over a drop-in, as `FILE:LINE`; nil if none does.
        public var file: String?

        /// A variable.
        public init(name: String, value: String, file: String? = nil) {
            self.name = name
            self.value = value
            self.file = file
        }

        /// Whether its value can be repeated in a unit's file as it is.
        var isPlain: Bool {
            value.utf8.allSatisfy { byte in
                (0x20...0x7E).contains(byte)
                    && ![UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "%")].contains(byte)
            }
        }
    }

    /// Whether the directory that it reads, or will read from its next start on, is nodekeel's doing.
    public var isDirectoryGiven: Bool {
        configDirectory == KubeletDirectoryDropIn.directory
            && sources?.argumentOrigins.contains { $0.hasPrefix("\(KubeletDirectoryDropIn.path(of: restartedUnit)):") }
                ?? false
    }
}

extension Facts {
    /// What gives the kubelet a directory of drop-ins: the file and its text, or why nodekeel writes none.
    public var kubeletDirectoryDropIn: Result<(path: String, text: String), Refusal> {
        guard let kubelet else { return .failure(Refusal("no kubelet runs here, and none has a unit")) }
        if let obstacle = KubeletObstacle(ofMakersOn: self) { return .failure(Refusal(obstacle.reason)) }
        if kubelet.sources == nil, let reason = kubelet.unreadable {
            return .failure(Refusal("it is not known whether the kubelet reads a directory: \(reason)"))
        }
        if let directory = kubelet.configDirectory, !kubelet.isDirectoryGiven {
            return .failure(Refusal("the kubelet reads '\(directory)'"))
        }
        guard let version = kubelet.version.flatMap({ KubernetesVersion($0) }) else {
            return .failure(
                Refusal("nothing tells the kubelet's version, and before 1.28 it does not start with the flag")
            )
        }
        let rules = KubeletRules(of: version)
        guard rules.hasDirectory else {
            return .failure(Refusal("kubelet \(version) reads no directory of drop-ins, which came with 1.28"))
        }
        guard let unit = kubelet.unit, let variable = kubelet.flagVariable else {
            return .failure(
                Refusal(
                    "the kubelet's unit takes flags from no variable that nodekeel knows: give it "
                        + "\(KubeletDirectoryDropIn.flag) in ExecStart, and make the directory"
                )
            )
        }
        if let file = variable.file {
            return .failure(
                Refusal(
                    "\(file) sets \(variable.name), which wins over a drop-in: add \(KubeletDirectoryDropIn.flag) there, "
                        + "and make the directory"
                )
            )
        }
        guard variable.isPlain else {
            return .failure(Refusal("\(variable.name) of \(unit) holds what cannot be repeated in a drop-in"))
        }
        let text = KubeletDirectoryDropIn.text(carriedBy: variable, asking: rules.needsDirectoryVariable)
        return .success((KubeletDirectoryDropIn.path(of: unit), text))
    }
}
