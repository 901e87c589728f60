import Numerics
import Region
import Support
import Testing
import Wording

@testable import Monitoring

/// METHODS 10.1, 10.2 and 10.4 as methods of a run.
@Suite("Sustainable development and earned value in a run")
struct SustainabilityMethodTests {
    private func value(
        _ findings: Findings, _ component: String, _ object: ObjectCode? = nil, year: Year,
        from: Year? = nil
    ) -> Double? {
        findings.list.first {
            let key = $0.derivation.key
            return key.component == component && key.object == object && key.year == year
                && key.from == from
        }?.derivation.outcome.value
    }

    @Test("output and dust: from year to year, and from the first to the last")
    func decoupling() throws {
        let found = try DecouplingMethod().findings(in: ToySustainability.context)
        let object: ObjectCode = "dust/output"
        let state = value(found, "state", object, year: 2021, from: 2020)
        #expect(state == 1)
        let elasticity = try #require(value(found, "elasticity", object, year: 2021, from: 2020))
        #expect(abs(elasticity + 1) < 1e-9)
        let activity = try #require(value(found, "activity", object, year: 2021, from: 2020))
        let intensity = try #require(value(found, "intensity", object, year: 2021, from: 2020))
        #expect(abs(activity - 2.911317) < 1e-6 && abs(intensity + 5.911317) < 1e-6)
        // 2 % more dust with 2.9 % more output: weak.
        #expect(value(found, "state", object, year: 2022, from: 2021) == 2)
        #expect(value(found, "state", object, year: 2022, from: 2020) == 1)
    }

    @Test("output in current prices is compared with nothing, and said so")
    func currentPrices() throws {
        let plain = ToySustainability.context.indicators
        let indicators = plain.map { own in
            own.role == .output
                ? SustainabilityIndicator(
                    code: own.code, role: .output, unit: own.unit, prices: .current,
                    values: own.values, reference: own.reference) : own
        }
        let found = try DecouplingMethod().findings(
            in: SustainabilityContext(indicators: indicators, region: "A"))
        #expect(found.list.isEmpty)
        #expect(found.notices.count == 2)
        #expect(found.notices[0].english.contains("output"))
    }

    @Test("savings: a year without a part is no year, and years under zero are counted")
    func savings() throws {
        let found = try AdjustedSavingsMethod().findings(in: ToySustainability.context)
        let first = try #require(value(found, "savings", year: 2020))
        #expect(abs(first - (250 - 120 + 40 - 90 - 5 - 12) / 1000.0) < 1e-12)
        #expect(value(found, "below", year: 2021) == 0)
        #expect(value(found, "below", year: 2022) == 1)
        let fewer = ToySustainability.context.indicators.filter { $0.role != .carbon }
        let lacking = try AdjustedSavingsMethod().findings(
            in: SustainabilityContext(indicators: fewer, region: "A"))
        #expect(lacking.list.isEmpty)
        #expect(lacking.notices[0].english.contains("lacking: carbon"))
    }

