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
