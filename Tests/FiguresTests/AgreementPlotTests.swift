import Testing
import Wording

@testable import Figures

@Suite("Agreement of experts, at its edges")
struct AgreementPlotTests {
    private static let long =
        "Создание инжинирингового центра глубокой переработки угля и техногенных отходов "
        + "горно-обогатительных предприятий юга Кузбасса"

    private func plot(_ rows: [AgreementPlot.Row]) -> AgreementPlot {
        AgreementPlot(
            title: "", summary: "", axis: "балл", rows: rows, words: Examples.agreementWords)
    }

    private func row(
        _ name: String, _ rounds: [[Double]], isAgreed: Bool? = true
    ) -> AgreementPlot.Row {
        AgreementPlot.Row(
            name: name,
            rounds: rounds.enumerated().map { order, values in
                let sorted = values.sorted()
                return AgreementPlot.Round(
                    name: "\(order + 1)", median: sorted[sorted.count / 2],
                    quartiles: sorted[sorted.count / 4]...sorted[sorted.count * 3 / 4],
                    answers: values.enumerated().map {
                        .init(expert: "эксперт \($0.offset)", value: $0.element)
                    })
            }, isAgreed: isAgreed)
    }

    private func circles(_ drawing: Drawing, _ word: String) -> [Node.Extent] {
        drawing.marks.filter { $0.name == "circle" && ($0.label ?? "").hasPrefix(word) }
            .compactMap(\.extent)
    }

    private func check(_ plot: AgreementPlot) {
        for width in Examples.widths + [1_000, 280] {
            let drawing = plot.drawing(width: width, language: .russian)
            #expect(drawing.strays.isEmpty, "\(width): \(drawing.strays.prefix(3))")
            #expect(drawing.collisions.isEmpty, "\(width): \(drawing.collisions.prefix(3))")
        }
    }

    @Test("nothing judged: the key alone")
    func empty() {
        check(plot([]))
        let drawing = plot([]).drawing(width: 628, language: .russian)
        #expect(drawing.height > 0 && drawing.height < 60)
        #expect(!drawing.marks.contains { $0.label != nil })
    }

    @Test("one thing, one expert: a median, a bar that is seen, a mark")
    func one() throws {
        let plot = plot([row("Зола", [[7]], isAgreed: false)])
        check(plot)
        let drawing = plot.drawing(width: 628, language: .russian)
        #expect(circles(drawing, "эксперт").count == 1)
        let bar = try #require(
            drawing.marks.first { $0.name == "rect" && ($0.label ?? "").hasPrefix("Зола") }?.extent)
        #expect(bar.right - bar.left >= 2)
    }

    @Test("many who say the same stand upon each other and do not take the page")
    func tied() {
        let plot = plot([row("Все за семь", [[Double](repeating: 7, count: 40)])])
        check(plot)
        let dots = circles(plot.drawing(width: 628, language: .russian), "эксперт")
        #expect(dots.count == 40)
        #expect(Set(dots.map(\.left)).count == 1, "nobody is moved aside")
        #expect(Set(dots.map(\.top)).count == 40, "nobody is hidden")
        #expect(plot.drawing(width: 628, language: .russian).height < 180)
    }

    @Test("few who say nearly the same do not touch")
    func near() {
        let plot = plot([row("Близко", [[7, 7.01, 7.02, 1, 9]])])
        let dots = circles(plot.drawing(width: 628, language: .russian), "эксперт")
        for (index, one) in dots.enumerated() {
            for other in dots[(index + 1)...] { #expect(one.overlap(other) <= 0.05) }
        }
    }

    @Test("a thing without answers has a dash and no verdict")
    func missing() {
        let plot = plot([row("Есть", [[1, 2, 3, 4]]), row("Нет", [], isAgreed: nil)])
        check(plot)
        let drawing = plot.drawing(width: 628, language: .russian)
        #expect(drawing.texts.contains { $0.text == "–" })
        #expect(!drawing.marks.contains { ($0.label ?? "").hasPrefix("Нет") })
    }

    @Test("agreement is told by shape and not by colour alone")
    func shapes() {
        let drawing = plot([
            row("Да", [[5, 5]], isAgreed: true), row("Нет", [[1, 9]], isAgreed: false),
        ]).drawing(width: 628, language: .english)
        let verdicts = drawing.marks.filter {
            ["Да: agreed", "Нет: согласия нет"].contains($0.label)
        }
        #expect(Set(verdicts.map(\.name)) == ["circle", "path"])
    }

    @Test("an earlier round is fainter and above")
    func rounds() throws {
        let drawing = plot([row("Зола", [[1, 5, 9], [4, 5, 6]])])
            .drawing(width: 628, language: .english)
        let bars = drawing.marks.filter { $0.name == "rect" && $0.label != nil }
        try #require(bars.count == 2)
        let places = bars.compactMap(\.extent)
        #expect(places[0].bottom < places[1].top)
        #expect(places[0].bottom - places[0].top < places[1].bottom - places[1].top)
        #expect(bars[0].fill == .sequence(1) && bars[1].fill == .sequence(2))
    }

    @Test("thirty things with long names in Russian")
    func thirty() {
        let rows = (0..<30).map { number in
            row(
                "\(number). " + Self.long, [[1, 3, 5, Double(number % 9 + 1)], [3, 4, 5]],
                isAgreed: number % 2 == 0)
        }
        check(plot(rows))
        let texts = plot(rows).drawing(width: 628, language: .russian).texts
        #expect(texts.count { ($0.text ?? "").hasSuffix("…") } >= 30, "cut, and said to be")
    }
}
