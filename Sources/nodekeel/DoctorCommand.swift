import Agent
import ArgumentParser
import Node
import Reporting
import Tuning

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show whether nodekeel itself is well on this node, what it costs, and what to do where it is not.",
        discussion: "Exit status: 0 if all is well, 2 if something is degraded or failed."
    )

    @ParentCommand var nodekeel: Nodekeel
    @OptionGroup var options: GlobalOptions

    /// What decides what is written, and what remembers what was there: root's alone.
    private static let files = [
        "/etc/nodekeel", ReadPolicy.path, ReadPolicy.directory, ReadPolicy.profileDirectory, "/var/lib/nodekeel",
        Ledger.path, Trial.path, "/run/nodekeel", LastReport.path, ServiceState.path,
    ]

    func run() throws {
        let options = try options.over(nodekeel.options)
        let node = try options.node()
        let now = node.moment
        let report = LastReport.read(of: node)
        let policy = try? options.readPolicy(of: node).policy
        var diagnoses = [DoctorCommand.diagnosisOfPolicy(of: node, options)]
        let interval = policy?.intervalSeconds ?? Policy.presetIntervalSeconds
        let service = ServiceState.service(of: node, at: now)
        diagnoses += Diagnoses.ofService(service, report: report, intervalSeconds: interval, now: now)
        diagnoses.append(ledger(of: node))
        if let report { diagnoses += Diagnoses.ofReport(report) }
        diagnoses += files(of: node)
        diagnoses += boot(of: node)
        if let metrics = metrics(of: node, by: policy, report: report) { diagnoses.append(metrics) }
        if service.isRunning, let cost = node.cost(ofService: "nodekeeld", at: now) {
            diagnoses.append(
                Diagnoses.ofCost(
                    cpuMilliseconds: cost.cpuMilliseconds,
                    ageSeconds: cost.ageSeconds,
                    residentByteCount: cost.residentByteCount,
                    wakeCount: cost.wakeCount
                )
            )
        }
        let answer = DoctorAnswer(diagnoses)
        try options.print(answer)
        guard answer.isAllWell else { throw NotAllMet() }
    }

    /// Whether the policy can be used, on this node too.
    static func diagnosisOfPolicy(of node: Node, _ options: GlobalOptions) -> Diagnosis {
        do throws(Failure) {
            let read = try options.readPolicy(of: node)
            _ = try Run(on: node, under: read).examined(holds: [], after: nil)
            return Diagnosis("policy", .ok, PolicyLine(read.policy).sentence)
        } catch {
            let first = error.description.split(separator: "\n").first.map(String.init) ?? ""
            return Diagnosis("policy", .failed, first, remedy: "nodekeel policy check names every mistake")
        }
    }

    private func ledger(of node: Node) -> Diagnosis {
        do throws(LedgerError) {
            let ledger = try Ledger(of: node)
            guard let trial = try Trial.open(on: node) else {
                return Diagnosis("ledger", .ok, "\(ledger.originals.count) originals can be given back")
            }
            let left = trial.secondsLeft(at: node.moment)
            return Diagnosis(
                "trial",
                .degraded,
                "what was tried is undone in \(left) s",
                remedy: "nodekeel confirm keeps it"
            )
        } catch {
            return Diagnosis(
                "ledger",
                .failed,
                error.description,
                remedy: "as root, see whether the file and its disk are well; nothing is written without it"
            )
        }
    }

    private func files(of node: Node) -> [Diagnosis] {
        let found = DoctorCommand.files.compactMap { path -> Diagnosis? in
            guard let status = try? node.root.status(of: path) else { return nil }
            return Diagnoses.ofFile(path, mode: status.mode, user: status.user)
        }
        return found.isEmpty ? [Diagnosis("files", .ok, "policy, ledger and reports are root's alone")] : found
    }

    /// Whether values are set before the components start at the next boot.
    private func boot(of node: Node) -> [Diagnosis] {
        guard node.root.exists("/run/systemd/system") else { return [] }
        let link = "/etc/systemd/system/multi-user.target.wants/nodekeel-apply.service"
        guard node.root.link(at: link) == nil else {
            return [Diagnosis("boot", .ok, "values are set before the kubelet starts")]
        }
        return [
            Diagnosis(
                "boot",
                .degraded,
                "nodekeel-apply.service is not enabled: pods of the next boot may start before values are set",
                remedy: "systemctl enable nodekeel-apply.service"
            )
        ]
    }

    /// Whether metrics are where policy has them, and of the last pass.
    private func metrics(of node: Node, by policy: Policy?, report: Report?) -> Diagnosis? {
        guard let directory = MetricsFile.directory(by: policy?.metrics ?? .preset, on: node), let report else {
            return nil
        }
        let path = "\(directory)/\(MetricsFile.name)"
        guard let status = try? node.root.status(of: path), status.modifiedAt >= report.moment.epochSeconds - 60 else {
            return Diagnosis(
                "metrics",
                .degraded,
                "\(path) is not there or not of the last pass",
                remedy: "journalctl -x MESSAGE_ID=\(MessageKind.metricsFailed.rawValue) says why"
            )
        }
        return Diagnosis("metrics", .ok, "\(path) is of the last pass")
    }
}
