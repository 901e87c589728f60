public import Monitoring
import Region

/// Two planned indicators of region A, and one with facts alone.
public enum ToyMonitoring {
    public static var context: MonitoringContext {
        func indicator(
            _ code: String, _ unit: String, isMoreBetter: Bool = true, base: Double? = nil,
            from first: Year, plan: [Double] = [], facts: [Double]
        ) -> MonitoredIndicator {
            MonitoredIndicator(
                code: code, isMoreBetter: isMoreBetter, base: base, unit: Unit(unit) ?? .one,
                plan: Dictionary(
                    uniqueKeysWithValues: plan.enumerated().map { (2027 + $0, $1) }),
                facts: Dictionary(
                    uniqueKeysWithValues: facts.enumerated().map { (first + $0, $1) }),
                factReference: {
                    .entry(table: "facts", key: [code, "A", "\($0)"], column: "value")
                })
        }
        return MonitoringContext(
            indicators: [
                indicator(
                    "jobs", "persons", base: 80, from: 2027, plan: [100, 110, 120, 140],
                    facts: [95, 115, 102]),
                indicator(
                    "dust", "t", isMoreBetter: false, base: 12, from: 2027, plan: [11, 10, 9, 8],
                    facts: [11, 10.8, 10.2]),
                indicator(
                    "visitors", "persons", from: 2018,
                    facts: [50, 51, 49, 50, 52, 51, 60, 68, 77]),
            ],
            progress: [
                ProjectProgress(
                    project: "works", budget: 1000, unit: Unit("mln RUB") ?? .one,
                    years: [
                        .init(year: 2027, planned: 0.25, done: 0.2, spent: 230),
                        .init(year: 2028, planned: 0.4, done: 0.36, spent: 220),
                    ])
            ], waits: [(before: "works", after: "road", alternative: nil)], region: "A")
    }

    public static let text = """
        Region A plans jobs (80 before the programme) and dust (12 t before; less is better), 2027 to 2030;
        three years are known. Of visitors, in thousands, there are facts alone, 2018 to 2026: 50, 51, 49,
        50, 52, 51, 60, 68, 77.

        | | 2027 | 2028 | 2029 | 2030 |
        | --- | ---: | ---: | ---: | ---: |
        | jobs, plan | 100 | 110 | 120 | 140 |
        | jobs, fact | 95 | 115 | 102 | |
        | dust, plan | 11 | 10 | 9 | 8 |
        | dust, fact | 11 | 10.8 | 10.2 | |

        The works cost 1,000 million roubles. By the end of 2027 a quarter was to be done and a fifth was,
        for 230 million; by the end of 2028 two fifths and 36 per cent, for 220 more. A
        road waits for the works.
        """
}
