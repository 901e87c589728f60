import Region
public import Space
import Wording

/// A valley of five towns.
public enum Valley {
    public static func context(minutes: Bool = true) -> SettlementContext {
        let towns: [(String, Double, Double, Double)] = [
            ("A", 86, 55, 500_000), ("B", 86.3, 55.1, 40_000), ("C", 86.2, 54.8, 30_000),
            ("D", 88, 53.9, 120_000), ("E", 87.5, 54.4, 20_000),
        ]
        let settlements = towns.map { name, longitude, latitude, _ in
            Settlement(
                code: PlaceCode(rawValue: name), name: LocalizedText(en: name, ru: name),
                kind: name == "E" ? .township : .city,
                coordinates: Coordinates(longitude: longitude, latitude: latitude),
                areaInSquareKilometres: 100, containers: ["R"])
        }
        var cells: [PlaceCode: [Year: Cell]] = [:]
        for (name, _, _, people) in towns {
            cells[PlaceCode(rawValue: name)] = [
                2015: Cell(value: people * 1.1 / 1000, state: .value),
                2020: Cell(value: people / 1000, state: .value),
            ]
        }
        let population = PlaceSeries(
            measure: Measure(
                code: "population", name: LocalizedText(en: "population", ru: "население"),
                unit: Unit("thousand persons") ?? .one, kind: .stock), cells: cells)
        let connections = [
            Connection(
                from: "A", to: "B", mode: .road, kilometres: 25, minutes: minutes ? 30 : nil),
            Connection(from: "A", to: "C", mode: .road, minutes: minutes ? 35 : nil),
            Connection(from: "A", to: "E", mode: .road, minutes: minutes ? 100 : nil),
            Connection(from: "E", to: "D", mode: .road, minutes: minutes ? 50 : nil),
        ]
        let indicators = zip(
            ["paved_road_density", "commuting_share", "free_land_ratio"], [280.0, 0.11, 0.3]
        ).map {
            SettlementContext.Indicator(
                name: $0, place: "R", year: 2020, value: $1, quality: .reported)
        }
        return SettlementContext(
            settlements: settlements, population: population, connections: connections,
            region: "R", indicators: indicators, plants: plants,
            parameters: parameters)
    }

    /// The valley with two villages, towns that have grown at their own pace, ways to work, and
    /// people employed at each plant.
    public static var wide: SettlementContext {
        var context = context()
        let villages: [(PlaceCode, Double, Double)] = [("F", 86.6, 55.3), ("G", 88.3, 53.8)]
        context.settlements += villages.map { code, longitude, latitude in
            Settlement(
                code: code, name: LocalizedText(en: code.rawValue, ru: code.rawValue),
                kind: .village,
                coordinates: Coordinates(longitude: longitude, latitude: latitude),
                areaInSquareKilometres: 20, containers: ["R"])
        }
        let people: [PlaceCode: (before: Double, now: Double)] = [
            "A": (460, 500), "B": (38, 40), "C": (29.5, 30), "D": (118, 120), "E": (21, 20),
            "F": (4, 4.1), "G": (3.2, 3),
        ]
        context.population = PlaceSeries(
            measure: Measure(
                code: "population", name: LocalizedText(en: "population", ru: "население"),
                unit: Unit("thousand persons") ?? .one, kind: .stock),
            cells: people.mapValues { pair in
                [
                    2015: Cell(value: pair.before, state: .value),
                    2020: Cell(value: pair.now, state: .value),
                ]
            })
        context.connections += [
            Connection(from: "B", to: "F", mode: .road, minutes: 40),
            Connection(from: "D", to: "G", mode: .road, minutes: 35),
        ]
        context.places = context.settlements.map {
            Place(code: $0.code, name: $0.name, level: "settlement", coordinates: $0.coordinates)
        }
        context.commuting = ways
        context.plants = plants.enumerated().map { index, plant in
            SettlementContext.Plant(
                code: plant.code, coordinates: plant.coordinates, industry: plant.industry,
                place: index < 12 ? "A" : ["B", "C", "D", "E"][index % 4],
                people: Double(20 + index * 13 % 50))
        }
        context.motor = SettlementContext.MotorIndustries(
            names: [LocalizedText(en: "mills", ru: "заводы")],
            firms: context.plants.map {
                .init(
                    code: $0.code, place: $0.place ?? "A", size: $0.people ?? 0,
                    isMotor: $0.industry == "mills")
            }, column: "headcount", unit: Unit("persons") ?? .one)
        return context
    }

