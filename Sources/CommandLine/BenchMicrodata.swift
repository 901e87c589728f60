import ArgumentParser
import Engine
import Foundation
import Glibc
import Microdata
import Space
import Tabular

extension Bench {
    /// Establishments that might be a country's, with planted clusters.
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Parquet files of generated establishments, and the truth about them.",
            discussion: """
                DIR/establishments/*.parquet holds a row for each establishment and year,
                DIR/clusters.csv the planted clusters, DIR/members.parquet who is in which.
                Example: uklad bench generate data --establishments 5000000 --years 10
                """)

        @Argument(help: "The folder to make.")
        var folder: String

        @Option(help: "How many establishments.")
        var establishments = 100_000

        @Option(help: "How many years each is followed.")
        var years = 10

        @Option var regions = 85
        @Option var activities = 88
        @Option var towns = 1_500
        @Option var seed: UInt64 = 1

        /// Blocks that make one file.
        private static let blocksAFile = 16

        func validate() throws {
            guard (1...2_000_000_000).contains(establishments), (1...200).contains(years),
                (1...10_000).contains(regions), (1...10_000).contains(activities),
                (regions...1_000_000).contains(towns)
            else {
                throw ValidationError(
                    "establishments, years, regions and activities are over 0; no fewer towns than regions."
                )
            }
        }

        func run() throws {
            let clock = Stopwatch()
            var plan = EstablishmentGenerator.Plan(establishments: establishments)
            (plan.years, plan.regions, plan.activities) = (years, regions, activities)
            (plan.towns, plan.seed) = (towns, seed)
            let generator = EstablishmentGenerator(plan)
            let root = URL(filePath: folder).standardizedFileURL
            let data = root.appending(path: "establishments")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            try FileOutput.write(
                Self.table(of: generator.clusters), to: root.path + "/clusters.csv")
            let database = try EmbeddedDatabase.openForWriting()
            var members: [RecordBatch] = []
            var rows = 0
            for start in stride(from: 0, to: generator.blockCount, by: Self.blocksAFile) {
                var blocks = (start..<min(generator.blockCount, start + Self.blocksAFile))
                    .makeIterator()
                let number = String(start / Self.blocksAFile + 1)
                let name =
                    "part-" + String(repeating: "0", count: max(0, 5 - number.count)) + number
                try Self.write(to: data.appending(path: "\(name).parquet").path, database) {
                    guard let block = blocks.next() else { return nil }
                    let made = generator.block(block)
                    members.append(made.members)
                    rows += made.rows.rowCount
                    return made.rows
                }
            }
            var rest = members.makeIterator()
            try Self.write(to: root.path + "/members.parquet", database) { rest.next() }
            print(benchLine(["wall_s": clock.seconds], ["rows": Double(rows)]))
        }

        private static func write(
            to path: String, _ database: borrowing EmbeddedDatabase,
            _ batches: () -> RecordBatch?
        ) throws {
            let made = path + AtomicFile.temporarySuffix
            defer { unlink(made) }
            try database.writeParquet(to: made) { () throws(EngineError) in batches() }
            guard rename(made, path) == 0 else { throw FileFailure(.rename, path, errno: errno) }
        }

        private static func table(of clusters: [EstablishmentGenerator.Cluster]) -> String {
            var text = "cluster,activity,region,x,y,spread\n"
            for cluster in clusters {
                text += "\(cluster.number),\(cluster.activity),\(cluster.region),"
                text += "\(cluster.x),\(cluster.y),\(cluster.spread)\n"
            }
            return text
        }
    }

    /// Sums of generated establishments, and location quotients of them.
    struct MicrodataCase: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "microdata",
            abstract: "Place x activity x year sums of Parquet files, and their location quotients."
        )

        @Argument(help: "The path or pattern of the Parquet files, as the engine sees it.")
        var path: String

        @OptionGroup var engine: EngineOptions

        func run() throws {
            let clock = Stopwatch()
            let full =
                path.contains("://") ? path : URL(filePath: path).standardizedFileURL.path
            let microdata = try Microdata(
                engine.engine(reading: [.parquet(full)]), dataset: .parquet(full))
            let cells = try microdata.panel()
            let summed = clock.seconds
            let quotients = Listing.quotients(
                DisclosedCells(
                    cells: cells, hidden: [], rule: Disclosure(least: 1, largest: 1)))
            var sum = 0.0
            for row in quotients.rows {
                if case .number(let quotient, _)? = row.last { sum += quotient }
            }
            print(
                benchLine(
                    ["wall_s": clock.seconds, "engine_s": summed],
                    [
                        "cells": Double(cells.count), "lq": sum,
                        "people": cells.reduce(0) { $0 + $1.people },
                        "rows": Double(cells.reduce(0) { $0 + $1.establishments }),
                    ]))
        }
    }
}

