import ArgumentParser
import Assessment
import Dispatch
import Foresight
import Foundation
import InputOutput
import Numerics
import Optimisation
import Programme
import Region
import Relatedness
import ResourceCycles
import Space
import Specialisation
import Synchronization
import Tabular
import Workspace

/// Measures speed on a file, for `Benchmarks/`: prints one line of JSON.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure speed on a file.", shouldDisplay: false,
        subcommands: [
            Read.self, SpecialisationCase.self, ComplexityCase.self, LocalCase.self,
            DistancesCase.self, DensityCase.self, LeontiefCase.self, FlowsCase.self,
            ProgrammeCase.self, Decision.self, Shapley.self, ForecastCase.self,
            SensitivityCase.self, Generate.self, MicrodataCase.self, Detect.self,
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

extension Bench {
    /// Local Moran and G* with 999 conditional permutations, eight nearest neighbours.
    struct LocalCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "local", abstract: "Local Moran and G* of points with values.")

        @Argument(help: "A CSV file: x,y,value.")
        var file: String

        func run() throws {
            let clock = Stopwatch()
            let columns = try readNumbers(file, ["x", "y", "value"])
            let points = zip(columns[0], columns[1]).map { PlanePoint($0, $1) }
            let values = columns[2]
            let read = clock.seconds
            let links = try Neighbourhood(nearest: 8, of: points)
            let near = clock.seconds
            let moran = try LocalMoran(values, links.rowStandardised)
            let chances = try LocalMoran.pseudoSignificance(
                values, links.rowStandardised, replicates: 999, seed: 1)
            let local = clock.seconds
            let spots = try HotSpots(values, links)
            let spotChances = try HotSpots.pseudoSignificance(
                values, links, replicates: 999, seed: 1)
            let all = clock.seconds
            print(
                benchLine(
                    [
                        "wall_s": all, "read_s": read, "compute_s": all - read,
                        "neighbours_s": near - read, "moran_s": local - near, "gi_s": all - local,
                    ],
                    [
                        "moran": moran.values.compactMap { $0 }.reduce(0, +),
                        "gi": spots.scores.compactMap(\.value).reduce(0) { $0 + abs($1) },
                        "moran_under_0.05": Double(chances.count { ($0 ?? 1) < 0.05 }),
                        "gi_under_0.05": Double(spotChances.count { ($0 ?? 1) < 0.05 }),
                    ]))
        }
    }

    /// K-density and M of the cases among all plants, 41 distances to 20, and their envelopes.
    struct DistancesCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "distances", abstract: "K-density and M of plants, with envelopes.")

        @Argument(help: "A CSV file: x,y,is_case,weight.")
        var file: String

        @Option(help: "Replicates of each envelope; 0 for none.")
        var replicates = 0

        func run() throws {
            let clock = Stopwatch()
            let columns = try readNumbers(file, ["x", "y", "is_case", "weight"])
            let points = zip(columns[0], columns[1]).map { PlanePoint($0, $1) }
            let isCase = columns[2].map { $0 == 1 }
            let cases = points.indices.filter { isCase[$0] }
            let grid = (0...40).map { Double($0) / 2 }
            let read = clock.seconds
            let density = try DistanceDensity(
                cases.map { points[$0] }, weights: cases.map { columns[3][$0] })
            let curve = grid.map { density($0) }
            let kd = clock.seconds
            let around = try ConcentrationFunction.values(
                points, weights: columns[3], isOfKind: isCase, radii: Array(grid.dropFirst()))
            let m = clock.seconds
            var times: KeyValuePairs<String, Double> = [
                "wall_s": m, "read_s": read, "compute_s": m - read, "kd_s": kd - read,
                "m_s": m - kd,
            ]
            if replicates > 0 {
                _ = try Envelope(
                    densityOf: cases, among: points, weights: cases.map { columns[3][$0] },
                    at: grid, replicates: replicates, seed: 1)
                let first = clock.seconds
                _ = try Envelope(
                    concentrationOf: isCase, among: points, weights: columns[3],
                    at: Array(grid.dropFirst()), replicates: replicates, seed: 1)
                let second = clock.seconds
                times = [
                    "wall_s": second, "read_s": read, "compute_s": second - read,
                    "kd_s": kd - read, "m_s": m - kd, "kd_envelope_s": first - m,
                    "m_envelope_s": second - first,
                ]
            }
            print(
                benchLine(
                    times,
                    [
                        "kd": curve.reduce(0, +),
                        "m": around.compactMap(\.value).reduce(0, +),
                    ]))
        }
    }

    /// DBSCAN of establishments.
    struct DensityCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "dbscan", abstract: "Density clusters of points.")

        @Argument(help: "A CSV file: x,y.")
        var file: String

        @Option(help: "The reach.")
        var reach = 0.5

        @Option(help: "How many points within reach make a core.")
        var least = 10

        func run() throws {
            let clock = Stopwatch()
            let columns = try readNumbers(file, ["x", "y"])
            let points = zip(columns[0], columns[1]).map { PlanePoint($0, $1) }
            let read = clock.seconds
            let found = try DensityClusters(points, reach: reach, least: Double(least))
            let all = clock.seconds
            print(
                benchLine(
                    ["wall_s": all, "read_s": read, "compute_s": all - read],
                    [
                        "clusters": Double(found.count),
                        "cores": Double(found.isCore.count { $0 }),
                        "noise": Double(found.labels.count { $0 == nil }),
                    ]))
        }
    }
}

