import Testing
import Wording

@testable import Figures

/// One drawing of every kind, of small and realistic data.
enum Examples {
    struct Example: Sendable, CustomTestStringConvertible {
        let name: String
        let draw: @Sendable (Double, Language) -> Drawing
        var testDescription: String { name }
    }

    static let widths = [628.0, 326.0]

    static let all: [Example] = [
        Example(name: "line") { lines.drawing(width: $0, language: $1) },
        Example(name: "bar") { bars.drawing(width: $0, language: $1) },
        Example(name: "parts") { parts.drawing(width: $0, language: $1) },
        Example(name: "structure") { structure.drawing(width: $0, language: $1) },
        Example(name: "bubble") { bubbles.drawing(width: $0, language: $1) },
        Example(name: "rank") { ranks.drawing(width: $0, language: $1) },
        Example(name: "scatter") { scatter.drawing(width: $0, language: $1) },
        Example(name: "symbol-map") { symbols.drawing(width: $0, language: $1) },
        Example(name: "region-map") { regions.drawing(width: $0, language: $1) },
        Example(name: "network") { network.drawing(width: $0, language: $1) },
        Example(name: "settlement-map") { settlements.drawing(width: $0, language: $1) },
        Example(name: "cluster-map") { clusterMap.drawing(width: $0, language: $1) },
        Example(name: "autocorrelation-map") { signs.drawing(width: $0, language: $1) },
        Example(name: "band") { band.drawing(width: $0, language: $1) },
        Example(name: "stability") { stability.drawing(width: $0, language: $1) },
        Example(name: "convergence") { convergence.drawing(width: $0, language: $1) },
        Example(name: "chances") { chances.drawing(width: $0, language: $1) },
        Example(name: "stages") { stages.drawing(width: $0, language: $1) },
        Example(name: "tornado") { tornado.drawing(width: $0, language: $1) },
        Example(name: "sankey") { sankey.drawing(width: $0, language: $1) },
        Example(name: "parallel") { parallel.drawing(width: $0, language: $1) },
        Example(name: "gantt") { gantt.drawing(width: $0, language: $1) },
        Example(name: "use") { use.drawing(width: $0, language: $1) },
        Example(name: "diamond") { diamond.drawing(width: $0, language: $1) },
        Example(name: "agreement") { agreement.drawing(width: $0, language: $1) },
        Example(name: "control") { control.drawing(width: $0, language: $1) },
        Example(name: "lights") { lights.drawing(width: $0, language: $1) },
    ]

    static let activities = [
        "Добыча полезных ископаемых", "Manufacturing", "Wholesale and retail trade; repair",
        "Транспортировка и хранение", "Real estate",
    ]

    static let network = NetworkChart(
        title: "Energy is near", summary: "Activities that stand in the same regions.",
        points: (0..<18).map { number in
            NetworkChart.Point(
                name: number < 5 ? activities[number] : "Activity \(number)",
                size: Double((number * 13) % 17) + 1,
                state: number % 4 == 0 ? .present : number % 5 == 0 ? .near : .absent,
                words: "0.\(number)")
        },
        links: networkLinks,
        stateNames: ("in the region", "близко к тому, что есть", "not in the region"))

    private static var networkLinks: [NetworkChart.Link] {
        var links: [NetworkChart.Link] = []
        for first in 0..<18 {
            for second in 0..<18 where second > first && (first * 7 + second * 3) % 5 == 0 {
                let weight = Double((first + second) % 4) / 4 + 0.1
                links.append(NetworkChart.Link(first, second, weight: weight))
            }
        }
        return links
    }

    static let settlements = SettlementMap(
        title: "Two agglomerations", summary: "Towns, hulls and roads.",
        towns: [
            .init(
                name: "Kemerovo", longitude: 86.05, latitude: 55.39, people: 556_000, isPole: true,
                isCore: true),
            .init(
                name: "Новокузнецк", longitude: 87.21, latitude: 53.79, people: 549_000,
                isPole: true, isCore: true),
            .init(name: "Прокопьевск", longitude: 86.72, latitude: 53.86, people: 190_000),
            .init(name: "Kiselyovsk", longitude: 86.64, latitude: 54.0, people: 87_000),
            .init(name: "Topki", longitude: 85.62, latitude: 55.28, people: 27_000),
            .init(name: "Beryozovsky", longitude: 86.27, latitude: 55.66, people: 46_000),
            .init(name: "Belovo", longitude: 86.3, latitude: 54.42, people: 71_000),
        ],
        areas: [.init(name: "North", towns: [0, 4, 5]), .init(name: "South", towns: [1, 2, 3])],
        roads: [
            .init(0, 4, flow: 10, isAxis: false), .init(2, 3, flow: 190, isAxis: true),
            .init(1, 3, flow: 40, isAxis: true), .init(0, 6, flow: 5, isAxis: false),
        ],
        words: .init(
            pole: "полюс роста", town: "town", area: "agglomeration", road: "road",
            axis: "ось развития"))

