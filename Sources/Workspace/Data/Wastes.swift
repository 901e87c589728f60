public import Region
internal import Wording

extension RegionalData {
    /// Heaps, dumps and ponds, in the order of their codes; masses in tonnes.
    public var deposits: [WasteDeposit] {
        rows(of: "deposits") { contents, row -> WasteDeposit? in
            guard let code = contents.text(row, "code") else { return nil }
            let unit = contents.word(row, "unit").flatMap { Unit($0) }
            func tonnes(_ column: String) -> Double? {
                contents.figure(row, column).flatMap { unit?.convert($0, to: .tonne) }
            }
            return WasteDeposit(
                code: ObjectCode(rawValue: code),
                place: contents.word(row, "place").map { PlaceCode(rawValue: $0) },
                kind: contents.word(row, "kind"), stock: tonnes("stock"),
                inflow: tonnes("inflow_per_year"),
                areaInHectares: contents.figure(row, "area_ha"),
                year: contents.year(row, "year"), quality: contents.quality(row))
        }.sorted { $0.code < $1.code }
    }

    /// Grades as fractions, in the order of the table's key; those in other units are left out.
    public var assays: [Assay] {
        rows(of: "assays") { contents, row -> Assay? in
            guard let deposit = contents.text(row, "deposit"),
                let component = contents.text(row, "component"),
                let unit = contents.word(row, "unit").flatMap({ Unit($0) }),
                unit.isCommensurable(with: .one)
            else { return nil }
            return Assay(
                deposit: ObjectCode(rawValue: deposit), component: component,
                grade: contents.range(row, "grade").scaled(by: unit.convert(1, to: .one) ?? 1),
                isRecoverable: contents.word(row, "basis") == "recoverable", unit: unit,
                key: [
                    deposit, component, contents.word(row, "basis") ?? "",
                    contents.year(row, "year").map { "\($0)" } ?? "",
                ], quality: contents.quality(row))
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Technologies with what they recover, in the order of their codes.
    public var wasteProcesses: [WasteProcess] {
        let transfers = rows(of: "transfers") { contents, row -> (String, WasteProcess.Transfer)? in
            guard let process = contents.text(row, "process"), let to = contents.text(row, "to")
            else { return nil }
            let component = contents.word(row, "component")
            return (
                process,
                WasteProcess.Transfer(
                    to: to, component: component,
                    share: contents.range(row, "share"),
                    payability: contents.figure(row, "payability") ?? 1,
                    key: [process, to, component ?? ""], quality: contents.quality(row))
            )
        }
        return rows(of: "processes") { contents, row -> WasteProcess? in
            guard let code = contents.text(row, "code"), let input = contents.text(row, "input")
            else { return nil }
            let unit = contents.word(row, "capacity_unit").flatMap { Unit($0) }
            return WasteProcess(
                code: ObjectCode(rawValue: code), input: input,
                capacity: contents.figure(row, "capacity").flatMap {
                    unit?.convert($0, to: .tonne)
                }, cost: contents.range(row, "cost"),
                costUnit: contents.word(row, "cost_unit").flatMap { Unit($0) },
                investment: contents.range(row, "investment"),
                investmentUnit: contents.word(row, "investment_unit").flatMap { Unit($0) },
                buildYears: Int(contents.figure(row, "build_years") ?? 0),
                transfers: transfers.filter { $0.0 == code }.map(\.1).sorted {
                    $0.key.lexicographicallyPrecedes($1.key)
                }, quality: contents.quality(row))
        }.sorted { $0.code < $1.code }
    }

    /// The nodes of the region's resource cycles, in the order of the table.
    public var cycleNodes: [CycleNode] {
        rows(of: "cycle_nodes") { contents, row -> CycleNode? in
            guard let code = contents.text(row, "code"),
                let kind: CycleNode.Kind = contents.choice(row, "kind")
            else { return nil }
            return CycleNode(
                code: ObjectCode(rawValue: code), name: contents.name(row, code: code), kind: kind,
                deposit: contents.word(row, "deposit").map { ObjectCode(rawValue: $0) })
        }
    }

    /// What goes from one of them to another, in the order of the table; masses in tonnes.
    public var cycleFlows: [CycleFlow] {
        rows(of: "cycles") { contents, row -> CycleFlow? in
            guard let to = contents.text(row, "to") else { return nil }
            let from = contents.word(row, "from")
            let variant = contents.word(row, "variant")
            let component = contents.word(row, "component")
            let unit = contents.word(row, "unit").flatMap { Unit($0) }
            func tonnes(_ column: String) -> Double? {
                contents.figure(row, column).flatMap { unit?.convert($0, to: .tonne) }
            }
            return CycleFlow(
                from: from.map { ObjectCode(rawValue: $0) }, to: ObjectCode(rawValue: to),
                isOfClusters: variant == "clusters", component: component,
                share: contents.figure(row, "share"), amount: tonnes("amount"),
                error: tonnes("error"), key: [from ?? "", to, variant ?? "", component ?? ""],
                quality: contents.quality(row))
        }
    }

    /// Candidate projects, in the order of their codes.
    public var projects: [Project] {
        rows(of: "projects") { contents, row -> Project? in
            guard let code = contents.text(row, "code") else { return nil }
            let output = contents.range(row, "output")
            return Project(
                code: ObjectCode(rawValue: code), name: contents.name(row, code: code),
                place: contents.word(row, "place").map { PlaceCode(rawValue: $0) },
                activity: contents.word(row, "activity").map { ActivityCode(rawValue: $0) },
                investment: contents.figure(row, "investment"),
                investmentUnit: contents.word(row, "investment_unit").flatMap { Unit($0) },
                jobs: contents.figure(row, "jobs"), output: output.central, outputRange: output,
                outputUnit: contents.word(row, "output_unit").flatMap { Unit($0) },
                startYear: contents.year(row, "start_year"),
                endYear: contents.year(row, "end_year"),
                object: contents.word(row, "object").map { ObjectCode(rawValue: $0) },
                method: contents.word(row, "method").map { ObjectCode(rawValue: $0) },
                product: contents.word(row, "product").map { ObjectCode(rawValue: $0) },
                buildYears: contents.whole(row, "build_years"),
                lifeYears: contents.whole(row, "life_years"), tier: contents.whole(row, "tier"),
                earliest: contents.year(row, "earliest"), latest: contents.year(row, "latest"),
                participant: contents.word(row, "participant"),
                quality: contents.quality(row))
        }.sorted { $0.code < $1.code }
    }

    /// Which projects wait for which, in the order of the table.
    public var precedences: [ProjectPrecedence] {
        rows(of: "precedence") { contents, row in
            guard let before = contents.text(row, "before"),
                let after = contents.text(row, "after")
            else { return nil }
            return ProjectPrecedence(
                before: ObjectCode(rawValue: before), after: ObjectCode(rawValue: after),
                lag: contents.whole(row, "lag_years") ?? 0,
                alternative: contents.word(row, "alternative"), quality: contents.quality(row))
        }
    }

    /// Extra effects of projects done together, in the order of the table.
    public var synergies: [ProjectSynergy] {
        rows(of: "synergies") { contents, row in
            guard let first = contents.text(row, "first"),
                let second = contents.text(row, "second"),
                let effect = contents.word(row, "effect"),
                let value = contents.figure(row, "value")
            else { return nil }
            let third = contents.word(row, "third")
            return ProjectSynergy(
                members: ([first, second] + (third.map { [$0] } ?? [])).map {
                    ObjectCode(rawValue: $0)
                }, effect: effect, value: value,
                unit: contents.word(row, "unit").flatMap { Unit($0) } ?? .one,
                key: [first, second, third ?? "", effect], quality: contents.quality(row))
        }
    }

    /// What can be developed, in the order of the table.
    public var developmentObjects: [Combinable] { combinables(of: "objects", "available") }

    /// How it can be developed.
    public var developmentMethods: [Combinable] { combinables(of: "methods", "smallest") }

    /// What can be made of it.
    public var projectProducts: [Combinable] { combinables(of: "project_products", nil) }

    private func combinables(of table: String, _ column: String?) -> [Combinable] {
        rows(of: table) { contents, row in
            guard let code = contents.text(row, "code") else { return nil }
            return Combinable(
                code: ObjectCode(rawValue: code), name: contents.name(row, code: code),
                amount: column.flatMap { contents.figure(row, $0) },
                unit: column.flatMap { _ in contents.word(row, "unit").flatMap { Unit($0) } })
        }
    }

    /// What goes together and what does not, in the order of the table.
    public var compatibilities: [ProjectCompatibility] {
        rows(of: "compatibility") { contents, row in
            guard let kind: ProjectCompatibility.Kind = contents.choice(row, "kind"),
                let first = contents.text(row, "first"), let second = contents.text(row, "second")
            else { return nil }
            let english = contents.word(row, "reason_en")
            let russian = contents.word(row, "reason_ru")
            return ProjectCompatibility(
                kind: kind, first: ObjectCode(rawValue: first),
                second: ObjectCode(rawValue: second),
                isAllowed: contents.whole(row, "allowed") != 0,
                reason: (english ?? russian).map {
                    LocalizedText(en: english ?? $0, ru: russian ?? $0)
                }, quality: contents.quality(row))
        }
    }

    /// What a programme has to keep, in the order of the table.
    public var programmeFrames: [ProgrammeFrame] {
        rows(of: "programme") { contents, row in
            guard let kind: ProgrammeFrame.Kind = contents.choice(row, "kind"),
                let code = contents.text(row, "code")
            else { return nil }
            return ProgrammeFrame(
                kind: kind, code: code, year: contents.year(row, "year"),
                value: contents.figure(row, "value"),
                unit: contents.word(row, "unit").flatMap { Unit($0) },
                quality: contents.quality(row))
        }
    }

    /// What projects take and give besides their sales, in the order of the table.
    public var projectFlows: [ProjectFlow] {
        rows(of: "project_flows") { contents, row -> ProjectFlow? in
            guard let project = contents.text(row, "project"),
                let kind: ProjectFlow.Kind = contents.choice(row, "kind"),
                let code = contents.text(row, "code"),
                let unit = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            return ProjectFlow(
                project: ObjectCode(rawValue: project), kind: kind, code: code,
                age: contents.whole(row, "year"),
                amount: contents.range(row, "value"), unit: unit,
                quality: contents.quality(row))
        }
    }

    /// Uncertain inputs of deposits that move together.
    public var correlations: [(first: String, second: String, value: Double)] {
        rows(of: "correlations") { contents, row in
            guard let first = contents.text(row, "first"),
                let second = contents.text(row, "second"),
                let value = contents.figure(row, "value")
            else { return nil }
            return (first, second, value)
        }
    }

    /// The latest price of each product.
    public var prices: [String: ProductPrice] {
        var latest: [String: ProductPrice] = [:]
        let all = rows(of: "prices") { contents, row -> ProductPrice? in
            guard let product = contents.text(row, "product"),
                let year = contents.year(row, "year"),
                let unit = contents.word(row, "unit").flatMap({ Unit($0) })
            else { return nil }
            return ProductPrice(
                product: product, year: year,
                price: contents.range(row, "value"), unit: unit,
                isCurrent: contents.word(row, "prices") == "current",
                quality: contents.quality(row))
        }
        for price in all where price.year >= (latest[price.product]?.year ?? price.year) {
            latest[price.product] = price
        }
        return latest
    }
}

extension Contents {
    /// The number in a column with what the columns beside it say of its range.
    func range(_ row: Int, _ column: String) -> RangedNumber {
        let columns = RangeColumns(of: column)
        return RangedNumber(
            low: figure(row, columns.low), middle: figure(row, column),
            high: figure(row, columns.high),
            named: word(row, columns.distribution).flatMap { NamedDistribution($0) })
    }
}
