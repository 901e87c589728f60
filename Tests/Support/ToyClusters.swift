public import Clusters
import Numerics
import Region
import Specialisation
import Wording

/// Six regions with six industries in two groups that stand together, and a cluster of eight firms.
public enum ToyClusters {
    private static let industries = ["coal", "coke", "steel", "milk", "meat", "feed"]

    public static var context: ClusterContext {
        let places = (0..<6).map { index in
            Place(
                code: PlaceCode(rawValue: "r\(index)"),
                name: LocalizedText(en: "r\(index)", ru: "r\(index)"), level: "region")
        }
        let activities = industries.map {
            Activity(
                code: ActivityCode(rawValue: $0), classification: "toy",
                name: LocalizedText(en: $0, ru: $0))
        }
        let years = Array(2015...2020)
        var values: [Double] = []
        var counts: [Double] = []
        for year in years.indices {
            for place in 0..<6 {
                for activity in 0..<6 {
                    // Heavy industry in the even regions, food in the odd ones; one has steel too.
                    let isHome =
                        (place % 2 == 0) == (activity < 3) || (place == 5 && activity == 2)
                    let base = Double((isHome ? 60 : 8) + (place * 7 + activity * 5) % 11)
                    // Meat comes to region 0 over the years.
                    let grown = place == 0 && activity == 4 ? 12 * Double(year) : Double(year)
                    values.append(base + grown)
                    counts.append((isHome ? 12 : 2) + Double(year * (isHome ? 4 : 0)))
                }
            }
        }
        func panel(_ measure: Measure, _ values: [Double]) -> Panel {
            Panel(
                measure: measure, classification: "toy", places: places, activities: activities,
                years: years, values: values, states: values.map { $0 == 0 ? .zero : .value })
        }
        let persons = Unit("persons") ?? .one
        let jobs = Measure(
            code: "jobs", name: LocalizedText(en: "jobs", ru: "рабочие места"), unit: persons,
            kind: .stock)
        let enterprises = Measure(
            code: "enterprises", name: LocalizedText(en: "enterprises", ru: "предприятия"),
            unit: .one, kind: .stock)
        var specialisation = SpecialisationContext(panel: panel(jobs, values))
        specialisation.population = PlaceSeries(
            measure: Measure(
                code: "population", name: LocalizedText(en: "population", ru: "население"),
                unit: persons, kind: .stock),
            cells: ["r0": [2020: Cell(value: 200_000, state: .value)]])
        let sizes: [Double] = [600, 120, 80, 60, 50, 40, 30, 20]
        let firms = sizes.enumerated().map { index, size in
            Establishment(
                code: ObjectCode(rawValue: "f\(index)"),
                name: LocalizedText(en: "f\(index)", ru: "f\(index)"), place: "r0",
                activity: ActivityCode(rawValue: industries[index % 3]), year: 2020,
                headcount: size, revenue: 3 * size, revenueUnit: Unit("million RUB"),
                ownership: index == 1 ? .outside : index == 6 ? .state : index == 7 ? nil : .local,
                research: index == 2 ? 12 : 0,
                chainStage: ["mining", "coking", "smelting"][index % 3])
        }
        let science = Establishment(
            code: "s0", name: LocalizedText(en: "institute", ru: "институт"), kind: .science,
            place: "r0")
        // A star of eight and one more tie, the last two of the last years.
        let ties =
            (1..<8).map {
                Tie(
                    from: "f0", to: ObjectCode(rawValue: "f\($0)"), kind: .supply,
                    weight: Double(10 * $0), year: 2012 + $0)
            } + [
                Tie(from: "f1", to: "f2", kind: .jointProject, year: 2019),
                Tie(from: "f3", to: "mill", kind: .supply, weight: 60, year: 2019),
            ]
        let register = [
            ClusterEntry(
                code: "mining", name: LocalizedText(en: "Mining cluster", ru: "Горный кластер"),
                exists: true,
                members: sizes.indices.map {
                    ClusterEntry.Member(
                        establishment: ObjectCode(rawValue: "f\($0)"), from: 2012 + $0, to: nil)
                }),
            ClusterEntry(
                code: "paper", name: LocalizedText(en: "Cluster on paper", ru: "Кластер на бумаге"),
                exists: false),
        ]
        let flows = FlowTable(
            place: "c", year: 2015, unit: Unit("million RUB") ?? .one,
            activities: industries.map { ActivityCode(rawValue: $0) },
            deliveries: [
                [5, 40, 20, 0, 0, 0], [0, 0, 50, 0, 0, 0], [10, 5, 20, 1, 1, 2],
                [0, 0, 0, 5, 10, 5], [0, 0, 0, 0, 10, 2], [0, 0, 0, 30, 35, 0],
            ],
            output: [120, 80, 150, 60, 90, 70], purchases: [30, 60, 110, 45, 70, 25])
        let scores = [
            ("e1", "factors", 7.0), ("e2", "factors", 7), ("e1", "demand", 5), ("e1", "related", 8),
            ("e2", "rivalry", 4),
        ].map {
            ClusterContext.DiamondScore(expert: $0.0, corner: $0.1, cluster: "mining", score: $0.2)
        }
        var parameters = ClusterParameters()
        parameters.seeds = 10
        parameters.replicates = 199
        return ClusterContext(
            specialisation: specialisation, region: "r0", flows: flows,
            establishments: firms + [science],
            ties: ties, register: register, enterprises: panel(enterprises, counts),
            diamondScores: scores,
            occupations: OccupationTables(occupations, region: "r0", whole: "c"),
            traits: ["coal": [], "coke": [.technogenic], "steel": [], "feed": [.ecological]],
            nationalResearch: 0.01, parameters: parameters)
    }

