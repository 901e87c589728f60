import Effects
import InputOutput
import Numerics
import Region
import Support
import Testing
import Wording

@Suite("Effects of projects and shocks (METHODS 7.1)")
struct EffectTests {
    private static func rows(
        _ id: String, _ context: EffectContext
    ) throws -> [ResultRow] {
        let method = try #require(EffectMethods.all.first { $0.method.id == id })
        return try #require(try method.results(in: context).first).rows
    }

    private static func value(
        _ rows: [ResultRow], _ object: ObjectCode, _ component: String, year: Int? = nil
    ) throws -> Double {
        let row = try #require(
            rows.first {
                $0.key.object == object && $0.key.component == component
                    && (year == nil || $0.key.year == year)
            })
        return try #require(row.outcome.value)
    }

    @Test("parts of the effect add up to the multipliers and scale with the project")
    func parts() throws {
        var context = ToyEffects.context
        let rows = try Self.rows("project-effects", context)
        let economy = try context.flows.economy()
        let shares = try #require(economy.valueAddedShares)
        let first = economy.model.multipliers(of: shares)
        let wages = try #require(economy.wages(context.flows))
        let spending = try #require(economy.householdSpending(context.flows))
        let closed = try ClosedModel(
            economy.model, columns: [spending], rows: [wages], inner: Matrix(rows: 1, columns: 1))
        let second = closed.model.multipliers(of: shares + [0])
        let direct = try Self.value(rows, "mill", "direct")
        let indirect = try Self.value(rows, "mill", "indirect")
        let induced = try Self.value(rows, "mill", "induced")
        #expect(agrees(direct, 100 * shares[1]))
        #expect(agrees(direct + indirect, 100 * first[1]))
        #expect(agrees(direct + indirect + induced, 100 * second[1]))
        #expect(try Self.value(rows, "mill", "indirectLow") < indirect)
        #expect(try Self.value(rows, "mill", "indirectHigh") > indirect)
        #expect(try Self.value(rows, "mill", "jobs") == 120)
        // Thousands instead of millions, twice the size.
        let old = context.projects[0]
        context.projects = [
            Project(
                code: "mill", name: old.name, place: "A", activity: "metal", investment: 400_000,
                investmentUnit: Unit("thousand RUB"), output: 200_000,
                outputUnit: Unit("thousand RUB"))
        ]
        let again = try Self.rows("project-effects", context)
        for component in ["building", "direct", "indirect", "induced", "wages"] {
            let (small, large) = (
                try Self.value(rows, "mill", component), try Self.value(again, "mill", component)
            )
            #expect(agrees(large, 2 * small))
        }
    }

    @Test("without sales the ratio stands in, and says that it is assumed")
    func assumed() throws {
        var context = ToyEffects.context
        let old = context.projects[0]
        context.projects = [
            Project(
                code: "mill", name: old.name, activity: "metal", investment: 200,
                investmentUnit: Unit("mln RUB"))
        ]
        let rows = try Self.rows("project-effects", context)
        #expect(try Self.value(rows, "mill", "output") == 100)
        #expect(
            rows.first { $0.key.component == "direct" }?.quality == .assumption)
        context.flows.assumptions[.outputToInvestment] = nil
        let bare = try Self.rows("project-effects", context)
        #expect(bare.map(\.key.component) == ["building"])
    }

    @Test("the path comes to rest at the type II effect; a shock twice as large does twice as much")
    func path() throws {
        var context = ToyEffects.context
        context.parameters.years = 60
        let rows = try Self.rows("impact-path", context)
        let effects = try Self.rows("project-effects", context)
        let whole =
            try Self.value(effects, "mill", "direct") + Self.value(effects, "mill", "indirect")
            + Self.value(effects, "mill", "induced")
        #expect(
            agrees(
                try Self.value(rows, "mill", "valueAdded", year: 60), whole, within: 1e-6))
        let first = try Self.value(rows, "shock", "valueAdded", year: 1)
        #expect(first < 0)
        context.parameters.shock = DemandShock(rawValue: "уголь exports -20%")
        let double = try Self.rows("impact-path", context)
        #expect(agrees(try Self.value(double, "shock", "valueAdded", year: 1), 2 * first))
    }

    @Test("shocks are read, or refused")
    func shocks() {
        let read = DemandShock(rawValue: "wiod35:c2 exports −10%")
        #expect(read?.industry == "wiod35:c2" && read?.use == .exports)
        #expect(read.map { agrees($0.change, -0.1) } ?? false)
        #expect(
            DemandShock(rawValue: "добыча полезных investment +5%")?.industry == "добыча полезных")
        for bad in ["", "coal -10%", "coal exports 10", "coal cars -10%", "coal exports -101%"] {
            #expect(DemandShock(rawValue: bad) == nil, "\(bad)")
        }
    }

    @Test("a shock of no industry and data that is lacking are said")
    func lacking() throws {
        var context = ToyEffects.context
        context.parameters.shock = DemandShock(rawValue: "steel exports -10%")
        let method = try #require(EffectMethods.all.first { $0.method.id == "impact-path" })
        let table = try #require(try method.results(in: context).first)
        #expect(table.rows.allSatisfy { $0.key.object == "mill" })
        #expect(table.notices.contains { $0.english.contains("steel exports") })
        context.flows.assumptions = [:]
        for method in EffectMethods.all {
            let empty = try #require(try method.results(in: context).first)
            #expect(empty.rows.isEmpty)
            #expect(empty.notices.contains { $0.english.contains(".csv") })
        }
    }
}
