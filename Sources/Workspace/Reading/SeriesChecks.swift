import Region
import Tabular

/// Checks of the small tables that hold figures over years, and of grades.
struct SeriesChecks {
    let contents: [String: Contents]
    let vocabulary: Vocabulary

    func check(_ findings: inout Findings) {
        for (order, schema) in TableSchema.all.enumerated() {
            guard let table = contents[schema.name] else { continue }
            findings.order = order + 1
            if schema.key.contains("year"), schema.column("value") != nil,
                schema.column("unit") != nil
            {
                checkUnits(table, &findings)
            }
            if schema.name == "assays" { checkGrades(table, &findings) }
            if schema.name == "thresholds" { checkBounds(table, &findings) }
            if schema.name == "activities" { checkTraits(table, &findings) }
            if schema.name == "transfers" { checkTransfers(table, &findings) }
            if schema.name == "cycles" { checkCycles(table, &findings) }
            if schema.name == "input_output" {
                checkFlows(table, &findings)
                checkStocks(table, &findings)
            }
            if schema.name == "assumptions" { checkRate(table, &findings) }
            if schema.name == "prices" { checkPrices(table, &findings) }
            for columns in schema.ranges { checkRange(columns, of: table, &findings) }
            if schema.name == "places" || schema.name == "establishments" {
                checkCoordinates(table, &findings)
            }
        }
    }

