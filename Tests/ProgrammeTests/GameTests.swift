import Foundation
import Numerics
import Optimisation
import Programme
import Support
import Testing

@Suite("Sharing the benefit (METHODS 9.4)")
struct GameTests {
    /// 1, 2, 3, 12, 13, 23, 123.
    private static let handbook = CooperativeGame(
        players: 3, values: [0, 10, 20, 60, 0, 40, 50, 100])

    @Test("the handbook's shares, core and nucleolus")
    func handbook() throws {
        let golden = try Golden(chapter: "c09")
        let game = Self.handbook
        for (a, b) in zip(game.shapley, try golden.list("shapley")) { #expect(agrees(a, b)) }
        let largest = game.excesses(of: game.shapley).values.max() ?? 0
        #expect(agrees(largest, try golden.number("shapley_excess_max")))
        #expect(game.blocking(game.shapley).isEmpty)
        var solver = try CoreSolver()
        let core = try #require(try solver.leastCore(game))
        #expect(agrees(core.epsilon, try golden.number("least_core_eps")))
        for (a, b) in zip(
            try #require(try solver.nucleolus(game)), try golden.list("nucleolus"))
        { #expect(agrees(a, b, within: 1e-7)) }
        #expect(try solver.subsidy(game) == 0)
        #expect(game.isSuperadditive)
    }

    @Test("the Talmud's estate, and a majority with an empty core")
    func classics() throws {
        let golden = try Golden(chapter: "c09")
        let claims = [100.0, 200, 300]
        let values = (0..<8).map { coalition in
            let others = (0..<3).filter { coalition & (1 << $0) == 0 }.map { claims[$0] }
            return max(0, 200 - others.reduce(0, +))
        }
        let estate = CooperativeGame(players: 3, values: values)
        var solver = try CoreSolver()
        for (a, b) in zip(
            try #require(try solver.nucleolus(estate)), try golden.list("talmud_nucleolus"))
        { #expect(agrees(a, b, within: 1e-7)) }
        for (a, b) in zip(estate.shapley, try golden.list("talmud_shapley")) {
            #expect(agrees(a, b))
        }
        let majority = CooperativeGame(players: 3, values: [0, 0, 0, 1, 0, 1, 1, 1])
        let core = try #require(try solver.leastCore(majority))
        #expect(agrees(core.epsilon, try golden.number("majority_least_core")))
        // Half a unit more would keep every pair.
        #expect(agrees(try #require(try solver.subsidy(majority)), 0.5))
        #expect(majority.blocking([1, 0, 0]) == [6])
    }

    @Test("published games", .enabled(if: ProgrammeTests.isThere))
    func published() throws {
        struct Published: Decodable {
            let shapley: [Double]
            let glove: [Double]
            let airport: Airport

            struct Airport: Decodable {
                let costs: [Double]
                let shapley: [Double]
            }

            enum CodingKeys: String, CodingKey {
                case shapley
                case glove = "glove_game_LRR"
                case airport = "airport_3_costs"
            }
        }
        let folder = ProcessInfo.processInfo.environment["UKLAD_ORACLES"] ?? ""
        let data = try Data(contentsOf: URL(filePath: folder + "/shapley/expected.json"))
        let oracle = try JSONDecoder().decode(Published.self, from: data)
        let lemaire = CooperativeGame(
            players: 3, values: [0, 46125, 17437.5, 69187.5, 5812.5, 53812.5, 30750, 90000])
        for (a, b) in zip(lemaire.shapley, oracle.shapley) { #expect(agrees(a, b)) }
        let costs = oracle.airport.costs
        let airport = CooperativeGame(
            players: 3,
            values: (0..<8).map { coalition in
                (0..<3).filter { coalition & (1 << $0) != 0 }.map { costs[$0] }.max() ?? 0
            })
        for (a, b) in zip(airport.shapley, oracle.airport.shapley) { #expect(agrees(a, b)) }
        // One left glove, two right ones.
        let gloves = CooperativeGame(players: 3, values: [0, 0, 0, 1, 0, 1, 0, 1])
        for (a, b) in zip(gloves.shapley, oracle.glove) { #expect(agrees(a, b)) }
    }

    @Test(
        "of random games: efficient, symmetric, nothing for a dummy; the nucleolus is in the core")
    func properties() throws {
        var solver = try CoreSolver()
        var (full, empty) = (0, 0)
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed, stream: 74)
            let players = 3 + Int(random.unit() * 3)
            // The last player adds 2 to everybody, the first two are alike.
            var values = [Double](repeating: 0, count: 1 << players)
            var bySize: [Int: Double] = [:]
            for coalition in 1..<values.count {
                let own = coalition & ~(1 << (players - 1))
                let pair = (own & 1) + (own >> 1 & 1)
                let key = pair << 8 | own >> 2
                if bySize[key] == nil {
                    bySize[key] = own == 0 ? 0 : 10 * random.unit() * Double(own.nonzeroBitCount)
                }
                values[coalition] = (bySize[key] ?? 0) + (own == coalition ? 0 : 2)
            }
            let game = CooperativeGame(players: players, values: values)
            let shares = game.shapley
            let size = max(1, abs(game.whole))
            #expect(abs(shares.reduce(0, +) - game.whole) < 1e-9 * size)
            #expect(abs(shares[0] - shares[1]) < 1e-9 * size)
            #expect(abs(shares[players - 1] - 2) < 1e-9 * size)
            let core = try #require(try solver.leastCore(game))
            let nucleolus = try #require(try solver.nucleolus(game), "\(seed)")
            #expect(abs(nucleolus.reduce(0, +) - game.whole) < 1e-6 * size)
            let worst = game.excesses(of: nucleolus).values.max() ?? 0
            // The largest excess of the nucleolus is the least there is.
            #expect(abs(worst - core.epsilon) < 1e-6 * size, "\(seed)")
            let subsidy = try #require(try solver.subsidy(game))
            #expect((subsidy > 1e-6 * size) == (core.epsilon > 1e-6 * size), "\(seed)")
            if core.epsilon > 0 { empty += 1 } else { full += 1 }
        }
        #expect(full > 20 && empty > 20, "\(full) \(empty)")
    }

    @Test("random orders come to the exact shares within their errors, the same every time")
    func sampled() {
        let game = Self.handbook
        func value(_ members: Set<Int>) -> Double {
            game.values[members.reduce(0) { $0 | 1 << $1 }]
        }
        let found = SampledShapley(players: 3, orders: 4_000, seed: 1, value: value)
        for (index, share) in game.shapley.enumerated() {
            let error = max(found.standardErrors[index], 1e-9)
            #expect(abs(found.shares[index] - share) < 4 * error)
        }
        #expect(abs(found.shares.reduce(0, +) - 100) < 1e-9)
        #expect(SampledShapley(players: 3, orders: 4_000, seed: 1, value: value) == found)
    }
}
