import Testing
import Wording

@testable import Figures

@Suite("Control chart, at its edges")
struct ControlChartTests {
    private func chart(
        _ points: [ControlChart.Point], _ alarms: [ControlChart.Alarm] = [],
        words: ControlChart.Words = Examples.controlWords
    ) -> ControlChart {
        ControlChart(
            title: "", summary: "", points: points, alarms: alarms, bound: 4, words: words)
    }

    private func point(
        _ year: Int, _ score: Double?, _ average: Double? = 0, limit: Double? = 0.6,
        upper: Double? = 0, lower: Double? = 0
    ) -> ControlChart.Point {
        ControlChart.Point(
            year: year, score: score, average: average, limit: limit, upper: upper, lower: lower)
    }

    private func check(_ chart: ControlChart) {
        for width in Examples.widths + [1_000, 280] {
            let drawing = chart.drawing(width: width, language: .russian)
            #expect(drawing.strays.isEmpty, "\(width): \(drawing.strays.prefix(3))")
            #expect(drawing.collisions.isEmpty, "\(width): \(drawing.collisions.prefix(3))")
        }
    }

    private func named(_ chart: ControlChart, _ word: String) -> [Node] {
        chart.drawing(width: 628, language: .english).marks.filter {
            ($0.label ?? "").contains(word)
        }
    }

    @Test("no year: the key alone")
    func empty() {
        check(chart([]))
        #expect(
            chart([]).drawing(width: 628, language: .russian).marks.allSatisfy { $0.label == nil })
    }

    @Test("one year is a point of each kind and no line")
    func one() {
        let chart = chart([point(2024, 1.2, 0.24, upper: 0.7)])
        check(chart)
        #expect(named(chart, "error of the forecast, 2024: 1.20").count == 1)
        let drawing = chart.drawing(width: 628, language: .english)
        #expect(!drawing.marks.contains { $0.name == "path" })
    }

    @Test("errors of nothing lie on the line")
    func tied() {
        let chart = chart((2010...2020).map { point($0, 0) })
        check(chart)
        let places = Set(named(chart, "error of the forecast").compactMap { $0.extent?.top })
        #expect(places.count == 1)
    }

    @Test("a missing year is a gap in the line and has no dot")
    func missing() {
        let points = (2010...2016).map { year in
            point(year, year == 2013 ? nil : 0.3, year == 2013 ? nil : 0.1)
        }
        let drawing = chart(points).drawing(width: 628, language: .english)
        check(chart(points))
        #expect(named(chart(points), "error of the forecast, 2013").isEmpty)
        let lines = drawing.marks.filter { $0.name == "path" && $0.stroke == .action }
        #expect(lines.count == 2)
    }

    @Test("an alarm is marked where it rings, with the year in which it began")
    func alarms() throws {
        let points = [
            point(2020, 0.1), point(2021, 2, upper: 1.5), point(2022, 2, upper: 3),
            point(2023, 2, upper: 4.5), point(2024, 0),
        ]
        let chart = chart(points, [.init(year: 2023, since: 2021, isUpward: true)])
        check(chart)
        let mark = try #require(named(chart, "sum upwards, 2023: 4.50, alarm").first)
        #expect(mark.name == "path" && mark.fill == .chosen)
        let drawing = chart.drawing(width: 628, language: .english)
        #expect(drawing.texts.contains { $0.text == "since 2021" })
        let calm = self.chart(points).drawing(width: 628, language: .english)
        #expect(!calm.texts.contains { ($0.text ?? "").hasPrefix("since") })
        #expect(!calm.marks.contains { ($0.label ?? "").contains("alarm") })
    }

    @Test("a downward alarm stands under its sum, which is drawn downwards")
    func downward() throws {
        let points = [
            point(2020, -2, lower: 1.5), point(2021, -2, lower: 3), point(2022, -2, lower: 4.5),
        ]
        let chart = chart(points, [.init(year: 2022, since: 2020, isUpward: false)])
        check(chart)
        let first = try #require(named(chart, "сумма вниз, 2020").first?.extent)
        let last = try #require(named(chart, "сумма вниз, 2022").first?.extent)
        #expect(last.top > first.top)
        let word = try #require(
            chart.drawing(width: 628, language: .english).texts.first {
                $0.text == "since 2020"
            }?.extent)
        #expect(word.top > last.bottom)
    }

    @Test("alarms year after year, forty years and long words in Russian")
    func many() {
        let long = "Ошибка прогноза, построенного экспоненциальным сглаживанием по прежним годам"
        let words = ControlChart.Words(
            score: long, average: long, limit: long, upper: long, lower: long, bound: long,
            alarm: long, since: "сходит с намеченного пути начиная с года", scoreAxis: long,
            sumAxis: long)
        let points = (1985...2024).map {
            point($0, 5, 2, upper: Double($0 % 6), lower: Double($0 % 5))
        }
        let alarms = (1990...2024).map {
            ControlChart.Alarm(year: $0, since: $0 - $0 % 4, isUpward: $0 % 3 > 0)
        }
        check(chart(points, alarms, words: words))
    }
}