/// The columns of a table of numbers.
private func readNumbers(_ file: String, _ names: [String]) throws -> [[Double]] {
    var reader = ColumnarReader(
        .file(path: file), columns: names.map { .number($0, words: StateWords([:])) })
    let table = try reader.readAll()
    try refuse(reader.report)
    return names.map { Array(table.numbers(of: $0)) }
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

extension Bench {
    /// The Leontief inverse of a flow table and its multipliers.
    struct LeontiefCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "leontief", abstract: "Leontief inverse and multipliers.")

        @Argument(help: "Flows by rows, then output: numbers of eight bytes.")
        var file: String

        @Flag(help: "Multipliers alone, without the inverse.")
        var multipliers = false

        @Flag(
            help: "With --multipliers: ten accounts of what one region of 49 has made everywhere.")
        var footprints = false

        func run() throws {
            let clock = Stopwatch()
            var (flows, output) = try Self.read(file)
            let read = clock.seconds
            let model = try LeontiefModel(flows: flows, output: output)
            flows = Matrix(rows: 0, columns: 0)
            var sums: [String: Double] = [:]
            let computed: Double
            if multipliers {
                let found = model.multipliers(of: output.map { _ in 1 })
                sums = ["inverse": found.reduce(0, +), "largest": found.max() ?? 0]
                if footprints { sums.merge(Self.footprints(model)) { $1 } }
                computed = clock.seconds
            } else {
                let inverse = model.inverse
                computed = clock.seconds
                sums["inverse"] = inverse.elements.compensatedSum()
                sums["largest"] = inverse.columnSums.max() ?? 0
            }
            print(
                benchLine(
                    ["wall_s": clock.seconds, "read_s": read, "compute_s": computed - read], sums))
        }

        /// Of a region that buys a forty-ninth of everything, and a little more of some.
        private static func footprints(_ model: LeontiefModel) -> [String: Double] {
            let regions = 49
            let count = model.count
            let sold = model.coefficients.multiplied(by: model.output)
            var demand = Matrix(rows: count, columns: 1)
            for industry in 0..<count {
                let rest = model.output[industry] - sold[industry]
                demand[industry, 0] = rest / Double(regions) * (1 + Double(industry % 7) / 7)
            }
            var intensities = Matrix(rows: 10, columns: count)
            for thing in 0..<10 {
                for industry in 0..<count {
                    intensities[thing, industry] = 1 / Double(1 + industry * (thing + 1) % 97)
                }
            }
            let output = model.outputs(for: demand)
            var totals = Matrix(rows: 10, columns: regions)
            for thing in 0..<10 {
                for industry in 0..<count {
                    totals[thing, industry * regions / count] +=
                        intensities[thing, industry] * output[industry, 0]
                }
            }
            return [
                "footprint": totals.elements.compensatedSum(),
                "largest origin": totals.elements.max() ?? 0,
            ]
        }

        private static func read(_ file: String) throws -> (Matrix, [Double]) {
            let data = try Data(contentsOf: URL(filePath: file), options: .alwaysMapped)
            let numbers = data.count / MemoryLayout<Double>.size
            let count = Int((Double(4 * numbers + 1).squareRoot() - 1) / 2)
            guard count * count + count == numbers, count > 0 else {
                throw ValidationError("\(file) is no flow table.")
            }
            return data.withUnsafeBytes { bytes in
                let all = bytes.bindMemory(to: Double.self)
                return (
                    Matrix(
                        rows: count, columns: count, elements: Array(all[..<(count * count)])),
                    Array(all[(count * count)...])
                )
            }
        }
    }
}