extension Bench {
    /// What methods find of clusters that were planted, held against the truth.
    struct Detect: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "detect",
            abstract: "Planted clusters found again: precision and recall.",
            discussion: """
                Activities: those of which the K-density leaves its global band upward (METHODS 3.3),
                against those with clusters. Establishments: those of such activities in a spot of their
                own kind (DBSCAN, METHODS 3.5), against those that were put into a cluster.
                Example: uklad bench detect --establishments 60000 --seed 1
                """)

        @Option var establishments = 60_000
        @Option var seed: UInt64 = 1
        @Option(help: "Curves by chance.") var replicates = 200
        @Option(help: "The greatest distance of the curves, km.") var reach = 50.0
        @Option(help: "How near the plants of a spot stand, km.") var spot = 3.0
        @Option(help: "How many make a spot.") var plants = 10

        func validate() throws {
            guard (100...1_000_000).contains(establishments), replicates > 1, reach > 0, spot > 0,
                plants > 0
            else { throw ValidationError("100 establishments or more, and numbers over 0.") }
        }

        func run() throws {
            let clock = Stopwatch()
            var plan = EstablishmentGenerator.Plan(establishments: establishments)
            (plan.years, plan.seed) = (1, seed)
            let country = try Country(EstablishmentGenerator(plan))
            let grid = (0...20).map { reach * Double($0) / 20 }
            var activities = Score()
            var found = Score()
            for (_, own) in country.byActivity.sorted(by: { $0.key < $1.key }) {
                let isPlanted = own.contains { country.cluster[$0] != nil }
                let isFound =
                    try own.count >= 10
                    && Envelope(
                        densityOf: own, among: country.points, at: grid, replicates: replicates,
                        seed: seed
                    ).verdict == .localised
                activities.add(found: isFound, true: isPlanted)
                let spots =
                    isFound
                    ? try DensityClusters(
                        own.map { country.points[$0] }, reach: spot, least: Double(plants)
                    ).labels : []
                for (index, plant) in own.enumerated() {
                    found.add(
                        found: isFound && spots[index] != nil, true: country.cluster[plant] != nil)
                }
            }
            print(
                benchLine(
                    ["wall_s": clock.seconds],
                    [
                        "activities": Double(country.byActivity.count),
                        "activity_precision": activities.precision,
                        "activity_recall": activities.recall,
                        "establishment_precision": found.precision,
                        "establishment_recall": found.recall,
                    ]))
        }
    }
}

/// Hits and misses.
private struct Score {
    private var hits = 0.0
    private var falseAlarms = 0.0
    private var misses = 0.0

    mutating func add(found: Bool, true isTrue: Bool) {
        switch (found, isTrue) {
        case (true, true): hits += 1
        case (true, false): falseAlarms += 1
        case (false, true): misses += 1
        case (false, false): break
        }
    }

    /// Of what was found, what is true.
    var precision: Double { hits / max(1, hits + falseAlarms) }
    /// Of what is true, what was found.
    var recall: Double { hits / max(1, hits + misses) }
}

/// The establishments of a generated country in one year, and what was planted.
private struct Country {
    var points: [PlanePoint] = []
    /// The cluster of a plant; nil for none.
    var cluster: [Int?] = []
    var byActivity: [String: [Int]] = [:]

    init(_ generator: EstablishmentGenerator) throws {
        for block in 0..<generator.blockCount {
            let (rows, members) = generator.block(block)
            guard case .whole(let ids)? = rows["establishment"]?.values,
                case .text(let activities)? = rows["activity"]?.values,
                case .number(let xs)? = rows["x"]?.values,
                case .number(let ys)? = rows["y"]?.values,
                case .whole(let memberIDs)? = members["establishment"]?.values,
                case .whole(let clusters)? = members["cluster"]?.values
            else { throw ValidationError("no establishments") }
            let clusterOf = Dictionary(uniqueKeysWithValues: zip(memberIDs, clusters))
            for row in ids.indices {
                byActivity[activities[row], default: []].append(points.count)
                points.append(PlanePoint(xs[row], ys[row]))
                cluster.append(clusterOf[ids[row]].map { Int($0) })
            }
        }
    }
}
