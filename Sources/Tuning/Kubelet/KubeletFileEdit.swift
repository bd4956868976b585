/// Sets the fields of a fragment in the kubelet's main file: the whole text with them, and what the kubelet makes of it.
///
/// Throws a ``Refusal`` where a field cannot be set without touching something else.
public typealias KubeletFileEdit = @Sendable (KubeletFragment) throws(Refusal) -> (text: String, document: DecodedValue)

/// The edit where no main file is at hand.
public let noKubeletFile: KubeletFileEdit = { _ throws(Refusal) in throw Refusal("the main file is not at hand") }
