public import InputOutput
import Region
import Wording

/// Three industries of a country and region A of METHODS 1, with the coefficients of METHODS 5.7.
public enum ToyFlows {
    private static let industries = ["coal", "metal", "services"]
    private static let coefficients = [
        [0.10, 0.20, 0.05], [0.15, 0.10, 0.10], [0.05, 0.15, 0.20],
    ]
    private static let output = [60.0, 100, 240]

    public static var context: FlowContext {
        let deliveries = coefficients.map { row in zip(row, output).map { $0 * $1 } }
        let sold = deliveries.map { $0.reduce(0, +) }
        let final = zip(output, sold).map { $0 - $1 }
        let bought = (0..<3).map { column in deliveries.map { $0[column] }.reduce(0, +) }
        let shares: [(String, [Double])] = [
            ("toy:household_consumption", [0, 0.2, 0.8]), ("toy:exports", [1, 0.5, 0]),
            ("toy:gross_fixed_capital_formation", [0, 0.3, 0.2]),
        ]
        let table = FlowTable(
            place: "C", year: 2020, unit: Unit("mln RUB") ?? .one,
            activities: industries.map { ActivityCode(rawValue: $0) }, deliveries: deliveries,
            output: output, purchases: bought,
            finalUses: shares.map { code, parts in
                .init(
                    code: code, domestic: zip(final, parts).map { $0 * $1 },
                    imported: [0, 0, 0])
            }, valueAdded: zip(output, bought).map { $0 - $1 })
        let region: [Double] = [40, 20, 40]
        let names = Dictionary(
            uniqueKeysWithValues: zip(industries, ["уголь", "металл", "услуги"]).map {
                (ActivityCode(rawValue: $0), LocalizedText(en: $0, ru: $1))
            })
        return FlowContext(
            table: table, region: "A",
            sizes: industries.indices.map { industry in
                let code = ActivityCode(rawValue: industries[industry])
                return .init(
                    region: [region[industry]], country: [output[industry]],
                    regionSources: [.figure("jobs", "A", code, 2020)],
                    countrySources: [.activityTotal("jobs", "toy", code, 2020)])
            }, names: names,
            inflow: .init(
                value: 15, product: 120, year: 2020, goods: ["coal", "metal"],
                source: .note(LocalizedText(en: "trade.csv", ru: "trade.csv")),
                productSource: .figure("grp", "A", nil, 2020)),
            assumptions: [
                .wageShare: Assumption(
                    name: .wageShare, value: 0.5, low: 0.4, high: 0.6, unit: .one),
                .consumptionShare: Assumption(
                    name: .consumptionShare, value: 0.8, low: 0.7, high: 0.9, unit: .one),
                .accelerator: Assumption(
                    name: .accelerator, value: 0.3, low: 0, high: 0.6, unit: .one),
            ], accounts: [dust])
    }

    /// Dust of coal and of metal in A, with their value added.
    private static var dust: ProductionAccount {
        let measure = Measure(
            code: "dust", name: LocalizedText(en: "dust", ru: "пыль"), unit: Unit("kt") ?? .one,
            account: .emission)
        return ProductionAccount(
            measure: measure, year: 2020, money: Unit("mln RUB") ?? .one, isOfRegion: true,
            groups: [("coal", 0, 6.0, 28.0), ("metal", 1, 2, 11)].map { name, industry, kt, added in
                let code = ActivityCode(rawValue: name)
                return .init(
                    industries: [industry], amounts: [kt],
                    amountSources: [.figure("dust", "A", code, 2020)], added: [added],
                    addedSources: [.figure("added", "A", code, 2020)], quality: .reported)
            })
    }

    public static let text = """
        A country of three industries; of each rouble of output they buy:

        | of, for | coal | metal | services |
        | --- | ---: | ---: | ---: |
        | coal | 0.10 | 0.20 | 0.05 |
        | metal | 0.15 | 0.10 | 0.10 |
        | services | 0.05 | 0.15 | 0.20 |
        | output, million roubles | 60 | 100 | 240 |
        | jobs in the country | 60 | 100 | 240 |
        | jobs in region A | 40 | 20 | 40 |

        What is not sold to industries goes to households (a fifth of metal, four fifths of services),
        investment (0.3 of metal, a fifth of services) and abroad (the rest). Goods for 15 million roubles came
        to A from other regions, its gross regional product is 120 million. Wages are half of value added, of
        which 0.8 is spent. Growth of consumption by a unit has 0.3 invested. Coal in A gives off 6 thousand
        tonnes of dust and adds 28 million, metal 2 and 11.
        """
}
