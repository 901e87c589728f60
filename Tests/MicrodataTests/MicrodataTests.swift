import Engine
import Foundation
import Testing

@testable import Microdata

private let hasDatabase = (try? EmbeddedEngine(reading: [])) != nil

/// What statements say of a small dataset, worked out again here from its rows.
@Suite("Microdata on an engine", .enabled(if: hasDatabase))
struct MicrodataTests {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "uklad-microdata-\(UUID().uuidString)")

    private struct Row {
        let id: Int
        let place: String
        let activity: String
        let year: Int
        let people: Int
        let x: Double
        let y: Double
    }

    private func dataset(_ count: Int) throws -> (Microdata, [Row]) {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var plan = EstablishmentGenerator.Plan(establishments: count)
        (plan.regions, plan.activities, plan.towns, plan.years) = (6, 9, 12, 3)
        let generator = EstablishmentGenerator(plan)
        let batch = generator.block(0).rows
        var isDone = false
        try EmbeddedDatabase.openForWriting().writeParquet(
            to: folder.path + "/part.parquet"
        ) {
            defer { isDone = true }
            return isDone ? nil : batch
        }
        let dataset = Dataset.parquet(folder.path + "/*.parquet")
        let engine = try EmbeddedEngine(reading: [dataset])
        return (try Microdata(engine, dataset: dataset), rows(of: batch))
    }

    private func rows(of batch: RecordBatch) -> [Row] {
        guard case .whole(let ids)? = batch["establishment"]?.values,
            case .text(let places)? = batch["place"]?.values,
            case .text(let activities)? = batch["activity"]?.values,
            case .whole(let years)? = batch["year"]?.values,
            case .whole(let people)? = batch["people"]?.values,
            case .number(let xs)? = batch["x"]?.values, case .number(let ys)? = batch["y"]?.values
        else { return [] }
        return ids.indices.map {
            Row(
                id: Int(ids[$0]), place: places[$0], activity: activities[$0],
                year: Int(years[$0]), people: Int(people[$0]), x: xs[$0], y: ys[$0])
        }
    }

    @Test("sums by place, activity and year are those of the rows")
    func panel() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (microdata, rows) = try dataset(2_000)
        let cells = try microdata.panel()
        let expected = Dictionary(grouping: rows) { "\($0.place) \($0.activity) \($0.year)" }
        #expect(cells.count == expected.count)
        for cell in cells {
            let own = try #require(
                expected["\(cell.place ?? "") \(cell.activity ?? "") \(cell.year ?? 0)"])
            #expect(cell.establishments == own.count)
            #expect(cell.counted == own.count)
            #expect(cell.people == Double(own.map(\.people).reduce(0, +)))
            #expect(cell.largest == Double(own.map(\.people).max() ?? 0))
            #expect(cell.smallest == Double(own.map(\.people).min() ?? 0))
        }
        #expect(cells.map { $0.place ?? "" } == cells.map { $0.place ?? "" }.sorted())
    }

    @Test("plant sizes, co-location, distances and M are those of the rows")
    func plants() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (microdata, rows) = try dataset(2_000)
        for sizes in try microdata.sizes() {
            let own = rows.filter { $0.activity == sizes.activity && $0.year == sizes.year }
            #expect(sizes.plants == own.count)
            #expect(sizes.squares == own.map { Double($0.people * $0.people) }.reduce(0, +))
            let total = Double(own.map(\.people).reduce(0, +))
            let index = own.map { Double($0.people) / total }.map { $0 * $0 }.reduce(0, +)
            #expect(abs((sizes.herfindahl ?? 0) - index) < 1e-12)
        }
        let ofYear = rows.filter { $0.year == 2016 }
        let places = Dictionary(grouping: ofYear, by: \.activity).mapValues {
            Set($0.map(\.place))
        }
        for together in try microdata.colocation(year: 2016) {
            let common = (places[together.one] ?? []).intersection(places[together.other] ?? [])
            #expect(together.places == common.count)
        }
        let own = ofYear.filter { $0.activity == "A02" }
        let counts = try microdata.distances(activity: "A02", year: 2016, reach: 30, bins: 15)
        var expected = [(pairs: Int, weight: Int)](repeating: (0, 0), count: 15)
        for (index, one) in own.enumerated() {
            for other in own[(index + 1)...] {
                let (dx, dy) = (one.x - other.x, one.y - other.y)
                let distance = (dx * dx + dy * dy).squareRoot()
                guard distance < 30 else { continue }
                expected[min(14, Int(distance / 2))].pairs += 1
                expected[min(14, Int(distance / 2))].weight += one.people * other.people
            }
        }
        #expect(counts.map(\.pairs) == expected.map(\.pairs))
        #expect(counts.map(\.weight) == expected.map(\.weight))
        #expect(counts.map(\.pairs).reduce(0, +) > 100)

        let m = try #require(
            try microdata.concentration(activity: "A02", year: 2016, within: 5))
        let total = Double(ofYear.map(\.people).reduce(0, +))
        let ofOwn = Double(own.map(\.people).reduce(0, +))
        var (shares, chance) = (0.0, 0.0)
        for one in own {
            let near = ofYear.filter { other in
                let (dx, dy) = (one.x - other.x, one.y - other.y)
                return other.id != one.id && (dx * dx + dy * dy).squareRoot() <= 5
            }
            let around = Double(near.map(\.people).reduce(0, +))
            guard around > 0 else { continue }
            let same = near.filter { $0.activity == "A02" }.map(\.people).reduce(0, +)
            shares += Double(same) / around
            chance += (ofOwn - Double(one.people)) / (total - Double(one.people))
        }
        #expect(abs(m - shares / chance) < 1e-12 * m)
        // A planted cluster shows.
        #expect(m > 1.2)
    }

    @Test("the same plan makes the same establishments, and the planted clusters are where it says")
    func generator() throws {
        var plan = EstablishmentGenerator.Plan(establishments: 70_000)
        plan.years = 2
        let generator = EstablishmentGenerator(plan)
        #expect(generator.blockCount == 2)
        let (rows, members) = generator.block(1)
        #expect(rows == EstablishmentGenerator(plan).block(1).rows)
        plan.seed = 2
        #expect(rows != EstablishmentGenerator(plan).block(1).rows)
        guard case .whole(let ids)? = members["establishment"]?.values,
            case .whole(let clusters)? = members["cluster"]?.values
        else {
            Issue.record("no members")
            return
        }
        let clusterOf = Dictionary(uniqueKeysWithValues: zip(ids, clusters))
        #expect(clusterOf.count > 300)
        for row in self.rows(of: rows) {
            guard let number = clusterOf[Int64(row.id)] else { continue }
            let cluster = generator.clusters[Int(number) - 1]
            #expect(row.activity == cluster.activity && row.place == cluster.region)
            let (dx, dy) = (row.x - cluster.x, row.y - cluster.y)
            #expect((dx * dx + dy * dy).squareRoot() < 7 * cluster.spread)
        }
        let sizes = self.rows(of: rows).map { Double($0.people) }
        let mean = sizes.reduce(0, +) / Double(sizes.count)
        #expect(mean > 9 && mean < 19)
    }
}

