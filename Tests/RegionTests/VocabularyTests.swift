import Numerics
import Region
import Testing
import Wording

@Suite("Cells, units, outcomes, panels")
struct VocabularyTests {
    @Test("a status and a value that contradict each other have no state")
    func states() {
        #expect(ObservationStatus.normal.cellState(for: 3) == .value)
        #expect(ObservationStatus.normal.cellState(for: 0) == .zero)
        #expect(ObservationStatus.normal.cellState(for: nil) == nil)
        #expect(ObservationStatus.suppressed.cellState(for: nil) == .suppressed)
        #expect(ObservationStatus.suppressed.cellState(for: 3) == nil)
        #expect(ObservationStatus.cannotExist.cellState(for: nil) == .notApplicable)
        #expect(ObservationStatus.missing.cellState(for: nil) == .missing)
    }

    @Test("units are products and quotients of known symbols")
    func units() throws {
        let million = try #require(Unit("mln RUB"))
        let billion = try #require(Unit("bn RUB"))
        #expect(billion.convert(1.5, to: million) == 1500)
        #expect(million.convert(1, to: try #require(Unit("t"))) == nil)
        #expect(million.convert(1, to: try #require(Unit("mln USD"))) == nil)
        let grade = try #require(Unit("g/t"))
        #expect(grade.dimension == .none && grade.factor == 1e-6)
        #expect(Unit("mln frobs") == nil && Unit("RUB/") == nil && Unit("") == nil)
    }

    @Test("money of different prices is not added, and cancels only within one basis")
    func prices() throws {
        let unit = try #require(Unit("mln RUB"))
        let current = Quantity(5, unit, prices: .current)
        let constant = Quantity(5, unit, prices: .constant(2016))
        #expect(throws: UnitMismatch.prices(.current, .constant(2016))) {
            try current.adding(constant)
        }
        #expect(throws: UnitMismatch.self) { try current.divided(by: constant) }
        let share = try current.divided(by: current)
        #expect(share.value == 1 && share.unit == .one && share.prices == .none)
    }

    @Test(
        "every reason is read back from its word",
        arguments: [
            Undefined.emptyRegion, .notConverged(iterations: 5, residual: 0.25),
            .insufficientData(have: 5, need: 8), .missing("e"), .suppressed("X_r"),
            .notApplicable("e"), .transit, .notAQuantity(symbol: "Q"),
        ])
    func reasons(_ reason: Undefined) {
        #expect(Undefined(word: reason.word) == reason)
        #expect(!reason.text(in: .russian).isEmpty && !reason.text(in: .english).isEmpty)
    }

    @Test("no outcome carries NaN, infinity or a negative zero")
    func finite() {
        #expect(Outcome.finite(.nan) == .undefined(.outOfRange))
        #expect(Outcome.finite(-.infinity) == .undefined(.outOfRange))
        #expect(Outcome.finite(-0.0).value?.sign == .plus)
    }

    @Test("a published total is used for shares, and coverage says how much of it is known")
    func totals() {
        let places = ["A", "B"].map {
            Place(
                code: PlaceCode(rawValue: $0), name: LocalizedText(en: $0, ru: $0), level: "region")
        }
        let activity = Activity(
            code: "c:1", classification: "c", name: LocalizedText(en: "1", ru: "1"))
        let other = Activity(
            code: "c:2", classification: "c", name: LocalizedText(en: "2", ru: "2"))
        let measure = Measure(code: "m", name: LocalizedText(en: "m", ru: "m"), unit: .one)
        var panel = Panel(
            measure: measure, classification: "c", places: places, activities: [activity, other],
            years: [2020])
        panel[0, 0, 0] = Cell(value: 30, state: .value)
        panel[0, 1, 0] = Cell(value: 0, state: .suppressed)
        panel[1, 0, 0] = Cell(value: 10, state: .value, marks: .estimated, quality: .estimate)
        panel[1, 1, 0] = Cell(value: 0, state: .zero)
        panel.publish(total: 40, place: 0, year: 0)
        let table = panel.table(year: 0)
        #expect(table.placeTotals[0].value == 40 && table.placeTotals[0].coverage == 0.75)
        #expect(table.placeTotals[0].hasSuppressed && !table.placeTotals[1].hasSuppressed)
        #expect(table.total == 50)
        #expect(panel.remarks(place: 1, year: 0).quality == .estimate)
        #expect(panel.remarks(place: 0, year: 0).marks.isEmpty)
    }

    @Test("marks are read back from their words")
    func marks() {
        let marks: Marks = [.estimated, .lowCoverage]
        #expect(marks.words == ["estimated", "lowCoverage"])
        #expect(Marks(words: marks.words) == marks)
        #expect(Marks(words: ["nonsense"]) == nil)
    }
}
