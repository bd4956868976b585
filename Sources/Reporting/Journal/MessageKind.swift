/// The kinds of journal entries, each with its permanent `MESSAGE_ID`.
///
/// `systemd/nodekeel.catalog` has an entry for each, which says what to do; a test holds the two equal. An ID is never
/// used again for something else: alerts and scripts select by it (`journalctl MESSAGE_ID=…`).
public enum MessageKind: String, Hashable, Sendable, CaseIterable {
    case drifted = "c3ee669bfa5f4285ac8e6207abd59ac9"
    case putBack = "9851f966a5b74aaf89bbd95df2f9a229"
    case contested = "770f214a73824629b26207eeabaafd8c"
    case unmet = "f382e903a92448baa413d1edceaedd23"
    case resolved = "e3e7f7cc1c2b438ca453d84a30982612"
    case applied = "caf4c84e19864bc6952e173c922806ee"
    case processTuned = "f2380aa43b0644359eb6ae396e8e5fca"
    case failed = "b6ee95cab2fa424c9a7ed7d5ca54eb76"
    case unreadable = "1029077c1a4548c4be781b4d95de4e5e"
    case started = "e0fd303a86f34664a2c778d9a312f093"
    case summary = "14f045c029fc4f929f78ebda32c7dde2"
    case policyLoaded = "cd2ae64ab7364815b494ac3966135396"
    case policyRejected = "617a4da49bac44e8934ea0384bda1718"
    case reverted = "4f23b4f165b84ec794f02eff187bac7a"
    case holdSet = "c431861bd7e143b38227d244a342f0e4"
    case holdEnded = "046c9c3980a141fab4e0b8d4fab55b57"
    case watchingDegraded = "5b998790fb2346c0b1779a6fe64d75b0"
    case trialBegun = "806f265b364e4732b82557693e009337"
    case trialConfirmed = "75faf8b4e6cc423fa3ad6001ef79a133"
    case trialUndone = "f6a11f52a8774335a7f9b108687f5876"
    case trialStuck = "ebf3e7db31d94d5d96298973abf6743b"
    case metricsFailed = "4516aca49f944424b35458f8defbc0f7"
    case passFailed = "f911b8ae51764cd2af4faaefc5aa6286"
    case restartWaits = "78802d32a2d3421d8fa3c9736c24ca7d"
    case restarted = "3c0b502f067e407ca8da814fad8b8031"
    case restartUndone = "387bd425e108438a9f1577c80a2ec204"
    case restartFailed = "90f8fb84a057496d9c27c5e78d78eb3f"
    case slotKept = "2a6e621a4cf8417e9f6000b4bee050a2"
}
