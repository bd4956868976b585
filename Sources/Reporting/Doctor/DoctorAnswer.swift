import Tuning

/// What `doctor` answers: whether nodekeel itself is well on this node, line by line, the worst first.
public struct DoctorAnswer: Answer {
    /// The version of the JSON's shape; it changes when a reader would have to.
    public static let schemaVersion = 1

    /// The most lines of one answer.
    private static let limit = 200

    private let diagnoses: [Diagnosis]

    /// The answer of these diagnoses.
    public init(_ diagnoses: [Diagnosis]) {
        let order = Diagnosis.Condition.allCases
        self.diagnoses = Array(
            order.reversed().flatMap { condition in diagnoses.filter { $0.condition == condition } }
                .prefix(DoctorAnswer.limit)
        )
    }

    /// Whether all is well.
    public var isAllWell: Bool { diagnoses.allSatisfy { $0.condition == .ok } }

    public func text(in style: Style) -> String {
        var page = Page(style)
        var table = Table([.init(title: ""), .init(title: "", canWrap: true), .init(title: "", canWrap: true)])
        for diagnosis in diagnoses {
            let notes = diagnosis.remedy.map { [Note("do", $0)] } ?? []
            table.add(
                [
                    Span(diagnosis.condition.rawValue, diagnosis.condition.tone),
                    Span(diagnosis.subject, .strong),
                    Span(diagnosis.text),
                ],
                notes: notes
            )
        }
        page.add(table)
        page.addSpace()
        page.add(Span(summary, diagnoses.first?.condition.tone ?? .plain))
        return page.text
    }

    private var summary: String {
        let counts = Diagnosis.Condition.allCases.reversed().compactMap { condition -> String? in
            let count = diagnoses.count { $0.condition == condition }
            return count == 0 ? nil : "\(count) \(condition.rawValue)"
        }
        return isAllWell ? "nodekeel is well here" : counts.joined(separator: ", ")
    }
}

extension Diagnosis.Condition {
    fileprivate var tone: Tone {
        switch self {
        case .ok: .good
        case .degraded: .warning
        case .failed: .bad
        }
    }
}

extension DoctorAnswer: Encodable {
    private enum Key: String, CodingKey {
        case schemaVersion, nodekeelVersion, isAllWell, diagnoses
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(DoctorAnswer.schemaVersion, forKey: .schemaVersion)
        try container.encode(nodekeelVersion, forKey: .nodekeelVersion)
        try container.encode(isAllWell, forKey: .isAllWell)
        try container.encode(diagnoses, forKey: .diagnoses)
    }
}
