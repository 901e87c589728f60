import Foundation
import Numerics
import Relatedness
import Support
import Testing

/// World trade 1998–2000 (226 countries, 785 products) against R's economiccomplexity 2.0.0.
///
/// Its proximity has 1 on the diagonal, and its density counts the activity itself; ours does
/// where it is asked to.
@Suite("World trade against economiccomplexity", .enabled(if: Oracles.areThere))
struct WorldTradeTests {
    private struct Trade {
        var countries: [String] = []
        var products: [String] = []
        let presence: Presence
    }

    private struct Expected: Decodable {
        let ones: Int
        let proximitySum: Double
        let germanDensity: [String: Double]
        let proximityOfFirst: [String: Double]
        let topFitness: [String: Double]

        enum CodingKeys: String, CodingKey {
            case ones
            case proximitySum = "prox_product_sum"
            case germanDensity = "density_deu_first5"
            case proximityOfFirst = "prox_product_0011"
            case topFitness = "published_fitness_top5"
        }
    }

    private static let folder = (Oracles.folder ?? URL(filePath: "/"))
        .appending(path: "complexity_world_trade")
    private static let trade: Trade? = try? read()

    private static func read() throws -> Trade {
        let unpack = Process()
        unpack.executableURL = URL(filePath: "/bin/gzip")
        unpack.arguments = [
            "-dc", folder.appending(path: "trade_1998_2000_226x785.csv.gz").path,
        ]
        let pipe = Pipe()
        unpack.standardOutput = pipe
        try unpack.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").map(String.init)
        }
        let countries = Set(rows.map { $0[0] }).sorted()
        let products = Set(rows.map { $0[1] }).sorted()
        var values = Matrix(rows: countries.count, columns: products.count)
        let row = Dictionary(uniqueKeysWithValues: zip(countries, countries.indices))
        let column = Dictionary(uniqueKeysWithValues: zip(products, products.indices))
        for cells in rows { values[row[cells[0]]!, column[cells[1]]!] = Double(cells[2]) ?? 0 }
        let ofCountry = countries.indices.map { values.row($0).compensatedSum() }
        let ofProduct = products.indices.map { values.column($0).compensatedSum() }
        let all = ofCountry.compensatedSum()
        return Trade(
            countries: countries, products: products,
            presence: Presence(places: countries.count, activities: products.count) {
                values[$0, $1] / ofCountry[$0] / (ofProduct[$1] / all) >= 1
            })
    }

    private func expected() throws -> Expected {
        try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: Self.folder.appending(path: "expected.json")))
    }

    private func column(_ file: String, _ name: String) throws -> [String: Double] {
        let text = try String(
            contentsOf: Self.folder.appending(path: file), encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",").map { $0.trimmingCharacters(in: ["\""]) }
        }
        let index = try #require(rows[0].firstIndex(of: name))
        return Dictionary(
            uniqueKeysWithValues: rows.dropFirst().map { ($0[0], Double($0[index]) ?? .nan) })
    }

    @Test("presence, diversity and ubiquity")
    func presence() throws {
        let trade = try #require(Self.trade)
        #expect(trade.presence.diversity.reduce(0, +) == (try expected().ones))
        let diversity = try column("expected_country.csv", "diversity")
        for (name, own) in zip(trade.countries, trade.presence.diversity) {
            #expect(diversity[name] == Double(own))
        }
        let ubiquity = try column("expected_product.csv", "ubiquity")
        for (name, own) in zip(trade.products, trade.presence.ubiquity) {
            #expect(ubiquity[name] == Double(own))
        }
    }

    @Test("proximity and density")
    func proximity() throws {
        let trade = try #require(Self.trade)
        let expected = try expected()
        var proximity = relatedness(cooccurrence(trade.presence), by: .proximity)
        let sum = proximity.elements.compensatedSum()
        #expect(agrees(sum + Double(trade.products.count), expected.proximitySum))
        for (product, value) in expected.proximityOfFirst where product != "0011" {
            let other = try #require(trade.products.firstIndex(of: product))
            #expect(
                agrees(proximity[try #require(trade.products.firstIndex(of: "0011")), other], value)
            )
        }
        for index in 0..<proximity.rows { proximity[index, index] = 1 }
        let density = relatednessDensity(
            trade.presence, similarity: proximity, includingSelf: true)
        let germany = try #require(trade.countries.firstIndex(of: "deu"))
        for (product, value) in expected.germanDensity {
            let column = try #require(trade.products.firstIndex(of: product))
            #expect(agrees(density[germany, column], value))
        }
    }

    @Test("indices of complexity, once both are standardised alike")
    func complexity() throws {
        let trade = try #require(Self.trade)
        let complexity = try EconomicComplexity(trade.presence)
        for (file, name, names, own) in [
            ("expected_country.csv", "eci_eigen", trade.countries, complexity.places),
            ("expected_product.csv", "pci_eigen", trade.products, complexity.activities),
        ] {
            let theirs = try column(file, name)
            let values = names.map { theirs[$0] ?? .nan }
            let mean = try #require(values.mean)
            let deviation = try #require(values.standardDeviation(.population))
            for (a, b) in zip(own, values) {
                #expect(agrees(a, (b - mean) / deviation, within: 1e-6), "\(name)")
            }
        }
    }

    @Test("fitness: the same five countries in the same order, to the rounds they took")
    func fitness() throws {
        let trade = try #require(Self.trade)
        let published = try expected().topFitness
        let fitness = try Fitness(classic: trade.presence, steps: 21).places
        let top = trade.countries.indices.sorted { fitness[$0] > fitness[$1] }.prefix(5)
        #expect(
            top.map { trade.countries[$0] }
                == published.sorted { $0.value > $1.value }.map(\.key))
        for index in top {
            let value = try #require(published[trade.countries[index]])
            #expect(abs(fitness[index] - value) < 2e-4)
        }
    }
}
