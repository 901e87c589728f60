import InputOutput
import Numerics
import Region
import Support
import Testing

@Suite("Tables for a region (METHODS 5.6, 5.7)")
struct RegionalisationTests {
    private static let national = Matrix([
        [0.10, 0.20, 0.05], [0.15, 0.10, 0.10], [0.05, 0.15, 0.20],
    ])
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c05") }

    /// Region A of METHODS 1 in its country.
    private static func structure() throws -> RegionalStructure {
        try RegionalStructure(region: [40, 20, 40], country: [60, 100, 240])
    }

    @Test("quotients and the factor of size")
    func quotients() throws {
        let (quotients, factor) = try golden.listAndNumber("LQ_lambda")
        let found = try Self.structure()
        for (a, b) in zip(found.quotients, quotients) { #expect(agrees(a, b)) }
        #expect(agrees(found.sizeFactor(delta: 0.3), factor))
    }

    @Test(
        "coefficients by each rule",
        arguments: [
            (RegionalisationRule.simple, "A_SLQ"), (.crossIndustry, "A_CILQ"),
            (.flegg(delta: 0.3), "A_FLQ"), (.augmentedFlegg(delta: 0.3), "A_AFLQ"),
        ])
    func rules(_ rule: RegionalisationRule, _ key: String) throws {
        let found = RegionalCoefficients(
            national: Self.national, shares: try Self.structure().shares(rule))
        let wanted = try golden.matrix(key)
        for (a, b) in zip(found.coefficients.elements, wanted.elements) { #expect(agrees(a, b)) }
    }

    @Test("a share over 1 can be refused")
    func capped() throws {
        let shares = try Self.structure()
            .shares(.augmentedFlegg(delta: 0.3, isCapped: true))
        #expect(shares.elements.allSatisfy { $0 <= 1 })
    }

    @Test("δ is found from known imports, and bounded where there is none")
    func calibration() throws {
        for seed in UInt64(0)..<100 {
            var random = RandomStream(seed: seed, stream: 57)
            let count = 3 + random.index(below: 8)
            let (flows, output) = InputOutputPropertyTests.table(seed)
            let national = try LeontiefModel(flows: flows, output: output).coefficients
            let size = national.rows
            let region = (0..<size).map { _ in random.unit() + 0.01 }
            let country = region.map { $0 * (2 + Double(count) * random.unit()) }
            let structure = try RegionalStructure(region: region, country: country)
            let wanted = 0.05 + 0.9 * random.unit()
            let rule = RegionalisationRule.flegg(delta: 0)
            let imports = RegionalCoefficients(
                national: national, shares: structure.shares(rule.with(delta: wanted))
            ).imports(national: national, output: region)
            let found = try DeltaCalibration(
                national: national, structure: structure, output: region, rule: rule,
                knownImports: imports)
            // Where every share is bounded, other δ give the same imports.
            #expect(agrees(found.imports, imports, within: 1e-4))
            let nothing = try DeltaCalibration(
                national: national, structure: structure, output: region, rule: rule,
                knownImports: 0)
            #expect(nothing.delta == 0)
            let everything = try DeltaCalibration(
                national: national, structure: structure, output: region, rule: rule,
                knownImports: 1e9)
            #expect(everything.delta == 1 && everything.finding == .importsTooLittle)
            // The greater δ, the more is bought outside.
            let outside = [0.1, 0.3, 0.5].map { delta in
                RegionalCoefficients(
                    national: national, shares: structure.shares(.flegg(delta: delta))
                ).imports(national: national, output: region)
            }
            #expect(outside == outside.sorted())
        }
    }

    @Test("an industry the region lacks buys and sells nothing there")
    func absent() throws {
        let structure = try RegionalStructure(region: [1, 0, 2], country: [10, 10, 10])
        let shares = structure.shares(.flegg(delta: 0.3))
        for other in 0..<3 {
            #expect(shares[1, other] == 0)
            #expect(shares[other, 1] == 0)
        }
        #expect(throws: Undefined.emptyRegion) {
            try RegionalStructure(region: [0, 0], country: [1, 1])
        }
        #expect(throws: Undefined.notAQuantity(symbol: "e_ri")) {
            try RegionalStructure(region: [-1, 2], country: [1, 1])
        }
    }

