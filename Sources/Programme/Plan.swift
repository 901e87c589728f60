internal import Numerics
internal import Region

/// Which projects start when (план).
public struct Plan: Hashable, Sendable {
    /// The position of the year each candidate starts in; nil for those left out.
    public var starts: [Int?]
    /// The share of full load, by candidate and year, of those that may run below it; full where
    /// nothing stands.
    public var loads: [Int: [Double]]
    /// What is bought outside the region, by resource and year; nothing where none stands.
    public var imports: [String: [Double]]

    public init(
        _ starts: [Int?], loads: [Int: [Double]] = [:], imports: [String: [Double]] = [:]
    ) {
        self.starts = starts
        self.loads = loads
        self.imports = imports
    }

    func imports(_ resource: String, _ year: Int) -> Double {
        imports[resource].map { $0.indices.contains(year) ? $0[year] : 0 } ?? 0
    }
}

/// A rule of the programme that a plan breaks.
public struct Breach: Hashable, Sendable {
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case variants, precedence, tiers, budget, coFunding, labour, resources, limits, targets
        case starts, required
    }

    public let group: Group
    /// A source of money, a kind of labour, a project: what the rule is about.
    public let subject: String
    /// The position of the year; nil for rules of no year.
    public let year: Int?
    /// By how much, in the unit of the rule.
    public let amount: Double

    public init(_ group: Group, _ subject: String, year: Int? = nil, amount: Double) {
        self.group = group
        self.subject = subject
        self.year = year
        self.amount = amount
    }
}

/// What a plan comes to, reckoned from the plan and the data alone: the second opinion on whatever
/// the solver says.
public struct PlanEvaluation: Hashable, Sendable {
    /// Present value of each effect, synergies included.
    public let effects: FourEffects
    /// By kind and year, not discounted.
    public let yearly: [[Double]]
    /// Spent by source and year, and what is left at its end.
    public let spending: [String: [Double]]
    public let remaining: [String: [Double]]
    public let labour: [String: [Double]]
    public let stocks: [String: [Double]]
    public let emissions: [String: [Double]]
    public let indicators: [String: [Double]]
    /// Present value of all money spent.
    public let cost: Double
    /// How far targets that may be missed are missed, by target and year.
    public let shortfalls: [String: [Double]]
    public let breaches: [Breach]

