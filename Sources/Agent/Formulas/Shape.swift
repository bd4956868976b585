import Formula
import Tuning

/// What a `Decodable` type is made of, as formulas see it: found by letting the type decode itself from nothing.
///
/// So the names that a formula may use are the names that the type writes, without a list of them beside it. A type
/// that chooses among its cases by what it reads must be `CaseIterable` or ``Tuning/Exemplified``, since nothing is there
/// to be read.
final class Shape {
    /// The deepest nesting that is followed: the facts go six levels down, and a type that holds itself never ends.
    static let depthLimit = 32

    /// What the type asked for so far.
    private enum Form {
        case scalar(FormulaType)
        case list(Shape)
        case object([String: Shape])
        case dictionary(Shape)
    }

    private var form: Form?
    let depth: Int

    private init(depth: Int) {
        self.depth = depth
    }

    /// The shape of `type` as a formula's type, named `name` in error messages.
    ///
    /// A type that cannot be decoded from nothing is open: what a formula names is then looked up on each node.
    static func formulaType<T: Decodable>(of type: T.Type, named name: String) -> FormulaType {
        let shape = Shape(depth: 0)
        return (try? shape.decode(type)) == nil ? .dyn : shape.formulaType(named: name)
    }

    private func formulaType(named name: String) -> FormulaType {
        switch form {
        case nil: .dyn
        case .scalar(let type): type
        case .list(let element): .list(element.formulaType(named: "\(name)[]"))
        case .dictionary(let element): .map(.string, element.formulaType(named: "\(name)[]"))
        case .object(let fields):
            .object(
                name,
                Dictionary(
                    uniqueKeysWithValues: fields.map { ($0.key, $0.value.formulaType(named: "\(name).\($0.key)")) }
                )
            )
        }
    }
}

// MARK: - What a type asks for

extension Shape {
    /// Notes a single value; a type that asks for several kinds of it may hold any.
    func note(_ type: FormulaType) {
        if case .scalar(let before)? = form, before != type {
            form = .scalar(.dyn)
        } else {
            form = .scalar(type)
        }
    }

    /// The shape of a field.
    func field(_ key: some CodingKey) -> Shape {
        var fields: [String: Shape] = [:]
        if case .object(let before)? = form { fields = before }
        if case .dictionary(let element)? = form { return element }
        let shape = fields[key.stringValue] ?? Shape(depth: depth + 1)
        fields[key.stringValue] = shape
        form = .object(fields)
        return shape
    }

    /// Notes an object, also one without a field.
    func noteObject() {
        if case .object? = form { return }
        form = .object([:])
    }

    /// The shape of what every key holds, of a type that asks which keys there are.
    func anyField() -> Shape {
        if case .dictionary(let element)? = form { return element }
        let element = Shape(depth: depth + 1)
        form = .dictionary(element)
        return element
    }

    /// The shape of every element.
    func element() -> Shape {
        if case .list(let element)? = form { return element }
        let element = Shape(depth: depth + 1)
        form = .list(element)
        return element
    }

    /// A value of `type`, whatever it is; what it asked for is noted.
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard depth < Shape.depthLimit else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "it holds itself"))
        }
        do {
            return try T(from: ShapeDecoding(shape: self))
        } catch {
            // The empty text names no case; which one stands for it does not matter.
            if let cases = type as? any CaseIterable.Type, let one = firstCase(of: cases) as? T { return one }
            if let exemplified = type as? any Exemplified.Type, let one = exemplified.example as? T { return one }
            throw error
        }
    }

    private func firstCase<C: CaseIterable>(of type: C.Type) -> C? { type.allCases.first }
}
