import InputOutput
import Numerics
import Region
import Support
import Testing

@Suite("Emissions, prices and waste (METHODS 5.9)")
struct ExtensionTests {
    private let golden: Golden
    private let model: LeontiefModel

    init() throws {
        golden = try Golden(chapter: "c05")
        model = try LeontiefModel(
            flows: InputOutputGoldenTests.flows, output: InputOutputGoldenTests.output)
    }

    @Test("emission multipliers and footprints of the handbook")
    func emissions() throws {
        let extended = try EnvironmentalExtension(model, intensities: Matrix([[2.5, 0.4]]))
        for (a, b) in zip(extended.multipliers.elements, try golden.list("env_mult")) {
            #expect(agrees(a, b))
        }
        let parts = extended.footprints(of: [350, 1700])
        for (a, b) in zip(parts.elements, try golden.list("env_footprint_f")) {
            #expect(agrees(a, b))
        }
        // All that is given off is for somebody.
        #expect(agrees(extended.footprint(of: [350, 1700])[0], 2.5 * 1000 + 0.4 * 2000))
    }

    @Test("prices")
    func prices() throws {
        for (a, b) in zip(model.prices(primary: [0.65, 0.7]), try golden.list("price_base")) {
            #expect(agrees(a, b))
        }
        let dearer = model.prices(primary: [0.65 * 1.1, 0.7])
        for (a, b) in zip(dearer, try golden.list("price_shock10")) { #expect(agrees(a, b)) }
    }

    @Test("waste is treated or left, and every balance closes")
    func waste() throws {
        for seed in UInt64(0)..<100 {
            var random = RandomStream(seed: seed, stream: 59)
            let (flows, output) = InputOutputPropertyTests.table(seed)
            let plain = try LeontiefModel(flows: flows, output: output)
            let (count, treatments, kinds) = (plain.count, 2, 3)
            func matrix(_ rows: Int, _ columns: Int, _ scale: Double) -> Matrix {
                var result = Matrix(rows: rows, columns: columns)
                for index in result.elements.indices {
                    result.elements[index] = scale * random.unit()
                }
                return result
            }
            var allocation = matrix(treatments, kinds, 0.5)
            allocation[0, 2] = 0
            allocation[1, 2] = 0
            let technology = WasteModel.Technology(
                industry: plain.coefficients,
                treatmentInputs: matrix(count, treatments, 0.1 / Double(count)),
                industryWaste: matrix(kinds, count, 0.2),
                treatmentWaste: matrix(kinds, treatments, 0.2), allocation: allocation)
            let demand = plain.finalDemand.map { max(0, $0) }
            let found = try WasteModel(
                technology, finalDemand: demand, finalWaste: [1, 2, 3])
            let treated = allocation.multiplied(by: found.waste)
            for (a, b) in zip(treated, found.treated) { #expect(agrees(a, b, within: 1e-8)) }
            // The waste nobody takes is untreated whole.
            #expect(agrees(found.untreated[2], found.waste[2], within: 1e-9))
            let taken = found.treated.compensatedSum() + found.untreated.compensatedSum()
            #expect(agrees(taken / found.waste.compensatedSum(), 1, within: 1e-9))
            let made = plain.coefficients.multiplied(by: found.output)
            let used = technology.treatmentInputs.multiplied(by: found.treated)
            for industry in 0..<count {
                #expect(
                    agrees(
                        found.output[industry], made[industry] + used[industry] + demand[industry],
                        within: 1e-8))
            }
        }
    }

    @Test("waste given out twice is refused, as is treatment that makes more than it takes")
    func refused() throws {
        func technology(_ allocation: Double, _ own: Double) -> WasteModel.Technology {
            .init(
                industry: Matrix([[0.1]]), treatmentInputs: Matrix([[0.1]]),
                industryWaste: Matrix([[0.5]]), treatmentWaste: Matrix([[own]]),
                allocation: Matrix([[allocation]]))
        }
        #expect(throws: Undefined.notAQuantity(symbol: "S")) {
            try WasteModel(technology(1.1, 0), finalDemand: [1], finalWaste: [0])
        }
        #expect(throws: Undefined.notProductive) {
            try WasteModel(technology(1, 1.5), finalDemand: [1], finalWaste: [0])
        }
        #expect(throws: Undefined.singular) {
            try WasteModel(
                .init(
                    industry: Matrix([[0]]), treatmentInputs: Matrix([[0]]),
                    industryWaste: Matrix([[0]]), treatmentWaste: Matrix([[1]]),
                    allocation: Matrix([[1]])), finalDemand: [1], finalWaste: [1])
        }
    }
}

@Suite(
    "Tables of others (oracles)", .enabled(if: Oracles.areThere, "needs UKLAD_ORACLES"))
