import InputOutput
import Numerics
import Region
import Support
import Testing

@Suite("Multiplier–accelerator (METHODS 5.10)")
struct MultiplierAcceleratorTests {
    private let golden: Golden

    init() throws { golden = try Golden(chapter: "c05") }

    @Test("the handbook's path, roots, period and multipliers")
    func example() throws {
        let model = try MultiplierAccelerator(consumption: 0.5, accelerator: 1)
        let path = model.path(autonomous: [Double](repeating: 1, count: 8), start: 1)
        for (a, b) in zip(path, try golden.list("samuelson")) { #expect(agrees(a, b)) }
        for (a, b) in zip(model.moduli, try golden.list("roots_.5_1_mod")) {
            #expect(agrees(a, b))
        }
        #expect(agrees(try #require(model.period), try golden.number("period_.5_1")))
        #expect(model.regime == .dampedCycles)
        for (c, v, part) in [
            (0.5, 1, "c.5v1"), (0.6, 2, "c.6v2"), (0.95, 3, "c.95v3"), (0.9, 0.1, "c.9v.1"),
        ] {
            let own = try MultiplierAccelerator(consumption: c, accelerator: v)
            #expect(agrees(own.moduli[0], try golden.number("regions", part)))
        }
        let wanted = try golden.list("keynes")
        #expect(agrees(try KeynesMultiplier(consumption: 0.5).value, wanted[0]))
        #expect(
            agrees(
                try KeynesMultiplier(consumption: 0.8, tax: 0.2, imports: 0.3).value, wanted[1]))
        // The edge of waves at v = 1 is c = 1.
        #expect(try golden.number("c_crit_v1") == 1)
        #expect(
            try MultiplierAccelerator(consumption: 0.999, accelerator: 1).regime == .dampedCycles)
    }

    @Test(
        "the regime says what the path does",
        arguments: [MultiplierAccelerator.Form.samuelson, .hicks])
    func regimes(_ form: MultiplierAccelerator.Form) throws {
        for seed in UInt64(0)..<300 {
            var random = RandomStream(seed: seed, stream: 510)
            let model = try MultiplierAccelerator(
                consumption: random.unit() * 0.99, accelerator: random.unit() * 3, form: form)
            let largest = model.moduli[0]
            if abs(largest - 1) < 0.03 { continue }
            let rest = try #require(model.restingIncome(autonomous: 1))
            let path = model.path(
                autonomous: [Double](repeating: 1, count: 2000), start: rest + 1, before: rest)
            let last = abs(path[2000] - rest)
            #expect(largest < 1 ? last < 1e-6 : !(last < 1e6))
            #expect(model.isStable == (largest < 1))
            switch model.regime {
            case .damped, .dampedCycles, .still: #expect(largest < 1)
            case .explosive, .explosiveCycles: #expect(largest > 1)
            case .steadyCycles: Issue.record("no random pair is on the line")
            }
            let swings = model.regime == .dampedCycles || model.regime == .explosiveCycles
            #expect((model.period != nil) == swings)
        }
    }

    @Test("edges: no spending, a centre, all income spent, bounds")
    func edges() throws {
        let still = try MultiplierAccelerator(consumption: 0, accelerator: 2)
        #expect(still.regime == .still)
        #expect(still.path(autonomous: [3, 3], start: 1) == [1, 3, 3])
        let centre = try MultiplierAccelerator(consumption: 0.5, accelerator: 2)
        #expect(centre.regime == .steadyCycles)
        let spent = try MultiplierAccelerator(consumption: 1, accelerator: 0.5)
        #expect(spent.restingIncome(autonomous: 1) == nil)
        #expect(!spent.isStable)
        #expect(throws: Undefined.singular) { try KeynesMultiplier(consumption: 1) }
        #expect(throws: Undefined.notAQuantity(symbol: "c")) {
            try MultiplierAccelerator(consumption: -0.1, accelerator: 1)
        }
        let wild = try MultiplierAccelerator(consumption: 0.8, accelerator: 3, form: .hicks)
        let bounded = wild.path(
            autonomous: [Double](repeating: 10, count: 60), start: 50, before: 49,
            within: .init(ceiling: 80, floor: -5))
        #expect(bounded.max() == 80)
        #expect(try #require(bounded.min()) > 0)
        #expect(
            wild.path(
                autonomous: [Double](repeating: 10, count: 60), start: 50, before: 49
            ).max()! > 1000)
    }

    @Test("estimates find what made the series")
    func estimate() throws {
        var random = RandomStream(seed: 1, stream: 511)
        let (c, v) = (0.6, 0.8)
        var (income, consumption, investment) = ([100.0], [60.0], [10.0])
        for _ in 0..<400 {
            let spent = 10 + c * income[income.count - 1] + (random.unit() - 0.5)
            let invested =
                8 + v * (spent - consumption[consumption.count - 1]) + (random.unit() - 0.5)
            income.append(spent + invested + 20 + 20 * (random.unit() - 0.5))
            consumption.append(spent)
            investment.append(invested)
        }
        let found = try MultiplierAcceleratorEstimate(
            income: income, consumption: consumption, investment: investment)
        #expect(found.consumption.interval(0.999).contains(c))
        #expect(found.accelerator.interval(0.999).contains(v))
        #expect(abs(found.consumption.value - c) < 0.02)
        #expect(throws: Undefined.insufficientData(have: 3, need: 5)) {
            try MultiplierAcceleratorEstimate(
                income: [1, 2, 3], consumption: [1, 2, 3], investment: [1, 2, 3])
        }
        #expect(throws: Undefined.constantInput) {
            try MultiplierAcceleratorEstimate(
                income: [1, 1, 1, 1, 1], consumption: [1, 2, 3, 4, 5],
                investment: [1, 2, 3, 4, 6])
        }
    }
}