    /// - Parameter tolerance: A breach smaller than this, against the size of its rule, is none.
    public init(_ plan: Plan, _ data: ProgrammeData, tolerance: Double = 1e-6) {
        let reckoning = Reckoning(plan, data)
        let count = data.years.count
        var yearly = EffectKind.allCases.map { kind in
            reckoning.sum { $0.effects[kind.position] }
        }
        for synergy in data.synergies {
            for year in 0..<count where synergy.members.allSatisfy({ reckoning.works($0, year) }) {
                for kind in EffectKind.allCases {
                    yearly[kind.position][year] += synergy.effects[kind]
                }
            }
        }
        for (name, resource) in data.resources where resource.importCost != 0 {
            for year in 0..<count {
                yearly[EffectKind.economic.position][year] -=
                    resource.importCost * plan.imports(name, year)
            }
        }
        self.yearly = yearly
        effects = FourEffects(
            yearly.map { list in
                list.enumerated().map { data.discount($0) * $1 }.compensatedSum()
            })
        var breaches: [Breach] = []
        func check(
            _ group: Breach.Group, _ subject: String, _ year: Int?, over amount: Double,
            size: Double
        ) {
            if amount > tolerance * max(1, abs(size)) {
                breaches.append(Breach(group, subject, year: year, amount: amount))
            }
        }

        // Money.
        let tax = reckoning.sum(\.tax)
        var spending: [String: [Double]] = [:]
        var remaining: [String: [Double]] = [:]
        var cost = 0.0
        for source in reckoning.names(data.budgets.keys, \.funding) {
            let spent = reckoning.sum { $0.funding[source] ?? Profile() }
            spending[source] = spent
            cost += spent.enumerated().map { data.discount($0) * $1 }.compensatedSum()
            let budget = data.budgets[source] ?? .init([Double](repeating: 0, count: count))
            var left = 0.0
            remaining[source] = (0..<count).map { year in
                var there = budget.amounts[year]
                if budget.carriesOver { there += left * (1 + budget.interest) }
                if let again = data.reinvestment, again.into == source, year > 0 {
                    there += again.share * tax[year - 1]
                }
                left = there - spent[year]
                if let reserve = data.reserve {
                    left -= reserve.needed(reckoning.overruns(source, year, reserve))
                }
                check(.budget, source, year, over: -left, size: there)
                left = max(0, left)
                return left
            }
        }
        if let rule = data.coFunding {
            let (own, other) = (spending[rule.source], spending[rule.other])
            for year in 0..<count {
                let wanted = rule.share * (other?[year] ?? 0)
                check(
                    .coFunding, rule.source, year, over: wanted - (own?[year] ?? 0), size: wanted)
            }
        }
        self.spending = spending
        self.remaining = remaining
        self.cost = cost

        // People, limits, targets.
        var labour: [String: [Double]] = [:]
        for kind in reckoning.names(data.labour.keys, \.labour) {
            let used = reckoning.sum { $0.labour[kind] ?? Profile() }
            labour[kind] = used
            guard let there = data.labour[kind] else { continue }
            for year in 0..<count {
                check(.labour, kind, year, over: used[year] - there[year], size: there[year])
            }
        }
        self.labour = labour
        var emissions: [String: [Double]] = [:]
        for (name, limit) in data.limits.sorted(by: { $0.key < $1.key }) {
            let amounts = reckoning.sum { $0.emissions[name] ?? Profile() }.map { limit.base + $0 }
            emissions[name] = amounts
            for year in 0..<count {
                check(
                    .limits, name, year, over: amounts[year] - limit.most[year],
                    size: limit.most[year] - limit.base)
            }
        }
        self.emissions = emissions
        var indicators: [String: [Double]] = [:]
        var shortfalls: [String: [Double]] = [:]
        for (name, target) in data.targets.sorted(by: { $0.key < $1.key }) {
            let reached = reckoning.sum { $0.indicators[name] ?? Profile() }.map {
                target.base + $0
            }
            indicators[name] = reached
            let short = (0..<count).map { max(0, target.least[$0] - reached[$0]) }
            shortfalls[name] = short
            guard target.penalty == nil else { continue }
            for year in 0..<count {
                check(
                    .targets, name, year, over: short[year],
                    size: target.least[year] - target.base)
            }
        }
        self.indicators = indicators
        self.shortfalls = shortfalls

        // Things that are taken and given.
        var stocks: [String: [Double]] = [:]
        for name in Set(data.candidates.flatMap { $0.inputs.keys + Array($0.outputs.keys) }).union(
            data.resources.keys
        ).sorted() {
            let resource = data.resources[name] ?? .init()
            var stock = resource.stock
            stocks[name] = (0..<count).map { year in
                let moved = data.candidates.indices.map { index in
                    reckoning.load(index, year)
                        * ((data.candidates[index].outputs[name] ?? 0)
                            - (data.candidates[index].inputs[name] ?? 0))
                }.compensatedSum()
                let bought = plan.imports(name, year)
                let most = resource.imports(year)
                check(.resources, name, year, over: bought - most, size: most)
                check(.resources, name, year, over: -bought, size: most)
                let size = stock + resource.inflow + bought + abs(moved) + resource.demand(year)
                stock += resource.inflow + bought + moved - resource.demand(year)
                check(.resources, name, year, over: -stock, size: size)
                check(.resources, name, year, over: stock - resource.capacity, size: size)
                return stock
            }
        }
        self.stocks = stocks
        self.breaches = breaches + reckoning.breachesOfOrder
    }
}