    @Test("three pillars: scores between bounds, the worst change, ranks with a range")
    func pillars() throws {
        let found = try CompositeMethod().findings(in: ToySustainability.context)
        #expect(value(found, "score", "output", year: 2020) == 0.5)
        let dust = try #require(value(found, "score", "dust", year: 2020))
        #expect(abs(dust - 1.0 / 3) < 1e-12)
        let composite = try #require(value(found, "composite", year: 2020))
        let wanted = Composite.mean([(0.5, 1), (1.0 / 3, 1), (20.0 / 35, 1)])
        #expect(abs(composite - wanted) < 1e-12)
        // Dust grows in 2022: one pillar pays for the others.
        #expect(try #require(value(found, "balance", year: 2021, from: 2020)) > 0)
        #expect(try #require(value(found, "balance", year: 2022, from: 2021)) < 0)
        let ranks = ["rankFrom", "rank", "rankTo"].compactMap { value(found, $0, year: 2022) }
        #expect(ranks.count == 3 && ranks == ranks.sorted())
        #expect(ranks.allSatisfy { (1...3).contains($0) })
        let again = try CompositeMethod().findings(in: ToySustainability.context)
        #expect(
            again.list.map(\.derivation.outcome) == found.list.map(\.derivation.outcome))
    }

    @Test("an indicator at its worst bound makes its pillar nothing; a leader leads in every draw")
    func edges() throws {
        func indicator(_ values: [PlaceCode: Double]) -> SustainabilityIndicator {
            SustainabilityIndicator(
                code: "only", pillar: .social, worst: 0, best: 10, unit: .one,
                values: values.mapValues { [2020: .init($0)] },
                reference: {
                    .entry(table: "facts", key: ["only", $0.rawValue, "\($1)"], column: "v")
                }
            )
        }
        let worst = try CompositeMethod().findings(
            in: SustainabilityContext(indicators: [indicator(["A": -3])], region: "A"))
        #expect(value(worst, "pillar", "social", year: 2020) == 0)
        #expect(value(worst, "rank", year: 2020) == nil)
        let leader = try CompositeMethod().findings(
            in: SustainabilityContext(
                indicators: [indicator(["A": 9, "B": 2, "C": 3])], region: "A", draws: 50))
        #expect(
            ["rankFrom", "rank", "rankTo"].map { value(leader, $0, year: 2020) } == [1, 1, 1])
    }

    @Test("earned value: the worked example, and a year whose money is not known")
    func earnedValue() throws {
        let found = try EarnedValueMethod().findings(in: ToyMonitoring.context)
        let wanted = [
            "planned": 400.0, "earned": 360, "actual": 450, "scheduleVariance": -40,
            "costVariance": -90, "scheduleIndex": 0.9, "costIndex": 0.8, "estimate": 1250,
        ]
        for (component, number) in wanted {
            let own = try #require(value(found, component, "works", year: 2028))
            #expect(abs(own - number) < 1e-9, "\(component)")
        }
        let gap = try EarnedValueMethod().findings(
            in: MonitoringContext(
                indicators: [],
                progress: [
                    ProjectProgress(
                        project: "works", budget: 100, unit: .one,
                        years: [
                            .init(year: 2027, planned: 0.2, done: 0.1, spent: nil),
                            .init(year: 2028, planned: 0.5, done: 0.5, spent: 60),
                        ])
                ], region: "A"))
        #expect(value(gap, "scheduleIndex", "works", year: 2028) == 1)
        #expect(value(gap, "actual", "works", year: 2028) == nil)
        #expect(value(gap, "costIndex", "works", year: 2028) == nil)
    }

    @Test("what is late pushes what waits for it; what is red is named")
    func replanning() throws {
        let found = try ReplanningMethod().findings(in: ToyMonitoring.context)
        // 36 per cent were planned for 2027 and (0.36 − 0.25) / 0.15 of a year.
        let late = try #require(value(found, "late", "works", year: 2028))
        #expect(abs(late - (1 - 0.11 / 0.15)) < 1e-9)
        #expect(value(found, "depends", "road", year: 2028) == late)
        let red = try #require(value(found, "red", "jobs", year: 2029))
        #expect(abs(red - 0.15) < 1e-12)
        #expect(value(found, "red", "dust", year: 2029) != nil)
        // Before the first planned year the work began with nothing.
        let project = ProjectProgress(
            project: "p", budget: 1, unit: .one,
            years: [
                .init(year: 2027, planned: 0.5, done: 0.25, spent: nil),
                .init(year: 2028, planned: 1, done: nil, spent: nil),
            ])
        #expect(project.scheduled(0.25) == 2026.5)
        #expect(project.scheduled(0) == 2026)
        // The plan never has more.
        #expect(project.scheduled(1) == nil)
        // A pause of the plan is no delay of the work.
        let pausing = ProjectProgress(
            project: "p", budget: nil, unit: .one,
            years: [0, 0, 0, 0.2].enumerated().map {
                .init(year: 2018 + $0, planned: $1, done: 0, spent: nil)
            })
        #expect(pausing.scheduled(0) == 2020)
    }

    @Test("who has done what was planned is not late; of alternatives all have to be")
    func waiting() throws {
        func project(_ code: String, planned: Double, done: Double) -> ProjectProgress {
            ProjectProgress(
                project: code, budget: nil, unit: .one,
                years: [.init(year: 2019, planned: planned, done: done, spent: nil)])
        }
        func found(
            _ progress: [ProjectProgress],
            _ waits: [(before: String, after: String, alternative: String?)]
        ) throws -> Findings {
            try ReplanningMethod().findings(
                in: MonitoringContext(
                    indicators: [], progress: progress, waits: waits, region: "A"))
        }
        let (late, punctual) = (
            project("late", planned: 0.5, done: 0.1), project("done", planned: 1, done: 1)
        )
        #expect(value(try found([punctual], []), "late", "done", year: 2019) == nil)
        let either: [(before: String, after: String, alternative: String?)] = [
            ("late", "next", "or"), ("done", "next", "or"),
        ]
        #expect(
            value(try found([late, punctual], either), "depends", "next", year: 2019) == nil)
        let delay = try #require(
            value(try found([late], [("late", "next", nil)]), "depends", "next", year: 2019))
        #expect(abs(delay - 0.8) < 1e-9)
        // Who has begun does not wait.
        let begun = project("next", planned: 0.5, done: 0.2)
        #expect(
            value(
                try found([late, begun], [("late", "next", nil)]), "depends", "next", year: 2019)
                == nil)
    }

    @Test("of many trends some are chance: false ones are counted over all indicators")
    func falseTrends() throws {
        var random = RandomStream(seed: 7, stream: 0)
        func indicator(_ code: String, slope: Double) -> MonitoredIndicator {
            MonitoredIndicator(
                code: code, unit: .one, plan: [:],
                facts: Dictionary(
                    uniqueKeysWithValues: (0..<12).map { year in
                        (2010 + year, slope * Double(year) + random.unit())
                    }),
                factReference: { .entry(table: "facts", key: [code, "A", "\($0)"], column: "v") })
        }
        let indicators =
            (0..<19).map { indicator("still-\($0)", slope: 0) }
            + [indicator("rising", slope: 1)]
        let found = try AlertMethod().findings(
            in: MonitoringContext(indicators: indicators, region: "A"))
        let last: Year = 2021
        let chance = try #require(value(found, "chance", "rising", year: last, from: 2010))
        let rate = try #require(value(found, "falseRate", "rising", year: last, from: 2010))
        #expect(chance < 1e-4 && rate < 0.01 && rate >= chance)
        let clear = found.list.count {
            $0.derivation.key.component == "falseRate"
                && $0.derivation.outcome.value.map { $0 < 0.01 } ?? false
        }
        #expect(clear == 1)
    }
}
