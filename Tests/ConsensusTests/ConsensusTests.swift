import Foundation
import Numerics
import Testing

@testable import Consensus

private func isClose(_ value: Double?, _ wanted: Double, _ tolerance: Double = 1e-6) -> Bool {
    value.map { abs($0 - wanted) <= tolerance * max(1, abs(wanted)) } ?? false
}

private func judgements(_ rows: [[Double]]) throws -> PairwiseJudgements {
    let items = rows.indices.map { "c\($0 + 1)" }
    var pairs: [(String, String, Double)] = []
    for i in rows.indices {
        for j in rows.indices where j > i { pairs.append((items[i], items[j], rows[i][j])) }
    }
    return try PairwiseJudgements(items: items, pairs: pairs.map { ($0.0, $0.1, $0.2) })
}

/// METHODS 9.1.
@Suite("Analytic hierarchy")
struct HierarchyTests {
    @Test("the worked example")
    func worked() throws {
        let made = try Priorities(
            judgements([[1, 3, 5], [1 / 3.0, 1, 2], [0.2, 0.5, 1]]))
        for (found, wanted) in zip(made.weights, [0.648329, 0.229651, 0.12202]) {
            #expect(isClose(found, wanted))
        }
        // With three items both ways to weigh are the same.
        for (one, other) in zip(made.weights, made.geometric) {
            #expect(isClose(one, other, 1e-12))
        }
        #expect(isClose(made.root, 3.003695))
        #expect(isClose(made.index, 0.001847299))
        #expect(isClose(made.ratio, 0.003184998))
        #expect(isClose(made.geometricIndex, 0.01108038))
    }

    @Test("the worked example: a group")
    func group() throws {
        let one = try judgements([[1, 3, 5], [1 / 3.0, 1, 2], [0.2, 0.5, 1]])
        let other = try judgements([[1, 1, 3], [1, 1, 2], [1 / 3.0, 0.5, 1]])
        let both = try PairwiseJudgements.group([(one, 1), (other, 1)])
        #expect(isClose(both.ratios[0][1], 1.732051))
        #expect(isClose(both.ratios[0][2], 3.872983))
        #expect(isClose(both.ratios[1][2], 2))
        let made = try Priorities(both)
        for (found, wanted) in zip(made.weights, [0.548169, 0.304931, 0.1469]) {
            #expect(isClose(found, wanted))
        }
        let apart = Priorities.group([
            (try Priorities(one).weights, 1), (try Priorities(other).weights, 1),
        ])
        #expect(isClose(apart.reduce(0, +), 1, 1e-12))
        // Who counts for nothing says nothing.
        let alone = try PairwiseJudgements.group([(one, 1), (other, 0)])
        #expect(isClose(alone.ratios[0][2], 5, 1e-12))
    }

    @Test("consistent comparisons: no contradiction, whatever is missing")
    func consistent() throws {
        let weights = [0.4, 0.3, 0.2, 0.06, 0.04]
        let rows = weights.map { one in weights.map { one / $0 } }
        let made = try Priorities(judgements(rows))
        for (found, wanted) in zip(made.weights, weights) { #expect(isClose(found, wanted, 1e-9)) }
        #expect(made.ratio < 1e-12)
        let items = weights.indices.map { "c\($0)" }
        let chain = (0..<4).map { (items[$0], items[$0 + 1], weights[$0] / weights[$0 + 1]) }
        let few = try PairwiseJudgements(items: items, pairs: chain.map { ($0.0, $0.1, $0.2) })
        #expect(few.missing == 6)
        let same = try Priorities(few)
        for (found, wanted) in zip(same.weights, weights) { #expect(isClose(found, wanted, 1e-9)) }
        #expect(same.ratio < 1e-10)
        #expect(same.geometricIndex == nil)
        for (found, wanted) in zip(same.geometric, weights) {
            #expect(isClose(found, wanted, 1e-9))
        }
    }

    @Test("which comparison to look at again")
    func contradictions() throws {
        // c1 to c4 is 1 where the others say 12.
        let rows: [[Double]] = [
            [1, 2, 4, 1], [0.5, 1, 2, 6], [0.25, 0.5, 1, 3], [1, 1 / 6.0, 1 / 3.0, 1],
        ]
        let own = try judgements(rows)
        let made = try Priorities(own)
        #expect(made.ratio > 0.1)
        let found = made.contradictions(in: own)
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.first == "c1" && $0.second == "c4" })
        #expect(found.allSatisfy { $0.stated == 1 && $0.suggested > 2 })
    }