/// Sums over the projects of a plan.
private struct Reckoning {
    let plan: Plan
    let data: ProgrammeData

    init(_ plan: Plan, _ data: ProgrammeData) {
        precondition(plan.starts.count == data.candidates.count)
        self.plan = plan
        self.data = data
    }

    func names<Value>(
        _ keys: Dictionary<String, Value>.Keys, _ profiles: (Candidate) -> [String: Profile]
    ) -> [String] {
        Set(keys).union(data.candidates.flatMap { profiles($0).keys }).sorted()
    }

    /// A yearly number of all projects together.
    func sum(_ profile: (Candidate) -> Profile) -> [Double] {
        var sums = [CompensatedSum](repeating: CompensatedSum(), count: data.years.count)
        for (index, start) in plan.starts.enumerated() {
            guard let start else { continue }
            let own = profile(data.candidates[index])
            for year in start..<data.years.count { sums[year].add(own[year - start]) }
        }
        return sums.map(\.value)
    }

    /// How much more each project of the plan may cost.
    func overruns(
        _ source: String, _ year: Int, _ reserve: ProgrammeData.Reserve
    ) -> [Double] {
        plan.starts.enumerated().compactMap { index, start in
            start.map { reserve.overruns[index][source]?[year - $0] ?? 0 }
        }
    }

    func works(_ index: Int, _ year: Int) -> Bool {
        guard let start = plan.starts[index], start <= year else { return false }
        return data.candidates[index].works(atAge: year - start)
    }

    func load(_ index: Int, _ year: Int) -> Double {
        works(index, year) ? plan.loads[index]?[year] ?? 1 : 0
    }

    /// Order, variants, requirements.
    var breachesOfOrder: [Breach] {
        var found: [Breach] = []
        func name(_ index: Int) -> String { data.candidates[index].code.rawValue }
        var chosen: [ObjectCode: Int] = [:]
        for (index, start) in plan.starts.enumerated() {
            let project = data.candidates[index]
            guard let start else {
                if project.isRequired { found.append(Breach(.required, name(index), amount: 1)) }
                continue
            }
            if !data.startYears(of: index).contains(start) {
                found.append(Breach(.starts, name(index), year: start, amount: 1))
            }
            if let group = project.group {
                if chosen[group] != nil {
                    found.append(Breach(.variants, group.rawValue, amount: 1))
                }
                chosen[group] = index
            }
            for year in data.years.indices where works(index, year) {
                let load = load(index, year)
                if load < project.minimumLoad - 1e-9 || load > 1 + 1e-9 {
                    found.append(Breach(.resources, name(index), year: year, amount: load))
                }
            }
        }
        for rule in data.precedences {
            guard let start = plan.starts[rule.after] else { continue }
            let isKept = rule.before.contains { before in
                plan.starts[before].map { $0 + rule.lag <= start } ?? false
            }
            if !isKept {
                found.append(Breach(.precedence, name(rule.after), year: start, amount: 1))
            }
        }
        for (tier, threshold) in data.tierThresholds.sorted(by: { $0.key < $1.key }) {
            for (index, start) in plan.starts.enumerated() {
                guard let start, data.candidates[index].tier == tier + 1 else { continue }
                let working = data.candidates.indices.count {
                    data.candidates[$0].tier == tier && hasComeToWork($0, by: start)
                }
                if working < threshold {
                    found.append(
                        Breach(
                            .tiers, name(index), year: start, amount: Double(threshold - working)))
                }
            }
        }
        if let most = data.startsAYear {
            for year in data.years.indices {
                let count = plan.starts.count { $0 == year }
                if count > most {
                    found.append(
                        Breach(.starts, "", year: year, amount: Double(count - most)))
                }
            }
        }
        return found
    }

    private func hasComeToWork(_ index: Int, by year: Int) -> Bool {
        plan.starts[index].map { $0 + data.candidates[index].buildYears <= year } ?? false
    }
}