@Suite("Output over the years (METHODS 5.11)")
struct DynamicModelTests {
    private let golden: Golden
    private let model: LeontiefModel
    private let dynamic: DynamicModel

    init() throws {
        golden = try Golden(chapter: "c05")
        model = try LeontiefModel(
            flows: InputOutputGoldenTests.flows, output: InputOutputGoldenTests.output)
        dynamic = try DynamicModel(
            model, spending: [0.10, 0.20], income: [0.30, 0.25],
            capital: Matrix([[0.10, 0.05], [0.30, 0.20]]))
    }

    @Test("the handbook's radius, resting output, path and growth")
    func example() throws {
        #expect(agrees(try dynamic.radius, try golden.number("dyn_radius")))
        let rest = try dynamic.restingOutput([350, 1700])
        for (a, b) in zip(rest, try golden.list("dyn_steady")) { #expect(agrees(a, b)) }
        #expect(
            agrees(
                try #require(try dynamic.balancedGrowth), try golden.number("balanced_growth")))
        let after = dynamic.path(
            [[Double]](repeating: [360, 1700], count: 400), start: rest, before: rest,
            isLinear: true)
        let wanted = try golden.matrix("dyn_path")
        for year in 0..<5 {
            for industry in 0..<2 {
                #expect(
                    agrees(
                        after[year].output[industry] - rest[industry], wanted[year, industry],
                        within: 1e-8))
            }
        }
        let limit = try golden.list("dyn_new_steady_minus_old")
        for industry in 0..<2 {
            #expect(
                agrees(
                    after[399].output[industry] - rest[industry], limit[industry], within: 1e-8))
        }
    }

    @Test("capacity and labour bound output, and what they keep away is imported")
    func limits() throws {
        let rest = try dynamic.restingOutput([350, 1700])
        let demand = [[Double]](repeating: [500, 1700], count: 30)
        let free = dynamic.path(demand, start: rest, before: rest)
        let capacity = rest.map { $0 * 1.05 }
        let bound = dynamic.path(
            demand, start: rest, before: rest, within: .init(capacity: capacity))
        for (year, own) in bound.enumerated() {
            for industry in 0..<2 {
                #expect(own.output[industry] <= capacity[industry] + 1e-9)
                #expect(own.output[industry] <= free[year].output[industry] + 1e-9)
            }
        }
        #expect(bound[29].imported[0] > 0)
        #expect(free.allSatisfy { $0.imported == [0, 0] })
        // What is wanted is made or imported: x + m = A x + wanted, wanted is that of the year.
        let people = zip(rest, [0.004, 0.002]).map { $0 * $1 }.compensatedSum()
        let scarce = dynamic.path(
            demand, start: rest, before: rest,
            within: .init(labour: .init(people: people, intensity: [0.004, 0.002])))
        for own in scarce {
            let used = zip(own.output, [0.004, 0.002]).map { $0 * $1 }.compensatedSum()
            #expect(used <= people * (1 + 1e-9))
        }
        #expect(scarce[10].imported.allSatisfy { $0 > 0 })
    }

    @Test("falling output sells no machines; lives call for new ones")
    func floor() throws {
        let rest = try dynamic.restingOutput([350, 1700])
        let demand = [[Double]](repeating: [300, 1500], count: 3)
        let plain = dynamic.path(demand, start: rest, before: rest)
        let linear = dynamic.path(demand, start: rest, before: rest, isLinear: true)
        #expect(plain[1].output[0] > linear[1].output[0])
        let wearing = try DynamicModel(
            model, spending: [0.10, 0.20], income: [0.30, 0.25],
            capital: Matrix([[0.10, 0.05], [0.30, 0.20]]), lives: [10, 20])
        #expect(try wearing.restingOutput([350, 1700])[0] > rest[0])
        #expect(throws: Undefined.notAQuantity(symbol: "T")) {
            try DynamicModel(
                model, spending: [0.1, 0.2], income: [0.3, 0.25],
                capital: Matrix(rows: 2, columns: 2), lives: [0, 1])
        }
    }

    @Test("a radius under 1 is rest, on random economies")
    func stability() throws {
        for seed in UInt64(0)..<60 {
            let (flows, output) = InputOutputPropertyTests.table(seed)
            let own = try LeontiefModel(flows: flows, output: output)
            var random = RandomStream(seed: seed, stream: 512)
            var capital = Matrix(rows: own.count, columns: own.count)
            for index in capital.elements.indices {
                capital.elements[index] = 0.3 * random.unit() / Double(own.count)
            }
            let added = own.coefficients.columnSums.map { 0.6 * (1 - $0) }
            let model = try DynamicModel(
                own, spending: [Double](repeating: 0.7 / Double(own.count), count: own.count),
                income: added, capital: capital)
            let radius = try model.radius
            if abs(radius - 1) < 0.05 { continue }
            let demand = own.finalDemand.map { max(1, $0) }
            let rest = try model.restingOutput(demand)
            let path = model.path(
                [[Double]](repeating: demand, count: 900), start: rest.map { $0 * 1.01 },
                before: rest, isLinear: true)
            let last = zip(path[899].output, rest).map { abs($0 - $1) / $1 }.max() ?? 0
            #expect(radius < 1 ? last < 1e-3 : !(last < 0.01))
        }
    }
}
