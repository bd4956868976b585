import Glibc
import Tuning

extension Node {
    /// Replaces a file of somebody else's, of which parts are set, unless it is another than the one for which the text was
    /// made.
    func writeEditedFile(_ change: Change) throws(SystemError) {
        let path = change.knob.name
        if let target = root.link(at: path) {
            throw SystemError(operation: "write", object: "\(path), a link to \(target)", errno: ELOOP)
        }
        if case .unreadable(let reason) = change.before {
            throw SystemError(operation: "edit", object: "\(path) (\(reason))", errno: EINVAL)
        }
        guard
            case .value(_, let before, _) = change.before, case .value(_, let present, _) = observeFile(path),
            let text = change.text, present == before
        else {
            throw SystemError(operation: "edit", object: "\(path), which changed since it was read", errno: EAGAIN)
        }
        if change.knob.reader == .staticPod {
            try replaceFileFromAbove(path, text)
        } else {
            try replaceFile(path, text)
        }
    }
}
