public import Region

extension RegionalData {
    /// What became of each product made in, or shipped from, the places of a level, by product,
    /// place and year, each in one unit: that of the product, or of its first row.
    public func balances(level: String) -> [ProductBalance] {
        var cells: [BalanceKey: [String: Cell]] = [:]
        var units: [String: Unit] = productUnits
        let activities = productActivities
        let wanted = Set(places.filter { $0.level == level }.map(\.code.rawValue))
        for table in ["production", "shipments"] {
            guard let contents = storage.contents[table] else { continue }
            for row in contents.rows {
                guard let product = contents.text(row, "product"),
                    let place = contents.text(row, "place"), wanted.contains(place),
                    let year = contents.integer(row, "year"),
                    let own = contents.text(row, "unit").flatMap({ Unit($0) })
                else { continue }
                let unit = units[product] ?? own
                units[product] = unit
                let key = BalanceKey(product: product, place: place, year: year)
                let role =
                    contents.schema.name == "production"
                    ? "production" : contents.text(row, "destination") ?? ""
                cells[key, default: [:]][role] = contents.cell(row, from: own, to: unit)
            }
        }
        return cells.keys.sorted().compactMap { key in
            guard let unit = units[key.product], let roles = cells[key] else { return nil }
            return ProductBalance(
                product: key.product, place: PlaceCode(rawValue: key.place), year: key.year,
                unit: unit, production: roles["production"] ?? .missing,
                shipments: roles["out_of_region"] ?? .missing,
                exports: roles["abroad"] ?? .missing, reexports: roles["reexport"] ?? .missing,
                stockChange: roles["stock_change"] ?? .missing,
                activity: activities[key.product])
        }
    }

    private var productUnits: [String: Unit] {
        var units: [String: Unit] = [:]
        guard let contents = storage.contents["products"] else { return units }
        for row in contents.rows {
            guard let code = contents.text(row, "code") else { continue }
            units[code] = contents.text(row, "unit").flatMap { Unit($0) }
        }
        return units
    }

    private var productActivities: [String: ActivityCode] {
        var activities: [String: ActivityCode] = [:]
        guard let contents = storage.contents["products"] else { return activities }
        for row in contents.rows {
            guard let code = contents.text(row, "code") else { continue }
            activities[code] = contents.text(row, "activity").map { ActivityCode(rawValue: $0) }
        }
        return activities
    }

    /// The plants that a measure gives a size: headcount for people, revenue for money. A plant of
    /// which only the size class is known has the middle of the class, and says so.
    public func plants(measure: MeasureCode) -> [Plant] {
        guard let entry = vocabulary.position(of: measure).map({ vocabulary.measures[$0].measure }),
            let contents = storage.contents["establishments"]
        else { return [] }
        let isPeople = entry.unit.dimension.powers == ["persons": 1]
        var plants: [Plant] = []
        for row in contents.rows {
            guard (contents.text(row, "kind") ?? "enterprise") == "enterprise",
                let place = contents.text(row, "place"),
                let activity = contents.text(row, "activity"),
                let year = contents.integer(row, "year"),
                let size = isPeople
                    ? contents.people(row, in: entry.unit) : contents.revenue(row, in: entry.unit)
            else { continue }
            plants.append(
                Plant(
                    place: PlaceCode(rawValue: place), activity: ActivityCode(rawValue: activity),
                    year: year, size: size.value, isGrouped: size.isGrouped))
        }
        return plants.sorted {
            ($0.activity, $0.year, $0.place, $0.size) < ($1.activity, $1.year, $1.place, $1.size)
        }
    }
}

private struct BalanceKey: Hashable, Comparable {
    let product: String
    let place: String
    let year: Year

    static func < (left: Self, right: Self) -> Bool {
        (left.product, left.place, left.year) < (right.product, right.place, right.year)
    }
}

extension Contents {
    /// The cell of a row with value, status and quality, converted.
    fileprivate func cell(_ row: Int, from own: Unit, to unit: Unit) -> Cell {
        let value = number(row, "value")
        let status =
            text(row, "status").flatMap(ObservationStatus.init)
            ?? (value == nil ? .missing : .normal)
        let state = status.cellState(for: value) ?? .missing
        let quality = text(row, "quality").flatMap(Quality.init) ?? .reported
        let converted = value.flatMap { own.convert($0, to: unit) } ?? 0
        return Cell(
            value: state == .value ? converted : 0, state: state, marks: status.marks,
            quality: quality)
    }

    fileprivate func people(_ row: Int, in unit: Unit) -> (value: Double, isGrouped: Bool)? {
        if let headcount = number(row, "headcount") { return (headcount / unit.factor, false) }
        // An open class has no middle.
        guard let low = number(row, "headcount_class_low"),
            let high = number(row, "headcount_class_high")
        else { return nil }
        return ((low + high) / 2 / unit.factor, true)
    }

    fileprivate func revenue(_ row: Int, in unit: Unit) -> (value: Double, isGrouped: Bool)? {
        guard let revenue = number(row, "revenue"), revenue >= 0,
            let own = text(row, "revenue_unit").flatMap({ Unit($0) }),
            let converted = own.convert(revenue, to: unit)
        else { return nil }
        return (converted, false)
    }
}
