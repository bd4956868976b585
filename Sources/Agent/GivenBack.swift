import Tuning

extension [CarriedOut] {
    /// The knobs among some whose originals are not needed any more: no write of them failed, nor of the fragment that
    /// carries them.
    func givenBack(among knobs: Set<Knob>) -> Set<Knob> {
        let failed = Set(filter { $0.outcome != .applied }.map(\.change.knob))
        let readers = Set(failed.compactMap(\.reader))
        return knobs.filter { knob in !failed.contains(knob) && !(knob.carrier.map(readers.contains) ?? false) }
    }
}