    @Test("bad comparisons are refused")
    func refused() {
        func refuse(
            _ pairs: [(first: String, second: String, value: Double)],
            _ fault: PairwiseJudgements.Fault, of items: [String] = ["a", "b", "c"]
        ) {
            #expect(throws: fault) { try PairwiseJudgements(items: items, pairs: pairs) }
        }
        refuse(
            [("a", "b", 3), ("b", "a", 3), ("b", "c", 1)],
            .notReciprocal(first: "a", second: "b", forward: 3, backward: 3))
        refuse([("a", "b", 0)], .notARatio(first: "a", second: "b", value: 0))
        refuse([("a", "a", 2)], .withItself("a"))
        refuse([("a", "b", 2)], .unconnected(["c"]))
        refuse([], .tooFew, of: ["a"])
        // A third written as 0.33 is one.
        #expect(throws: Never.self) {
            try PairwiseJudgements(items: ["a", "b"], pairs: [("a", "b", 3), ("b", "a", 0.33)])
        }
    }

    @Test(
        "AHPy's drinks",
        .enabled(if: ProcessInfo.processInfo.environment["UKLAD_ORACLES"] != nil))
    func drinks() throws {
        struct File: Decodable {
            struct Pair: Decodable {
                let first: String
                let second: String
                let value: Double
                init(from decoder: any Decoder) throws {
                    var list = try decoder.unkeyedContainer()
                    first = try list.decode(String.self)
                    second = try list.decode(String.self)
                    value = try list.decode(Double.self)
                }
            }
            struct Survey: Decodable {
                let pairs: [Pair]
                let weights: [String: Double]
                let ratio: Double

                enum CodingKeys: String, CodingKey {
                    case pairs, weights
                    case ratio = "CR_saaty"
                }
            }
            let drinks: Survey
        }
        let folder = try #require(ProcessInfo.processInfo.environment["UKLAD_ORACLES"])
        let file = try JSONDecoder().decode(
            File.self,
            from: Data(contentsOf: URL(filePath: folder).appending(path: "ahp/expected.json")))
        let items = file.drinks.weights.keys.sorted()
        let made = try Priorities(
            PairwiseJudgements(
                items: items, pairs: file.drinks.pairs.map { ($0.first, $0.second, $0.value) }))
        for (item, weight) in zip(items, made.weights) {
            #expect(isClose(weight, file.drinks.weights[item] ?? 0, 1e-5))
        }
        #expect(isClose(made.ratio, file.drinks.ratio, 1e-3))
    }
}

/// METHODS 9.2.
@Suite("Agreement of experts")
struct AgreementTests {
    @Test("the worked example: Kendall's W")
    func concordance() throws {
        let made = try #require(Concordance([[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]]))
        #expect(isClose(made.value, 0.777778))
        #expect(isClose(made.statistic, 7))
        #expect(isClose(made.probability, 0.07189777))
        #expect(made.isComplete)
        let tied = try #require(Concordance([[1, 2.5, 2.5, 4], [2, 1, 3, 4], [1.5, 1.5, 3, 4]]))
        #expect(isClose(tied.value, 0.869048))
    }