@Suite("What may leave the house")
struct DisclosureTests {
    private func cell(
        _ place: String, _ activity: String, establishments: Int, people: Double, largest: Double
    ) -> Microdata.Cell {
        Microdata.Cell(
            place: place, activity: activity, year: 2020, establishments: establishments,
            counted: establishments, people: people, smallest: 1, largest: largest)
    }

    @Test("few establishments and a dominant one are hidden, and what would give them away")
    func hiding() {
        let cells = [
            cell("A", "x", establishments: 2, people: 50, largest: 40),
            cell("A", "y", establishments: 9, people: 90, largest: 20),
            cell("A", "z", establishments: 9, people: 70, largest: 20),
            cell("B", "x", establishments: 9, people: 80, largest: 20),
            cell("B", "y", establishments: 9, people: 60, largest: 20),
            cell("B", "z", establishments: 9, people: 500, largest: 20),
        ]
        // A z is the smallest beside A x, B x under it; B z or B y must go with them.
        let hidden = Disclosure(least: 3, largest: 1).hidden(cells)
        #expect(hidden.contains(0))
        for line in [[0, 1, 2], [3, 4, 5], [0, 3], [1, 4], [2, 5]] {
            #expect(line.count(where: hidden.contains) != 1)
        }
        #expect(Disclosure(least: 1, largest: 1).hidden(cells).isEmpty)
        let large = [cell("A", "x", establishments: 9, people: 100, largest: 90)]
        #expect(Disclosure(least: 1, largest: 0.85).hidden(large) == [0])
        #expect(Disclosure(least: 1, largest: 0.9).hidden(large) == [])
    }

    @Test("no row or column of any table is left with one hidden cell while it has another to hide")
    func property() {
        var plan = EstablishmentGenerator.Plan(establishments: 3_000)
        (plan.regions, plan.activities, plan.towns, plan.years) = (12, 20, 24, 2)
        for seed in 1...20 as ClosedRange<UInt64> {
            plan.seed = seed
            var counts: [String: [String: (Int, Double, Double)]] = [:]
            let rows = EstablishmentGenerator(plan).block(0).rows
            guard case .text(let places)? = rows["place"]?.values,
                case .text(let activities)? = rows["activity"]?.values,
                case .whole(let people)? = rows["people"]?.values
            else { continue }
            for row in places.indices {
                let own = Double(people[row])
                let old = counts[places[row]]?[activities[row]] ?? (0, 0, 0)
                counts[places[row], default: [:]][activities[row]] = (
                    old.0 + 1, old.1 + own, max(old.2, own)
                )
            }
            let cells = counts.flatMap { place, list in
                list.map {
                    cell(
                        place, $0.key, establishments: $0.value.0, people: $0.value.1,
                        largest: $0.value.2)
                }
            }
            let hidden = Disclosure(least: 4, largest: 0.8).hidden(cells)
            for key in [\Microdata.Cell.place, \Microdata.Cell.activity] {
                for (_, line) in Dictionary(
                    grouping: cells.indices, by: { cells[$0][keyPath: key] })
                where line.count > 1 {
                    #expect(line.count(where: hidden.contains) != 1, "seed \(seed)")
                }
            }
        }
    }
}
