public import Monitoring
import Region

/// Region A with two others: output, emissions, life, savings.
public enum ToySustainability {
    public static var context: SustainabilityContext {
        func indicator(
            _ code: String, _ unit: String, _ values: [PlaceCode: [Double]],
            pillar: Pillar? = nil, role: IndicatorRole? = nil, worst: Double? = nil,
            best: Double? = nil
        ) -> SustainabilityIndicator {
            SustainabilityIndicator(
                code: code, pillar: pillar, role: role, worst: worst, best: best,
                unit: Unit(unit) ?? .one, prices: role == .output ? .constant(2020) : .none,
                values: values.mapValues { list in
                    Dictionary(
                        uniqueKeysWithValues: list.enumerated().map {
                            (2020 + $0, SustainabilityIndicator.Value($1))
                        })
                },
                reference: {
                    .entry(table: "facts", key: [code, $0.rawValue, "\($1)"], column: "value")
                })
        }
        return SustainabilityContext(
            indicators: [
                indicator(
                    "output", "mln RUB",
                    ["A": [1000, 1030, 1060], "B": [800, 810, 820], "C": [1200, 1190, 1180]],
                    pillar: .economic, role: .output, worst: 500, best: 1500),
                indicator(
                    "dust", "t", ["A": [100, 97, 99], "B": [60, 61, 62], "C": [120, 118, 117]],
                    pillar: .ecological, role: .burden, worst: 150, best: 0),
                indicator(
                    "life", "years", ["A": [70, 71, 72], "B": [72, 72, 73], "C": [68, 69, 70]],
                    pillar: .social, worst: 50, best: 85),
                indicator("saving", "mln RUB", ["A": [250, 240, 200]], role: .grossSaving),
                indicator("wear", "mln RUB", ["A": [120, 125, 130]], role: .consumptionOfCapital),
                indicator("schools", "mln RUB", ["A": [40, 41, 42]], role: .education),
                indicator("mined", "mln RUB", ["A": [90, 100, 120]], role: .depletion),
                indicator("carbon", "mln RUB", ["A": [5, 5, 5]], role: .carbon),
                indicator("soot", "mln RUB", ["A": [12, 12, 12]], role: .particulates),
            ], region: "A", draws: 400)
    }

    public static let text = """
        Region A and two others, 2020 to 2022. Output is in prices of
        2020. Bounds, worst and best: output 500 and 1,500, dust 150 and
        0, life 50 and 85.

        | | 2020 | 2021 | 2022 |
        | --- | ---: | ---: | ---: |
        | A: output, mln RUB | 1,000 | 1,030 | 1,060 |
        | A: dust, t | 100 | 97 | 99 |
        | A: life, years | 70 | 71 | 72 |
        | B: output, dust, life | 800, 60, 72 | 810, 61, 72 | 820, 62, 73 |
        | C: output, dust, life | 1,200, 120, 68 | 1,190, 118, 69 | 1,180, 117, 70 |

        A saves 250, 240, 200 million roubles; machines wear by 120, 125, 130, schools cost 40, 41, 42, 90,
        100, 120 are mined away, carbon does damage of 5 and soot of 12 a year.
        """
}