    @Test("the exact chance is that of all ways to rank")
    func exact() throws {
        // Two judges, three things: of six orders one gives W = 1, two give 0.75, …
        let same = try #require(Concordance([[1, 2, 3], [1, 2, 3]]))
        #expect(isClose(same.exact, 1.0 / 6, 1e-12))
        let opposite = try #require(Concordance([[1, 2, 3], [3, 2, 1]]))
        #expect(isClose(opposite.value, 0, 1e-12))
        #expect(isClose(opposite.exact, 1, 1e-12))
        // Many judges are drawn and not counted: near what χ² says.
        var rankings: [[Double]] = []
        for judge in 0..<9 {
            let step = judge % 3 + 1
            rankings.append((0..<5).map { thing in Double((thing * step) % 5) })
        }
        let many = try #require(Concordance(rankings))
        #expect(!many.isComplete)
        #expect(abs((many.exact ?? 0) - (many.probability ?? 0)) < 0.03)
    }

    @Test("one judge, one thing and ties of everything say nothing")
    func nothing() {
        #expect(Concordance([[1, 2, 3]]) == nil)
        #expect(Concordance([[1], [1]]) == nil)
        #expect(Concordance([[2, 2, 2], [5, 5, 5]]) == nil)
    }

    @Test("the worked example: median and range of a round")
    func round() throws {
        var estimates: [String: Double] = [:]
        for (index, value) in [5.0, 6, 6, 7, 7, 7, 8, 9].enumerated() {
            estimates["e\(index)"] = value
        }
        let round = try #require(DelphiRound(round: 1, estimates))
        #expect(round.median == 7)
        #expect(isClose(round.range, 1.25, 1e-12))
        #expect(round.minority == ["e0", "e7"] || round.minority.contains("e0"))
        // Who is trusted more moves the weighted median.
        let trusted = try #require(DelphiRound(round: 1, estimates, competence: ["e7": 20]))
        #expect(trusted.weightedMedian == 9)
        #expect(DelphiRound(round: 1, [:]) == nil)
    }

    @Test("when to stop asking")
    func advice() throws {
        func survey(_ rounds: [Int: [Double]]) throws -> Delphi {
            try #require(
                Delphi(
                    rounds.mapValues { values in
                        Dictionary(uniqueKeysWithValues: values.enumerated().map { ("e\($0)", $1) })
                    }, threshold: 2))
        }
        #expect(try survey([1: [3, 5, 8]]).advice == .ask)
        #expect(try survey([1: [5, 6, 7], 2: [6, 6, 7]]).advice == .stop)
        #expect(try survey([1: [1, 5, 9], 2: [1, 5, 9]]).advice == .dissent)
        #expect(try survey([1: [2, 3, 4], 2: [5, 6, 7]]).advice == .ask)
        #expect(try !survey([1: [5]]).isAgreed)
        let moved = try survey([1: [1, 2, 3, 4, 5, 6], 2: [2, 3, 4, 5, 6, 7]])
        // All six up: 2 of 64 ways are as far to one side.
        #expect(isClose(moved.movement, 2.0 / 64, 1e-12))
        #expect(try survey([1: [5, 6], 2: [5, 6]]).movement == nil)
    }
}

/// METHODS 9.3.
@Suite("Factors behind scores")
struct FactorTests {
    private static let names = ["x", "y", "z"]

    private static func correlations(_ xy: Double, _ xz: Double, _ yz: Double) -> Matrix {
        Matrix([[1, xy, xz], [xy, 1, yz], [xz, yz, 1]])
    }

    @Test("the worked example: eigenvalues, adequacy, Bartlett")
    func worked() throws {
        let made = FactorAnalysis(
            correlations: Self.correlations(0.6, 0.3, 0.4), names: Self.names, rows: 50)
        for (found, wanted) in zip(made.eigenvalues, [1.879608, 0.732585, 0.387807]) {
            #expect(isClose(found, wanted))
        }
        #expect(isClose(made.explained[0], 0.626536))
        #expect(isClose(made.adequacy, 0.609261))
        let test = try #require(made.sphericity)
        #expect(isClose(test.statistic, 29.590454))
        #expect(test.degrees == 3)
        #expect(abs((test.probability ?? 0) - 1.682778e-06) < 1e-10)
    }

