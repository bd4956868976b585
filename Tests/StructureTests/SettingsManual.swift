import Catalogue
import Tuning

/// The manual page of the settings, made from the words that `nodekeel explain` shows.
enum SettingsManual {
    static let path = "packaging/man/nodekeel-settings.7"

    static var text: String {
        (head + Profile.all.flatMap(entry) + [".El", ".Sh SETTINGS"] + catalogue.flatMap(section) + foot)
            .joined(separator: "\n") + "\n"
    }

    private static let head = [
        #".\" Made from Sources/Catalogue by Tests/StructureTests; NODEKEEL_REFRESH=1 makes it anew."#,
        ".Dd November 21, 2026",
        ".Dt NODEKEEL-SETTINGS 7",
        ".Os nodekeel",
        ".Sh NAME",
        #".Nm nodekeel\-settings"#,
        ".Nd what nodekeel keeps right on a node",
        ".Sh DESCRIPTION",
        "Each setting has a permanent ID, by which",
        #".Xr nodekeel\-policy 5"#,
        "and the journal speak of it.",
        ".Ql nodekeel explain Ar setting",
        "says the same with the numbers of a node, and who else sets the same knob there.",
        "A setting that does not apply to a node is left alone, with the reason.",
        ".Sh PROFILES",
        ".Bl -tag -width Ds",
    ]

    private static let foot = [
        ".Sh SEE ALSO",
        ".Xr nodekeel 1 ,",
        #".Xr nodekeel\-policy 5 ,"#,
        ".Xr nodekeeld 8",
    ]

    private static func entry(_ profile: Profile) -> [String] {
        [".It \(escaped(profile.name))"] + prose(profile.summary + ".")
            + ["Its mode is", ".Ql \(profile.mode.rawValue) ."]
    }

    private static func section(_ setting: Setting) -> [String] {
        [".Ss \(escaped(setting.id.rawValue))"] + prose(setting.summary + ".") + [".Pp"] + prose(setting.why)
            + [".Pp"] + mode(of: setting) + parameters(of: setting) + sources(of: setting)
    }

    private static func mode(of setting: Setting) -> [String] {
        let mode =
            setting.strictestMode == .observe
            ? "It can only be observed: nodekeel tells it and writes nothing."
            : setting.isOptIn
                ? "It is observed, unless policy names this very setting in mode enforce: then nodekeeld edits the static "
                    + "pod's manifest, which restarts the pod."
                : "It is put right where policy has it in mode enforce."
        let unit = setting.unit == .none ? [] : ["Its numbers are \(setting.unit.rawValue)."]
        let hysteresis =
            setting.hysteresisSeconds == 0
            ? [] : ["A departure is told when it has lasted \(DurationText.text(seconds: setting.hysteresisSeconds))."]
        return [mode] + unit + hysteresis
    }

    private static func parameters(of setting: Setting) -> [String] {
        guard !setting.parameters.isEmpty || setting.takesLimits else { return [] }
        let parameters = setting.parameters.flatMap { parameter in
            [".It Ic \(parameter.name)"] + prose("\(capitalized(parameter.summary)).")
                + prose(allowed(of: parameter) + given(parameter, of: setting) + ".")
        }
        let limits = setting.takesLimits ? [".It Ic exactly , atLeast , atMost"] + limitText(of: setting) : []
        return [".Pp", "Policy may give:", ".Bl -tag -width Ds"] + parameters + limits + [".El"]
    }

    private static func allowed(of parameter: Parameter) -> String {
        switch parameter.kind {
        case .integer(let range): "From \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): "One of \(words.joined(separator: ", "))"
        }
    }

    private static func given(_ parameter: Parameter, of setting: Setting) -> String {
        let ofProfiles = Profile.all.compactMap { profile in
            profile.values[setting.id]?[parameter.name].map { ", \($0) in \(profile.name)" }
        }
        return "; \(parameter.preset) by default" + ofProfiles.joined()
    }

    private static func limitText(of setting: Setting) -> [String] {
        let ofProfiles = Profile.all.flatMap { profile -> [String] in
            guard let limits = profile.limits[setting.id] else { return [] }
            let said = [("exactly", limits.exactly), ("atLeast", limits.atLeast), ("atMost", limits.atMost)]
            return said.compactMap { name, number in
                number.map { "In \(profile.name), \(name) is \($0)." }
            }
        }
        return ["A number in place of what is computed, or a limit to it."] + ofProfiles.map(escaped)
    }

    private static func sources(of setting: Setting) -> [String] {
        [".Pp", "Sources:", ".Bl -bullet -compact"] + setting.sources.flatMap { [".It", escaped($0)] } + [".El"]
    }

    private static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// Text with each sentence on a line of its own, as mdoc wants it.
    private static func prose(_ text: String) -> [String] {
        escaped(text).replacing(". ", with: ".\n").split(separator: "\n").map(String.init)
    }

    /// Text of which roff takes nothing for a request; hyphens can be copied into a shell.
    private static func escaped(_ text: String) -> String {
        let plain = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += #"\e"#
            case "-": result += #"\-"#
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\[u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits + "]"
            }
        }
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? #"\&"# + plain : plain
    }
}
