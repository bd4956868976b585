extension [Finding] {
    /// The findings about what fragments carry with why it cannot be written here, and the writes of fragments that the
    /// others call for.
    ///
    /// - Parameter edit: what sets fields in the kubelet's main file, where that carries them.
    public func withFragments(
        on facts: Facts,
        editing edit: @escaping KubeletFileEdit
    ) -> (findings: [Finding], changes: [Change]) {
        let (findings, ofKubelet, beside) = withKubeletFragment(on: facts, editing: edit)
        let (settled, ofContainerd) = findings.withContainerdFragment(on: facts)
        return (settled, [ofKubelet, ofContainerd].compactMap(\.self) + beside)
    }
}