    @Test("the worked example: varimax")
    func varimax() {
        let loadings = Matrix([[0.8, 0.3], [0.7, 0.4], [0.2, 0.9], [0.3, 0.8]])
        let turned = FactorAnalysis.varimax(loadings, isNormalised: false)
        let wanted = [
            [0.812867, 0.263149], [0.717538, 0.367612], [0.240896, 0.889926], [0.336225, 0.785464],
        ]
        for row in 0..<4 {
            for column in 0..<2 {
                #expect(isClose(abs(turned[row, column]), wanted[row][column], 1e-5))
            }
        }
        #expect(isClose(FactorAnalysis.criterion(loadings), 0.15985, 1e-4))
        #expect(isClose(FactorAnalysis.criterion(turned), 0.16116, 1e-4))
    }

    @Test("two factors that made a table are found, and no third")
    func planted() throws {
        var random = RandomStream(seed: 2, stream: 9)
        func normal() -> Double {
            Distributions.normalQuantile(max(1e-12, random.unit())) ?? 0
        }
        let table = (0..<200).map { _ -> [Double] in
            let (f, g) = (normal(), normal())
            return [f, f, f, g, g, g].map { $0 + 0.5 * normal() }
        }
        let made = try FactorAnalysis(table, names: ["a", "b", "c", "d", "e", "f"])
        #expect(made.kept == 2)
        #expect(made.overOne == 2)
        #expect((made.adequacy ?? 0) > 0.6)
        for row in 0..<6 {
            let own = row < 3 ? made.rotated.row(0) : made.rotated.row(3)
            let main = own.enumerated().max { abs($0.element) < abs($1.element) }?.offset ?? 0
            #expect(abs(made.rotated[row, main]) > 0.8)
            #expect(abs(made.rotated[row, 1 - main]) < 0.2)
        }
    }

    @Test("columns that follow from others, constant ones and too few rows are named")
    func refused() throws {
        let table = (0..<12).map { row -> [Double] in
            let (a, b) = (Double(row % 5), Double(row * row % 7))
            return [a, b, a + b]
        }
        let made = try FactorAnalysis(table, names: Self.names)
        #expect(made.adequacy == nil)
        #expect(made.collinear == Self.names)
        #expect(throws: FactorAnalysis.Fault.constant(["y"])) {
            try FactorAnalysis([[1, 4], [2, 4], [3, 4]], names: ["x", "y"])
        }
        #expect(throws: FactorAnalysis.Fault.tooFewRows(have: 2, need: 3)) {
            try FactorAnalysis([[1, 2], [2, 1]], names: ["x", "y"])
        }
        #expect(throws: FactorAnalysis.Fault.tooFewColumns) {
            try FactorAnalysis([[1], [2], [3]], names: ["x"])
        }
    }

    @Test("outside factors: scores and sums of the worked example")
    func register() {
        let one = ExternalFactor(
            code: "a", kind: .economic, weight: 0.6, likelihood: 4, impact: 3)
        #expect(isClose(one.score, 7.2, 1e-12))
        let register = FactorRegister([
            ExternalFactor(code: "a", kind: .economic, weight: 0.6, likelihood: 4, impact: 1),
            ExternalFactor(code: "b", kind: .economic, weight: 0.3, likelihood: 5, impact: 1),
            ExternalFactor(code: "c", kind: .legal, weight: 0.5, likelihood: 3, impact: -1),
        ])
        #expect(isClose(register.balance, 2.4, 1e-12))
        #expect(isClose(register.threats, -1.5, 1e-12))
        #expect(isClose(register.sum(.economic), 3.9, 1e-12))
    }
}
