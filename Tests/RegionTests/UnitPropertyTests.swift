import Numerics
import Region
import Testing

/// RELIABILITY A6: a wrong combination of units or prices is always refused, a right one never.
@Suite("Units are checked")
struct UnitPropertyTests {
    /// A unit with its dimension written out a second time by hand, so that the test does not
    /// lean on the table it tests.
    private struct Known {
        let symbol: String
        let powers: [String: Int]
        let factor: Double
    }

    private static let table: [Known] = [
        Known(symbol: "1", powers: [:], factor: 1),
        Known(symbol: "%", powers: [:], factor: 0.01),
        Known(symbol: "t", powers: ["mass": 1], factor: 1),
        Known(symbol: "kt", powers: ["mass": 1], factor: 1000),
        Known(symbol: "mln t", powers: ["mass": 1], factor: 1e6),
        Known(symbol: "g/t", powers: [:], factor: 1e-6),
        Known(symbol: "kg/m3", powers: ["mass": 1, "length": -3], factor: 1e-3),
        Known(symbol: "RUB", powers: ["RUB": 1], factor: 1),
        Known(symbol: "mln RUB", powers: ["RUB": 1], factor: 1e6),
        Known(symbol: "bn USD", powers: ["USD": 1], factor: 1e9),
        Known(symbol: "RUB/t", powers: ["RUB": 1, "mass": -1], factor: 1),
        Known(symbol: "thousand persons", powers: ["persons": 1], factor: 1e3),
        Known(symbol: "mln RUB/year", powers: ["RUB": 1, "time": -1], factor: 1e6),
        Known(symbol: "km", powers: ["length": 1], factor: 1000),
        Known(symbol: "ha", powers: ["length": 2], factor: 1e4),
        Known(symbol: "GWh", powers: ["energy": 1], factor: 1e6),
        Known(symbol: "mln Gcal", powers: ["energy": 1], factor: 1.163e9),
    ]

    /// A random expression with the answer an independent bookkeeping gives: powers, base value
    /// and prices, or nil where the combination is wrong.
    private struct Trial {
        var quantity: Quantity?
        var powers: [String: Int]
        var base: Double
        /// The size of what was combined, against which a cancelled difference is judged.
        var size: Double
        var prices: PriceBasis
        var isRight: Bool
    }

    private func leaf(_ stream: inout RandomStream) throws -> Trial {
        let known = Self.table[stream.index(below: Self.table.count)]
        let unit = try #require(Unit(known.symbol), "\(known.symbol)")
        let isMoney = known.powers["RUB"] != nil || known.powers["USD"] != nil
        let bases: [PriceBasis] = [.current, .constant(2016), .constant(2020)]
        let prices = isMoney ? bases[stream.index(below: 3)] : .none
        let value = Double(1 + stream.index(below: 9))
        return Trial(
            quantity: Quantity(value, unit, prices: prices), powers: known.powers,
            base: value * known.factor,
            size: value * known.factor, prices: prices, isRight: true)
    }

    private func tree(depth: Int, _ stream: inout RandomStream) throws -> Trial {
        guard depth > 0, stream.index(below: 4) > 0 else { return try leaf(&stream) }
        let left = try tree(depth: depth - 1, &stream)
        let right = try tree(depth: depth - 1, &stream)
        let sign = stream.index(below: 4)
        var result = left
        result.isRight = left.isRight && right.isRight
        let joined = left.prices == .none ? right.prices : left.prices
        let clash = left.prices != .none && right.prices != .none && left.prices != right.prices
        if sign < 2 {
            result.isRight =
                result.isRight && left.powers == right.powers && left.prices == right.prices
            result.base = sign == 0 ? left.base + right.base : left.base - right.base
            result.size = left.size + right.size
        } else {
            result.isRight = result.isRight && !clash
            result.powers = left.powers.merging(
                right.powers.mapValues { sign == 2 ? $0 : -$0 }, uniquingKeysWith: +
            )
            .filter { $0.value != 0 }
            result.base = sign == 2 ? left.base * right.base : left.base / right.base
            let errors = left.size / abs(left.base) + right.size / abs(right.base)
            result.size = abs(result.base) * errors
            let isMoney = result.powers["RUB"] != nil || result.powers["USD"] != nil
            result.prices = sign == 3 && !isMoney ? .none : joined
        }
        result.quantity = nil
        guard let a = left.quantity, let b = right.quantity else { return result }
        result.quantity =
            switch sign {
            case 0: try? a.adding(b)
            case 1: try? a.subtracting(b)
            case 2: try? a.multiplied(by: b)
            default: try? a.divided(by: b)
            }
        return result
    }

    @Test("ten thousand random expressions: refused when wrong, and only then")
    func randomExpressions() throws {
        var stream = RandomStream(seed: 2026)
        var right = 0
        var wrong = 0
        while right + wrong < 10_000 {
            let trial = try tree(depth: 3, &stream)
            #expect((trial.quantity != nil) == trial.isRight)
            if let quantity = trial.quantity, trial.isRight {
                right += 1
                let base = quantity.value * quantity.unit.factor
                if trial.base.isFinite, trial.size.isFinite {
                    #expect(abs(base - trial.base) <= 1e-12 * trial.size)
                }
                #expect(quantity.prices == trial.prices)
                let powers = quantity.unit.dimension.powers.map { key, power in
                    (key.replacing("money:", with: ""), power)
                }
                #expect(Dictionary(uniqueKeysWithValues: powers) == trial.powers)
            } else {
                wrong += 1
            }
        }
        #expect(right > 1000 && wrong > 1000, "the mix covers both: \(right) right, \(wrong) wrong")
    }

    @Test(
        "a swap of units that look alike is never silent",
        arguments: [
            ("t", "kt"), ("mln RUB", "bn RUB"), ("g/t", "1"), ("persons", "thousand persons"),
        ])
    func swaps(_ first: String, _ second: String) throws {
        let (one, other) = (try #require(Unit(first)), try #require(Unit(second)))
        #expect(one.convert(1, to: other) != 1)
    }
}
