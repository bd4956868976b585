extension [Finding] {
    /// The findings about what fragments carry with why it cannot be written here, and the writes of fragments that the
    /// others call for.
    public func withFragments(on facts: Facts) -> (findings: [Finding], changes: [Change]) {
        let (findings, ofKubelet) = withKubeletFragment(on: facts)
        let (settled, ofContainerd) = findings.withContainerdFragment(on: facts)
        return (settled, [ofKubelet, ofContainerd].compactMap(\.self))
    }
}
