import ArgumentParser
import Assessment

/// The program `uklad`.
@main
struct Uklad: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "uklad",
            abstract: say(
                "From a region's statistics to a cluster programme that can be defended.",
                "От статистики региона к программе кластеров, которую можно защитить."),
            discussion: say(
                """
                A first report, from the built-in sample:
                  uklad new my-region --sample kuzbass
                  uklad run -C my-region
                  uklad report -C my-region --format html --lang en
                """,
                """
                Первый отчёт по встроенному примеру:
                  uklad new my-region --sample kuzbass
                  uklad run -C my-region
                  uklad report -C my-region --format html --lang ru
                """),
            version: Program.version,
            subcommands: [
                New.self, Import.self, Check.self, RunStages.self, Show.self, Explain.self,
                WhatIf.self, ConsensusCommand.self, Track.self, Compare.self, MakeReport.self,
                EngineCommand.self, ShardCommand.self, Bench.self,
            ])
    }
}
