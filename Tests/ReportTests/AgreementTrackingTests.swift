import Consensus
import Foundation
import Monitoring
import Region
import Support
import Testing
import Wording

@testable import Assessment
@testable import Report

/// The parts on agreement and tracking, from results of the methods themselves.
@Suite("Agreement and tracking in the report")
struct AgreementTrackingTests {
    private struct Results {
        var tables: [ResultTable] = []
        var explainers: [(ResultKey) -> Derivation?] = []

        mutating func add<Context>(
            _ methods: [any IndexMethod<Context>], _ context: Context
        ) throws {
            for method in methods {
                for table in try method.results(in: context) {
                    tables.append(table)
                    explainers.append(method.explainer(in: context))
                }
            }
        }
    }

    /// A page of the toy region with results of the two stages as well.
    private func page(
        _ language: Language = .english, consensus: ConsensusContext? = nil,
        monitoring: MonitoringContext? = nil, pillars: [ObjectCode: Pillar] = [:]
    ) throws -> String {
        var results = Results()
        if let consensus { try results.add(ConsensusMethods.all, consensus) }
        if let monitoring { try results.add(MonitoringMethods.all, monitoring) }
        let own = results.tables.indices.filter {
            let table = results.tables[$0]
            return MethodName.occasional.contains(table.method.id) && !table.rows.isEmpty
        }
        let full = Toy().material
        let count = full.tables.count
        let material = Material(
            title: full.title, region: full.region, level: full.level, places: full.places,
            activities: full.activities, measures: full.measures, formulas: full.formulas,
            sources: full.sources, groups: full.groups, panels: full.panels,
            population: full.population, product: full.product,
            tables: full.tables + own.map { results.tables[$0] }, runID: full.runID,
            version: full.version, parameters: full.parameters, inputs: full.inputs, warnings: [],
            explain: { table, row in
                if table < count { return full.explain(table, row) }
                let place = own[table - count]
                return results.explainers[place](row.key).map {
                    Self.explanation(results.tables[place], row, $0)
                }
            }, origin: full.origin, pillars: pillars)
        return Page(material, language).html()
    }

    private static func explanation(
        _ table: ResultTable, _ row: ResultRow, _ derivation: Derivation
    ) -> Explanation {
        Explanation(
            subject: .init(
                method: table.method.name, component: nil, measure: nil, place: nil,
                activity: nil, object: nil, period: nil, unit: .one), row: row,
            derivation: derivation,
            inputs: derivation.bindings.map {
                .init(symbol: $0.symbol, meaning: nil, value: $0.value, unit: $0.unit, parts: [])
            }, parameters: [], sources: [], warnings: [])
    }

    /// Headings of a section in words, without the sign of an estimate.
    private func headings(_ page: String, _ section: String) -> [String] {
        let parts = page.components(separatedBy: "<h2 id=\"\(section)-h\"")
        guard parts.count == 2, let own = parts[1].components(separatedBy: "<h2 ").first else {
            return []
        }
        return own.matches(of: /<h3[^>]*>(.*?)<\/h3>/.dotMatchesNewlines()).map {
            String($0.1).replacing(/<abbr.*?<\/abbr>/, with: "").replacing(/<[^>]+>/, with: "")
                .replacing("&#39;", with: "'")
        }
    }

    private func survey(
        _ name: String, _ rounds: [[String: [Double]]]
    ) -> Survey {
        Survey(
            name: name,
            judgements: rounds.enumerated().flatMap { round, items in
                items.sorted { $0.key < $1.key }.flatMap { item, values in
                    values.enumerated().map {
                        Survey.Judgement(
                            expert: "e\($0.offset)", first: item, second: nil, value: $0.element,
                            round: round + 1)
                    }
                }
            })
    }

