/// The values that `Codable` asks for.
extension JSONText {
    func isNull(_ place: Int) -> Bool {
        if case .null = words[place].kind { true } else { false }
    }

    func bool(at place: Int) throws(JSONMismatch) -> Bool {
        guard case .bool(let bool) = words[place].kind else { throw mismatch("a boolean", at: place) }
        return bool
    }

    func string(at place: Int) throws(JSONMismatch) -> String {
        let word = words[place]
        return switch word.kind {
        case .plain, .text: string(at: word)
        default: throw mismatch("a string", at: place)
        }
    }

    func double(at place: Int) throws(JSONMismatch) -> Double {
        switch leaf(at: place) {
        case .integer(let integer): return Double(integer)
        case .unsigned(let integer): return Double(integer)
        case .number(let double): return double
        default: throw mismatch("a number", at: place)
        }
    }

    func integer<T: FixedWidthInteger>(at place: Int) throws(JSONMismatch) -> T {
        guard case .number = words[place].kind else { throw mismatch("an integer", at: place) }
        let number = leaf(at: place)
        let result: T?
        switch number {
        case .integer(let integer): result = T(exactly: integer)
        case .unsigned(let integer): result = T(exactly: integer)
        case .number(let double) where double >= -0x1p63 && double < 0x1p63:
            // `T(exactly:)` would do, but of a double needs the C mathematics library.
            guard Double(Int64(double)) == double else { throw mismatch("an integer", at: place) }
            result = T(exactly: Int64(double))
        case .number(let double) where double >= 0x1p63 && double < 0x1p64: result = T(exactly: UInt64(double))
        default: result = nil
        }
        guard let result else {
            let range = "\(T.min)...\(T.max)"
            throw JSONMismatch(of: self, at: place) { "\(JSON.text(number)) is not in \(range)" }
        }
        return result
    }

    func mismatch(_ expected: String, at place: Int) -> JSONMismatch {
        JSONMismatch(of: self, at: place) { "expected \(expected), found \(leaf(at: place).typeName)" }
    }
}
