internal import Numerics
public import Optimisation
internal import Region

/// The programme as a whole-number programme: which project starts in which year (METHODS 7.3).
///
/// | variable | what |
/// |---|---|
/// | s_kt | project k starts in year t |
/// | y_kt | its share of full load, for those that may run below it |
/// | p_gt | the members of synergy g all work in year t |
/// | C_bt | money of source b left at the end of year t, where it may be kept |
/// | m_qt | what is bought of resource q outside the region, where it may be |
/// | u_jt | how far target j is missed in year t, where it may be |
/// | v_nt | enough projects of tier n work in year t for the next tier to start |
///
/// Rules are kept with the year and the part they are about, so that what stands in the way can be
/// said in the user's words.
public struct ProgrammeModel: Sendable {
    public let data: ProgrammeData
    /// The programme without an objective: see ``weigh(_:)``.
    public internal(set) var model: LinearModel
    /// What each row is about.
    public internal(set) var rules: [Rule?] = []
    /// s_kt: the variable, by candidate and position of the year; nil where it may not start.
    let starts: [[Int?]]
    let loads: [Int: [Int?]]
    let synergies: [[Int?]]
    let shortfalls: [String: [Int]]
    /// m_qt: what is bought of a resource, by position of the year; nil where nothing may be.
    let imports: [String: [Int?]]

    /// Part of the programme that may be loosened.
    public struct Rule: Hashable, Sendable {
        public let group: Breach.Group
        public let subject: String
        public let year: Int?
        /// Whether it is the upper end of the row that binds.
        let isUpper: Bool
    }

    /// - Throws: the first of the data's ``ProgrammeData/faults``.
    public init(_ data: ProgrammeData) throws(ProgrammeFault) {
        if let fault = data.faults.first { throw fault }
        var builder = Builder(data)
        builder.addStarts()
        builder.addOrder()
        builder.addMoney()
        builder.addLabourAndLimits()
        builder.addTargets()
        builder.addResources()
        builder.addSynergies()
        self.data = data
        model = builder.model
        rules = builder.rules
        starts = builder.starts
        loads = builder.loads
        synergies = builder.synergies
        shortfalls = builder.shortfalls
        imports = builder.imports
    }

    /// What each variable adds to an effect in present value, before penalties.
    public func coefficients(of kind: EffectKind) -> [Double] {
        var result = [Double](repeating: 0, count: model.variableCount)
        let count = data.years.count
        let discounts = data.years.indices.map(data.discount)
        for (index, candidate) in data.candidates.enumerated() {
            let profile = candidate.effects[kind.position]
            if profile.isZero { continue }
            for start in 0..<count {
                guard let variable = starts[index][start] else { continue }
                result[variable] = (start..<count).map { discounts[$0] * profile[$0 - start] }
                    .compensatedSum()
            }
        }
        for (index, synergy) in data.synergies.enumerated() {
            for year in 0..<count {
                guard let variable = synergies[index][year] else { continue }
                result[variable] = discounts[year] * synergy.effects[kind]
            }
        }
        if kind == .economic {
            for (name, variables) in imports {
                let cost = data.resources[name]?.importCost ?? 0
                for (year, variable) in variables.enumerated() {
                    if let variable { result[variable] = -discounts[year] * cost }
                }
            }
        }
        return result
    }

    /// Present value of money, by variable.
    public var costs: [Double] {
        var result = [Double](repeating: 0, count: model.variableCount)
        let discounts = data.years.indices.map(data.discount)
        for (index, candidate) in data.candidates.enumerated() {
            for (start, variable) in starts[index].enumerated() {
                guard let variable else { continue }
                for profile in candidate.funding.values {
                    for year in start..<data.years.count {
                        result[variable] += discounts[year] * profile[year - start]
                    }
                }
            }
        }
        return result
    }