    @Test("what is bought outside is what is not bought inside")
    func leakage() throws {
        let all = RegionalCoefficients(
            national: Self.national, shares: Matrix(rows: 3, columns: 3, repeating: 1))
        #expect(all.leakage.allSatisfy { agrees($0, 0) })
        let half = RegionalCoefficients(
            national: Self.national, shares: Matrix(rows: 3, columns: 3, repeating: 0.5))
        #expect(half.leakage.allSatisfy { agrees($0, 0.5) })
        #expect(agrees(half.imports(national: Self.national, output: [1, 1, 1]), 0.55))
    }

    @Test("cross-hauling keeps the region's balance and, in the country, gives back its trade")
    func crossHauling() throws {
        for seed in UInt64(0)..<100 {
            var random = RandomStream(seed: seed, stream: 58)
            let count = 4
            func numbers(_ scale: Double) -> [Double] {
                (0..<count).map { _ in scale * (0.2 + random.unit()) }
            }
            let (output, imports) = (numbers(100), numbers(30))
            let exports = output.map { $0 * 0.8 * random.unit() }
            let demand = output.indices.map { output[$0] - exports[$0] + imports[$0] }
            let country = CrossHauling.Totals(output: output, demand: demand)
            let again = try CrossHauling(
                country: country, exports: exports, imports: imports, region: country)
            for industry in 0..<count {
                #expect(agrees(again.exports[industry], exports[industry], within: 1e-9))
                #expect(agrees(again.imports[industry], imports[industry], within: 1e-9))
            }
            let region = CrossHauling.Totals(
                output: output.map { $0 * 0.1 }, demand: demand.map { $0 * 0.3 * random.unit() })
            let found = try CrossHauling(
                country: country, exports: exports, imports: imports, region: region)
            for industry in 0..<count {
                let (made, wanted) = (region.output[industry], region.demand[industry])
                let kept = made - found.exports[industry] + found.imports[industry]
                #expect(agrees(kept, wanted, within: 1e-9))
                #expect((0...1).contains(found.heterogeneity[industry]))
                #expect(found.exports[industry] <= made + 1e-9)
                #expect((-1e-9...1 + 1e-9).contains(found.shares[industry]))
            }
        }
    }
}

