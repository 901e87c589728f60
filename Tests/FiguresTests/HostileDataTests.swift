import Foundation
import Testing
import Wording

@testable import Figures

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Whatever the numbers and names are, a drawing is well formed and every mark has a place.
@Suite("Drawings of hostile data")
struct HostileDataTests {
    static let names = [
        "", " ", "<script>alert(1)</script>", "\"&'<>", "\u{202E}desrever\u{202C}", "a\u{0}b\u{7}c",
        String(repeating: "Очень длинное название ", count: 14), "👩‍🏭 plant", "e\u{301}", "\n\t",
    ]
    static let numbers = [
        0, 1, -1, 1e-300, -1e-300, 1e300, -1e300, 123_456_789, 0.1, 3, 3, 3, .leastNonzeroMagnitude,
    ]

    private struct Draw {
        var state: UInt64
        mutating func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        mutating func name() -> String {
            HostileDataTests.names[next(HostileDataTests.names.count)]
        }
        mutating func number() -> Double {
            HostileDataTests.numbers[next(HostileDataTests.numbers.count)]
        }
        mutating func count() -> Int { [0, 1, 2, 7][next(4)] }
    }

    private func drawings(_ seed: UInt64, _ width: Double, _ language: Language) -> [Drawing] {
        var d = Draw(state: seed)
        let title = d.name()
        let lines = LineChart(
            title: title, summary: d.name(), axis: d.name(),
            series: (0..<d.count()).map { order in
                LineChart.Series(
                    name: d.name(),
                    points: (0..<d.count()).map { .init(year: 2000 + $0 * 3, value: d.number()) },
                    paint: .series(order), isChosen: order == 1)
            }, reference: d.next(2) == 0 ? d.number() : nil, breaks: [2001, 2050],
            breakWords: d.name())
        let bars = BarChart(
            title: title, summary: "", axis: d.name(),
            bars: (0..<d.count()).map { _ in
                let value = d.number()
                return BarChart.Bar(
                    name: d.name(), value: value, range: d.next(2) == 0 ? value...value : nil)
            }, reference: d.next(2) == 0 ? d.number() : nil)
        let parts = PartsChart(
            title: title, summary: "", axis: d.name(), partNames: [d.name(), d.name()],
            paints: [.series(0), .series(1)],
            rows: (0..<d.count()).map { _ in .init(name: d.name(), parts: [d.number(), d.number()])
            })
        let structure = StructureChart(
            title: title, summary: "", names: [d.name(), d.name()],
            paints: [.series(0), .series(1)],
            columns: (0..<d.count()).map { .init(year: 2000 + $0, shares: [0.25, 0.75]) },
            breaks: [2000], breakWords: d.name())
        let bubbles = BubbleChart(
            title: title, summary: "", levelAxis: d.name(), growthAxis: d.name(),
            bubbles: (0..<d.count()).map { _ in
                .init(
                    name: d.name(), paint: .series(1),
                    frames: (0..<d.count()).map {
                        .init(
                            year: 2000 + $0, level: d.number(), growth: d.number(), size: d.number()
                        )
                    })
            }, quadrants: [d.name(), d.name(), d.name(), d.name()])
        let ranks = RankStrip(
            title: title, summary: "",
            rows: (0..<d.count()).map { _ in
                let values = (0..<max(1, d.count())).map { _ in (d.name(), d.number()) }
                return .init(name: d.name(), values: values, chosen: d.next(2) == 0 ? 0 : nil)
            })
        let scatter = ScatterChart(
            title: title, summary: "", horizontalAxis: d.name(), verticalAxis: d.name(),
            points: (0..<d.count()).map {
                .init(name: d.name(), x: d.number(), y: d.number(), isChosen: $0 == 0)
            },
            line: d.next(2) == 0 ? (d.number(), d.number()) : nil)
        let classes = ValueClasses(title: d.name(), borders: [0.5, 1, 2, 4], marked: (1, d.name()))
        let places = [(0.0, 0.0), (180.0, 89.0), (-180.0, -89.0), (86.0, 54.0), (-31.0, 38.0)]
        let symbols = SymbolMap(
            title: title, summary: "", classes: classes,
            symbols: (0..<d.count()).map { number in
                let place = places[d.next(places.count)]
                return .init(
                    name: d.name(), longitude: place.0, latitude: place.1, size: d.number(),
                    value: d.next(3) == 0 ? nil : d.number(), isChosen: number == 0)
            })
        let regions = RegionMap(
            title: title, summary: "", classes: d.next(2) == 0 ? classes : nil,
            areas: (0..<d.count()).map { _ in
                .init(name: d.name(), rings: [[], places.map { ($0.0, $0.1) }], value: d.number())
            },
            towns: (0..<d.count()).map { _ in
                let place = places[d.next(places.count)]
                return .init(
                    name: d.name(), longitude: place.0, latitude: place.1, size: d.number())
            })
        return [
            lines.drawing(width: width, language: language),
            bars.drawing(width: width, language: language),
            parts.drawing(width: width, language: language),
            structure.drawing(width: width, language: language),
            bubbles.drawing(width: width, language: language),
            ranks.drawing(width: width, language: language),
            scatter.drawing(width: width, language: language),
            symbols.drawing(width: width, language: language),
            regions.drawing(width: width, language: language),
        ] + ofClusters(&d, places, width, language)
    }

