// swift-tools-version: 6.2
// One room per noun of the flow, in the order of the staircase: a target may import those above it in this list.

import PackageDescription

/// The deciding rooms are pure; `Tests/HouseTests` checks from the sources what each room imports.
let rooms: [Target] = [
  .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .systemLibrary(name: "CLibrary"),
  .systemLibrary(name: "CVectors"),
  .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "Cores"),
  .target(name: "Tables", dependencies: ["CVectors", "Cores"]),
  .target(name: "Rulebook", dependencies: ["Tables"]),
  .target(name: "Intake", dependencies: ["Cores", "Tables", "Rulebook"]),
  .target(name: "Scoring", dependencies: ["Tables", "Rulebook", "Intake"]),
  .target(name: "Screening", dependencies: ["Tables", "Rulebook", "Intake", "Scoring"]),
  .target(name: "Selection"),
  .target(
    name: "Decision",
    dependencies: ["Cores", "Tables", "Rulebook", "Intake", "Screening", "Scoring", "Selection"]),
  .target(name: "Audit", dependencies: ["Cores", "Tables", "COpenSSL"]),
  .target(name: "Verification", dependencies: ["Tables", "Rulebook", "Audit"]),
  .target(name: "Comparison", dependencies: ["Tables", "Rulebook", "Verification"]),
  .target(
    name: "Papers",
    dependencies: ["Cores", "Tables", "Rulebook", "Intake", "Screening", "Scoring", "Selection", "Decision", "Audit"]),
  .target(name: "Finance", dependencies: ["Tables", "Rulebook", "Audit", "Verification", "Papers"]),
  .target(
    name: "Pricing", dependencies: ["Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Decision"]),
  .target(
    name: "Workbook",
    dependencies: [
      "CXLSXWriter", "CZlib", "Tables", "Rulebook", "Intake", "Screening", "Scoring", "Decision", "Papers", "Pricing",
      "Finance",
    ]),
  .target(
    name: "Pages",
    dependencies: [
      "Tables", "Rulebook", "Intake", "Screening", "Scoring", "Decision", "Papers", "Pricing", "Finance",
    ]),
  .target(name: "Generation", dependencies: ["Tables", "Rulebook"]),
  .executableTarget(
    name: "allot",
    dependencies: [
      "CLibrary", "Cores", "Tables", "Rulebook", "Intake", "Screening", "Scoring", "Selection", "Decision", "Audit",
      "Verification", "Comparison", "Papers", "Finance", "Pricing", "Workbook", "Pages", "Generation",
    ],
    exclude: ["allot.1", "allot@.service", "allot@.timer"]),
]

let tests: [Target] = [
  .testTarget(name: "AuditTests", dependencies: ["Cores", "Tables", "Audit"]),
  .testTarget(name: "TablesTests", dependencies: ["Cores", "Tables"]),
  .testTarget(
    name: "FinanceTests",
    dependencies: ["Tables", "Rulebook", "Audit", "Verification", "Papers", "Finance", "Workbook", "Pages"]),
  .testTarget(name: "HouseTests"),
  .testTarget(
    name: "CaseTests",
    dependencies: [
      "allot", "Cores", "Tables", "Rulebook", "Intake", "Scoring", "Screening", "Decision", "Papers", "Pricing",
    ],
    exclude: ["Transcripts"]),
  .testTarget(
    name: "GenerationTests",
    dependencies: ["Tables", "Rulebook", "Intake", "Decision", "Papers", "Generation"]),
  .testTarget(name: "RulebookTests", dependencies: ["Tables", "Rulebook"]),
  .testTarget(name: "SelectionTests", dependencies: ["Selection"]),
  .testTarget(
    name: "PapersTests",
    dependencies: [
      "Cores", "Tables", "Rulebook", "Intake", "Screening", "Decision", "Papers", "Pricing", "Workbook", "Pages",
    ]),
]

let package = Package(name: "allot", targets: rooms + tests)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