@Suite("Balancing (METHODS 5.8)")
struct BalancingTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c05") }

    private static func balanced(_ table: Matrix, _ rows: [Double], _ columns: [Double]) -> Bool {
        let size = (rows + columns).map(abs).max() ?? 0
        return zip(table.rowSums, rows).allSatisfy { abs($0 - $1) <= 1e-8 * size }
            && zip(table.columnSums, columns).allSatisfy { abs($0 - $1) <= 1e-8 * size }
    }

    @Test("RAS and GRAS of the handbook")
    func examples() throws {
        let ras = try RAS.balance(
            Matrix([[10, 20], [30, 40]]), rowTotals: [35, 75], columnTotals: [45, 65])
        for (a, b) in zip(ras.table.elements, try golden.matrix("RAS").elements) {
            #expect(agrees(a, b, within: 1e-7))
        }
        #expect(ras.columnScale == 1)
        let gras = try GeneralisedRAS.balance(
            Matrix([[7, 3, -2], [5, -3, 4]]), rowTotals: [10, 5], columnTotals: [12, 1, 2])
        for (a, b) in zip(gras.table.elements, try golden.matrix("GRAS").elements) {
            #expect(agrees(a, b, within: 1e-6))
        }
    }

    @Test("totals are met, GRAS is RAS without negatives, cross-entropy is RAS with totals alone")
    func properties() throws {
        for seed in UInt64(0)..<200 {
            var random = RandomStream(seed: seed, stream: 59)
            let (height, width) = (2 + random.index(below: 6), 2 + random.index(below: 6))
            var table = Matrix(rows: height, columns: width)
            for index in table.elements.indices { table.elements[index] = 0.1 + random.unit() }
            var goal = table
            for index in goal.elements.indices { goal.elements[index] *= 0.3 + random.unit() }
            let (rows, columns) = (goal.rowSums, goal.columnSums)
            let plain = try RAS.balance(table, rowTotals: rows, columnTotals: columns)
            #expect(Self.balanced(plain.table, rows, columns))
            let conditions =
                (0..<height).map { row in
                    CrossEntropy.Condition(
                        cells: (0..<width).map { row * width + $0 }, value: rows[row])
                }
                + (0..<width).map { column in
                    CrossEntropy.Condition(
                        cells: (0..<height).map { $0 * width + column }, value: columns[column])
                }
            let entropy = try CrossEntropy(table.elements, conditions: conditions)
            for (a, b) in zip(entropy.values, plain.table.elements) {
                #expect(agrees(a, b, within: 1e-6))
            }
            // Signs that a target has too.
            for index in table.elements.indices where random.unit() < 0.2 {
                table.elements[index] *= -1
                goal.elements[index] *= -1
            }
            let signed = try GeneralisedRAS.balance(
                table, rowTotals: goal.rowSums, columnTotals: goal.columnSums)
            #expect(Self.balanced(signed.table, goal.rowSums, goal.columnSums))
            #expect(
                zip(signed.table.elements, table.elements).allSatisfy { $0 * $1 >= 0 })
        }
    }

    @Test("totals that disagree are scaled and said; what cannot be met is named")
    func refused() throws {
        let table = Matrix([[10, 20], [30, 40]])
        let scaled = try RAS.balance(table, rowTotals: [30, 70], columnTotals: [80, 120])
        #expect(agrees(scaled.columnScale, 0.5))
        #expect(throws: BalancingFailure.emptyRow(1)) {
            try RAS.balance(
                Matrix([[1, 2], [0, 0]]), rowTotals: [2, 1], columnTotals: [1, 2])
        }
        #expect(throws: BalancingFailure.emptyColumn(0)) {
            try RAS.balance(
                Matrix([[0, 2], [0, 1]]), rowTotals: [2, 1], columnTotals: [1, 2])
        }
        #expect(throws: BalancingFailure.notAQuantity(row: 1, column: 0)) {
            try RAS.balance(
                Matrix([[1, 2], [-1, 0]]), rowTotals: [2, 1], columnTotals: [1, 2])
        }
        #expect(throws: BalancingFailure.totalIsNoQuantity(isRow: false, index: 1)) {
            try RAS.balance(table, rowTotals: [2, 1], columnTotals: [1, .nan])
        }
        // Zeros where they leave no table with these totals.
        #expect {
            try RAS.balance(
                Matrix([[1, 0], [1, 1]]), rowTotals: [2, 1], columnTotals: [1, 2], limit: 200)
        } throws: { error in
            guard case BalancingFailure.notConverged(200, _, _) = error else { return false }
            return true
        }
    }

    @Test("figures that contradict each other are missed by their errors")
    func conflict() throws {
        // One cell, two figures for it: the surer draws it nearer.
        let found = try CrossEntropy(
            [10],
            conditions: [
                .init(cells: [0], value: 12, standardError: 0.1),
                .init(cells: [0], value: 18, standardError: 1),
            ])
        #expect(found.values[0] > 12 && found.values[0] < 12.2)
        #expect(found.misses[0] < 0 && found.misses[1] > 5)
        // A condition that holds is not missed beside one that errs.
        let firm = try CrossEntropy(
            [10, 10],
            conditions: [
                .init(cells: [0, 1], value: 30), .init(cells: [0], value: 5, standardError: 2),
            ])
        #expect(agrees(firm.values[0] + firm.values[1], 30, within: 1e-9))
        #expect(firm.values[0] > 5 && firm.values[0] < 15)
        #expect(throws: BalancingFailure.emptyRow(0)) {
            try CrossEntropy([0, 1], conditions: [.init(cells: [0], value: 3)])
        }
    }
}
