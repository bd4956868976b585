import Documents
public import Tuning

extension Manifest {
    /// The same with flags set, every other byte kept; the pod is another only by what these make of its arguments.
    ///
    /// - Throws: ``Refusal`` where one cannot be set so, or where the program would not start with them.
    public func setting(_ flags: [(name: String, value: String)]) throws(Refusal) -> Manifest {
        var edited = self
        for (name, value) in flags {
            let edit = try ArgumentEdit(setting: name, to: value, of: program, version, in: edited.arguments)
            guard let edit else { continue }
            try edited.make(edit, for: name)
        }
        return try edited.checked()
    }

    /// The same with flags as another text of the manifest has them: written as there, or taken out. What has been taken
    /// out since stays out.
    ///
    /// - Throws: ``Refusal``, as ``setting(_:)``.
    public func restoring(_ flags: [String], asIn original: String) throws(Refusal) -> Manifest {
        let former = try Manifest(Array(original.utf8), at: path, of: program, version: version)
        // Where nothing else was changed since, not even by an upgrade, the whole text is back.
        if try former.holding(flags, as: self)?.bytes == bytes { return former }
        var edited = self
        for name in flags {
            guard let present = try edited.place(of: name) else { continue }
            let old = try former.place(of: name)
            guard let place = edited.places[present.index] else { continue }
            let bytes: [UInt8]
            do throws(DocumentError) {
                if let old, old.prefix.isEmpty == present.prefix.isEmpty, let from = former.places[old.index] {
                    bytes = try YAMLEdit.restoreScalar(at: place, asAt: from, in: former.bytes, of: edited.bytes)
                } else if old == nil, !present.prefix.isEmpty {
                    bytes = try YAMLEdit.removeItem(at: place, from: edited.bytes)
                } else {
                    throw DocumentError(.notEditable, "it is written in another way than before nodekeel")
                }
            } catch {
                throw refusal(of: name, error)
            }
            edited = try Manifest(bytes, at: path, of: program, version: version)
        }
        return try edited.checked()
    }

    /// This with flags as another manifest has them; nil where it has one of them not, or this cannot have it.
    private func holding(_ flags: [String], as other: Manifest) throws(Refusal) -> Manifest? {
        var values: [(name: String, value: String)] = []
        for name in flags {
            guard let place = try other.place(of: name) else { return nil }
            values.append((name, String(other.arguments[place.index].dropFirst(place.prefix.count))))
        }
        return try? setting(values)
    }

    private func place(of flag: String) throws(Refusal) -> FlagPlace? {
        try FlagPlace(of: flag, program, version, in: arguments)
    }

    private mutating func make(_ edit: ArgumentEdit, for flag: String) throws(Refusal) {
        let limits = Manifest.limits
        do throws(DocumentError) {
            switch edit {
            case .replace(let index, let text):
                guard let place = places[index] else { throw DocumentError(.notEditable, "the image gives it") }
                guard !expanded.contains(index) else {
                    throw DocumentError(.notEditable, "a variable gives it", path: place)
                }
                bytes = try YAMLEdit.replaceScalar(at: place, with: .string(text), in: bytes, limits: limits)
            case .append(let text):
                guard let list else { throw DocumentError(.notEditable, "the container has no list of arguments") }
                bytes = try YAMLEdit.append(text, toSequenceAt: list, in: bytes, limits: limits)
                let count = places.reversed().prefix { $0?.steps.starts(with: list.steps) ?? false }.count
                places.append(DocumentPath(list.steps + [.index(count)]))
            }
        } catch {
            throw refusal(of: flag, error)
        }
        arguments = edit.applied(to: arguments)
    }

    private func refusal(of flag: String, _ error: DocumentError) -> Refusal {
        Refusal("nodekeel cannot set --\(flag) in '\(path)' and keep the rest as it is: \(error)")
    }

    /// This, if what was edited is read back as it was meant, and the program starts with it.
    private func checked() throws(Refusal) -> Manifest {
        let read = try Manifest(bytes, at: path, of: program, version: version)
        guard read.arguments == arguments else { throw Refusal("what would stand in '\(path)' is not read back") }
        if let objection { throw Refusal("with it \(program) would not start: \(objection)") }
        return self
    }

    /// Why the program would not start with its arguments; nil if nothing speaks against it.
    private var objection: String? {
        guard program == "etcd" else {
            var component = ControlPlaneComponent(program: program)
            component.judge(arguments, version: version, sources: [:])
            return component.refusal
        }
        let variables = environment.filter { $0.key.hasPrefix("ETCD_") }.mapValues { EtcdVariable($0.text) }
        do throws(Refusal) {
            let line = try EtcdCommandLine(arguments, version: version)
            if let file = line.configPath(in: variables) { return "it takes its options from '\(file)' alone" }
            return EtcdStart(line, environment: variables).refusal
        } catch {
            return error.description
        }
    }
}