    /// The objective: effects by weight, less penalties for targets that are missed.
    public mutating func weigh(_ weights: FourEffects) {
        var sums = [Double](repeating: 0, count: model.variableCount)
        for kind in EffectKind.allCases where weights[kind] != 0 {
            for (index, value) in coefficients(of: kind).enumerated() {
                sums[index] += weights[kind] * value
            }
        }
        for (name, variables) in shortfalls {
            let penalty = data.targets[name]?.penalty ?? 0
            for (year, variable) in variables.enumerated() {
                sums[variable] -= data.discount(year) * penalty
            }
        }
        model.sense = .maximise
        model.costs = sums
    }

    /// The plan that values stand for.
    public func plan(_ values: [Double]) -> Plan {
        let chosen = starts.map { years in
            years.firstIndex { $0.map { values[$0] > 0.5 } ?? false }
        }
        let shares = loads.mapValues { variables in
            variables.map { $0.map { values[$0] } ?? 0 }
        }
        let bought = imports.mapValues { variables in
            variables.map { $0.map { max(0, values[$0]) } ?? 0 }
        }
        return Plan(
            chosen, loads: shares.filter { chosen[$0.key] != nil },
            imports: bought.filter { $0.value.contains { $0 > 0 } })
    }

    /// Values of the start variables that stand for a plan, to begin a search from; the rest
    /// follows.
    public func start(_ plan: Plan) -> [Double] {
        var values = [Double](repeating: 0, count: model.variableCount)
        for (index, start) in plan.starts.enumerated() {
            if let start, let variable = starts[index][start] { values[variable] = 1 }
        }
        return values
    }
}

/// Adds the groups of rules one after the other.
private struct Builder {
    let data: ProgrammeData
    var model = LinearModel(.maximise)
    var rules: [ProgrammeModel.Rule?] = []
    var starts: [[Int?]] = []
    var loads: [Int: [Int?]] = [:]
    var synergies: [[Int?]] = []
    var shortfalls: [String: [Int]] = [:]
    var imports: [String: [Int?]] = [:]

    typealias Term = LinearModel.Term

    init(_ data: ProgrammeData) { self.data = data }

    var years: Range<Int> { data.years.indices }

    mutating func row(
        _ group: Breach.Group?, _ subject: String = "", _ year: Int? = nil, _ terms: [Term],
        from: Double = -.infinity, to: Double = .infinity
    ) {
        model.addRow(terms, named: subject, from: from, to: to)
        rules.append(
            group.map {
                ProgrammeModel.Rule(
                    group: $0, subject: subject, year: year, isUpper: to < .infinity)
            })
    }

    /// Σ_{t' ≤ t} s_kt'.
    func started(_ candidate: Int, by year: Int, _ weight: Double = 1) -> [Term] {
        guard year >= 0 else { return [] }
        return starts[candidate].prefix(year + 1).compactMap { $0.map { Term($0, weight) } }
    }

    /// Whether it works in a year, as a sum of starts.
    func working(_ candidate: Int, in year: Int, _ weight: Double = 1) -> [Term] {
        let project = data.candidates[candidate]
        return starts[candidate].prefix(year + 1).enumerated().compactMap { start, variable in
            guard let variable, project.works(atAge: year - start) else { return nil }
            return Term(variable, weight)
        }
    }

    /// A yearly number of all projects together.
    func sum(_ year: Int, _ profile: (Candidate) -> Profile?) -> [Term] {
        var terms: [Term] = []
        for (index, project) in data.candidates.enumerated() {
            guard let own = profile(project), !own.isZero else { continue }
            for (start, variable) in starts[index].prefix(year + 1).enumerated() {
                if let variable { terms.append(Term(variable, own[year - start])) }
            }
        }
        return terms
    }

    mutating func addStarts() {
        for (index, project) in data.candidates.enumerated() {
            let allowed = Set(data.startYears(of: index))
            starts.append(
                years.map { year in
                    allowed.contains(year)
                        ? model.addChoice("start \(project.code.rawValue) \(data.years[year])")
                        : nil
                })
        }
        for (index, project) in data.candidates.enumerated() {
            let all = started(index, by: data.years.count - 1)
            if project.isRequired {
                row(.required, project.code.rawValue, nil, all, from: 1, to: 1)
            } else if !all.isEmpty {
                row(nil, project.code.rawValue, nil, all, to: 1)
            }
        }
        var groups: [ObjectCode: [Int]] = [:]
        for (index, project) in data.candidates.enumerated() {
            if let group = project.group { groups[group, default: []].append(index) }
        }
        for (group, members) in groups.sorted(by: { $0.key < $1.key }) where members.count > 1 {
            row(
                nil, group.rawValue, nil,
                members.flatMap { started($0, by: data.years.count - 1) }, to: 1)
        }
        guard let most = data.startsAYear else { return }
        for year in years {
            let terms = starts.compactMap { $0[year].map { Term($0, 1) } }
            row(.starts, "", year, terms, to: Double(most))
        }
    }