extension Bench {
    /// Balancing, reconciliation, simulation, and all of input–output for 200 industries, on random
    /// tables made here.
    struct FlowsCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "flows", abstract: "Balancing, reconciliation and simulation.")

        func run() throws {
            var random = RandomStream(seed: 4, stream: 0)
            let balance = try Self.timed { try Self.balanceTable(&random) }
            let reconcile = try Self.timed { try Self.reconcile(&random) }
            let draws = try Self.timed { try Self.simulate() }
            let section = try Self.timed { try Self.inputOutput(&random) }
            print(
                benchLine(
                    [
                        "gras_2000_s": balance.seconds, "reconcile_500_s": reconcile.seconds,
                        "draws_100000_s": draws.seconds, "section5_200_s": section.seconds,
                    ],
                    [
                        "gras": balance.value, "reconcile": reconcile.value, "draws": draws.value,
                        "section5": section.value,
                    ]))
        }

        private static func timed(
            _ body: () throws -> Double
        ) rethrows -> (seconds: Double, value: Double) {
            let clock = Stopwatch()
            let value = try body()
            return (clock.seconds, value)
        }

        private static func balanceTable(_ random: inout RandomStream) throws -> Double {
            let side = 2000
            var table = Matrix(rows: side, columns: side)
            var goal = table
            for index in table.elements.indices {
                let cell = random.unit() * (random.unit() < 0.1 ? -1 : 1)
                table.elements[index] = cell
                goal.elements[index] = cell * (0.5 + random.unit())
            }
            return Double(
                try GeneralisedRAS.balance(
                    table, rowTotals: goal.rowSums, columnTotals: goal.columnSums
                ).iterations)
        }

        private static func reconcile(_ random: inout RandomStream) throws -> Double {
            let (flows, nodes) = (500, 200)
            let truth = (0..<flows).map { _ in 10 + 90 * random.unit() }
            let conditions = (0..<nodes).map { _ -> Reconciliation.Condition in
                let used = (0..<6).map { _ in random.index(below: flows) }
                let terms = used.enumerated().map { index, flow in
                    Reconciliation.Condition.Term(index % 2 == 0 ? 1 : -1, flow)
                }
                let sum = terms.map { $0.weight * truth[$0.variables[0]] }.compensatedSum()
                return .init(terms, equals: sum)
            }
            let quantities = truth.map { value -> Reconciliation.Quantity in
                random.unit() < 0.2
                    ? .unknown(guess: 0)
                    : .measured(value + random.unit() - 0.5, standardError: 0.5)
            }
            return try Reconciliation(quantities, conditions: conditions).statistic
        }

        private static func simulate() throws -> Double {
            let deposit = Deposit(
                stock: 100,
                components: [
                    .init(code: "Ga", grade: 50e-6, recovery: 0.4, price: 250_000),
                    .init(code: "Sc", grade: 20e-6, recovery: 0.3, price: 900_000),
                    .init(code: "Al2O3", grade: 0.25, recovery: 0.6, price: 300),
                ], capacity: 0.5, cost: 40, avoided: 5, investment: [15, 10], land: 3,
                taxes: .init(profit: 0.2, property: 0.02, writeOff: 10, lossOffset: 0.5),
                rate: 0.1, horizon: 20)
            let risk = try DepositRisk(
                deposit,
                (0..<3).flatMap { index -> [DepositRisk.Uncertainty] in
                    let part = deposit.components[index]
                    return [
                        .init(.grade(index), .lognormal(mean: part.grade, variation: 0.3)),
                        .init(
                            .price(index),
                            .pert(
                                low: 0.6 * part.price, likeliest: part.price,
                                high: 1.7 * part.price)),
                        .init(
                            .recovery(index),
                            .pert(
                                low: 0.7 * part.recovery, likeliest: part.recovery,
                                high: 1.2 * part.recovery)),
                    ]
                } + [.init(.investment, .triangular(low: 0.9, likeliest: 1, high: 1.6))])
            return risk.draws(100_000, seed: 1).median ?? 0
        }

        private static func inputOutput(_ random: inout RandomStream) throws -> Double {
            let count = 200
            var flows = Matrix(rows: count, columns: count)
            for index in flows.elements.indices { flows.elements[index] = random.unit() }
            let output = flows.columnSums.map { $0 * (1.4 + random.unit()) }
            let model = try LeontiefModel(flows: flows, output: output)
            let added = model.coefficients.columnSums.map { 1 - $0 }
            let wages = added.map { 0.5 * $0 }
            let spending = [Double](repeating: 0.8 / Double(count), count: count)
            let second = try Multipliers(model, income: wages, jobs: wages, spending: spending)
            let linkages = try Linkages(model)
            let lost = try Extraction(model)
            let structure = try RegionalStructure(
                region: output.map { $0 * 0.05 * random.unit() }, country: output)
            let delta = try DeltaCalibration(
                national: model.coefficients, structure: structure,
                output: output.map { $0 * 0.025 }, rule: .flegg(delta: 0),
                knownImports: 0.2 * output.compensatedSum() * 0.025)
            let balanced = try RAS.balance(
                flows, rowTotals: flows.rowSums.map { $0 * 1.1 },
                columnTotals: flows.columnSums.map { $0 * 1.1 })
            let extended = try EnvironmentalExtension(
                model, intensities: Matrix([wages, added]))
            let dynamic = try DynamicModel(
                model, spending: spending, income: wages,
                capital: model.coefficients.map { $0 * 0.5 })
            let numbers = [
                second.output[0], linkages.backward[0], lost.total[0], delta.delta,
                balanced.table[0, 0], extended.multipliers[0, 0],
                model.prices(primary: added)[0], try dynamic.radius,
            ]
            return numbers.compensatedSum()
        }
    }
}