    private func ofClusters(
        _ d: inout Draw, _ places: [(Double, Double)], _ width: Double, _ language: Language
    ) -> [Drawing] {
        let title = d.name()
        var points: [NetworkChart.Point] = []
        for _ in 0..<d.count() {
            let state: NetworkChart.State = [.present, .near, .absent][d.next(3)]
            points.append(.init(name: d.name(), size: d.number(), state: state, words: d.name()))
        }
        var links: [NetworkChart.Link] = []
        for _ in 0..<d.count() {
            links.append(.init(d.next(9), d.next(9), weight: d.number()))
        }
        let network = NetworkChart(
            title: title, summary: "", points: points, links: links,
            stateNames: (d.name(), d.name(), d.name()))
        var towns: [SettlementMap.Town] = []
        for _ in 0..<d.count() {
            let place = places[d.next(places.count)]
            towns.append(
                .init(
                    name: d.name(), longitude: place.0, latitude: place.1, people: d.number(),
                    isPole: d.next(2) == 0, isCore: d.next(2) == 0))
        }
        let settlements = SettlementMap(
            title: title, summary: "", towns: towns,
            areas: [.init(name: d.name(), towns: [0, 1, 99])],
            roads: [
                .init(0, 1, flow: d.number(), isAxis: true), .init(5, -1, flow: 1, isAxis: false),
            ],
            words: .init(
                pole: d.name(), town: d.name(), area: d.name(), road: d.name(), axis: d.name()))
        let clusters = ClusterMap(
            title: title, summary: "",
            places: towns.map {
                .init(name: $0.name, longitude: $0.longitude, latitude: $0.latitude)
            },
            panels: (0..<d.count() % 5).map { _ in
                .init(
                    name: d.name(),
                    shares: towns.map { _ in d.next(3) == 0 ? nil : d.number() })
            }, words: (share: d.name(), unknown: d.name(), none: d.name()))
        var signs: [AutocorrelationMap.Place] = []
        for number in 0..<d.count() {
            let place = places[d.next(places.count)]
            signs.append(
                .init(
                    name: d.name(), longitude: place.0, latitude: place.1,
                    kind: AutocorrelationMap.Kind.allCases[d.next(5)], isChosen: number == 0))
        }
        let autocorrelation = AutocorrelationMap(
            title: title, summary: "", places: signs, names: (0..<5).map { _ in d.name() })
        let count = max(1, d.count())
        let band = BandChart(
            title: title, summary: "", horizontalAxis: d.name(), verticalAxis: d.name(),
            positions: (0..<count).map { _ in d.number() },
            observed: (0..<count).map { _ in d.number() },
            lower: (0..<count).map { _ in d.number() }, upper: (0..<count).map { _ in d.number() },
            curveName: d.name(), bandName: d.name())
        func range() -> ClosedRange<Double> {
            let (first, second) = (d.number(), d.number())
            guard !first.isNaN, !second.isNaN else { return 0...1 }
            return min(first, second)...max(first, second)
        }
        let stability = StabilityMap(
            title: title, summary: "", horizontalAxis: d.name(), verticalAxis: d.name(),
            point: .init(
                name: d.name(), accelerator: d.number(), consumption: d.number(),
                accelerators: range(), consumptions: range()),
            regimes: (0..<4).map { _ in d.name() })
        let chances = ChanceChart(
            title: title, summary: "", horizontalAxis: d.name(), verticalAxis: d.name(),
            curves: (0..<d.count() % 4).map { number in
                .init(
                    name: d.name(), paint: .series(number),
                    points: (0..<d.count()).map { _ in (d.number(), d.number()) })
            })
        let convergence = ConvergenceChart(
            title: title, summary: "", horizontalAxis: d.name(), verticalAxis: d.name(),
            courses: (0..<d.count() % 4).map { number in
                .init(
                    name: d.name(), paint: .series(number),
                    steps: (0..<d.count()).map { _ in
                        .init(draws: 1 + d.next(9_999), value: d.number(), band: range())
                    })
            })
        var rows: [StageStrip.Row] = []
        for _ in 0..<d.count() {
            let cells = (0..<d.count()).map { year in
                StageStrip.Cell(year: 2000 + year * 3, stage: year, probability: d.number())
            }
            rows.append(.init(name: d.name(), cells: cells))
        }
        let stages = StageStrip(
            title: title, summary: "", rows: rows, stages: (0..<5).map { _ in d.name() })
        let parallel = ParallelChart(
            title: title, summary: "", axes: (0..<d.next(6)).map { _ in d.name() },
            lines: (0..<d.next(9)).map { _ in
                .init(
                    name: d.name(), values: (0..<d.next(6)).map { _ in d.number() },
                    isChosen: d.next(2) == 0)
            })
        let first = 1900 + d.next(200)
        let gantt = GanttChart(
            title: title, summary: "", years: first...(first + d.next(30)),
            groups: [d.name(), d.name()], building: d.name(), working: d.name(),
            noteTitle: d.name(),
            rows: (0..<d.next(9)).map { _ in
                let start = first - 5 + d.next(40)
                let work = start + d.next(4)
                return .init(
                    name: d.name(), start: start, work: work, end: work + d.next(30),
                    group: d.next(9) - 3, note: d.name())
            })
        let use = UseChart(
            title: title, summary: "", used: d.name(), available: d.name(),
            rows: (0..<d.next(5)).map { _ in
                .init(
                    name: d.name(),
                    years: (0..<d.next(12)).map {
                        .init(
                            year: first + $0, used: d.number(),
                            available: d.next(3) == 0 ? nil : d.number())
                    })
            })
        let diamond = DiamondChart(
            title: title, summary: "",
            corners: (0..<4).map { _ in
                .init(name: d.name(), score: d.next(3) == 0 ? nil : d.number())
            })
        return [
            network.drawing(width: width, language: language),
            settlements.drawing(width: width, language: language),
            clusters.drawing(width: width, language: language),
            autocorrelation.drawing(width: width, language: language),
            band.drawing(width: width, language: language),
            stability.drawing(width: width, language: language),
            chances.drawing(width: width, language: language),
            convergence.drawing(width: width, language: language),
            stages.drawing(width: width, language: language),
            diamond.drawing(width: width, language: language),
            gantt.drawing(width: width, language: language),
            use.drawing(width: width, language: language),
            parallel.drawing(width: width, language: language),
        ] + ofTracking(&d, width, language)
    }

