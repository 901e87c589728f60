public import Effects
import InputOutput
import Region
import Wording

/// A mill in region A of ``ToyFlows``.
public enum ToyEffects {
    public static var context: EffectContext {
        var flows = ToyFlows.context
        flows.assumptions[.outputToInvestment] = Assumption(
            name: .outputToInvestment, value: 0.5, low: 0.3, high: 1, unit: .one)
        for (name, low, value, high, unit) in [
            (Assumption.Name.meanPay, 0.4, 0.5, 0.8, "mln RUB/person"),
            (.regionalTaxShare, 0.08, 0.12, 0.18, "1"), (.discountRate, 0.06, 0.1, 0.15, "1"),
            (.horizonYears, 3, 3, 3, "year"), (.avoidedPayment, 20, 60, 200, "RUB/t"),
            (.emissionDamage, 2_000, 10_000, 40_000, "RUB/t"),
            (.landValue, 10_000, 50_000, 90_000, "RUB/ha"),
        ] {
            flows.assumptions[name] = Assumption(
                name: name, value: value, low: low, high: high, unit: Unit(unit) ?? .one)
        }
        var parameters = EffectParameters()
        parameters.draws = 1_000
        parameters.years = 8
        parameters.shock = DemandShock(rawValue: "coal exports -10%")
        return EffectContext(
            flows: flows,
            projects: [
                Project(
                    code: "mill", name: LocalizedText(en: "mill", ru: "завод"), place: "A",
                    activity: "metal", investment: 200, investmentUnit: Unit("mln RUB"), jobs: 120,
                    output: 100, outputUnit: Unit("mln RUB"), startYear: 2021, endYear: 2022)
            ],
            projectFlows: [
                ProjectFlow(
                    project: "mill", kind: .waste, code: "slag", age: nil,
                    amount: RangedNumber(low: 100, middle: 200, high: 300),
                    unit: Unit("kt") ?? .one, quality: .reported),
                ProjectFlow(
                    project: "mill", kind: .emission, code: "dust", age: nil,
                    amount: RangedNumber(300), unit: .tonne,
                    quality: .reported),
                ProjectFlow(
                    project: "mill", kind: .land, code: "heap", age: nil,
                    amount: RangedNumber(2),
                    unit: Unit("ha") ?? .one, quality: .reported),
            ], industries: ["coal": 0, "metal": 1, "services": 2], parameters: parameters)
    }

    public static let text =
        ToyFlows.text + """


            A metal mill in A: 200 million roubles over 2021 and 2022, 120 jobs, sales of 100 million a year.
            It uses 200 thousand tonnes of slag a year, gives off 300 tonnes of dust and sets 2 hectares free a
            year. A job costs half a million a year (0.4 to 0.8), 0.12 of value added come to the region as tax
            (0.08 to 0.18); money is discounted at 0.1 over three years of work. A tonne of slag that need not
            be stored spares 60 roubles, a tonne of dust does harm for 10,000, a hectare is worth 50,000.
            Growing industries invest 0.3 of their growth a year later. The shock: exports of coal lastingly
            fall by a tenth.
            """
}
