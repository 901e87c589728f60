import Foundation
import Testing
import Wording

@testable import Figures

@Suite("Scales, text widths, labels, projection")
struct ScaleTests {
    @Test(
        "a domain has round ends and holds its values",
        arguments: [
            ([0.3, 2.7], 0.0...3.0), ([41.8, 5.2], 0...50), ([-48, 310], -100...400),
            ([7, 7], 6.2...7.8), ([], 0...1),
        ] as [([Double], ClosedRange<Double>)])
    func domain(values: [Double], expected: ClosedRange<Double>) {
        let domain = Scale.roundDomain(values)
        for value in values { #expect(domain.contains(value)) }
        #expect(
            domain.upperBound - domain.lowerBound <= 2 * (expected.upperBound - expected.lowerBound)
        )
    }

    @Test("ticks are round, ascending and inside")
    func ticks() {
        for (low, high) in [(0.0, 3.0), (-100, 400), (0, 1e-6), (-1e9, 2e9), (0.97, 1.04)] {
            let scale = Scale(kind: .linear, domain: low...high, from: 0, to: 100)
            let ticks = scale.ticks(5)
            #expect(ticks.count >= 2 && ticks.count <= 12, "\(low) \(high): \(ticks)")
            #expect(ticks == ticks.sorted())
            for tick in ticks { #expect(scale.domain.contains(tick)) }
            #expect(Set(Scale.words(ticks, .english)).count == ticks.count)
        }
        let powers = Scale(kind: .logarithmic, domain: 0.3...30, from: 0, to: 100)
        #expect(powers.ticks(5).contains(1) && powers.ticks(5).contains(10))
        #expect(powers.place(3) > powers.place(1))
    }

    @Test("a text is cut to its width, with an ellipsis where something is missing")
    func cut() {
        let name = "Добыча полезных ископаемых"
        for width in stride(from: 20.0, to: 300, by: 13) {
            let text = TextWidth.cut(name, to: width)
            #expect(TextWidth.of(text) <= width || text == "…")
            #expect(text == name || text.hasSuffix("…"))
        }
        // 0.267 + 0.267 of the size, with room for other faces.
        #expect(abs(TextWidth.of("  ", size: 100) - 53.4 * 1.05) < 1e-9)
        #expect(TextWidth.of("й") == TextWidth.of("и"))
        #expect(TextWidth.of("Уголь", isStrong: true) > TextWidth.of("Уголь"))
    }

    @Test("labels that fit nowhere are left out, the most important first placed")
    func labels() {
        var labels = Labels(frame: .init(x: 0, y: 0, width: 120, height: 40))
        let nodes = labels.place(
            (0..<9).map { number in
                .init(
                    text: "Label \(number)", x: 60, y: 20, radius: 3, importance: Double(number))
            })
        #expect(!nodes.isEmpty && nodes.count < 9)
        #expect(nodes[0].text == "Label 8")
        let drawing = Drawing(width: 120, height: 40, title: "", summary: "", marks: nodes)
        #expect(drawing.collisions.isEmpty && drawing.strays.isEmpty)
    }

    @Test("a country is in one piece wherever the date line is")
    func projection() {
        let russia = [(20.0, 54.7), (60, 60), (100, 60), (140, 60), (177.5, 64.7), (-173.2, 64.4)]
        let america = [(-124.0, 47.0), (-100, 40), (-70, 43)]
        let portugal = [(-31.2, 39.5), (-25, 37.8), (-9, 38.7), (-7, 41)]
        for points in [russia, america, portugal] {
            let map = MapFrame(points: points, width: 600, margin: 10)
            let places = points.map { map.place($0.0, $0.1) }
            for (west, east) in zip(places, places.dropFirst()) {
                #expect(west.x < east.x)
                #expect(east.x - west.x < 450)
            }
            #expect(places.allSatisfy { $0.x >= 9 && $0.x <= 591 && $0.y >= 9 })
        }
    }

    @Test("an equal-area projection keeps the ratio of areas")
    func area() {
        let projection = Projection(west: 80, east: 95, south: 50, north: 60)
        func area(_ west: Double, _ south: Double) -> Double {
            let corners = [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map {
                projection.place(west + $0.0 * 0.01, south + $0.1 * 0.01)
            }
            var sum = 0.0
            for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
                sum += a.x * b.y - b.x * a.y
            }
            return abs(sum) / 2
        }
        // On the globe a small quadrangle is as large as the cosine of its latitude.
        let expected = (59.005 * Double.pi / 180, 51.005 * Double.pi / 180)
        let ratio = area(93, 59) / area(82, 51)
        #expect(abs(ratio - cos(expected.0) / cos(expected.1)) < 1e-4)
    }
}
