// swift-tools-version: 6.3
import PackageDescription

/// The settings of every Swift target: Swift 6 mode, checked memory use, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// What makes modules small rather than fast, in which nobody waits for a processor.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// The settings of such modules.
let compact: [SwiftSetting] = strict + small

/// What modules that parse bytes need besides: functions that return spans.
let parsing: [SwiftSetting] = strict + [.enableExperimentalFeature("Lifetimes")]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict,
  embedding files: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: files.map { .embedInCode($0) },
    swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "Locking", "TestKit"] + dependencies,
    swiftSettings: parsing)
}

let system: [Target] = [
  .systemLibrary(
    name: "CUV", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"]), .brew(["libuv"])]),
  .systemLibrary(
    name: "CCares", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"]), .brew(["c-ares"])]),
  .systemLibrary(
    name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
  .systemLibrary(
    name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
  .systemLibrary(
    name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
  .systemLibrary(
    name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
  .systemLibrary(
    name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
  .systemLibrary(
    name: "CPSL", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"]), .brew(["libpsl"])]),
  .systemLibrary(
    name: "CUTF8Proc",
    providers: [.apt(["libutf8proc-dev"]), .brew(["utf8proc"])]),
  .systemLibrary(
    name: "CPGQuery", providers: [.apt(["libpg-query-dev"]), .brew(["libpg_query"])]),
  .target(name: "CTables", exclude: ["Tables"]),
  .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
  .target(name: "CPlatform"),
  .target(name: "CPostgreSQL"),
]

let foundation: [Target] = [
  module("Locking"),
  module("Workers", ["CPlatform", "Locking"]),
  module("Calendar"),
  module("ByteParsing", settings: parsing),
  module("JSON", ["ByteParsing"], settings: parsing),
  module("HTTPWire", ["ByteParsing", "Calendar"], settings: parsing),
  module("Matching", ["ByteParsing", "CRE2"]),
  module("JSONSchema", ["ByteParsing", "JSON", "Matching"], settings: compact),
  module("Expressions", ["ByteParsing", "Calendar", "JSON", "Matching"]),
  module("YAML", ["CYAML"], settings: compact),
  module("Documents", ["JSON", "Matching", "YAML"], settings: compact),
  module("EmbeddedTables", ["CTables"]),
  module("UnicodeText", ["CUTF8Proc", "EmbeddedTables"]),
  module("WebURL", ["ByteParsing", "CIDN2", "CPSL", "Matching", "UnicodeText"], settings: parsing),
  module("ShellSyntax", ["ByteParsing"], settings: parsing),
  module(
    "SQLSyntax", ["ByteParsing", "CPGQuery", "EmbeddedTables", "JSON"], settings: parsing + small),
  module("Crypto", ["ByteParsing", "COpenSSL", "Locking"]),
  module("EventLoop", ["CCares", "CPlatform", "CUV", "Locking"]),
  module("TLS", ["ByteParsing", "COpenSSL", "Locking"]),
  module("Server", ["ByteParsing", "EventLoop", "HTTPWire", "Locking", "TLS"]),
  module("HTTPAnswers", ["HTTPWire", "JSON", "Server"]),
  module("Telemetry", ["Calendar", "Locking"], settings: compact),
  module(
    "Storage", ["CPlatform", "CPostgreSQL", "CSQLite", "Crypto", "Locking", "Workers"],
    settings: compact),
]

let decision: [Target] = [
  module("ActionModel", ["Calendar", "JSON", "Matching"]),
  module(
    "EffectAnalysis",
    [
      "ActionModel", "ByteParsing", "Documents", "EmbeddedTables", "JSON", "JSONSchema", "Matching",
      "SQLSyntax", "ShellSyntax",
      "UnicodeText", "WebURL", "YAML",
    ], settings: parsing),
  module(
    "ContentInspection",
    ["ActionModel", "ByteParsing", "EmbeddedTables", "JSON", "Matching", "UnicodeText"],
    settings: parsing),
  module(
    "PolicyDrafting", ["ActionModel", "ByteParsing", "EmbeddedTables", "JSON"], settings: compact),
  module(
    "Policy",
    [
      "ActionModel", "ByteParsing", "Calendar", "Documents", "Expressions", "JSON", "Matching",
      "UnicodeText", "WebURL", "YAML",
    ]),
  module(
    "Authentication",
    ["ActionModel", "ByteParsing", "Crypto", "EventLoop", "HTTPWire", "Matching", "Server", "TLS"]),
  module("Limits", ["ActionModel", "JSON", "Locking"]),
  module(
    "AuditLog",
    ["ByteParsing", "CPlatform", "CZlib", "Calendar", "Crypto", "JSON", "Locking", "Workers"]),
  module(
    "Approvals",
    [
      "ActionModel", "AuditLog", "ByteParsing", "Calendar", "Crypto", "Documents", "JSON",
      "Locking",
      "Matching", "Policy", "Storage",
    ], settings: compact, embedding: ["Storing/approvals-1.sql"]),
  module(
    "DecisionPoint",
    [
      "ActionModel", "Approvals", "AuditLog", "ByteParsing", "Calendar", "Crypto", "Expressions",
      "JSON", "Limits", "Locking", "Policy", "Storage", "Telemetry", "Workers",
    ], embedding: ["Sharing/shared-counters-1.sql"]),
]

let enforcement: [Target] = [
  module(
    "DecisionAPI",
    [
      "ActionModel", "Approvals", "Authentication", "Calendar", "DecisionPoint", "HTTPAnswers",
      "HTTPWire", "JSON", "Locking", "Server", "Storage",
    ], embedding: ["openapi.json"])
]

let program: [Target] = [
  module(
    "Notifications",
    [
      "ByteParsing", "Calendar", "Crypto", "EventLoop", "HTTPWire", "JSON", "Locking", "Matching",
      "Server", "TLS", "UnicodeText", "WebURL",
    ], settings: compact),
  module("CommandLineParsing", ["ByteParsing", "Matching"], settings: compact),
  module(
    "Console",
    [
      "ActionModel", "Approvals", "AuditLog", "Authentication", "ByteParsing", "Calendar", "Crypto",
      "EventLoop", "HTTPAnswers", "HTTPWire", "JSON", "Locking", "Server", "Storage", "Workers",
    ], settings: compact,
    embedding: [
      "agents.js", "answering.js", "api.js", "approvals.js", "charts.js", "diff.js", "dom.js",
      "editor.js", "exact.js", "grants.js", "history.js", "icon.svg", "index.html", "log.js",
      "main.js", "notices.js", "now.js", "policy.js", "records.js", "replay.js", "request.js",
      "sessions.js",
      "shown.js", "style.css", "trial.js",
    ].map { "Page/\($0)" } + ["Activity/activity-1.sql"]),
  module(
    "GatehouseService",
    [
      "ActionModel", "Approvals", "AuditLog", "Authentication", "ByteParsing", "CPlatform",
      "Calendar", "Console", "ContentInspection", "Crypto", "DecisionAPI", "DecisionPoint",
      "Documents",
      "EffectAnalysis",
      "EventLoop", "Expressions",
      "HTTPAnswers", "HTTPWire", "JSON",
      "Limits", "Locking", "Matching", "Notifications", "Policy", "Server", "Storage", "TLS",
      "Telemetry", "Workers", "YAML",
    ], settings: compact),
  .executableTarget(
    name: "gatehouse",
    dependencies: [
      "ActionModel", "AuditLog", "Authentication", "ByteParsing", "Calendar",
      "CommandLineParsing", "Crypto", "DecisionPoint", "Documents", "GatehouseService", "JSON",
      "Policy", "PolicyDrafting", "UnicodeText", "Storage",
      "YAML",
    ],
    swiftSettings: compact),
]

let development: [Target] = [
  module("TestKit", ["Locking"]),
  tests("Workers"),
  tests("ByteParsing"),
  tests("Calendar"),
  tests("JSON"),
  tests("JSONSchema", ["JSON"]),
  tests("HTTPWire"),
  tests("Matching"),
  tests("Expressions", ["JSON", "Matching"]),
  tests("YAML"),
  tests("Documents", ["YAML"]),
  tests("EmbeddedTables"),
  tests("UnicodeText"),
  tests("WebURL", ["JSON", "Matching"]),
  tests("ShellSyntax", ["JSON"]),
  tests("SQLSyntax", ["JSON"]),
  tests("EffectAnalysis", ["ActionModel", "JSON", "Matching", "ShellSyntax", "WebURL"]),
  tests("ContentInspection", ["ActionModel", "JSON"]),
  tests("Crypto", ["ByteParsing"]),
  tests("EventLoop", ["CPlatform"]),
  tests("TLS", ["ByteParsing", "Crypto"]),
  tests("Server", ["ByteParsing", "EventLoop", "HTTPWire", "TLS"]),
  tests("HTTPAnswers", ["HTTPWire"]),
  tests("Telemetry"),
  tests("Storage", ["Crypto"]),
  tests("ActionModel", ["JSON", "Matching"]),
  tests("Policy", ["ActionModel", "Documents", "Expressions", "JSON", "Matching", "YAML"]),
  tests("PolicyDrafting", ["ActionModel", "Documents", "Expressions", "JSON", "Policy"]),
  tests("Authentication", ["ActionModel", "Crypto", "Matching"]),
  tests("Limits", ["ActionModel", "JSON"]),
  tests("AuditLog", ["ByteParsing", "Calendar", "Crypto", "JSON"]),
  tests("Approvals", ["ActionModel", "AuditLog", "Crypto", "JSON", "Policy", "Storage"]),
  tests(
    "DecisionPoint",
    [
      "ActionModel", "Approvals", "AuditLog", "Crypto", "Documents", "JSON", "Limits", "Matching",
      "Policy", "Storage",
      "Telemetry",
    ]),
  tests("Notifications", ["Crypto", "EventLoop", "HTTPWire", "Server", "TLS"]),
  tests("DecisionAPI", ["ActionModel", "DecisionPoint", "HTTPWire", "JSON", "Server"]),
  tests("Console", ["ActionModel", "Approvals", "AuditLog", "HTTPAnswers", "HTTPWire", "JSON"]),
  tests("CommandLineParsing"),
  tests(
    "GatehouseService",
    [
      "ActionModel", "AuditLog", "ContentInspection", "Crypto", "DecisionPoint", "Documents",
      "JSON", "Notifications", "Policy", "Storage",
    ]),
]

let package = Package(
  name: "gatehouse",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "gatehouse", targets: ["gatehouse"])],
  targets: system + foundation + decision + enforcement + program + development,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// `make bench` builds the benchmark programs; a plain build leaves them out.
if Context.environment["GATEHOUSE_BENCH"] != nil {
  package.targets += [
    .target(name: "CBenchmark", path: "Benchmarks/CBenchmark"),
    .executableTarget(
      name: "bench",
      dependencies: [
        "ActionModel", "AuditLog", "CBenchmark", "CPlatform", "ContentInspection", "Documents",
        "EffectAnalysis", "Expressions", "JSON", "Matching", "Policy",
      ],
      path: "Benchmarks/bench", swiftSettings: strict),
  ]
}

// `make fuzz` builds one libFuzzer program a parser. They have no `main`: a plain build takes them for libraries that nobody
// uses, so that it tells when one no longer builds.
let parsers: [(name: String, module: [Target.Dependency])] = [
  ("FuzzHTTP", ["HTTPWire"]), ("FuzzHTTPClient", ["HTTPWire"]),
  ("FuzzNotifications", ["Crypto", "Notifications"]), ("FuzzJSON", ["JSON"]),
  ("FuzzPolicy", ["ActionModel", "Documents", "Policy", "YAML"]),
  ("FuzzExpressions", ["Expressions", "JSON"]), ("FuzzAudit", ["AuditLog", "Locking"]),
  ("FuzzInspection", ["ContentInspection", "JSON"]),
  ("FuzzSchema", ["JSON", "JSONSchema"]),
  ("FuzzShell", ["ShellSyntax"]), ("FuzzSQL", ["SQLSyntax"]),
  ("FuzzURL", ["UnicodeText", "WebURL"]),
  ("FuzzPath", ["ActionModel", "EffectAnalysis", "Matching"]),
  ("FuzzEffects", ["ActionModel", "EffectAnalysis"]),
]
for parser in parsers {
  let path = "Fuzz/\(parser.name)"
  package.targets.append(
    Context.environment["GATEHOUSE_FUZZ"] == nil
      ? .target(
        name: parser.name, dependencies: parser.module, path: path, exclude: ["Corpus"],
        swiftSettings: strict)
      : .executableTarget(
        name: parser.name, dependencies: parser.module, path: path, exclude: ["Corpus"],
        swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
