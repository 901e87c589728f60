// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Every target speaks the same dialect: explicit existentials, imports that say what they
// expose, and, where the continuous build asks for it, no warning at all.
let dialect: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
    + (ProcessInfo.processInfo.environment["UKLAD_STRICT"] == "1"
        ? [.treatAllWarnings(as: .error)] : [])

/// A room of the house (DESIGN section 2).
func room(
    _ name: String, knows dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: dialect)
}

func tests(
    of name: String, with dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.init(stringLiteral: name), "Support"] + dependencies, exclude: exclude,
        swiftSettings: dialect)
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "Uklad",
    products: [
        .executable(name: "uklad", targets: ["CommandLineTool"]),
        .library(
            name: "Uklad", targets: ["Numerics", "Region", "Workspace", "Specialisation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C modules, each imported by one wrapper.
        .systemLibrary(
            name: "CLAPACK", pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
        .systemLibrary(
            name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .target(name: "CSpecialFunctions"),
        .target(name: "CHiGHS"),
        .target(name: "CDuckDB"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // Ground floor.
        room("Wording"),
        room("Digest", knows: ["CCrypto"]),
        room("Numerics", knows: ["CLAPACK", "CSpecialFunctions"]),
        room("Region", knows: ["Numerics", "Wording"]),
        room("Tabular", knows: ["CZip", "Wording"]),
        room("Workspace", knows: ["Numerics", "Region", "Tabular", "Wording", yams, "Digest"]),

        // Libraries found at run time, each opened by one room.
        room("NativeLibrary"),

        room("Engine", knows: ["CDuckDB", "NativeLibrary"]),

        room("SparkConnect", knows: ["CCurl", "Engine"]),

        room("Microdata", knows: ["Engine", "Numerics"]),

        room("Optimisation", knows: ["CHiGHS", "NativeLibrary", "Numerics"]),

        // Stages.
        room("Specialisation", knows: ["Numerics", "Region", "Wording"]),

        room("Relatedness", knows: ["Numerics", "Region", "Specialisation", "Wording"]),

        room("Space", knows: ["Numerics", "Region", "Specialisation", "Wording"]),

        room(
            "Shards", knows: ["Digest", "Numerics", "Region", "Space", "Tabular", "Wording"]),

        room(
            "Clusters",
            knows: ["Numerics", "Region", "Relatedness", "Specialisation", "Wording"]),

        room("InputOutput", knows: ["Numerics", "Region", "Wording"]),

        room("ResourceCycles", knows: ["Numerics", "Region", "Wording"]),

        room(
            "Effects",
            knows: ["InputOutput", "Numerics", "Region", "Wording"]),

        room("Programme", knows: ["Numerics", "Optimisation", "Region", "Wording"]),

        room("Foresight", knows: ["Numerics", "Region", "Wording"]),

        room("Consensus", knows: ["Numerics", "Region", "Wording"]),

        room("Monitoring", knows: ["Foresight", "Numerics", "Region", "Wording", "Digest"]),

        // Run and show.
        room(
            "Assessment",
            knows: [
                "Clusters", "Consensus", "Effects", "Foresight", "InputOutput", "Monitoring",
                "Numerics", "Region", "Relatedness", "Optimisation", "Programme", "ResourceCycles",
                "Space", "Specialisation", "Tabular",
                "Wording", "Workspace",
                "Digest", grdb,
            ]),
        room("Figures", knows: ["Wording"]),
        room(
            "Report",
            knows: [
                "Assessment", "Figures", "Region", "Specialisation", "Wording", "Workspace",
                "Digest",
            ],
            resources: [
                .embedInCode("Assets/report.css"), .embedInCode("Assets/report.js"),
            ]),
        .executableTarget(
            name: "CommandLineTool",
            dependencies: [
                "Assessment", "Digest", "Engine", "Figures", "Foresight", "InputOutput",
                "Microdata",
                "Monitoring", "Numerics", "Region", "Optimisation", "Programme", "Relatedness",
                "Report", "ResourceCycles",
                "Shards", "Space", "SparkConnect", "Specialisation", "Tabular", "Wording",
                "Workspace",
                argumentParser,
            ],
            path: "Sources/CommandLine",
            swiftSettings: dialect),

        // Fakes, builders and the reader of golden numbers, for tests alone.
        .target(
            name: "Support",
            dependencies: [
                "Clusters", "Consensus", "Effects", "Foresight", "InputOutput", "Monitoring",
                "Numerics", "Programme", "Region", "ResourceCycles", "Space", "Specialisation",
                "Wording",
            ], path: "Tests/Support",
            swiftSettings: dialect),
        tests(of: "Wording"),
        tests(of: "Digest"),
        tests(of: "Numerics"),
        tests(of: "Region", with: ["Numerics", "Wording"]),
        tests(of: "Tabular", with: ["Wording"]),
        tests(of: "Engine"),
        tests(of: "Microdata", with: ["Engine"]),
        tests(of: "SparkConnect", with: ["Engine"]),
        tests(of: "Optimisation", with: ["Numerics"]),
        tests(
            of: "Workspace", with: ["Numerics", "Region", "Tabular", "Wording"],
            exclude: ["Files", "Published", "Snapshots"]),
        tests(
            of: "Specialisation",
            with: [
                "Clusters", "Consensus", "Effects", "Foresight", "InputOutput", "Monitoring",
                "Numerics", "Programme", "Region", "Relatedness", "ResourceCycles", "Space",
                "Wording",
            ]),
        tests(of: "Shards", with: ["Numerics", "Space", "Tabular"]),
        tests(of: "Space", with: ["Numerics", "Region", "Wording"]),
        tests(of: "Clusters", with: ["Numerics", "Region", "Specialisation", "Wording"]),
        tests(of: "InputOutput", with: ["Numerics", "Region"]),
        tests(of: "ResourceCycles", with: ["Numerics", "Region", "Wording"]),
        tests(of: "Effects", with: ["InputOutput", "Numerics", "Region", "Wording"]),
        tests(of: "Programme", with: ["Numerics", "Optimisation", "Region", "Wording"]),
        tests(of: "Foresight", with: ["Numerics", "Region", "Wording"]),
        tests(of: "Consensus", with: ["Numerics", "Region", "Wording"]),
        tests(of: "Monitoring", with: ["Numerics", "Region", "Wording"]),
        tests(
            of: "Relatedness",
            with: ["Numerics", "Region", "Specialisation", "Wording"]),
        tests(
            of: "Assessment",
            with: [
                "Clusters", "Numerics", "Optimisation", "Programme", "Region", "Specialisation",
                "Tabular", "Wording", "Workspace",
            ]),
        tests(of: "Figures", with: ["Wording"], exclude: ["Snapshots"]),
        tests(
            of: "Report",
            with: [
                "Assessment", "Consensus", "Figures", "Monitoring", "Region", "Specialisation",
                "Wording", "Workspace",
            ],
            exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6]
)
