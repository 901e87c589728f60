public import Foresight
import Region
import Wording

/// Three series of region A and its technological modes.
public enum ToyForesight {
    private static let steady = [100.0, 104, 109, 113, 118, 122, 127, 131, 136, 140, 145, 150]
    private static let unsteady = [100.0, 110, 105, 120, 130, 128]

    public static var context: ForecastContext {
        func entry(_ activity: ActivityCode, _ values: [Double]) -> ForecastContext.Entry {
            ForecastContext.Entry(
                place: "A", activity: activity,
                series: AnnualSeries(first: 2011, values: values), quality: .reported,
                reference: { .figure("output", "A", activity, $0) })
        }
        var parameters = ForesightParameters()
        parameters.horizon = 2
        return ForecastContext(
            measure: Measure(
                code: "output", name: LocalizedText(en: "Output", ru: "Выпуск"),
                unit: Unit("mln RUB") ?? .one),
            classification: "own",
            entries: [
                entry("power", steady), entry("coal", unsteady), entry("tourism", [12, 14, 13]),
            ], parameters: parameters)
    }

    /// Two things of region A as a whole: one that wanders, one that grows to a bound.
    public static var markets: MarketContext {
        func total(_ code: String, _ unit: String, _ values: [Double]) -> ForecastContext {
            ForecastContext(
                measure: Measure(
                    code: MeasureCode(rawValue: code), name: LocalizedText(en: code, ru: code),
                    unit: Unit(unit) ?? .one),
                entries: [
                    ForecastContext.Entry(
                        place: "A", series: AnnualSeries(first: 2011, values: values),
                        quality: .reported,
                        reference: {
                            .entry(table: "facts", key: [code, "A", "\($0)"], column: "value")
                        })
                ], parameters: parameters)
        }
        var parameters = ForesightParameters()
        parameters.horizon = 3
        return MarketContext(
            totals: [
                total("exports", "Mt", [100, 110, 105, 120, 130, 128]),
                total("lines", "thousand", [10, 17, 26, 39, 51, 64, 72, 80, 84, 87, 88, 89]),
            ], parameters: parameters)
    }

    public static var modes: ModeContext {
        let values: [Year: [Double]] = [
            2019: [50, 30, 8, 12], 2020: [48, 31, 9, 12], 2021: [47, 31, 10, 12],
            2022: [45, 31, 12, 12],
        ]
        let activities: [ActivityCode] = ["coal", "works", "software", "farms"]
        let map = ModeMap(
            "ours",
            shares: [
                "coal": ModeShares([1, 0, 0, 0, 0]), "works": ModeShares([0.5, 0.4, 0.1, 0, 0]),
                "software": ModeShares([0, 0, 0.9, 0.1, 0]),
            ], qualities: ["coal": .assumption, "works": .assumption, "software": .assumption])
        var parameters = ForesightParameters()
        parameters.modeYears = 2
        return ModeContext(
            region: "A",
            measure: Measure(
                code: "value_added",
                name: LocalizedText(en: "Value added", ru: "Добавленная стоимость"),
                unit: Unit("mln RUB") ?? .one),
            figures: [
                (
                    classification: "own",
                    years: values.mapValues { list in
                        zip(activities, list).map {
                            ModeContext.Entry(activity: $0, value: $1, quality: .reported)
                        }
                    }
                )
            ], maps: [map],
            reference: { map, activity, mode in
                .entry(
                    table: "mode_maps", key: [map.name, activity.rawValue],
                    column: "mode_\(mode.rawValue)")
            }, parents: [:],
            published: [
                ModeContext.Published(
                    place: "country", mode: .fifth, year: 2021, share: 0.1, quality: .reported,
                    reference: .entry(
                        table: "facts",
                        key: ["technological_mode_5_share", "country", "2021"], column: "value"))
            ], waves: [.third: 1890, .fourth: 1949, .fifth: 1983, .sixth: 2015],
            programme: {
                ModeProgramme(projects: [
                    ModeProgramme.Project(
                        code: "centre", activity: "software", added: 5, years: 2024...2040,
                        key: ResultKey(place: "A", object: "centre", component: "direct"))
                ])
            }, parameters: parameters)
    }

    public static let text = """
        Output of three activities of region A, in million roubles. Power grew steadily, 2011 to 2022:
        100, 104, 109, 113, 118, 122, 127, 131, 136, 140, 145, 150. Coal did not, 2011 to 2016: 100, 110,
        105, 120, 130, 128. Of tourism three years are known, 2011 to 2013: 12, 14, 13. Two years are
        forecast.
        """

    public static let marketText = """
        Two things of region A, year by year from 2011: exports in Mt, 100, 110, 105, 120, 130, 128, and
        telephone lines in thousands, 10, 17, 26, 39, 51, 64, 72, 80, 84, 87, 88, 89. Three years are
        looked ahead.
        """

    public static let modeText = """
        Value added of region A in million roubles, and which part of it belongs to which mode by a map
        of ours; farms are of none:

        | activity | 2019 | 2020 | 2021 | 2022 | mode 3 | mode 4 | mode 5 | mode 6 |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | coal | 50 | 48 | 47 | 45 | 1 | | | |
        | works | 30 | 31 | 31 | 31 | 0.5 | 0.4 | 0.1 | |
        | software | 8 | 9 | 10 | 12 | | | 0.9 | 0.1 |
        | farms | 12 | 12 | 12 | 12 | | | | |

        The programme builds a software centre, at work from 2024 on, with a value added of 5 million a
        year. Two years are followed; the aim is a share of 0.3 for modes 5 and 6. The waves of modes 3 to
        6 begin in 1890, 1949, 1983 and 2015. Of the country somebody says that mode 5 has a tenth.
        """
}
