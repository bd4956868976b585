extension String {
    /// The text fit for a message: cut after 64 characters, without control characters.
    var clipped: String {
        let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(64).map { $0.isPrintable ? $0 : "\u{FFFD}" }))
        return unicodeScalars.count > 64 ? shown + "…" : shown
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
