import Testing
import Wording

@testable import Figures

@Suite("Traffic lights, at their edges")
struct TrafficLightsTests {
    private func lights(_ groups: [TrafficLights.Group]) -> TrafficLights {
        TrafficLights(
            title: "", summary: "", groups: groups, statuses: ["green", "amber", "red"],
            missing: "нет данных")
    }

    private func one(_ rows: [TrafficLights.Row]) -> TrafficLights {
        lights([.init(name: "", rows: rows)])
    }

    private func check(_ lights: TrafficLights) {
        for width in Examples.widths + [1_000, 280] {
            let drawing = lights.drawing(width: width, language: .russian)
            #expect(drawing.strays.isEmpty, "\(width): \(drawing.strays.prefix(3))")
            #expect(drawing.collisions.isEmpty, "\(width): \(drawing.collisions.prefix(3))")
        }
    }

    private func labels(_ lights: TrafficLights, _ width: Double = 628) -> [String] {
        lights.drawing(width: width, language: .english).marks.compactMap(\.label)
    }

    @Test("nothing planned: the key alone; a pillar without indicators has no heading")
    func empty() {
        check(lights([]))
        let bare = lights([.init(name: "Экология", rows: [])])
        check(bare)
        #expect(
            !bare.drawing(width: 628, language: .russian).texts.contains { $0.text == "Экология" })
    }

    @Test("one indicator in one year")
    func single() {
        let picture = one([Examples.lightsRow("Рабочие места", [-0.15])])
        check(picture)
        #expect(labels(picture) == ["Рабочие места, 2027: red, \u{2212}15\u{A0}%"])
    }

    @Test("each light has its own shape")
    func shapes() {
        let picture = one([Examples.lightsRow("Jobs", [0, -0.07, -0.2])])
        let marks = picture.drawing(width: 628, language: .english).marks.filter { $0.label != nil }
        #expect(marks.map(\.name) == ["circle", "path", "rect"])
        #expect(marks.map(\.fill) == [.status(0), .status(1), .status(2)])
    }

    @Test("what is not known is a dash with a name, also where the year is absent")
    func missing() {
        let picture = one([
            Examples.lightsRow("Jobs", [0, nil, -0.2]), Examples.lightsRow("Dust", [0]),
        ])
        check(picture)
        let dashes = labels(picture).filter { $0.hasSuffix("нет данных") }
        #expect(
            dashes == [
                "Jobs, 2028: нет данных", "Dust, 2028: нет данных", "Dust, 2029: нет данных",
            ])
        let words = picture.drawing(width: 628, language: .english).texts.map { $0.text ?? "" }
        #expect(words.contains("нет данных"), "the key says what a dash is")
        let full = one([Examples.lightsRow("Jobs", [0, 0])])
        #expect(
            !full.drawing(width: 628, language: .english).texts.contains { $0.text == "нет данных" }
        )
    }

    @Test("all alike")
    func tied() {
        check(one((0..<5).map { Examples.lightsRow("Индикатор \($0)", [0, 0, 0, 0]) }))
    }

    @Test("deviations are written where there is room, and are in the names where there is not")
    func texts() {
        let picture = one([Examples.lightsRow("Jobs", [-0.15, 0.045, 0.0, 1.25])])
        let words = { (width: Double) in
            picture.drawing(width: width, language: .russian).texts.map { $0.text ?? "" }
        }
        for text in ["\u{2212}15\u{A0}%", "+4,5\u{A0}%", "0,0\u{A0}%", "+125\u{A0}%"] {
            #expect(words(628).contains(text), "\(text)")
        }
        let many = one([Examples.lightsRow("Jobs", [Double](repeating: -0.15, count: 20))])
        #expect(
            !many.drawing(width: 326, language: .russian).texts.contains {
                ($0.text ?? "").contains("%")
            })
        #expect(labels(many, 326).allSatisfy { $0.hasSuffix("\u{2212}15\u{A0}%") })
        check(many)
    }

    @Test("thirty indicators with long names in Russian over ten years")
    func thirty() {
        let name =
            "Доля техногенных отходов угольной промышленности, вовлечённых во вторичный оборот, "
            + "в общем объёме образования отходов"
        let groups = (0..<3).map { pillar in
            TrafficLights.Group(
                name: "Столп \(pillar): " + name,
                rows: (0..<10).map { number in
                    Examples.lightsRow(
                        "\(number). " + name,
                        (0..<10).map { Double(($0 + number + pillar) % 7) / -40 })
                })
        }
        check(lights(groups))
    }
}