    static let clusterMap = ClusterMap(
        title: "Mining is all over the region", summary: "Where three clusters sit.",
        places: settlements.towns.map {
            .init(name: $0.name, longitude: $0.longitude, latitude: $0.latitude)
        },
        panels: [
            .init(name: "Mining and energy", shares: [0.49, 0.06, 0.27, 0, 0.01, 0.06, nil]),
            .init(name: "Обрабатывающие производства", shares: [0.25, 0.75, 0, 0, 0, 0, 0]),
            .init(name: "Water and waste", shares: [0, 1, 0, 0, 0, nil, nil]),
        ],
        words: (share: "доля кластера", unknown: "size not known", none: "other town"))

    static let signs = AutocorrelationMap(
        title: "Mining stands together in Siberia", summary: "Local Moran.",
        places: cities.enumerated().map { order, city in
            AutocorrelationMap.Place(
                name: city.0, longitude: city.1, latitude: city.2,
                kind: AutocorrelationMap.Kind.allCases[order % 5], isChosen: order == 2)
        },
        names: [
            "high among high", "low among low", "high among low", "низкие среди высоких",
            "not significant",
        ])

    static let band = BandChart(
        title: "Localised up to 30 km", summary: "K-density and its band.",
        horizontalAxis: "distance, km", verticalAxis: "K-density",
        positions: (0...40).map { Double($0) * 2 },
        observed: (0...40).map { step -> Double in 0.02 / (1 + Double(step * step) / 90) + 0.004 },
        lower: (0...40).map { step -> Double in 0.003 + Double(step) / 20_000 },
        upper: (0...40).map { step -> Double in 0.008 + Double(step) / 20_000 },
        curveName: "observed",
        bandName: "95 % случайных")

    static let stability = StabilityMap(
        title: "A push dies out in waves", summary: "The map of Samuelson.",
        horizontalAxis: "v, accelerator", verticalAxis: "c, spent of income",
        point: .init(
            name: "Кемеровская область", accelerator: 0.3, consumption: 0.32,
            accelerators: 0...0.6, consumptions: 0.19...0.44),
        regimes: ["comes to rest", "waves that die out", "волны, которые растут", "without bound"])

    static let chances = ChanceChart(
        title: "Sorting may pay", summary: "Distribution of the value.",
        horizontalAxis: "net present value, million", verticalAxis: "share of draws under it",
        curves: [
            .init(
                name: "Сухая сортировка", paint: .series(0),
                points: (1...9).map { (Double($0) * 150 - 1_100, Double($0) / 10) }),
            .init(
                name: "Leaching of ash with recovery of metals", paint: .series(1),
                points: (1...9).map { (Double($0) * 210 - 7_000, Double($0) / 10) }),
        ])

    static let convergence = ConvergenceChart(
        title: "Ten thousand draws are enough", summary: "Quantiles of the first draws.",
        horizontalAxis: "draws", verticalAxis: "net present value, million",
        courses: [
            ("10 of 100 are under", -900.0), ("half are under", -150), ("ниже 90 из 100", 480),
        ]
        .enumerated().map { number, course in
            .init(
                name: course.0, paint: .series(number),
                steps: [100, 200, 500, 1_000, 2_000, 5_000, 10_000].map { draws in
                    let half = 3_000 / Double(draws).squareRoot()
                    let value = course.1 + half / Double(number + 3)
                    return .init(
                        draws: draws, value: value, band: value - half...value + half)
                })
        })

    static let stages = StageStrip(
        title: "The coal cluster is mature", summary: "Stages by year.",
        rows: [stageRow("Coal", 0), stageRow("Агропромышленный кластер", 1)],
        stages: ["agglomeration", "emerging", "developing", "зрелый", "трансформация"])

    private static func stageRow(_ name: String, _ order: Int) -> StageStrip.Row {
        let cells = (2010...2022).map { year -> StageStrip.Cell in
            let stage = (year - 2010 + order) / 3 + 1
            return StageStrip.Cell(
                year: year, stage: min(5, stage), probability: 0.4 + Double(year % 4) / 8)
        }
        return StageStrip.Row(name: name, cells: cells)
    }

