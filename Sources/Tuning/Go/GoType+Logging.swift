extension GoType {
    /// How a Kubernetes program logs: `LoggingConfiguration` of `k8s.io/component-base/logs/api/v1`.
    static let logging = GoType.fields([
        "format": .string, "flushFrequency": .durationOrNanoseconds, "verbosity": .unsigned32,
        "vmodule": .list(.fields(["filePattern": .string, "verbosity": .unsigned32])),
        "options": .fields([
            "text": .fields(["splitStream": .bool, "infoBufferSize": .quantity]),
            "json": .fields(["splitStream": .bool, "infoBufferSize": .quantity]),
        ]),
    ])
}
