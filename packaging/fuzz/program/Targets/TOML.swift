@testable import Documents

extension Target {
    /// TOML, as containerd's configuration has it.
    static let toml = Target("toml") { bytes in
        do throws(DocumentError) {
            requirePlaces(try TOML.parse(bytes), Places(in: bytes))
        } catch {
            Places(in: bytes).hold(error.position, error.description)
        }
    }

    private static func requirePlaces(_ table: TOMLTable, _ places: Places) {
        for node in table.values.values { requirePlaces(node, places) }
    }

    private static func requirePlaces(_ node: TOMLNode, _ places: Places) {
        places.hold(node.position, "a value")
        switch node.content {
        case .scalar, .time: break
        case .array(let items): for item in items { requirePlaces(item, places) }
        case .table(let table): requirePlaces(table, places)
        }
    }
}
