/// What nodekeel sets of a component's configuration: one drop-in, in a directory that the component reads.
///
/// All values of all settings stand in one file, so that there is one change, one validation and one restart. A comment
/// before each value names the setting that asks for it and why; it is also how nodekeel knows whose a value is, when one
/// setting is reverted and the others stay.
public protocol Fragment: Sendable {
    /// The knobs that it carries.
    var knobs: [Knob] { get }
    /// The same without what some settings ask for.
    func without(_ settings: Set<Setting.ID>) -> Self
    /// The file.
    var text: String { get }
    /// Whether the file is nodekeel's, and goes when nothing is left in it.
    var isOwn: Bool { get }
    /// Why the text cannot be made; nil if it can.
    var objection: String? { get }
}

extension Fragment {
    public var isOwn: Bool { true }
    public var objection: String? { nil }
}

/// Who reads a fragment.
public enum FragmentReader: String, Hashable, Sendable, CaseIterable {
    case kubelet, containerd
    /// The kubelet again, of a static pod's manifest: it is somebody else's, and nodekeel sets flags in it.
    case staticPod = "static-pod"
}

/// The comment before a value of a fragment.
public struct FragmentComment: Hashable, Sendable {
    /// The value's name in the component's words.
    public var name: String
    /// The setting that asks for it.
    public var setting: Setting.ID
    /// Why.
    public var because: String

    /// The first line of every fragment.
    static let head = "# Written by nodekeel, which writes it anew when it is changed; undo: nodekeel revert"

    /// The most characters of a reason.
    private static let reasonLimit = 400

    init(name: String, setting: Setting.ID, because: String) {
        self.name = name
        self.setting = setting
        self.because = because
    }

    /// The comment that a line is; nil for one that is none of ours.
    init?(line: Substring) {
        let words = line.split(separator: " ", maxSplits: 3)
        guard words.count >= 3, words[0] == "#", words[2].hasPrefix("("), words[2].hasSuffix("):") else { return nil }
        self.init(
            name: String(words[1]),
            setting: Setting.ID(rawValue: String(words[2].dropFirst().dropLast(2))),
            because: words.count > 3 ? String(words[3]) : ""
        )
    }

    /// The comment, on one line whatever the reason says.
    var text: String {
        let reason = String(because.map { $0.isForComments ? $0 : " " }.prefix(FragmentComment.reasonLimit))
        return "# \(name) (\(setting)): \(reason)"
    }

    /// What stands in a fragment beside comments and empty lines: two files of equal meaning are one, since a reason
    /// that reads otherwise is no cause to let a component look outdated.
    static func meaning(of text: String) -> String {
        text.split(whereSeparator: \.isNewline).filter { $0.first != "#" }.joined(separator: "\n")
    }
}

extension Character {
    /// Whether it may stand in a comment of YAML and of TOML, and does not end it.
    ///
    /// sources: YAML 1.2.2 5.1 Character Set; TOML 1.0.0 Comment
    fileprivate var isForComments: Bool {
        !isNewline
            && unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                case 0..<0x20, 0x7F...0x9F, 0xFEFF, 0xFFFE, 0xFFFF: false
                default: true
                }
            }
    }
}