    /// Miners, smelters, dairymen and designers of the region and of the country.
    private static var occupations: [OccupationCount] {
        let rows: [(PlaceCode, ActivityCode, [Double])] = [
            ("r0", "coal", [50, 5, 0, 2]), ("r0", "coke", [10, 40, 0, 3]),
            ("r0", "steel", [5, 50, 0, 6]), ("r0", "milk", [0, 1, 9, 1]),
            ("c", "coal", [150, 20, 0, 6]), ("c", "coke", [40, 120, 0, 9]),
            ("c", "steel", [20, 170, 0, 20]), ("c", "milk", [0, 10, 160, 10]),
            ("c", "meat", [0, 10, 150, 8]), ("c", "feed", [5, 5, 140, 10]),
        ]
        let names = ["miner", "smelter", "dairyman", "designer"]
        return rows.flatMap { place, activity, people in
            zip(names, people).map {
                OccupationCount(
                    place: place, activity: activity, occupation: $0,
                    isCreative: $0 == "designer", year: 2020, people: $1)
            }
        }
    }

    /// What a page shows of it.
    public static let text = """
        Six regions with six industries, 2015 to 2020: coal, coke and steel stand in the even regions (about 60
        jobs each), milk, meat and feed in the odd ones, and steel in r5 too; elsewhere there are about 8. Coal sells to coke and
        steel, coke to steel, feed to milk and meat. The region is r0, with 200 000 people, an institute and
        eight firms of 600, 120, 80, 60, 50, 40, 30 and 20 people that make up the registered cluster
        `mining`: each joined a year after the other from 2012 on; the largest deals with all others, the second
        and the third have a project in common. In the region's industries there are 12 enterprises each in 2015
        and 4 more every year. Two experts scored the diamond of the cluster: factors 7 and 7, demand 5, related
        8, rivalry 4. The second firm is owned from outside, the seventh by the state, of the eighth it is not
        known; each sells for 3 million roubles a head, the third spends 12 million on research, which the
        country puts at 0.01 of sales. The largest sells 10 to the second, 20 to the third and so on, the
        fourth 60 to a mill in another region. The firms mine, coke and smelt in turn. Coke works up waste, feed
        is green. In the country 150 miners, 20 smelters and 6 designers work in coal, 40, 120 and 9 in coke, 20,
        170 and 20 in steel; in r0 50, 5 and 2 in coal, 10, 40 and 3 in coke, 5, 50 and 6 in steel; dairymen are
        only in food.
        """
}
