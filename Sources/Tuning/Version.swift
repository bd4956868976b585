/// The version of nodekeel, as the package, the programs and every report say it.
public let nodekeelVersion = "0.1.0"
