public import Programme
import Region
import Wording

/// Four projects of region A, in three years.
public enum ToyProgramme {
    public static var context: ProgrammeContext {
        let years = [2027, 2028, 2029]
        func works(_ value: Double, from build: Int) -> Profile {
            Profile([Double](repeating: 0, count: build), lasting: value)
        }
        func candidate(
            _ code: String, _ group: String? = nil, build: Int, tier: Int, economic: Double,
            jobs: Double, ecological: Double = 0, region: Double, company: Double
        ) -> Candidate {
            Candidate(
                ObjectCode(rawValue: code), group: group.map { ObjectCode(rawValue: $0) },
                buildYears: build,
                effects: [
                    works(economic, from: build), works(jobs, from: build),
                    works(ecological, from: build), Profile(),
                ], funding: ["region": Profile([region]), "company": Profile([company])],
                labour: ["builders": Profile([(region + company) * 2])],
                emissions: ["dust": works(-ecological / 10, from: build)],
                indicators: ["jobs": works(jobs, from: build)], tier: tier)
        }
        let candidates = [
            candidate(
                "sorting", "heap", build: 1, tier: 1, economic: 4, jobs: 20, ecological: 6,
                region: 4, company: 8),
            candidate(
                "leaching", "heap", build: 1, tier: 1, economic: 9, jobs: 40, ecological: 2,
                region: 6, company: 20),
            candidate("alloys", build: 1, tier: 2, economic: 12, jobs: 60, region: 2, company: 20),
            candidate("hotel", build: 1, tier: 3, economic: 6, jobs: 50, region: 6, company: 10),
        ]
        var data = ProgrammeData(years: years, candidates: candidates, rate: 0.1)
        data.budgets = [
            "region": .init([8, 6, 4], carriesOver: true), "company": .init([24, 24, 12]),
        ]
        data.labour = ["builders": [50, 60, 60]]
        data.limits = ["dust": .init(base: 10, most: [10, 10, 9.9])]
        data.targets = [
            "jobs": .init(base: 0, least: [-.infinity, -.infinity, 60], penalty: nil)
        ]
        data.synergies = [Synergy([0, 2], FourEffects(economic: 3))]
        func flow(_ age: Int?, _ value: Double, upTo high: Double? = nil) -> ProgrammeContext.Flow {
            ProgrammeContext.Flow(
                age: age, value: value,
                range: high.map { RangedNumber(low: value * 0.9, middle: value, high: $0) },
                reference: .note(LocalizedText(en: "table", ru: "таблица")))
        }
        var parameters = ProgrammeParameters()
        parameters.questions = [
            .front, .order, .shares, .risk, .robustness, .why("alloys"), .why("hotel"),
        ]
        parameters.scenarios = 8
        var context = ProgrammeContext(
            data: data, weights: FourEffects([1, 0.1, 1, 1]), region: "A",
            money: Unit("mln RUB") ?? .one,
            flows: candidates.map { candidate in
                var flows: [String: [ProgrammeContext.Flow]] = [:]
                for (source, profile) in candidate.funding {
                    flows["budget/\(source)"] = [flow(0, profile[0], upTo: profile[0] * 1.25)]
                }
                flows["labour/builders"] = [flow(0, candidate.labour["builders"]?[0] ?? 0)]
                flows["limit/dust"] = [flow(nil, candidate.emissions["dust"]?.lasting ?? 0)]
                flows["target/jobs"] = [flow(nil, candidate.indicators["jobs"]?.lasting ?? 0)]
                return flows
            }, tiers: [1: 1, 2: 1],
            participants: ["power", "power", "metal", "town"], parameters: parameters)
        context.outlook = outlook(candidates)
        context.rateRange = RangedNumber(low: 0.05, middle: 0.1, high: 0.3)
        context.combination = combination
        context.tableSynergies = data.synergies
        context.ties = [
            CandidateTie(
                first: 0, second: 2,
                signs: .init(flow: 0.5, input: 0, trade: 0.2, distance: 50)),
            CandidateTie(
                first: 1, second: 2,
                signs: .init(flow: 0.8, input: 0, trade: 0.2, distance: 50)),
            CandidateTie(
                first: 0, second: 3,
                signs: .init(flow: 0, input: 0, trade: 0, distance: nil)),
        ]
        context.drafted = [
            .init("heap", "sort", "filler"): ["sorting"],
            .init("heap", "leach", "metals"): ["leaching"],
        ]
        return context
    }

