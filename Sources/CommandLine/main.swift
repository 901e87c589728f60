import ArgumentParser

/// The program.
struct Uklad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uklad", abstract: "How a regional economy is built.",
        subcommands: [Bench.self])
}

Uklad.main()
