import ArgumentParser
import Dispatch
import Numerics
import Relatedness
import Specialisation
import Tabular

/// Measures speed on a file, for `Benchmarks/`: prints one line of JSON.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure speed on a file.", shouldDisplay: false,
        subcommands: [
            Read.self, SpecialisationCase.self, ComplexityCase.self,
        ])

    /// Reads a long table of observations, all its columns.
    struct Read: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "read", abstract: "Read a long table of observations.")

        @Argument(help: "A CSV file: place,activity,year,measure,value,unit,status,source.")
        var file: String

        func run() throws {
            let clock = Stopwatch()
            var reader = ColumnarReader(
                .file(path: file),
                columns: [
                    .text("place"), .text("activity"), .integer("year"), .text("measure"),
                    .number("value"), .text("unit"), .text("status", allowsEmpty: true),
                    .text("source", allowsEmpty: true),
                ])
            var rows = 0
            try reader.forEachBatch { rows += $0.rowCount }
            try refuse(reader.report)
            print(benchLine(["wall_s": clock.seconds], ["rows": Double(rows)]))
        }
    }

    /// Reads a panel and computes every index of it.
    struct SpecialisationCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "specialisation",
            abstract: "Location quotients, shift-share and concentration of a whole panel.")

        @Argument(help: "A CSV file: place,activity,year,value.")
        var file: String

        func run() throws {
            let clock = Stopwatch()
            let (panel, read) = try readPanel(file, clock)
            let built = clock.seconds
            let indices = SparseIndices(panel)
            let change = try SparseChange(
                of: panel, indices, from: 0, to: panel.years.count - 1)
            let computed = clock.seconds
            let sums = [
                "lq": total(indices.locationQuotients), "dlq": total(change.dynamicQuotients),
                "krugman": total(indices.krugman), "hhi": total(indices.herfindahl),
                "theil": total(indices.theil), "hoover": total(indices.hoover),
                "gini": total(indices.gini),
                "shift": total(change.regionalShift.lazy.map(abs))
                    + total(change.industryMix.lazy.map(abs)),
            ]
            print(
                benchLine(
                    [
                        "wall_s": clock.seconds, "read_s": read, "compute_s": computed - read,
                        "order_s": built - read,
                    ], sums))
        }

        private func total(_ terms: some Sequence<Double>) -> Double { terms.reduce(0, +) }

        private func total(_ terms: [Double?]) -> Double {
            terms.lazy.compactMap { $0 }.reduce(0, +)
        }
    }
}

extension Bench {
    /// Reads a panel and takes every year of it through relatedness and complexity.
    struct ComplexityCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "complexity",
            abstract: "Presence, proximity, density and complexity of a whole panel.")

        @Argument(help: "A CSV file: place,activity,year,value.")
        var file: String

        func run() throws {
            let clock = Stopwatch()
            let (panel, read) = try readPanel(file, clock)
            let quotients = SparseIndices(panel).locationQuotients
            var sums: [String: Double] = ["present": 0, "proximity": 0, "density": 0, "eci": 0]
            var eigen = 0.0
            for year in panel.years.indices {
                let own = PanelComplexity(panel, quotients: quotients, year: year)
                sums["present", default: 0] += Double(own.presence.diversity.reduce(0, +))
                sums["proximity", default: 0] += own.similarity.elements.reduce(0, +)
                sums["density", default: 0] += own.density.elements.reduce(0, +)
                let complexity = try own.complexity.get()
                // The sum of standardised numbers is 0; that of their absolutes is not.
                sums["eci", default: 0] += complexity.places.reduce(0) { $0 + abs($1) }
                if year == panel.years.count - 1 {
                    let start = clock.seconds
                    _ = try EconomicComplexity(own.presence)
                    eigen = clock.seconds - start
                }
            }
            let all = clock.seconds
            print(
                benchLine(
                    [
                        "wall_s": all, "read_s": read, "compute_s": all - read - eigen,
                        "eci_s": eigen,
                    ], sums))
        }
    }
}

/// A panel from a file, and how long reading took.
private func readPanel(_ file: String, _ clock: Stopwatch) throws -> (SparsePanel, Double) {
    var reader = ColumnarReader(
        .file(path: file),
        columns: [
            .text("place"), .text("activity"), .integer("year"),
            .number("value", words: StateWords([:])),
        ])
    let parts = try reader.mapBatches { batch in
        LongColumns(
            places: batch.codes(of: "place"), activities: batch.codes(of: "activity"),
            years: batch.integers(of: "year").map { Int16(clamping: $0) },
            values: batch.numbers(of: "value"))
    }
    let (places, activities) = (reader.texts(of: "place"), reader.texts(of: "activity"))
    try refuse(reader.report)
    let read = clock.seconds
    let panel = try SparsePanel(
        parts, placeCount: places.count, activityCount: activities.count,
        placePositions: ranks(of: places), activityPositions: ranks(of: activities))
    return (panel, read)
}

/// The place of each code in their alphabetic order.
private func ranks(of codes: [String]) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: codes.count)
    let order = codes.indices.sorted { codes[$0] < codes[$1] }
    for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
    return ranks
}

/// A file with problems is not measured: half of it might be missing.
private func refuse(_ report: ProblemReport) throws {
    guard let problem = report.problems.first else { return }
    let line = problem.place.line.map { ", line \($0)" } ?? ""
    throw ValidationError("\(problem.place.file)\(line): \(problem.kind.name)")
}

private struct Stopwatch {
    private let start = DispatchTime.now()
    var seconds: Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }
}

private func benchLine(_ times: KeyValuePairs<String, Double>, _ sums: [String: Double]) -> String {
    let times = times.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    let sums = sums.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return "{\(times), \"sums\": {\(sums.joined(separator: ", "))}}"
}
