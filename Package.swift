// swift-tools-version: 6.2
import PackageDescription

/// One set of compiler settings for every Swift target: Swift 6, no implicit existentials, imports internal unless said.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// For what the service links: regular expressions, which are imported unasked, would cost every node 1.3 MB.
let lean: [SwiftSetting] =
    strict + [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

let package = Package(
    name: "nodekeel",
    products: [
        .executable(name: "nodekeel", targets: ["nodekeel"]),
        .executable(name: "nodekeeld", targets: ["nodekeeld"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        // The machine's C libraries, and what Swift cannot import of the kernel's headers.
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "CLinux"),

        // Pure: no file, no clock, no Foundation.
        .target(name: "Tuning", swiftSettings: lean),
        .target(name: "Formula", dependencies: ["Tuning"], swiftSettings: lean),
        .target(name: "Catalogue", dependencies: ["Tuning"], swiftSettings: lean),
        .target(name: "Documents", dependencies: ["CLibYAML"], swiftSettings: lean),
        .target(name: "Reporting", dependencies: ["Tuning", "Documents"], swiftSettings: lean),

        // The machine.
        .target(name: "Systemd", dependencies: ["CSystemd", "CLinux"], swiftSettings: lean),
        .target(name: "Node", dependencies: ["Tuning", "Documents", "Systemd", "CLinux"], swiftSettings: lean),

        // The pipeline, and the two programs that run it.
        .target(
            name: "Agent",
            dependencies: ["Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting", "Systemd"],
            swiftSettings: lean
        ),
        .executableTarget(
            name: "nodekeel",
            dependencies: [
                "Agent", "Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: lean
        ),
        .executableTarget(
            name: "nodekeeld",
            dependencies: ["Agent", "Tuning", "Catalogue", "Node", "Reporting", "Systemd"],
            swiftSettings: lean
        ),

        // A fleet that restarts under a policy, by the product's own decisions; in no package.
        .target(
            name: "FleetSimulation",
            dependencies: ["Tuning", "Catalogue", "Node", "Reporting"],
            path: "packaging/simulation/FleetSimulation",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "simulate-fleet",
            dependencies: ["FleetSimulation", "Tuning"],
            path: "packaging/simulation/simulate-fleet",
            swiftSettings: strict
        ),
        .testTarget(name: "SimulationTests", dependencies: ["FleetSimulation", "Tuning"], swiftSettings: strict),

        .testTarget(name: "TuningTests", dependencies: ["Tuning"], swiftSettings: strict),
        .testTarget(name: "FormulaTests", dependencies: ["Formula"], swiftSettings: strict),
        .testTarget(name: "CatalogueTests", dependencies: ["Catalogue", "Tuning"], swiftSettings: strict),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"], swiftSettings: strict),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["Reporting", "Tuning", "Documents"],
            swiftSettings: strict
        ),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd"], swiftSettings: strict),
        .testTarget(
            name: "NodeTests",
            dependencies: ["Node", "CLinux", "Checkout", "Tuning", "Documents", "Systemd"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: ["Agent", "Checkout", "Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting"],
            swiftSettings: strict
        ),

        .testTarget(
            name: "CommandTests",
            dependencies: [
                "nodekeel", "Checkout", "Agent", "Tuning", "Documents", "Node", "Reporting",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // What tests hold to the source tree itself: its rules, and the texts that are made from the code.
        .target(name: "Checkout", path: "Tests/Checkout", swiftSettings: strict),
        .testTarget(
            name: "StructureTests",
            dependencies: ["Checkout", "Catalogue", "Reporting", "Tuning"],
            swiftSettings: strict
        ),
    ]
)

// Coverage-guided fuzzing, by `make fuzz`: what the compiler instruments for it is built apart, and never by `make unit`.
if Context.environment["NODEKEEL_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: ["Agent", "Tuning", "Formula", "Catalogue", "Documents", "Node", "Reporting", "CLinux"],
            path: "packaging/fuzz/program",
            // libFuzzer has the program's `main`.
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