    private func ofTracking(
        _ d: inout Draw, _ width: Double, _ language: Language
    ) -> [Drawing] {
        func perhaps(_ d: inout Draw) -> Double? { d.next(4) == 0 ? nil : d.number() }
        var questions: [AgreementPlot.Row] = []
        for _ in 0..<d.count() {
            let rounds = (0..<d.next(4)).map { _ in
                let ends = [d.number(), d.number()].sorted()
                return AgreementPlot.Round(
                    name: d.name(), median: d.number(), quartiles: ends[0]...ends[1],
                    answers: (0..<d.count()).map { _ in .init(expert: d.name(), value: d.number()) }
                )
            }
            questions.append(
                .init(name: d.name(), rounds: rounds, isAgreed: [true, false, nil][d.next(3)]))
        }
        let agreement = AgreementPlot(
            title: d.name(), summary: d.name(), axis: d.name(), rows: questions,
            words: .init(
                median: d.name(), quartiles: d.name(), answer: d.name(), earlier: d.name(),
                agreed: d.name(), open: d.name()))
        var points: [ControlChart.Point] = []
        for _ in 0..<d.count() {
            points.append(
                .init(
                    year: 2000 + d.next(40), score: perhaps(&d), average: perhaps(&d),
                    limit: perhaps(&d), upper: perhaps(&d), lower: perhaps(&d)))
        }
        var alarms: [ControlChart.Alarm] = []
        for _ in 0..<d.count() {
            alarms.append(
                .init(
                    year: 1990 + d.next(60), since: 1990 + d.next(60), isUpward: d.next(2) == 0))
        }
        let control = ControlChart(
            title: d.name(), summary: d.name(), points: points, alarms: alarms, bound: d.number(),
            words: .init(
                score: d.name(), average: d.name(), limit: d.name(), upper: d.name(),
                lower: d.name(), bound: d.name(), alarm: d.name(), since: d.name(),
                scoreAxis: d.name(), sumAxis: d.name()))
        var groups: [TrafficLights.Group] = []
        for _ in 0..<d.count() {
            var rows: [TrafficLights.Row] = []
            for _ in 0..<d.count() {
                let cells = (0..<d.count()).map { _ in
                    TrafficLights.Cell(
                        year: 2000 + d.next(30),
                        status: TrafficLights.Status(rawValue: d.next(4)), deviation: perhaps(&d))
                }
                rows.append(.init(name: d.name(), cells: cells))
            }
            groups.append(.init(name: d.name(), rows: rows))
        }
        let lights = TrafficLights(
            title: d.name(), summary: d.name(), groups: groups,
            statuses: [d.name(), d.name(), d.name()], missing: d.name())
        return [
            agreement.drawing(width: width, language: language),
            control.drawing(width: width, language: language),
            lights.drawing(width: width, language: language),
        ]
    }