    // The numbers were worked out apart from the program, from the judgements of the toy surveys.
    @Test("headings say what was found, in both languages")
    func findings() throws {
        let english = try page(
            consensus: ToyConsensus.context, monitoring: ToyMonitoring.context)
        #expect(
            headings(english, "agreement") == [
                "“clusters”: experts agree on every question, 4 of them",
                "“weights”: “effect-economic” counts most, 0.530; "
                    + "the comparisons contradict each other, ratio 0.125",
                "“clusters”: answers of the last round",
                "“clusters”: ranks came together, Kendall's W from 0.50 to 0.79",
                "“weights”: weights",
                "“weights”: how far the comparisons agree with each other",
                "“weights”: comparisons to look at again",
            ])
        #expect(
            headings(english, "tracking") == [
                "2029: 2 of 2 indicators are red; furthest behind is “jobs”, deviation −0.150",
                "Plan and fact in the last year of each indicator",
                "Visitors: above its forecast since 2024, the sum of errors reached 4.39 in 2026",
                "Errors of the forecast, alarms and trends",
            ])
        let russian = try page(.russian, monitoring: ToyMonitoring.context)
        #expect(
            headings(russian, "tracking").first
                == "2029: красный статус у 2 из 2 показателей; сильнее всего отстаёт «jobs», "
                + "отклонение −0,150")
    }

    @Test("lights stand by the pillar their indicator belongs to")
    func pillars() throws {
        let plain = try page(monitoring: ToyMonitoring.context)
        #expect(!plain.contains("of no pillar"))
        let page = try page(
            monitoring: ToyMonitoring.context, pillars: ["jobs": .social, "road": .economic])
        let social = try #require(page.range(of: ">social<"))
        let rest = try #require(page.range(of: ">of no pillar<"))
        // No indicator of the plan belongs to the third.
        #expect(social.lowerBound < rest.lowerBound && !page.contains(">economic<"))
    }

    @Test("what one survey disagrees on is named, with how far apart they are")
    func dissent() throws {
        let context = ConsensusContext(surveys: [
            survey(
                "plans", [["ash": [7, 7, 8, 7], "coke": [1, 9, 2, 8], "resort": [5, 5, 5, 6]]])
        ])
        let page = try page(consensus: context)
        #expect(
            headings(page, "agreement").first
                == "“plans”: experts agree on 2 of 3 questions, furthest apart on “coke”: "
                + "the middle half spans 6.50")
        let none = try self.page(
            .russian, consensus: ConsensusContext(surveys: [survey("планы", [["кокс": [1, 9]]])]))
        #expect(
            headings(none, "agreement").first
                == "«планы»: согласие по 0 из 1 вопроса, дальше всего мнения о «кокс»: "
                + "межквартильный размах 4,00")
    }

    @Test("two rounds apart are drawn both, of three the last two")
    func rounds() throws {
        let rounds = [[1.0, 9, 5], [3, 7, 5], [4, 6, 5]].map { ["ash": $0] }
        let page = try page(consensus: ConsensusContext(surveys: [survey("plans", rounds)]))
        #expect(page.contains("ash, round 3: median 5.00"))
        #expect(page.contains("ash, round 2: median 5.00"))
        #expect(!page.contains("ash, round 1: median"))
        #expect(page.contains("round before"))
    }

    @Test("ranks that drift apart are not said to come together")
    func drift() throws {
        let rounds: [[String: [Double]]] = [
            ["a": [1, 1, 1], "b": [2, 2, 2], "c": [3, 3, 3]],
            ["a": [1, 3, 2], "b": [2, 1, 3], "c": [3, 2, 1]],
        ]
        let page = try page(consensus: ConsensusContext(surveys: [survey("plans", rounds)]))
        #expect(
            headings(page, "agreement").contains {
                $0.hasPrefix("“plans”: ranks did not come together, Kendall's W from 1.00 to 0.00")
            })
    }

    private func indicator(
        _ code: String, plan: [Double] = [], facts: [Double], from first: Year = 2027
    ) -> MonitoredIndicator {
        MonitoredIndicator(
            code: code, unit: .one,
            plan: Dictionary(uniqueKeysWithValues: plan.enumerated().map { (2027 + $0, $1) }),
            facts: Dictionary(uniqueKeysWithValues: facts.enumerated().map { (first + $0, $1) }),
            factReference: {
                .entry(table: "facts", key: [code, "A", "\($0)"], column: "value")
            })
    }

    @Test("an indicator on plan is not said to be behind, nor an amber one to be red")
    func statuses() throws {
        func first(_ facts: [Double], _ language: Language = .english) throws -> String? {
            let context = MonitoringContext(
                indicators: facts.enumerated().map {
                    indicator("i\($0.offset)", plan: [100], facts: [$0.element])
                }, region: "A")
            return headings(try page(language, monitoring: context), "tracking").first
        }
        #expect(
            try first([100, 98]) == "2027: every indicator keeps to the plan, 2 of them")
        #expect(
            try first([100, 93, 91])
                == "2027: no indicator is red, 2 of 3 are amber; "
                + "furthest behind is “i2”, deviation −0.090")
        #expect(
            try first([100, 80], .russian)
                == "2027: красный статус у 1 из 2 показателей; сильнее всего отстаёт «i1», "
                + "отклонение −0,200")
    }

    @Test("without an alarm the nearest to one is shown, and said to be none")
    func calm() throws {
        let context = MonitoringContext(
            indicators: [
                indicator("calm", facts: [50, 51, 49, 50, 52, 51], from: 2018),
                indicator("still", facts: [50, 51, 49, 50, 51, 50], from: 2018),
            ], region: "A")
        let page = try page(monitoring: context)
        let charts = headings(page, "tracking").filter { $0.contains("no alarm") }
        #expect(charts.count == 1)
        #expect(!page.contains("id=\"fig-plan-fact\""))
        #expect(!page.contains("status0"), "the colours of lights are not needed")
    }

    @Test("a part is there only where the run has its results")
    func absent() throws {
        let page = try page()
        for mark in ["id=\"agreement\"", "id=\"tracking\"", "status0"] {
            #expect(!page.contains(mark), "\(mark)")
        }
        let one = try self.page(consensus: ToyConsensus.context)
        #expect(one.contains("id=\"agreement\"") && !one.contains("id=\"tracking\""))
        let other = try self.page(monitoring: ToyMonitoring.context)
        #expect(!other.contains("id=\"agreement\"") && other.contains("id=\"tracking\""))
        #expect(other.contains("--status0:"), "the lights have their colours")
    }

    @Test("every number opens, no id stands twice and no link leads nowhere")
    func links() throws {
        for language in Language.allCases {
            let page = try page(
                language, consensus: ToyConsensus.context, monitoring: ToyMonitoring.context)
            let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
            #expect(Set(ids).count == ids.count)
            let targets = Set(page.matches(of: /href="#([^"]+)"/).map { String($0.1) })
            #expect(targets.subtracting(ids).isEmpty)
            for id in ["t-delphi-1", "t-concordance", "t-ahp-1", "t-plan-fact", "t-alerts"] {
                #expect(ids.contains(id), "\(id)")
            }
            let tables = page.matches(
                of: /<table class="data"[^>]*>(.*?)<\/table>/.dotMatchesNewlines())
            for table in tables {
                for cell in table.1.matches(of: /<td[^>]*>(.*?)(?=<td|<tr|<th|<\/tbody|$)/) {
                    let text = cell.1.replacing(/<[^>]+>/, with: "")
                    guard text.contains(where: \.isNumber) else { continue }
                    #expect(cell.1.contains("data-explain"), "\(text)")
                }
            }
        }
    }

    @Test("a survey whose name has strokes in it is one survey")
    func strokes() throws {
        let pair = { (expert: String, value: Double) in
            Survey.Judgement(
                expert: expert, first: "ash", second: "coke", value: value, round: 1)
        }
        let page = try page(
            consensus: ConsensusContext(surveys: [
                survey("plans 2026/27", [["ash": [7, 7]], ["ash": [7, 8]]]),
                Survey(name: "weights/2026", judgements: [pair("e1", 3), pair("e2", 2)]),
            ]))
        #expect(
            headings(page, "agreement") == [
                "“plans 2026/27”: experts agree on every question, 1 of them",
                "“weights/2026”: “ash” counts most, 0.710",
                "“plans 2026/27”: answers of the last round",
                "“weights/2026”: weights",
                "“weights/2026”: how far the comparisons agree with each other",
            ])
        #expect(page.contains("<th scope=\"row\">expert e2<"))
    }

    @Test("hostile names of surveys, things and experts stay text", arguments: HTMLTests.payloads)
    func hostile(payload: String) throws {
        let count = { (text: String, tag: String) in text.components(separatedBy: tag).count }
        let name = payload.isEmpty ? "x" : payload
        let context = { (name: String) in
            ConsensusContext(surveys: [
                survey(name, [[name: [1, 9, 3], "other": [2, 3, 4]]])
            ])
        }
        let (page, calm) = (
            try page(consensus: context(name)), try page(consensus: context("calm"))
        )
        for tag in ["<script", "<img", "<style", "onerror=\"", "onload=\"", "</main>"] {
            #expect(count(page, tag) == count(calm, tag), "\(tag)")
        }
    }
}
