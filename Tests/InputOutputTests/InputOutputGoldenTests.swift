import InputOutput
import Numerics
import Region
import Support
import Testing

/// The worked examples of METHODS 5.1 to 5.4.
@Suite("Worked examples (METHODS 5)")
struct InputOutputGoldenTests {
    static let flows = Matrix([[150, 500], [200, 100]])
    static let output = [1000.0, 2000]
    private let golden: Golden
    private let model: LeontiefModel

    init() throws {
        golden = try Golden(chapter: "c05")
        model = try LeontiefModel(flows: Self.flows, output: Self.output)
    }

    private func expect(
        _ found: [Double], _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.list(key)
        #expect(found.count == wanted.count, sourceLocation: sourceLocation)
        for (a, b) in zip(found, wanted) {
            #expect(agrees(a, b), "\(key): \(found)", sourceLocation: sourceLocation)
        }
    }

    private func expect(
        _ found: Matrix, _ key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let wanted = try golden.matrix(key)
        for (a, b) in zip(found.elements, wanted.elements) {
            #expect(agrees(a, b), "\(key): \(found)", sourceLocation: sourceLocation)
        }
    }

    @Test("coefficients and inverses of Leontief and Ghosh")
    func inverses() throws {
        try expect(model.coefficients, "A")
        try expect(model.inverse, "L")
        let ghosh = try GhoshModel(model)
        try expect(ghosh.coefficients, "B_ghosh")
        try expect(ghosh.inverse, "G")
        let (demand, primary) = ([350.0, 1700], [650.0, 1400])

        for (a, b) in zip(model.output(for: demand), Self.output) { #expect(agrees(a, b)) }
        for (a, b) in zip(ghosh.output(for: primary), Self.output) { #expect(agrees(a, b)) }
        #expect(agrees(try model.spectralRadius, try golden.number("perron")))
    }

    @Test("multipliers of type I and II")
    func multipliers() throws {
        let (income, jobs, spending) = ([0.30, 0.25], [0.004, 0.002], [0.10, 0.20])
        let first = Multipliers(model, income: income, jobs: jobs)
        try expect(first.output, "output_mult")
        try expect(first.income, "income_I")
        try expect(zip(first.income, income).map { $0 / $1 }, "income_I_ratio")
        try expect(first.jobs, "empl_I")
        try expect(model.multipliers(of: [0.65, 0.7]), "va_I")
        let second = try Multipliers(model, income: income, jobs: jobs, spending: spending)
        try expect(second.output, "output_II_truncated")
        try expect(second.income, "income_II")
        try expect(second.jobs, "empl_II")
        try expect(zip(second.income, first.income).map { $0 / $1 }, "II_over_I_income")
        let closed = try ClosedModel(
            model, columns: [spending], rows: [income], inner: Matrix(rows: 1, columns: 1))
        try expect(closed.model.inverse, "L_closed")
    }

    @Test("linkages of Rasmussen, Ghosh and Dietzenbacher")
    func linkages() throws {
        let found = try Linkages(model)
        try expect(found.backward, "Rasmussen_back")
        try expect(found.forwardOfLeontief, "Rasmussen_fwd_L")
        try expect(found.forward, "fwd_ghosh")
        try expect(found.perronBackward, "Dietz_back")
        try expect(found.perronForward, "Dietz_fwd")
        #expect(agrees(found.perronRoot, try golden.number("perron")))
        #expect(found.isKey == [true, false])
        #expect(!found.isReducible)
    }

    @Test("what is lost where an industry closes")
    func extraction() throws {
        let found = try Extraction(model)
        let wanted = try golden.matrix("HEM_total_and_net")
        for industry in 0..<2 {
            #expect(agrees(found.total[industry], wanted[industry, 0]))
            #expect(agrees(found.ofOthers[industry], wanted[industry, 1]))
        }
        try expect(found.backward, "HEM_backward")
    }
}

@Suite("Input–output holds for any table")
struct InputOutputPropertyTests {
    /// A table of random flows in which every industry adds value.
    static func table(_ seed: UInt64) -> (flows: Matrix, output: [Double]) {
        var random = RandomStream(seed: seed, stream: 5)
        let count = 2 + random.index(below: 9)
        var flows = Matrix(rows: count, columns: count)
        for index in flows.elements.indices {
            flows.elements[index] = random.unit() < 0.3 ? 0 : random.unit() * 100
        }
        let output = (0..<count).map { industry in
            max(flows.columnSums[industry], flows.rowSums[industry]) * (1.1 + random.unit()) + 1
        }
        return (flows, output)
    }

    @Test("on 200 random tables")
    func properties() throws {
        for seed in UInt64(0)..<200 {
            let (flows, output) = Self.table(seed)
            let model = try LeontiefModel(flows: flows, output: output)
            let inverse = model.inverse
            let count = model.count
            for row in 0..<count {
                for column in 0..<count {
                    #expect(inverse[row, column] >= (row == column ? 1 : -1e-12))
                }
            }
            let ghosh = try GhoshModel(model).inverse
            for index in 0..<count {
                #expect(agrees(ghosh[index, index], inverse[index, index], within: 1e-10))
            }
            // Value added has no multiplier but 1 where nothing is imported.
            let added = model.coefficients.columnSums.map { 1 - $0 }
            for value in model.multipliers(of: added) { #expect(agrees(value, 1, within: 1e-10)) }
            let again = model.output(for: model.finalDemand)
            for (a, b) in zip(again, output) { #expect(agrees(a / b, 1, within: 1e-10)) }
            // Another unit of money changes no coefficient and no linkage.
            let scaled = try LeontiefModel(
                flows: flows.map { $0 * 1024 }, output: output.map { $0 * 1024 })
            #expect(scaled.coefficients == model.coefficients)
            let linkages = try Linkages(model)
            #expect(agrees(linkages.backward.mean ?? 0, 1, within: 1e-10))
            #expect(agrees(linkages.forward.mean ?? 0, 1, within: 1e-10))
            #expect(try model.spectralRadius < 1)
            let lost = try Extraction(model)
            try Self.expectExtraction(lost, model)
            for industry in 0..<count {
                #expect(lost.total[industry] >= output[industry] - 1e-6 * output[industry])
                #expect(lost.backward[industry] <= lost.total[industry] + 1e-6)
                #expect(lost.forward[industry] >= -1e-6)
            }
        }
    }

    /// Solves the economy anew without one industry.
    private static func expectExtraction(_ lost: Extraction, _ model: LeontiefModel) throws {
        let (x, demand) = (model.output, model.finalDemand)
        for own in x.indices {
            var (without, column) = (model.coefficients, model.coefficients)
            for other in x.indices {
                without[own, other] = 0
                without[other, own] = 0
                column[other, own] = 0
            }
            var remaining = demand
            remaining[own] = 0
            for (coefficients, wanted, found) in [
                (without, remaining, lost.total[own]), (column, demand, lost.backward[own]),
            ] {
                let left = try LeontiefModel(coefficients: coefficients, output: x)
                    .output(for: wanted)
                let loss = zip(x, left).map { $0 - $1 }.compensatedSum()
                #expect(agrees(found / x[own], loss / x[own], within: 1e-8))
            }
            #expect(agrees(lost.total[own], lost.ofOthers[own] + x[own], within: 1e-9))
        }
    }

    @Test("the type II income ratio is one number for all industries")
    func ratio() throws {
        for seed in UInt64(0)..<50 {
            let (flows, output) = Self.table(seed)
            let model = try LeontiefModel(flows: flows, output: output)
            let income = model.coefficients.columnSums.map { 0.5 * (1 - $0) }
            let spending = (0..<model.count).map { _ in 0.5 / Double(model.count) }
            let jobs = income.map { $0 / 1000 }
            let first = Multipliers(model, income: income, jobs: jobs)
            let second = try Multipliers(model, income: income, jobs: jobs, spending: spending)
            let ratios = zip(second.income, first.income).map { $0 / $1 }
            for ratio in ratios { #expect(agrees(ratio, ratios[0], within: 1e-9)) }
        }
    }

    @Test("tables that are no tables are named")
    func refused() throws {
        let none = Matrix([[1, 2], [3, 4]])
        #expect(throws: Undefined.notProductive) {
            try LeontiefModel(flows: none, output: [2, 3])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "Z")) {
            try LeontiefModel(flows: Matrix([[-1, 0], [0, 0]]), output: [1, 1])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "x")) {
            try LeontiefModel(flows: none, output: [.nan, 1])
        }
        #expect(throws: Undefined.insufficientData(have: 0, need: 1)) {
            try LeontiefModel(flows: Matrix(rows: 2, columns: 2), output: [0, 0])
        }
        let idle = try LeontiefModel(
            flows: Matrix([[10, 0, 5], [0, 0, 0], [5, 0, 10]]), output: [40, 0, 40])
        #expect(idle.dropped == [1])
        #expect(idle.industries == [0, 2])
        // An industry that buys for more than it makes may still be fed by the others.
        let subsidised = try LeontiefModel(
            coefficients: Matrix([[0.2, 0.9], [0.1, 0.2]]), output: [1, 1])
        #expect(try subsidised.spectralRadius < 1)
        // Two economies that do not trade: the Perron vector sees one of them only.
        let apart = try LeontiefModel(
            flows: Matrix([[20, 0], [0, 10]]), output: [100, 100])
        #expect(try Linkages(apart).isReducible)
    }
}