    static let parallel = ParallelChart(
        title: "Three plans", summary: "Four effects.",
        axes: ["economic", "social", "экологический", "indirect"],
        lines: [
            .init(name: "plan-01", values: [120, 40, 3, 7]),
            .init(name: "plan-02", values: [90, 55, 8, 7], isChosen: true),
            .init(name: "план-03", values: [70, 60, 9, 7]),
        ])

    static let gantt = GanttChart(
        title: "Four projects", summary: "What starts when.", years: 2027...2034,
        groups: ["technogenic", "processing", "услуги", "social"], building: "built",
        working: "works", noteTitle: "costs",
        rows: [
            .init(
                name: "Dry sorting of ash", start: 2027, work: 2029, end: 2035, group: 0,
                note: "1 200"),
            .init(
                name: "Глубокая переработка масличных культур", start: 2028, work: 2029, end: 2032,
                group: 1, note: "9 000"),
            .init(name: "Museum", start: 2030, work: 2030, end: 2099, group: 2, note: "350"),
            .init(name: "", start: 2034, work: 2034, end: 2035, group: 7, note: ""),
        ])

    static let use = UseChart(
        title: "Money is short", summary: "Used and there.", used: "used", available: "there is",
        rows: [
            .init(
                name: "Budget of the region",
                years: (2027...2034).map {
                    .init(year: $0, used: Double(($0 * 7) % 11) * 90, available: 1000)
                }),
            .init(
                name: "Строители",
                years: (2027...2034).map {
                    .init(
                        year: $0, used: Double($0 - 2027) * 400,
                        available: $0 < 2030 ? nil : 2600)
                }),
        ])

    static let diamond = DiamondChart(
        title: "Rivalry is weakest", summary: "Four corners.",
        corners: [
            .init(name: "strategy and rivalry", score: 4), .init(name: "спрос", score: 5),
            .init(name: "related and supporting industries", score: 8),
            .init(name: "факторные условия", score: 7),
        ])

    static let agreementWords = AgreementPlot.Words(
        median: "median", quartiles: "half of the answers", answer: "an expert",
        earlier: "раньше", agreed: "agreed", open: "согласия нет")

    static let agreement = AgreementPlot(
        title: "Experts agree on three of four", summary: "Two rounds.", axis: "score, 1 to 9",
        rows: [
            agreementRow("Building materials from ash", [8, 9, 7, 3, 8], [8, 8, 7, 6, 8], true),
            agreementRow(
                "Туристско-рекреационный кластер Горной Шории с круглогодичной загрузкой",
                [6, 5, 7, 8, 4], [6, 5, 6, 7, 5], true),
            agreementRow("Углехимия", [1, 9, 2, 8, 5], [1, 9, 3, 8, 5], false),
            .init(
                name: "Mining machines",
                rounds: [.init(name: "round 2", median: 6.5, quartiles: 6...7)], isAgreed: true),
            .init(name: "Rare metals", rounds: [], isAgreed: nil),
        ], words: agreementWords)

    private static func agreementRow(
        _ name: String, _ before: [Double], _ after: [Double], _ isAgreed: Bool
    ) -> AgreementPlot.Row {
        let rounds = [before, after].enumerated().map { order, values in
            let sorted = values.sorted()
            return AgreementPlot.Round(
                name: "round \(order + 1)", median: sorted[2], quartiles: sorted[1]...sorted[3],
                answers: values.enumerated().map {
                    .init(expert: "e\($0.offset + 1)", value: $0.element)
                })
        }
        return AgreementPlot.Row(name: name, rounds: rounds, isAgreed: isAgreed)
    }

    static let controlWords = ControlChart.Words(
        score: "error of the forecast", average: "moving average", limit: "its limits",
        upper: "sum upwards", lower: "сумма вниз", bound: "decision limit", alarm: "alarm",
        since: "since", scoreAxis: "error, standard deviations",
        sumAxis: "sum of errors, стандартных отклонений")

