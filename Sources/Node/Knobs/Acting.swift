import Glibc
import Systemd
public import Tuning

extension Node {
    /// Makes every write of a recorded plan, reads each back, and says what became of it.
    ///
    /// A failed write does not stop the others: the ledger holds the original of each, and the report says which failed.
    public func carryOut(
        _ recorded: consuming RecordedPlan,
        facts: Facts,
        holding lock: borrowing NodeLock
    ) -> [CarriedOut] {
        let documents = recorded.documents
        let refusedReloads = recorded.plan.refusedReloads
        var outcomes: [CarriedOut] = []
        for change in recorded.plan.changes {
            let outcome = change.knob.carrier.flatMap { carrier in
                outcomes.last { $0.change.knob.reader == carrier }?.outcome
            }
            outcomes.append(CarriedOut(change: change, outcome: outcome ?? carryOut(change, documents, facts: facts)))
        }
        return reloadingUnits(after: reloadingManager(after: outcomes), refused: refusedReloads)
    }

    private func carryOut(_ change: Change, _ documents: [Knob: Original.Document], facts: Facts) -> Outcome {
        // The kernel sets one of a pair when the other is written, and would refuse the same from us.
        if Coupling.twin(of: change.knob) != nil, outcome(of: change, facts: facts) == .applied { return .applied }
        // Of a main file more is known: see there.
        if case .unreadable(let reason) = change.before, !change.knob.isMainFile {
            return .failed("it cannot be read: \(reason)")
        }
        do throws(SystemError) {
            try write(change, documents)
        } catch {
            return .failed([error.description, error.remedy].compactMap(\.self).joined(separator: ": "))
        }
        return outcome(of: change, facts: facts)
    }

    /// Lets systemd read its unit files again, once, where one was written. Without that it warns at every turn that
    /// they changed, and a restart would still take the old ones.
    private func reloadingManager(after outcomes: [CarriedOut]) -> [CarriedOut] {
        let isDue = outcomes.contains { $0.change.activation == .reloadManager && $0.outcome == .applied }
        guard isDue, root.isMachine else { return outcomes }
        do throws(SystemdError) {
            try Bus().reloadManager(within: Node.reloadLimit)
            return outcomes
        } catch {
            return outcomes.map { one in
                guard one.change.activation == .reloadManager, one.outcome == .applied else { return one }
                return CarriedOut(change: one.change, outcome: .failed("it is written, but \(error.description)"))
            }
        }
    }

    /// Lets each unit read its configuration again, once, where a part of it was written and policy does not refuse.
    ///
    /// A unit that does not run reads it when it starts.
    private func reloadingUnits(after outcomes: [CarriedOut], refused: Set<String>) -> [CarriedOut] {
        var failures: [String: String] = [:]
        for unit in Set(outcomes.compactMap(\.reloadedUnit)).subtracting(refused).sorted() where root.isMachine {
            failures[unit] = failureOfReloading(unit)
        }
        return outcomes.map { one in
            guard let failure = one.reloadedUnit.flatMap({ failures[$0] }) else { return one }
            return CarriedOut(change: one.change, outcome: .failed("it is written, but \(failure)"))
        }
    }

    private func failureOfReloading(_ unit: String) -> String? {
        let docker: DockerFacts?
        let asked: Int64
        do throws(SystemdError) {
            var bus = try Bus()
            guard try bus.status(of: unit).activeState == "active" else { return nil }
            var reader = FactsReader(root: root)
            let components = reader.components()
            docker = DockerFacts.read(among: components, in: root)
            if let reason = docker?.reasonAgainstReload {
                return "\(unit) is not asked to reload: \(reason); a restart makes it live"
            }
            asked = Int64(time(nil))
            let result = try bus.run(.reload, unit, within: Node.reloadLimit)
            guard result == .done else { return "the reload of \(unit) ended as '\(result.rawValue)'" }
        } catch {
            return error.description
        }
        return docker?.failureOfReload(since: asked)
    }

    /// How long systemd may take to read its unit files: on a node with hundreds of pods it runs every generator and
    /// looks at thousands of mounts, which takes it seconds.
    private static let reloadLimit = Duration.seconds(60)

    private func write(_ change: Change, _ documents: [Knob: Original.Document]) throws(SystemError) {
        if change.knob.isMainFile || change.knob.reader == .staticPod { return try writeEditedFile(change) }
        switch (change.knob, change.text) {
        case (.sysctl(let name), let text?): try writeKernelFile(text, into: KernelFile(.sysctls, name))
        case (.sysfs(let name), let text?): try writeKernelFile(text, into: KernelFile(.sysfs, name))
        case (.file(let path), let text?), (.fragment(_, let path), let text?): try replaceFile(path, text)
        case (.file(let path), nil), (.fragment(_, let path), nil): try removeFile(path)
        case (.priority(let selector, let resource), let text?): try writePriority(of: selector, resource, text)
        case (.weight(.unit(let unit), let resource), let text): try writeWeight(of: unit, resource, text)
        case (.dockerKey(let key, let path), let text):
            try writeDockerKey(key, in: path, text, original: documents[change.knob])
        case (.sysctl, nil), (.sysfs, nil), (.priority, nil), (.occupancy, _), (.refusals, _), (.kubeProxyStart, _),
            (.option, _), (.weight, _), (.runtime, _), (.kubeletField, _), (.obsoleteFlags, _), (.heartbeat, _):
            preconditionFailure("a plan never writes what cannot be written")
        }
    }

    private func outcome(of change: Change, facts: Facts) -> Outcome {
        switch (observe(change.knob, facts: facts), change.text) {
        case (.missing, nil): .applied
        case (.missing, _?) where change.knob.isOfProcesses: .failed("the process ended meanwhile")
        // A unit that gives its weight up has the kernel's own as long as its siblings have any.
        case (.value(.integer(100), _, _), nil) where change.knob.isOfProcesses: .applied
        case (.missing, _): .failed("it is gone after the write")
        case (.unreadable(let reason), _): .failed("it cannot be read back: \(reason)")
        case (.value(let value, _, _), nil): .ignored(value)
        case (.value(let value, _, _), _):
            change.target.bound.accepts(change.target.meaning(of: value)) ? .applied : .ignored(value)
        }
    }
}

extension Knob {
    fileprivate var isOfProcesses: Bool {
        switch self {
        case .priority, .weight: true
        case .sysctl, .sysfs, .file, .occupancy, .refusals, .kubeProxyStart, .option, .dockerKey, .runtime,
            .kubeletField,
            .fragment, .obsoleteFlags, .heartbeat:
            false
        }
    }
}

extension CarriedOut {
    /// The unit that must reload to make this change live, if the change was made.
    fileprivate var reloadedUnit: String? {
        guard case .reload(let unit) = change.activation, outcome == .applied else { return nil }
        return unit
    }
}
