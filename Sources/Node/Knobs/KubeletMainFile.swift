import Documents
import Tuning

// The main file of a kubelet that reads no directory of drop-ins.
//
// The file belongs to somebody else: single fields at its top are set, all in one write, and every other byte is kept.
// What goes back is by field too, so that what others changed meanwhile stays; the ledger has the text of before.

/// The fields that nodekeel set in a kubelet's main file, and the file with some of them put back.
struct KubeletMainFile: Fragment {
    private let path: String
    private let original: String
    private var fields: [(field: String, setting: Setting.ID)] = []
    private(set) var text: String
    private(set) var objection: String?

    var isOwn: Bool { false }
    var knobs: [Knob] { fields.map { .kubeletField($0.field) } }

    /// The main file as it is; nil if the originals do not have it.
    ///
    /// Of the fields in the originals those are its own that nodekeel's last text has otherwise than the first.
    init?(_ knob: Knob, among originals: [Original], on node: Node) {
        guard let own = originals.first(where: { $0.knob == knob }), let original = own.text else { return nil }
        path = knob.name
        self.original = original
        text = own.written ?? original
        switch node.observeFile(path) {
        case .missing: return
        case .unreadable(let reason): objection = reason
        case .value(_, let present, _): text = present
        }
        let (before, written) = (KubeletFileText.fields(of: original), KubeletFileText.fields(of: own.written ?? ""))
        for other in originals {
            guard case .kubeletField(let field) = other.knob, before[field] != written[field] else { continue }
            fields.append((field, other.setting))
        }
    }

    func without(_ settings: Set<Setting.ID>) -> KubeletMainFile {
        var rest = self
        rest.fields.removeAll { settings.contains($0.setting) }
        for (field, setting) in fields where settings.contains(setting) && rest.objection == nil {
            do throws(DocumentError) {
                rest.text = try KubeletFileText.restoring(field, asIn: original, in: rest.text)
            } catch {
                rest.objection = error.description
            }
        }
        return rest
    }
}