    /// Worked out by hand from the scores, as METHODS 10.2 says.
    static let control: ControlChart = {
        let scores: [Double?] = [0, 0.3, -0.5, 0.2, 0.4, nil, 1.9, 2.2, 2.4, -0.8, -2.1, -2.9, -1]
        var points: [ControlChart.Point] = []
        var (average, left, high, low) = (0.0, 1.0, 0.0, 0.0)
        for (index, score) in scores.enumerated() {
            if let score {
                average = 0.2 * score + 0.8 * average
                left *= 0.64
                high = max(0, high + score - 0.5)
                low = max(0, low - score - 0.5)
            }
            points.append(
                .init(
                    year: 2014 + index, score: score, average: average,
                    limit: (1 - left).squareRoot(), upper: high, lower: low))
            if max(high, low) > 4 { (high, low) = (0, 0) }
        }
        return ControlChart(
            title: "Visitors are off course since 2020", summary: "Errors and sums.",
            points: points,
            alarms: [
                .init(year: 2022, since: 2020, isUpward: true),
                .init(year: 2025, since: 2023, isUpward: false),
            ], bound: 4, words: controlWords)
    }()

    static let lights = TrafficLights(
        title: "Two of six are red", summary: "Indicators beside their plan.",
        groups: [
            .init(
                name: "Economic",
                rows: [
                    lightsRow("Gross regional product", [0.01, -0.02, -0.061, -0.084]),
                    lightsRow(
                        "Инвестиции в основной капитал за счёт всех источников финансирования",
                        [-0.03, -0.12, -0.31, nil]),
                ]),
            .init(
                name: "Социальные",
                rows: [
                    lightsRow("Jobs", [nil, 0.045, 0, -0.15]), lightsRow("Visitors", [nil, nil]),
                ]),
            .init(
                name: "Экологические",
                rows: [
                    lightsRow("Ash put to use", [0.25, 0.31, 0.4, 0.38]),
                    lightsRow("Dust", [-0.001, -0.072, -0.01, -0.02]),
                ]),
        ], statuses: ["on plan", "отстаёт", "far behind"], missing: "no data")

    static func lightsRow(_ name: String, _ deviations: [Double?]) -> TrafficLights.Row {
        let cells = deviations.enumerated().map { index, deviation in
            TrafficLights.Cell(
                year: 2027 + index,
                status: deviation.map { $0 > -0.05 ? .green : $0 > -0.1 ? .amber : .red },
                deviation: deviation)
        }
        return TrafficLights.Row(name: name, cells: cells)
    }

    static let lines = LineChart(
        title: "Mining rose from 2.30 to 2.89", summary: "Location quotients by year.",
        axis: "location quotient",
        series: activities.enumerated().map { order, name in
            LineChart.Series(
                name: name,
                points: (2012...2022).filter { $0 != 2017 || order != 1 }.map { year in
                    let swing = Double((year * (order + 3)) % 7) / 10
                    return LineChart.Point(year: year, value: 2.6 / Double(order + 1) + swing)
                }, paint: .series(order), isChosen: order == 0)
        }, reference: 1, breaks: [2015], breakWords: "new classification")

    static let bars = BarChart(
        title: "Mining leads", summary: "Shares of activities.", axis: "share, %",
        bars: zip(activities, [41.8, 10.9, 9.6, 5.6, -1.2]).map { name, value in
            BarChart.Bar(
                name: name, value: value, range: value > 9 ? value - 2...value + 3 : nil,
                isChosen: value > 40)
        }, reference: 5)

    static let sankey = SankeyChart(
        title: "Half of the ash would be used", summary: "What becomes of coal and waste.",
        nodes: [
            "Угольные шахты", "preparation", "power plants", "зола", "rock", "building materials",
            "dumps", "leaching", "air", "metals",
        ],
        flows: [
            .init(from: 0, to: 1, value: 157), .init(from: 1, to: 2, value: 20),
            .init(from: 1, to: 4, value: 25.5, change: .less),
            .init(from: 2, to: 3, value: 4), .init(from: 2, to: 8, value: 16),
            .init(from: 3, to: 7, value: 1.5, change: .more),
            .init(from: 3, to: 6, value: 2.5, change: .less),
            .init(from: 7, to: 9, value: 0.001, change: .more),
            .init(from: 7, to: 5, value: 1.4, change: .more),
            .init(from: 4, to: 6, value: 20), .init(from: 4, to: 2, value: 5.5, change: .more),
        ], unit: "Mt", changeNames: ["unchanged", "больше, чем сейчас", "less"])

    static let tornado = TornadoChart(
        title: "The price decides", summary: "What the value hangs on.", axis: "million",
        base: -120,
        swings: [
            .init(name: "цена: Ga", atLow: -420, atHigh: 160.5),
            .init(name: "cost of working up the waste of the region", atLow: 40, atHigh: -300),
            .init(name: "инвестиции", atLow: -60, atHigh: -210),
            .init(name: "grade: Ti", atLow: -125, atHigh: -118),
        ], lowName: "input low", highName: "величина высокая")