    /// Who lives where and works where, 2020.
    private static var ways: [PlaceFlow] {
        let rows: [(PlaceCode, PlaceCode, Double)] = [
            ("A", "A", 240_000), ("B", "B", 14_000), ("B", "A", 4_500), ("C", "C", 11_000),
            ("C", "A", 1_900), ("D", "D", 55_000), ("D", "A", 700), ("E", "E", 7_000),
            ("E", "D", 1_600), ("F", "F", 900), ("F", "A", 600), ("G", "G", 1_000),
            ("G", "D", 450), ("A", "B", 1_200), ("A", "C", 500), ("D", "E", 300),
        ]
        return rows.map {
            PlaceFlow(from: $0, to: $1, year: 2020, value: $2, unit: Unit("persons") ?? .one)
        }
    }

    /// The wider valley as a page shows it.
    public static let wideText = """
        | town | kind | longitude | latitude | thousand people, 2015 | 2020 |
        | --- | --- | ---: | ---: | ---: | ---: |
        | A | city | 86.0 | 55.0 | 460 | 500 |
        | B | city | 86.3 | 55.1 | 38 | 40 |
        | C | city | 86.2 | 54.8 | 29.5 | 30 |
        | D | city | 88.0 | 53.9 | 118 | 120 |
        | E | township | 87.5 | 54.4 | 21 | 20 |
        | F | village | 86.6 | 55.3 | 4 | 4.1 |
        | G | village | 88.3 | 53.8 | 3.2 | 3 |

        Roads: A–B 30 min, A–C 35 min, A–E 100 min, E–D 50 min, B–F 40 min, D–G 35 min. Work, 2020: of those who
        live in B 14,000 work there and 4,500 in A; C 11,000 and 1,900 in A; D 55,000, 700 in A, 300 in E; E 7,000
        and 1,600 in D; F 900 and 600 in A; G 1,000 and 450 in D; A 240,000, 1,200 in B, 500 in C. Twelve mills
        (`m0` to `m11`) stand within 3 km of town A, thirty workshops all over the valley; each employs 20 to 69
        people. Mills are a motor industry.
        """

    private static var parameters: SpaceParameters {
        var parameters = SpaceParameters()
        parameters.replicates = 199
        return parameters
    }

    /// Twelve mills close together, and thirty workshops all over the valley.
    private static var plants: [SettlementContext.Plant] {
        func plant(
            _ name: String, _ longitude: Double, _ latitude: Double, _ industry: ObjectCode
        ) -> SettlementContext.Plant {
            SettlementContext.Plant(
                code: ObjectCode(rawValue: name),
                coordinates: Coordinates(longitude: longitude, latitude: latitude),
                industry: industry)
        }
        var plants: [SettlementContext.Plant] = []
        for index in 0..<12 {
            let (column, row) = (Double(index % 4), Double(index / 4))
            plants.append(plant("m\(index)", 86 + column / 100, 55 + row / 100, "mills"))
        }
        for index in 0..<30 {
            let (column, row) = (Double(index * 7 % 30), Double(index * 11 % 30))
            plants.append(plant("w\(index)", 86 + column / 12, 53.8 + row / 22, "workshops"))
        }
        return plants
    }

    /// The towns as a page shows them.
    public static let text = """
        | town | kind | longitude | latitude | people, 2020 |
        | --- | --- | ---: | ---: | ---: |
        | A | city | 86.0 | 55.0 | 500 000 |
        | B | city | 86.3 | 55.1 | 40 000 |
        | C | city | 86.2 | 54.8 | 30 000 |
        | D | city | 88.0 | 53.9 | 120 000 |
        | E | township | 87.5 | 54.4 | 20 000 |

        Each town has 100 km². Roads: A–B 30 min, A–C 35 min, A–E 100 min, E–D 50 min. In 2015 all towns had
        a tenth more people. Facts of the region: 280 km of paved roads per 1,000 km², commuters 0.11 of the
        employed, free land 0.3 of what is built up. Twelve mills (`m0` to `m11`) stand within 3 km of town A,
        thirty workshops all over the valley.
        """
}