extension Bench {
    struct ProgrammeCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "programme", abstract: "A generated programme, its changes and its front.")

        @Option(help: "Projects.") var projects = 60
        @Option(help: "Years.") var years = 15
        @Option(help: "Synergies.") var synergies = 60
        @Option(help: "Seed of the generator.") var seed: UInt64 = 1
        @Option(help: "Gap at which to stop.") var gap = 0.001
        @Option(help: "Seconds at most.") var limit = 600.0
        @Option(help: "Changes solved again from the plan before.") var changes = 0
        @Option(help: "Points along each effect of the front.") var front = 0
        @Option(help: "Take the programme of this workspace instead.") var workspace: String?
        @Flag(help: "Everything is short in every year.") var tight = false
        @Option(help: "Write the model to this MPS file, and do no more.") var write: String?
        @Flag(help: "Say how far the search has come, on standard error.") var trace = false

        func run() throws {
            var generator = ProgrammeGenerator(
                projects: projects, years: years, synergies: synergies, seed: seed)
            generator.isTight = tight
            let data = try workspace.map(Self.programme) ?? generator.make()
            var model = try ProgrammeModel(data)
            let weights = FourEffects([1, 0.2, 0.5, 0.7])
            if let write {
                model.weigh(weights)
                var solver = try Solver.open()
                try solver.write(model.model, toMPS: write)
                return
            }
            var options = SolverOptions()
            options.relativeGap = gap
            options.timeLimit = limit
            options.threads = 2
            var search = try ProgrammeSearch(options)
            search.isCancelled = { false }
            if trace { search.progress = Self.tell }
            let clock = Stopwatch()
            let answer = try search.best(model, weights: weights, breaksTies: false)
            let first = clock.seconds
            print(
                "{\"status\": \"\(answer.status.rawValue)\", \"first_s\": \(first), "
                    + "\"objective\": \(answer.objective ?? .nan), "
                    + "\"gap\": \(answer.relativeGap ?? .nan), \"nodes\": \(answer.nodes), "
                    + "\"variables\": \(model.model.variableCount), "
                    + "\"rows\": \(model.model.rowCount)}")
            guard let plan = answer.plan else { return }
            var times: [Double] = []
            var random = RandomStream(seed: seed, stream: 75)
            for _ in 0..<changes {
                var other = data
                let year = Int(random.unit() * Double(data.years.count))
                other.budgets["regional"]?.amounts[year] *= 0.8 + 0.4 * random.unit()
                let again = Stopwatch()
                _ = try search.best(
                    ProgrammeModel(other), weights: weights, start: plan, breaksTies: false)
                times.append(again.seconds)
            }
            if let median = times.median {
                print("{\"changes\": \(changes), \"median_s\": \(median)}")
            }
            if front > 0 {
                let walk = Stopwatch()
                let found = try search.tradeOffs(model, steps: front)
                print(
                    "{\"front\": \(found.plans.count), \"searches\": \(found.searches), "
                        + "\"front_s\": \(walk.seconds)}")
            }
        }

        private static func programme(of folder: String) throws -> ProgrammeData {
            guard let data = try Workspace(opening: folder).read().data else {
                throw ValidationError("\(folder) cannot be read: see uklad check")
            }
            return data.programmeContext(try RunParameters(settings: data.settings)).data
        }

        private static func tell(_ progress: SolverProgress) {
            let words =
                "\(progress.seconds) s, plan \(progress.objective ?? .nan), bound "
                + "\(progress.bound ?? .nan)\n"
            FileHandle.standardError.write(Data(words.utf8))
        }
    }
}