    static let parts = PartsChart(
        title: "The region grew faster", summary: "Parts of growth.", axis: "bn ₽",
        partNames: ["national growth", "industry mix", "regional shift"],
        paints: [.series(5), .series(2), .series(1)],
        rows: zip(activities, [310, 96, 85.5, -48, 12.25]).map { name, value in
            PartsChart.Row(name: name, parts: [abs(value) * 0.8, -value * 0.3, value * 0.5])
        })

    static let structure = StructureChart(
        title: "Mining took over", summary: "Shares in the total.", names: activities + ["others"],
        paints: (0..<6).map { .series($0) },
        columns: (2009...2022).map { year in
            let mining = 0.2 + Double(year - 2009) / 65
            return StructureChart.Column(
                year: year, shares: [mining, 0.16, 0.12, 0, 0.07, 0.65 - mining])
        }, breaks: [2015], breakWords: "new classification")

    static let bubbles = BubbleChart(
        title: "Mining is strong and fading", summary: "Level, growth and size.",
        levelAxis: "location quotient", growthAxis: "change, times", stillGrowth: 1,
        bubbles: activities.enumerated().map { order, name in
            BubbleChart.Bubble(
                name: name, paint: order == 0 ? .chosen : .series(2),
                frames: (2020...2022).map { year in
                    let part = Double(order + 1)
                    let growth = Double((year + order) % 5) / 10
                    return BubbleChart.Moment(
                        year: year, level: 2.9 / part, growth: 0.9 + growth, size: 40 / part)
                })
        }, quadrants: ["emerging", "strong, growing", "weak", "strong, fading"])

    static let ranks = RankStrip(
        title: "32nd of 82", summary: "All regions.",
        rows: [
            RankStrip.Row(
                name: "Location quotient: mining and quarrying", values: regionValues, chosen: 7),
            RankStrip.Row(name: "Индекс Кругмана", values: regionValues, chosen: 12),
        ])

    private static let regionValues: [(name: String, value: Double)] = (0..<40).map { number in
        let value = Double((number * 37) % 41) / 20
        return ("Region \(number)", value + 0.1)
    }

    static let scatter = ScatterChart(
        title: "No significant convergence", summary: "Level and growth.",
        horizontalAxis: "logarithm of product per head", verticalAxis: "growth, % a year",
        points: (0..<30).map { number in
            let (x, y) = (Double((number * 17) % 31), Double((number * 11) % 29))
            return ScatterChart.Point(
                name: "Region \(number)", x: 10 + x / 10, y: 8 + y / 10, isChosen: number == 4)
        }, line: (12.2, -0.25))

    private static let cities: [(String, Double, Double, Double, Double?)] = [
        ("Kaliningrad", 20.5, 54.7, 300, 0.3), ("Moscow", 37.6, 55.75, 5_000, 0.1),
        ("Kemerovo", 86.1, 55.35, 900, 2.9), ("Tyumen", 68, 61, 4_000, 4.6),
        ("Anadyr", 177.5, 64.7, 60, 3.1), ("Provideniya", -173.2, 64.4, 5, nil),
    ]

    static let symbols = SymbolMap(
        title: "Strong in Siberia", summary: "Quotient by colour, product by area.",
        classes: ValueClasses(
            title: "Location quotient", borders: [0.5, 1, 2, 4], marked: (1, "the average")),
        symbols: cities.map { name, longitude, latitude, size, value in
            SymbolMap.Symbol(
                name: name, longitude: longitude, latitude: latitude, size: size, value: value,
                isChosen: name == "Kemerovo")
        })

    static let regions = RegionMap(
        title: "Towns and districts", summary: "Density by colour.",
        classes: ValueClasses(title: "persons per km²", borders: [5, 20, 100]),
        areas: (0..<6).map { number in
            let west = Double(85 + number % 3)
            let south = Double(53 + number / 3)
            let (east, north) = (west + 1, south + 1)
            let ring: [(longitude: Double, latitude: Double)] = [
                (west, south), (east, south), (east, north), (west, north), (west, south),
            ]
            return RegionMap.Area(
                name: "District \(number)", rings: [ring],
                value: number == 5 ? nil : Double(number * number * 8))
        },
        towns: [
            RegionMap.Town(name: "Кемерово", longitude: 86.1, latitude: 54.4, size: 552_000),
            RegionMap.Town(name: "Новокузнецк", longitude: 87.1, latitude: 53.75, size: 540_000),
            RegionMap.Town(name: "Осинники", longitude: 87.3, latitude: 53.6, size: 42_000),
        ])
}