    mutating func addOrder() {
        for rule in data.precedences {
            let name = data.candidates[rule.after].code.rawValue
            for year in years where starts[rule.after][year] != nil {
                let needed = rule.before.flatMap { started($0, by: year - rule.lag, -1) }
                row(.precedence, name, year, started(rule.after, by: year) + needed, to: 0)
            }
        }
        for (tier, threshold) in data.tierThresholds.sorted(by: { $0.key < $1.key })
        where threshold > 0 {
            let (own, next) = (members(tier), members(tier + 1))
            guard !next.isEmpty else { continue }
            for year in years {
                let open = model.addChoice("tier \(tier) \(data.years[year])")
                let working = own.flatMap { index in
                    started(index, by: year - data.candidates[index].buildYears, -1)
                }
                row(.tiers, "\(tier)", year, [Term(open, Double(threshold))] + working, to: 0)
                // Each by itself: that is tighter than their sum against the number of them.
                for index in next where starts[index][year] != nil {
                    row(nil, "\(tier)", year, started(index, by: year) + [Term(open, -1)], to: 0)
                }
            }
        }
    }

    private func members(_ tier: Int) -> [Int] {
        data.candidates.indices.filter { data.candidates[$0].tier == tier }
    }

    mutating func addMoney() {
        let sources = Set(data.budgets.keys).union(data.candidates.flatMap { $0.funding.keys })
        for source in sources.sorted() {
            let budget =
                data.budgets[source] ?? .init([Double](repeating: 0, count: data.years.count))
            var before: Int?
            for year in years {
                var terms = sum(year) { $0.funding[source] }
                if let again = data.reinvestment, again.into == source, year > 0 {
                    terms += sum(year - 1, \.tax).map {
                        Term($0.variable, -again.share * $0.weight)
                    }
                }
                if budget.carriesOver {
                    if let before { terms.append(Term(before, -(1 + budget.interest))) }
                    let left = model.addVariable("left \(source) \(data.years[year])")
                    terms.append(Term(left, 1))
                    before = left
                }
                terms += held(source, year)
                row(.budget, source, year, terms, to: budget.amounts[year])
            }
        }
        guard let rule = data.coFunding else { return }
        for year in years {
            let other = sum(year) { $0.funding[rule.other] }
                .map { Term($0.variable, rule.share * $0.weight) }
            let own = sum(year) { $0.funding[rule.source] }.map { Term($0.variable, -$0.weight) }
            row(.coFunding, rule.source, year, own + other, to: 0)
        }
    }

    /// What is held back of a source in a year: Γ z + Σ p_k with z + p_k ≥ the overrun of k.
    private mutating func held(_ source: String, _ year: Int) -> [Term] {
        guard let reserve = data.reserve, reserve.projects > 0 else { return [] }
        var terms: [Term] = []
        let common = model.addVariable("held \(source) \(data.years[year])")
        for index in data.candidates.indices {
            guard let more = reserve.overruns[index][source], !more.isZero else { continue }
            let own = starts[index].prefix(year + 1).enumerated().compactMap {
                start, variable -> Term? in
                guard let variable, more[year - start] > 0 else { return nil }
                return Term(variable, -more[year - start])
            }
            guard !own.isEmpty else { continue }
            let above = model.addVariable("held \(source) \(data.years[year]) \(index)")
            row(nil, source, year, [Term(common, 1), Term(above, 1)] + own, from: 0)
            terms.append(Term(above, 1))
        }
        guard !terms.isEmpty else { return [] }
        return terms + [Term(common, reserve.projects)]
    }