extension Bench {
    /// Sobol indices of the g-function, whose inputs matter less and less.
    struct SensitivityCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sensitivity", abstract: "Sobol indices of Sobol's g-function.")

        @Option(help: "Inputs.") var inputs = 10
        @Option(help: "Rows, a power of two.") var rows = 1 << 16

        func run() throws {
            let clock = Stopwatch()
            let found = SensitivityIndices(inputs: inputs, rows: rows, seed: 1) { point in
                var product = 1.0
                for (index, x) in point.enumerated() {
                    let a = Double(index)
                    product *= (abs(4 * x - 2) + a) / (1 + a)
                }
                return product
            }
            print(
                benchLine(
                    ["wall_s": clock.seconds],
                    ["first": found?.first[0] ?? 0, "total": found?.total[0] ?? 0]))
        }
    }
}

extension Bench {
    /// Annual series forecast with bands and tried on their past.
    struct ForecastCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forecasts",
            abstract: "Annual series, each forecast with bands and tried on its past.")

        @Argument(help: "A CSV file: series,year,value, sorted.")
        var file: String
        @Option(help: "Years ahead.") var horizon = 5

        func run() throws {
            var reader = ColumnarReader(
                .file(path: file),
                columns: [
                    .text("series"), .integer("year"),
                    .number("value", words: StateWords([:])),
                ])
            let table = try reader.readAll()
            try refuse(reader.report)
            let (names, years) = (table.codes(of: "series"), table.integers(of: "year"))
            let values = table.numbers(of: "value")
            var series: [AnnualSeries] = []
            var start = 0
            for end in 1...names.count where end == names.count || names[end] != names[start] {
                series.append(
                    AnnualSeries(first: Int(years[start]), values: Array(values[start..<end])))
                start = end
            }
            let horizon = horizon
            let clock = Stopwatch()
            let errors = Mutex([Double](repeating: 0, count: series.count))
            let all = series
            DispatchQueue.concurrentPerform(iterations: all.count) { index in
                let one = all[index]
                guard let test = Backtest(one, horizon: horizon, stream: UInt64(index)),
                    let fit = FittedForecast(test.choice, one.values),
                    fit.bands(horizon, BandRule(), stream: UInt64(index)) != nil
                else { return }
                let best = test.scores.map(\.meanError).min() ?? 0
                errors.withLock { $0[index] = best }
            }
            let seconds = clock.seconds
            let sum = errors.withLock { $0.compensatedSum() }
            print(benchLine(["wall_s": seconds], ["series": Double(all.count), "errors": sum]))
        }
    }
}