struct InputOutputOracleTests {
    @Test("pymrio's 6 regions by 8 sectors: output, multipliers, accounts")
    func regions() throws {
        let folder = "io_leontief_mrio/"
        let flows = try OracleMatrix(folder + "Z.csv")
        let final = try OracleMatrix(folder + "Y.csv")
        let output = try OracleMatrix(folder + "expected_x.csv").matrix.column(0)
        let model = try LeontiefModel(flows: flows.matrix, output: output)
        let names = ["reg1", "reg2", "reg3", "reg4", "reg5", "reg6"]
        func region(_ heading: String) throws -> Int {
            try #require(names.firstIndex { heading.hasPrefix($0 + ".") })
        }
        let regions = try flows.columns.map(region)
        var demand = Matrix(rows: model.count, columns: names.count)
        let destinations = try final.columns.map(region)
        for row in 0..<model.count {
            for (column, destination) in destinations.enumerated() {
                demand[row, destination] += final.matrix[row, column]
            }
        }
        let total = model.output(for: demand.rowSums)
        for (a, b) in zip(total, output) { #expect(agrees(a / b, 1)) }
        let multipliers = try OracleMatrix(folder + "expected_output_multipliers.csv").matrix
            .column(0)
        let ones = [Double](repeating: 1, count: model.count)
        for (a, b) in zip(model.multipliers(of: ones), multipliers) { #expect(agrees(a, b)) }

        for kind in ["emissions", "factor_inputs"] {
            let factors = try OracleMatrix(folder + "F_\(kind).csv").matrix
            var intensities = factors
            for row in 0..<factors.rows {
                for column in 0..<factors.columns { intensities[row, column] /= output[column] }
            }
            let extended = try EnvironmentalExtension(model, intensities: intensities)
            let wanted = try OracleMatrix(folder + "expected_M_\(kind).csv").matrix
            for (a, b) in zip(extended.multipliers.elements, wanted.elements) {
                #expect(agrees(a, b, within: 1e-9))
            }
            var direct = Matrix(rows: factors.rows, columns: names.count)
            if kind == "emissions" {
                let stoves = try OracleMatrix(folder + "F_Y_emissions.csv")
                for (column, heading) in stoves.columns.enumerated() {
                    for row in 0..<factors.rows {
                        direct[row, try region(heading)] += stoves.matrix[row, column]
                    }
                }
            }
            let accounts = RegionalAccounts.all(
                model, regions: regions, finalDemand: demand, intensities: intensities,
                direct: direct)
            let consumption = try OracleMatrix(folder + "expected_D_cba_reg_\(kind).csv").matrix
            let territorial = try OracleMatrix(folder + "expected_D_pba_reg_\(kind).csv").matrix
            for (row, account) in accounts.enumerated() {
                for place in names.indices {
                    #expect(agrees(account.consumption[place] / consumption[row, place], 1))
                    #expect(agrees(account.territorial[place] / territorial[row, place], 1))
                    // What is exported is imported somewhere.
                }
                let (out, back) = (
                    account.exported.compensatedSum(), account.imported.compensatedSum()
                )
                #expect(agrees(out / back, 1))
            }
        }
    }

    @Test("ioanalysis' ten sectors: sums of the inverse, field of influence, RAS")
    func toy() throws {
        let folder = "io_toy_linkages_ras/"
        let flows = try OracleMatrix(folder + "Z.csv").matrix
        let output = try OracleMatrix(folder + "X.csv").matrix.column(0)
        let expected = try OracleJSON(folder + "expected.json")
        let model = try LeontiefModel(flows: flows, output: output)
        let inverse = model.inverse
        let wanted = [
            (inverse.columnSums, "L_colsum"), (inverse.rowSums, "L_rowsum"),
            ((0..<10).map { inverse[$0, $0] }, "L_diag"),
        ]
        for (found, key) in wanted {
            for (a, b) in zip(found, try expected.list(key)) { #expect(agrees(a, b)) }
        }
        // Its upstreamness is not ours: it divides by the output of the buyer, where Antràs and
        // others divide by the seller's. Each step counts once, so this has to hold:
        let positions = try ChainPositions(model)
        let next = flows.multiplied(by: positions.upstreamness)
        for industry in 0..<10 {
            #expect(
                agrees(positions.upstreamness[industry], 1 + next[industry] / output[industry]))
        }
        #expect(positions.downstreamness.elementsEqual(inverse.columnSums) { agrees($0, $1) })
        let field = FieldOfInfluence.field(inverse, row: 0, column: 0)
        #expect(
            agrees(
                field.elements.compensatedSum(),
                try expected.number("field_of_influence_1_1_sum")))
        #expect(
            agrees(
                FieldOfInfluence.sums(inverse)[0, 0], field.elements.compensatedSum()))
        // Their RAS takes the table as coefficients and gives coefficients of the new output.
        let margins = try OracleMatrix(folder + "ras_margins.csv", hasNames: false).matrix
        let balanced = try RAS.balance(
            flows, rowTotals: margins.column(1), columnTotals: margins.column(2))
        let goal = try OracleMatrix(folder + "expected_ras_A.csv").matrix
        for row in 0..<10 {
            for column in 0..<10 {
                #expect(
                    agrees(
                        balanced.table[row, column] / margins[column, 0], goal[row, column],
                        within: 1e-7))
            }
        }
    }

    @Test("Miller and Blair's book")
    func book() throws {
        let model = try LeontiefModel(
            flows: Matrix([[150, 500], [200, 100]]), output: [1000, 2000])
        let found = model.output(for: [600, 1500])
        for (a, b) in zip(found, [1247.5, 1841.6]) { #expect(abs(a - b) < 0.05) }
        for (a, b) in zip(model.inverse.elements, [1.2541, 0.3300, 0.2640, 1.1221]) {
            #expect(abs(a - b) < 5e-5)
        }
    }
}