    /// The price of alloys, what clean air is worth, and how full the hotel is.
    private static func outlook(_ candidates: [Candidate]) -> Outlook {
        func input(
            _ code: String, _ low: Double, _ value: Double, _ high: Double, shared: Bool
        ) -> Outlook.Input {
            Outlook.Input(
                code: code, range: RangedNumber(low: low, middle: value, high: high), unit: .one,
                isShared: shared,
                reference: .note(LocalizedText(en: "table", ru: "таблица")))
        }
        return Outlook(
            inputs: [
                input("price:alloys", 0.2, 1, 1.5, shared: true),
                input("clean-air", 0.5, 1, 2, shared: true),
                input("guests", 0.1, 1, 1.2, shared: false),
            ],
            effects: { values in
                candidates.enumerated().map { index, candidate in
                    var effects = FourEffects(candidate.effects.map(\.lasting))
                    if index == 2 { effects[.economic] *= values[0] ?? 1 }
                    if index == 3 { effects[.economic] *= values[2] ?? 1 }
                    effects[.ecological] *= values[1] ?? 1
                    return effects
                }
            })
    }

    private static var combination: Combination {
        var all = Combination(
            objects: ["heap", "pond"], methods: ["sort", "leach"],
            products: ["filler", "metals"])
        all.objectMethod = .init([.init("pond", "sort"): .init(isAllowed: false, reason: wet)])
        all.methodProduct = .init(
            [
                .init("sort", "filler"): .init(isAllowed: true),
                .init("leach", "metals"): .init(isAllowed: true),
            ], isAllowedUnlisted: false)
        all.available = ["pond": 0.1, "heap": 2]
        all.smallest = ["leach": 0.3]
        all.unit = "Mt"
        return all
    }

    private static let wet = LocalizedText(en: "too wet to sort", ru: "слишком влажно")

    public static let text = """
        Three years, 2027 to 2029, at a yearly rate of 0.1. A heap can be sorted or leached, not both; a
        works could make alloys, a hotel could be built. Each is built for a year and then works. Money in
        million roubles:

        | project | tier | economic a year | jobs | ecological a year | of the region | of the company |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | sorting | 1 | 4 | 20 | 6 | 4 | 8 |
        | leaching | 1 | 9 | 40 | 2 | 6 | 20 |
        | alloys | 2 | 12 | 60 | | 2 | 20 |
        | hotel | 3 | 6 | 50 | | 6 | 10 |
        | there is in 2027, 2028, 2029 | | | | | 8, 6, 4 | 24, 24, 12 |

        What the region has left it may spend later, the company not. There are 50 builders, 60 from 2028
        on; a million takes two. In 2029 the air has to be a little cleaner (dust 9.9 for 10; a tenth of the
        ecological effect) and 60 jobs have to be there. Sorting and alloys together bring 3 million a year more.
        A job counts as 0.1 million a year, the rest as it is. The heap is a power company's, the alloys a
        metal company's, the hotel the town's.

        The economic effect of the alloys may be 0.2 to 1.5 times as much, with their price; that of the
        hotel 0.1 to 1.2 times, with its guests; the ecological effects 0.5 to 2 times. The rate may be 0.05
        to 0.3, and every project may cost a quarter more. Besides the heap there is a pond of 0.1 Mt, too
        wet to sort; leaching needs 0.3 Mt. The works, 50 km away, would take half of what sorting gives and
        0.8 of what leaching gives; their industries trade a fifth as much as the closest two.
        """
}