extension Bench {
    /// What choosing by a solver is worth beside a list and a calculator, over generated regions.
    struct Decision: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "decision",
            abstract:
                "Best programmes beside sorted lists and a fixed order, over generated regions."
        )

        @Option(help: "Regions.") var regions = 100
        @Option(help: "Projects of each.") var projects = 20
        @Option(help: "Years.") var years = 8
        @Option(help: "Gap at which to stop.") var gap = 0.001
        @Option(help: "Seconds at most for a search.") var limit = 60.0

        func run() throws {
            let weights = FourEffects([1, 0.2, 0.5, 0.7])
            var options = SolverOptions()
            options.relativeGap = gap
            options.timeLimit = limit
            var search = try ProgrammeSearch(options)
            search.isCancelled = { false }
            var shares: [String: [Double]] = [:]
            var gaps: [Double] = []
            for seed in 1...UInt64(max(1, regions)) {
                let generator = ProgrammeGenerator(
                    projects: projects, years: years, synergies: projects, seed: seed)
                let free = generator.make()
                var ordered = free
                ordered.tierThresholds = [1: 1, 2: 1, 3: 1]
                let best = try search.best(
                    ProgrammeModel(free), weights: weights, breaksTies: false)
                guard let objective = best.objective, objective > 0 else { continue }
                gaps.append(best.relativeGap ?? 1)
                let inOrder = try search.best(
                    ProgrammeModel(ordered), weights: weights, breaksTies: false)
                func value(_ plan: Plan, _ data: ProgrammeData) -> Double {
                    data.objective(PlanEvaluation(plan, data), weights)
                }
                shares["ratio", default: []].append(
                    value(free.greedyPlan(weights: weights, rule: .effectForMoney), free)
                        / objective)
                shares["effect_in_order", default: []].append(
                    value(
                        ordered.greedyPlan(weights: weights, rule: .effect, byTier: true), ordered)
                        / objective)
                shares["best_in_order", default: []].append((inOrder.objective ?? 0) / objective)
            }
            for (name, list) in shares.sorted(by: { $0.key < $1.key }) {
                let sorted = list.sorted()
                let quartiles = [0.25, 0.5, 0.75].map { sorted.quantileOfSorted($0) ?? .nan }
                print(
                    "{\"plan\": \"\(name)\", \"regions\": \(list.count), \"q1\": \(quartiles[0]), "
                        + "\"median\": \(quartiles[1]), \"q3\": \(quartiles[2]), "
                        + "\"least\": \(sorted.first ?? .nan), \"most\": \(sorted.last ?? .nan)}")
            }
            print("{\"largest_gap\": \(gaps.max() ?? .nan)}")
        }
    }

    /// The Shapley value and what else a game of twenty takes, its values given.
    struct Shapley: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "shapley", abstract: "The Shapley value of a generated game.")

        @Option(help: "Players.") var players = 20

        func run() throws {
            var random = RandomStream(seed: 20, stream: 76)
            var values = (0..<(1 << players)).map { coalition in
                Double(coalition.nonzeroBitCount) * (1 + random.unit())
            }
            values[0] = 0
            let game = CooperativeGame(players: players, values: values)
            let clock = Stopwatch()
            let shares = game.shapley
            print("{\"shapley_s\": \(clock.seconds), \"sum\": \(shares.compensatedSum())}")
        }
    }
}

struct Stopwatch {
    private let start = DispatchTime.now()
    var seconds: Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }
}

func benchLine(_ times: KeyValuePairs<String, Double>, _ sums: [String: Double]) -> String {
    let times = times.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    let sums = sums.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    return "{\(times), \"sums\": {\(sums.joined(separator: ", "))}}"
}