    mutating func addLabourAndLimits() {
        for (kind, there) in data.labour.sorted(by: { $0.key < $1.key }) {
            for year in years {
                row(.labour, kind, year, sum(year) { $0.labour[kind] }, to: there[year])
            }
        }
        for (name, limit) in data.limits.sorted(by: { $0.key < $1.key }) {
            for year in years where limit.most[year] < .infinity {
                row(
                    .limits, name, year, sum(year) { $0.emissions[name] },
                    to: limit.most[year] - limit.base)
            }
        }
    }

    mutating func addTargets() {
        for (name, target) in data.targets.sorted(by: { $0.key < $1.key }) {
            var missed: [Int] = []
            for year in years {
                var terms = sum(year) { $0.indicators[name] }
                if target.penalty != nil {
                    let short = model.addVariable("short \(name) \(data.years[year])")
                    missed.append(short)
                    terms.append(Term(short, 1))
                }
                guard target.least[year] > -.infinity else { continue }
                row(
                    target.penalty == nil ? .targets : nil, name, year, terms,
                    from: target.least[year] - target.base)
            }
            if target.penalty != nil { shortfalls[name] = missed }
        }
    }

    mutating func addResources() {
        for (index, project) in data.candidates.enumerated()
        where project.minimumLoad < 1 && !(project.inputs.isEmpty && project.outputs.isEmpty) {
            loads[index] = years.map { year in
                let works = working(index, in: year)
                guard !works.isEmpty else { return nil }
                let load = model.addVariable(
                    "load \(project.code.rawValue) \(data.years[year])", to: 1)
                row(nil, "", year, [Term(load, 1)] + works.map { Term($0.variable, -1) }, to: 0)
                row(
                    nil, "", year,
                    [Term(load, -1)] + works.map { Term($0.variable, project.minimumLoad) }, to: 0)
                return load
            }
        }
        let names = Set(data.resources.keys).union(
            data.candidates.flatMap { $0.inputs.keys + Array($0.outputs.keys) })
        for name in names.sorted() {
            let resource = data.resources[name] ?? .init()
            // What lies there at the end of a year: all that has come and gone.
            var moved: [Term] = []
            var needed = 0.0
            if resource.imports.contains(where: { $0 > 0 }) {
                imports[name] = years.map { year in
                    let most = resource.imports(year)
                    guard most > 0 else { return nil }
                    return model.addVariable("import \(name) \(data.years[year])", to: most)
                }
            }
            for year in years {
                needed += resource.demand(year)
                if let bought = imports[name]?[year] { moved.append(Term(bought, 1)) }
                for (index, project) in data.candidates.enumerated() {
                    let net = (project.outputs[name] ?? 0) - (project.inputs[name] ?? 0)
                    if net == 0 { continue }
                    if let variable = loads[index]?[year] {
                        moved.append(Term(variable, net))
                    } else {
                        moved += working(index, in: year, net)
                    }
                }
                let there = resource.stock + Double(year + 1) * resource.inflow - needed
                // What others take may be more than there is, so that no plan will do.
                if moved.isEmpty && there >= 0 { continue }
                row(.resources, name, year, moved, from: -there)
                if resource.capacity < .infinity {
                    row(.resources, name, year, moved, to: resource.capacity - there)
                }
            }
        }
    }

    mutating func addSynergies() {
        for synergy in data.synergies {
            let hinders = synergy.effects.values.contains { $0 < 0 }
            synergies.append(
                years.map { year in
                    let works = synergy.members.map { working($0, in: year) }
                    guard works.allSatisfy({ !$0.isEmpty }) else { return nil }
                    let together = model.addVariable("together \(data.years[year])", to: 1)
                    for terms in works {
                        row(
                            nil, "", year,
                            [Term(together, 1)] + terms.map { Term($0.variable, -1) }, to: 0)
                    }
                    // Only what hinders has to be forced.
                    if hinders {
                        row(
                            nil, "", year,
                            [Term(together, 1)]
                                + works.joined().map {
                                    Term($0.variable, -1)
                                }, from: 1 - Double(works.count))
                    }
                    return together
                })
        }
    }
}