    /// Rows of one series have units of one dimension, and no unit slips.
    private func checkUnits(_ table: Contents, _ findings: inout Findings) {
        let keys = table.schema.key.filter { $0 != "year" && table.has($0) }
        var series: [[String]: [Int]] = [:]
        for row in table.rows {
            series[keys.map { table.text(row, $0) ?? "" }, default: []].append(row)
        }
        var products: [String: Unit] = [:]
        if let list = self.contents["products"], table.schema.column("product") != nil {
            for row in list.rows {
                if let code = list.text(row, "code") {
                    products[code] = list.text(row, "unit").flatMap { Unit($0) }
                }
            }
        }
        for key in series.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let rows = (series[key] ?? []).sorted {
                table.integer($0, "year") ?? 0 < table.integer($1, "year") ?? 0
            }
            let product =
                table.schema.name == "prices"
                ? nil
                : table.text(rows[0], table.schema.column("product") != nil ? "product" : keys[0])
            checkUnits(rows, of: table, product.flatMap { products[$0] }, &findings)
        }
    }

    private func checkUnits(
        _ rows: [Int], of table: Contents, _ declared: Unit?, _ findings: inout Findings
    ) {
        guard
            let unit = declared
                ?? rows.lazy.compactMap({ table.text($0, "unit").flatMap { Unit($0) } }).first
        else { return }
        var values: [(row: Int, year: Year, value: Double)] = []
        for row in rows {
            guard let own = table.text(row, "unit").flatMap({ Unit($0) }) else { continue }
            guard own.isCommensurable(with: unit) else {
                findings.add(
                    .incommensurable(measureUnit: unit.symbol),
                    at: table.place(row: row, column: "unit", value: own.symbol))
                continue
            }
            guard let value = table.number(row, "value"), value != 0,
                let converted = own.convert(value, to: unit), let year = table.integer(row, "year")
            else { continue }
            values.append((row, year, converted))
        }
        for slip in UnitSlip.find(in: values.map { ($0.year, $0.value) }) {
            let row = values[slip.index].row
            findings.add(
                .unitSlip(
                    measure: table.schema.name, factor: slip.factor, neighbour: slip.neighbour),
                at: table.place(
                    row: row, column: "value",
                    value: table.number(row, "value").map { NumberText.shortest($0) }))
        }
    }

    /// A condition does not hold at one bound and holds at the other.
    private func checkBounds(_ table: Contents, _ findings: inout Findings) {
        guard table.has("none"), table.has("full") else { return }
        for row in table.rows {
            guard let none = table.number(row, "none"), let full = table.number(row, "full"),
                none == full
            else { continue }
            findings.add(
                .equalBounds,
                at: table.place(row: row, column: "full", value: NumberText.shortest(full)))
        }
    }

    /// The likeliest number lies between the ends, and what lies between them has ends to lie
    /// between; that these are in order is checked of every table.
    private func checkRange(
        _ columns: RangeColumns, of table: Contents, _ findings: inout Findings
    ) {
        for row in table.rows {
            let low = table.figure(row, columns.low)
            let high = table.figure(row, columns.high)
            let middle = table.figure(row, columns.middle)
            if case .shape(let shape) = table.word(row, columns.distribution).flatMap({
                NamedDistribution($0)
            }), low == nil || high == nil || (middle == nil && shape != .uniform) {
                findings.add(
                    .distributionWithoutRange,
                    at: table.place(
                        row: row, column: columns.distribution, value: shape.rawValue))
            }
            guard let middle else { continue }
            if let low, let high, low > high { continue }
            let place = table.place(
                row: row, column: columns.middle, value: NumberText.shortest(middle))
            if let low, middle < low {
                findings.add(.rangeUpsideDown(low: low, high: middle), at: place)
            }
            if let high, middle > high {
                findings.add(.rangeUpsideDown(low: middle, high: high), at: place)
            }
        }
    }

    /// No more comes out of a process than goes in: of its mass, and of each component.
    private func checkTransfers(_ table: Contents, _ findings: inout Findings) {
        var sums: [[String]: (sum: Double, row: Int)] = [:]
        for row in table.rows {
            guard let process = table.text(row, "process"), table.has("share"),
                let share = table.number(row, "share")
            else { continue }
            let component = table.has("component") ? table.text(row, "component") ?? "" : ""
            sums[[process, component], default: (0, row)].sum += share
            sums[[process, component]]?.row = row
        }
        for (key, entry) in sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where entry.sum > 1 + 1e-9 {
            findings.add(
                .sharesExceedWhole(process: key[0], component: key[1], sum: entry.sum),
                at: table.place(row: entry.row, column: "share"))
        }
    }

    /// What leaves a node is what enters it, and everything gets out at last.
    private func checkCycles(_ table: Contents, _ findings: inout Findings) {
        guard table.has("from"), table.has("to"), table.has("share") else { return }
        struct Leaving {
            var sum = 0.0
            var row: Int
            var ways: [String] = []
        }
        // By variant, component and node.
        var nodes: [[String]: Leaving] = [:]
        for row in table.rows {
            guard let from = table.text(row, "from"), let to = table.text(row, "to"),
                let share = table.number(row, "share")
            else { continue }
            let key = ["variant", "component"].map {
                table.has($0) ? table.text(row, $0) ?? "" : ""
            }
            nodes[key + [from], default: Leaving(row: row)].sum += share
            if share > 0 { nodes[key + [from]]?.ways.append(to) }
            nodes[key + [from]]?.row = row
        }
        for (key, leaving) in nodes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where abs(leaving.sum - 1) > 1e-9 {
            findings.add(
                .sharesNotWhole(
                    node: key[2], variant: key[0], component: key[1], sum: leaving.sum),
                at: table.place(row: leaving.row, column: "share"))
        }
        // With the clusters the rows of a node stand in for its others.
        for variant in ["", "clusters"]
        where variant.isEmpty || nodes.keys.contains(where: { $0[0] == variant }) {
            var ways: [String: Leaving] = [:]
            for (key, leaving) in nodes where key[0].isEmpty && key[1].isEmpty {
                ways[key[2]] = leaving
            }
            for (key, leaving) in nodes where key[0] == variant && key[1].isEmpty {
                ways[key[2]] = leaving
            }
            var caught = Set(ways.keys)
            while true {
                let free = caught.filter { node in
                    ways[node]?.ways.contains { !caught.contains($0) } ?? true
                }
                if free.isEmpty { break }
                caught.subtract(free)
            }
            guard let first = caught.compactMap({ ways[$0]?.row }).min() else { continue }
            findings.add(
                .closedLoop(nodes: caught.sorted(), variant: variant),
                at: table.place(row: first, column: "to"))
        }
    }

    /// What an industry sells is what it puts out, and so is what it buys with what it adds.
    private func checkFlows(_ table: Contents, _ findings: inout Findings) {
        guard table.has("block"), table.has("value") else { return }
        struct Account {
            var stated: (value: Double, row: Int)?
            var sold = 0.0
            var spent = 0.0
            /// Of it, from the industries of the table.
            var bought = 0.0
            var addsValue = false
            /// Where the industry is first named.
            let row: Int
        }
        var accounts: [[String]: Account] = [:]
        // Imports are bought by final users as well, which put out nothing.
        var industries: Set<[String]> = []
        for row in table.rows {
            guard let from = table.text(row, "from"), let to = table.text(row, "to"),
                let value = table.number(row, "value")
            else { continue }
            let place = table.has("place") ? table.text(row, "place") ?? "" : ""
            let own = [place, table.integer(row, "year").map(String.init) ?? ""]
            switch table.text(row, "block") ?? "domestic" {
            case "output":
                industries.insert(own + [to])
                accounts[own + [to], default: Account(row: row)].stated = (value, row)
            case "value_added":
                industries.insert(own + [to])
                accounts[own + [to], default: Account(row: row)].spent += value
                accounts[own + [to], default: Account(row: row)].addsValue = true
            case "import": accounts[own + [to], default: Account(row: row)].spent += value
            case "final_demand": accounts[own + [from], default: Account(row: row)].sold += value
            default:
                industries.insert(own + [to])
                accounts[own + [from], default: Account(row: row)].sold += value
                accounts[own + [to], default: Account(row: row)].spent += value
                accounts[own + [to], default: Account(row: row)].bought += value
            }
        }
        // Of each table the industry that is farthest off, and how many more are.
        struct Gap {
            let activity: String
            let year: Year
            let isSold: Bool
            let sum: Double
            let stated: (value: Double, row: Int)

            var size: Double { abs(sum - stated.value) / max(abs(stated.value), 1e-300) }
        }
        var gaps: [[String]: [Gap]] = [:]
        for (key, account) in accounts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let stated = account.stated, let year = Int(key[1]) else { continue }
            let sums = [(true, account.sold)] + (account.addsValue ? [(false, account.spent)] : [])
            for (isSold, sum) in sums {
                let gap = Gap(
                    activity: key[2], year: year, isSold: isSold, sum: sum, stated: stated)
                guard gap.size > 0.001 else { continue }
                gaps[[key[0], key[1], isSold ? "0" : "1"], default: []].append(gap)
            }
        }
        var greedy: [[String]: [(activity: String, account: Account)]] = [:]
        for (key, account) in accounts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let stated = account.stated, account.bought >= stated.value, stated.value > 0
            else { continue }
            greedy[Array(key.prefix(2)), default: []].append((key[2], account))
        }
        for (key, list) in greedy.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let first = list.first, let stated = first.account.stated,
                let year = Int(key[1])
            else { continue }
            findings.add(
                .purchasesExceedOutput(
                    activity: first.activity, year: year, purchases: first.account.bought,
                    output: stated.value, others: list.count - 1),
                at: table.place(
                    row: stated.row, column: "value", value: NumberText.shortest(stated.value)))
        }
        let idle = accounts.filter { industries.contains($0.key) && $0.value.sold == 0 }
        for (key, list) in Dictionary(grouping: idle, by: { Array($0.key.prefix(2)) })
            .sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        {
            guard
                let first = list.min(by: { $0.key.lexicographicallyPrecedes($1.key) }),
                let year = Int(key[1])
            else { continue }
            findings.add(
                .noOutput(activity: first.key[2], year: year, others: list.count - 1),
                at: table.place(row: first.value.stated?.row ?? first.value.row, column: "value"))
        }
        for (_, list) in gaps.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let worst = list.max(by: { $0.size < $1.size }) else { continue }
            findings.add(
                .flowsDiffer(
                    activity: worst.activity, year: worst.year, isSold: worst.isSold,
                    sum: worst.sum, output: worst.stated.value, others: list.count - 1),
                at: table.place(
                    row: worst.stated.row, column: "value",
                    value: NumberText.shortest(worst.stated.value)))
        }
    }

    /// Stocks of a flow table that were drawn down.
    private func checkStocks(_ table: Contents, _ findings: inout Findings) {
        guard table.has("block"), table.has("value") else { return }
        // By place and year, as a table is.
        var drawn: [[String]: [(activity: String, value: Double, row: Int)]] = [:]
        for row in table.rows where table.text(row, "block") == "final_demand" {
            guard let from = table.text(row, "from"), let to = table.text(row, "to"),
                FlowTable.FinalUse.Kind(code: to) == .inventories,
                let value = table.number(row, "value"), value < 0,
                let year = table.integer(row, "year")
            else { continue }
            let place = table.has("place") ? table.text(row, "place") ?? "" : ""
            drawn[[place, String(year)], default: []].append((from, value, row))
        }
        for (key, list) in drawn.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let worst = list.min(by: { $0.value < $1.value }), let year = Int(key[1])
            else { continue }
            findings.add(
                .stocksDrawnDown(
                    activity: worst.activity, year: year, value: worst.value,
                    others: list.count - 1),
                at: table.place(
                    row: worst.row, column: "value", value: NumberText.shortest(worst.value)))
        }
    }

    /// Money to come is reckoned at constant prices, so the rate has no inflation in it.
    private func checkRate(_ table: Contents, _ findings: inout Findings) {
        guard table.has("prices") else { return }
        let rates = [Assumption.Name.discountRate, .riskFreeRate].map(\.rawValue)
        for row in table.rows
        where rates.contains(table.text(row, "name") ?? "")
            && table.text(row, "prices") == "current"
        {
            findings.add(
                .nominalRate, at: table.place(row: row, column: "prices", value: "current"))
        }
    }

    /// Beside a real rate a current price stands still over the years.
    private func checkPrices(_ table: Contents, _ findings: inout Findings) {
        guard table.has("prices"), let assumptions = contents["assumptions"],
            assumptions.rows.contains(where: {
                assumptions.text($0, "name") == Assumption.Name.discountRate.rawValue
            })
        else { return }
        let current = table.rows.filter { table.text($0, "prices") == "current" }
        guard let first = current.first, let year = table.integer(first, "year") else { return }
        findings.add(
            .currentPrice(year: year, others: current.count - 1),
            at: table.place(row: first, column: "prices", value: "current"))
    }

    /// Words for what activities stand for are known ones.
    private func checkTraits(_ table: Contents, _ findings: inout Findings) {
        guard table.has("traits") else { return }
        let known = ActivityTrait.allCases.map(\.rawValue)
        for row in table.rows {
            for trait in ActivityTrait.words(of: table.text(row, "traits") ?? "")
            where !known.contains(trait) {
                findings.add(
                    .unknownWord(known, suggestion: nil),
                    at: table.place(row: row, column: "traits", value: trait))
            }
        }
    }

    /// Points lie where their rows say: near the place above them, or their own.
    private func checkCoordinates(_ table: Contents, _ findings: inout Findings) {
        guard table.has("lon"), table.has("lat") else { return }
        let isOfPlaces = table.schema.name == "places"
        for row in table.rows {
            guard let longitude = table.number(row, "lon"), let latitude = table.number(row, "lat"),
                table.has(isOfPlaces ? "parent" : "place"),
                let code = table.text(row, isOfPlaces ? "parent" : "place"),
                let home = point(above: code)
            else { continue }
            let own = Coordinates(longitude: longitude, latitude: latitude)
            let distance = own.kilometres(to: home.point)
            guard distance > 1_000 else { continue }
            let place = table.place(row: row, column: "lon", value: NumberText.shortest(longitude))
            let turned = Coordinates(longitude: latitude, latitude: longitude)
            if abs(longitude) <= 90, turned.kilometres(to: home.point) < distance / 4 {
                findings.add(
                    .coordinatesSwapped(place: home.code, kilometres: distance.rounded()),
                    at: place)
            } else if !isOfPlaces {
                findings.add(.farFromPlace(home.code, kilometres: distance.rounded()), at: place)
            }
        }
    }

    /// The point of a place, or of the nearest above it that has one.
    private func point(above code: String) -> (code: String, point: Coordinates)? {
        guard let position = vocabulary.placePositions[code] else { return nil }
        for place in [position] + vocabulary.ancestors(of: position) {
            if let point = vocabulary.places[place].coordinates {
                return (vocabulary.places[place].code.rawValue, point)
            }
        }
        return nil
    }

    /// No component is more than the whole, nor are all of one deposit together.
    private func checkGrades(_ table: Contents, _ findings: inout Findings) {
        var sums: [String: (sum: Double, row: Int)] = [:]
        for row in table.rows {
            guard let unit = table.text(row, "unit").flatMap({ Unit($0) }),
                let deposit = table.text(row, "deposit")
            else { continue }
            guard unit.dimension == .none else {
                findings.add(
                    .incommensurable(measureUnit: "g/t"),
                    at: table.place(row: row, column: "unit", value: unit.symbol))
                continue
            }
            let stated = table.has("basis") ? table.text(row, "basis") : nil
            if stated == nil {
                findings.add(.basisNotSaid, at: table.place(row: row, column: "basis"))
            }
            guard let grade = table.number(row, "grade") else { continue }
            let basis = stated ?? "content"
            let year = table.integer(row, "year").map(String.init) ?? ""
            let key = "\(deposit)\n\(basis)\n\(year)"
            sums[key, default: (0, row)].sum += grade * unit.factor
            sums[key]?.row = row
        }
        for (key, entry) in sums.sorted(by: { $0.key < $1.key }) where entry.sum > 1 {
            let deposit = String(key.prefix { $0 != "\n" })
            findings.add(
                .gradesExceedWhole(deposit: deposit, sum: entry.sum),
                at: table.place(row: entry.row, column: "grade"))
        }
    }
}