    @Test("a drawing is well formed and finite, its marks are inside and its texts apart")
    func wellFormed() {
        for seed in UInt64(0)..<200 {
            let width = [628.0, 326][Int(seed % 2)]
            for (kind, drawing) in drawings(seed, width, seed % 3 == 0 ? .russian : .english)
                .enumerated()
            {
                let svg = drawing.svg(.page(idPrefix: "a"))
                #expect(XMLParser(data: Data(svg.utf8)).parse(), "seed \(seed) kind \(kind)")
                #expect(!svg.contains("nan") && !svg.contains("inf"), "seed \(seed) kind \(kind)")
                #expect(!svg.contains("<script"))
                #expect(
                    drawing.strays.isEmpty, "seed \(seed) kind \(kind): \(drawing.strays.prefix(2))"
                )
                #expect(
                    drawing.collisions.isEmpty,
                    "seed \(seed) kind \(kind): \(drawing.collisions.prefix(2))")
            }
        }
    }

    @Test("the same data give the same bytes")
    func deterministic() {
        for seed in UInt64(0)..<20 {
            let (one, two) = (drawings(seed, 628, .russian), drawings(seed, 628, .russian))
            for (a, b) in zip(one, two) {
                #expect(a.svg(.standalone(.dark)) == b.svg(.standalone(.dark)))
            }
        }
    }
}
