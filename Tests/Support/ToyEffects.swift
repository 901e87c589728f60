public import Effects
import InputOutput
import Region
import Wording

/// A mill in region A of ``ToyFlows``.
public enum ToyEffects {
    public static var context: EffectContext {
        var flows = ToyFlows.context
        flows.assumptions[.accelerator] = Assumption(
            name: .accelerator, value: 0.3, low: 0, high: 0.6, unit: .one)
        flows.assumptions[.outputToInvestment] = Assumption(
            name: .outputToInvestment, value: 0.5, low: 0.3, high: 1, unit: .one)
        var parameters = EffectParameters()
        parameters.years = 8
        parameters.shock = DemandShock(rawValue: "coal exports -10%")
        return EffectContext(
            flows: flows,
            projects: [
                Project(
                    code: "mill", name: LocalizedText(en: "mill", ru: "завод"), place: "A",
                    activity: "metal", investment: 200, investmentUnit: Unit("mln RUB"), jobs: 120,
                    output: 100, outputUnit: Unit("mln RUB"), startYear: 2021, endYear: 2022)
            ], industries: ["coal": 0, "metal": 1, "services": 2], parameters: parameters)
    }

    public static let text =
        ToyFlows.text + """


            A metal mill in A: 200 million roubles over 2021 and 2022, 120 jobs, sales of 100 million a year.
            Growing industries invest 0.3 of their growth a year later. The shock: exports of coal lastingly
            fall by a tenth.
            """
}
