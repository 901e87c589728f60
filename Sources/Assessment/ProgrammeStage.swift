internal import Consensus
internal import Effects
internal import Optimisation
public import Programme
internal import Region
internal import Wording
public import Workspace

/// The stage "Programme" (METHODS 7.3 to 7.6, 9.4): which projects to start when.
struct ProgrammeStage: Stage {
    let id = "programme"
    let name = LocalizedText(en: "Programme", ru: "Программа")
    let tables =
        EffectStage().tables + [
            "precedence", "synergies", "programme", "objects", "methods", "project_products",
            "compatibility", "experts", "judgements",
        ]
    let settings = EffectStage().settings + ["programme.", "scenario."]

    /// Where the solver is not there, the run that says so is another than the one with an answer.
    var tools: [String] {
        guard let solver = try? Solver.open() else { return ["no solver"] }
        return ["HiGHS \(solver.version)"]
    }

    var methods: [Method] { ProgrammeMethods.all.map(\.method) }

    func steps(for data: RegionalData, _ parameters: RunParameters) -> [Step] {
        let context = data.programmeContext(parameters)
        return ProgrammeMethods.all.map { Step($0, in: context) }
    }
}

extension RegionalData {
    /// Everything a programme is chosen from and has to keep, as the tables say it.
    public func programmeContext(_ parameters: RunParameters) -> ProgrammeContext {
        var drafting = ProgrammeDrafting(self, parameters)
        var context = drafting.context()
        context.combination = combination
        for project in projects {
            guard let object = project.object, let method = project.method,
                let product = project.product
            else { continue }
            context.drafted[.init(object, method, product), default: []].append(project.code)
        }
        return context
    }

    /// Objects of development, methods and products, with what goes together; nil where one of them
    /// is lacking.
    private var combination: Combination? {
        let (objects, methods) = (developmentObjects, developmentMethods)
        let (products, rows) = (projectProducts, compatibilities)
        guard !objects.isEmpty, !methods.isEmpty, !products.isEmpty else { return nil }
        func table(_ kind: ProjectCompatibility.Kind) -> Combination.Compatibility {
            let own = rows.filter { $0.kind == kind }
            var table = Combination.Compatibility(
                isAllowedUnlisted: !own.contains { $0.isAllowed })
            for row in own {
                table.entries[.init(row.first, row.second)] = .init(
                    isAllowed: row.isAllowed,
                    reason: row.reason ?? LocalizedText(en: "no reason given", ru: "без причины"))
            }
            return table
        }
        // An object that no method is listed for is none of waste or sites to be developed.
        let named = Set(rows.filter { $0.kind == .objectMethod }.map(\.first))
        let open = objects.filter { named.isEmpty || named.contains($0.code) }
        var combination = Combination(
            objects: open.map(\.code), methods: methods.map(\.code),
            products: products.map(\.code))
        combination.objectMethod = table(.objectMethod)
        combination.methodProduct = table(.methodProduct)
        combination.objectProduct = table(.objectProduct)
        // Amounts in one unit, so that they can be compared.
        let unit = (objects + methods).lazy.compactMap(\.unit).first
        func amounts(_ list: [Combinable]) -> [ObjectCode: Double] {
            var amounts: [ObjectCode: Double] = [:]
            for item in list {
                guard let amount = item.amount, let own = item.unit, let unit else { continue }
                amounts[item.code] = own.convert(amount, to: unit)
            }
            return amounts
        }
        combination.unit = unit?.symbol ?? ""
        combination.available = amounts(open)
        combination.smallest = amounts(methods)
        return combination
    }
}

/// Makes a programme of the tables.
private struct ProgrammeDrafting {
    let data: RegionalData
    let parameters: RunParameters
    let frames: [ProgrammeFrame]
    let effects: EffectContext
    var notices: [LocalizedText] = []
    var references: [String: InputReference] = [:]
    /// The unit of each subject: `labour/builders`.
    var units: [String: Unit] = [:]

    init(_ data: RegionalData, _ parameters: RunParameters) {
        self.data = data
        self.parameters = parameters
        frames = data.programmeFrames
        effects = data.effectContext(parameters)
        for frame in frames {
            guard let unit = frame.unit, let subject = Self.subject(frame) else { continue }
            units[subject] = units[subject] ?? unit
        }
    }

    private static func subject(_ frame: ProgrammeFrame) -> String? {
        switch frame.kind {
        case .budget: "budget/\(frame.code)"
        case .labour: "labour/\(frame.code)"
        case .stock, .inflow, .capacity, .imports, .demand: "resource/\(frame.code)"
        case .limit, .base: "limit/\(frame.code)"
        case .target: "target/\(frame.code)"
        default: nil
        }
    }

    private mutating func note(_ english: String, _ russian: String) {
        notices.append(LocalizedText(en: english, ru: russian))
    }

    private func of(_ kind: ProgrammeFrame.Kind) -> [ProgrammeFrame] {
        frames.filter { $0.kind == kind }
    }

    private func entry(_ frame: ProgrammeFrame) -> InputReference {
        .entry(table: "programme", key: frame.key, column: "value")
    }

    // MARK: The whole

    mutating func context() -> ProgrammeContext {
        let money = of(.budget).lazy.compactMap(\.unit).first
        guard let money, let years = horizon else {
            note(
                "Needs a horizon and budgets by source and year (programme.csv), and projects with funding (project_flows.csv).",
                "Нужны горизонт и бюджеты по источникам и годам (programme.csv) и проекты с финансированием (project_flows.csv)."
            )
            return ProgrammeContext(
                data: ProgrammeData(years: [], candidates: []), weights: FourEffects(),
                region: parameters.region, money: .one, notices: notices,
                parameters: parameters.programme)
        }
        let known = effects.yearlyEffects()
        let projects = effects.projects.filter { project in
            effects.projectFlows.contains { $0.project == project.code && $0.kind == .funding }
        }
        if known == nil {
            note(
                "Effects of projects are not known without a flow table (input_output.csv); only synergies and targets count.",
                "Без таблицы «затраты — выпуск» эффекты проектов неизвестны (input_output.csv); учитываются только синергии и цели."
            )
        }
        sayWhoIsOut(projects, known)
        var flows: [[String: [ProgrammeContext.Flow]]] = []
        var candidates: [Candidate] = []
        for project in projects {
            let own = pieces(project, money)
            flows.append(own)
            candidates.append(candidate(project, own, known?[project.code], money))
        }
        var programme = ProgrammeData(
            years: years, candidates: candidates,
            rate: data.assumptions[.discountRate]?.value ?? 0)
        let places = Dictionary(
            uniqueKeysWithValues: projects.enumerated().map { ($1.code, $0) })
        addOrder(places, &programme)
        addSynergies(places, money, &programme)
        addMoney(money, &programme)
        addBounds(&programme)
        addChoices(places, &programme)
        let tiers = tierThresholds(programme)
        programme.tierThresholds = of(.tier).isEmpty ? [:] : tiers
        var context = ProgrammeContext(
            data: programme, weights: weights, region: parameters.region, money: money,
            effectKeys: projects.map { project in
                var keys: [EffectKind: ResultKey] = [:]
                for kind in EffectKind.allCases {
                    guard known?[project.code]?.effects[kind.rawValue] != nil else { continue }
                    keys[kind] = EffectContext.key(project, kind.rawValue)
                }
                return keys
            }, flows: flows, frames: references, tiers: tiers,
            participants: projects.map(\.participant), notices: notices,
            parameters: parameters.programme)
        context.tableSynergies = programme.synergies
        context.ties = ties(projects, flows)
        if parameters.programme.synergies == .estimated {
            context.data.synergies += context.estimatedSynergies
        }
        if known != nil { context.outlook = outlook(projects, money) }
        context.rateRange = data.assumptions[.discountRate]?.range
        return context
    }

    private var horizon: [Year]? {
        guard let first = of(.horizon).first(where: { $0.code == "first" })?.year,
            let last = of(.horizon).first(where: { $0.code == "last" })?.year, first <= last,
            last - first < 100
        else { return nil }
        return Array(first...last)
    }

    /// Money counts as it is; the social effect is in jobs and counts only where somebody says so.
    private var weights: FourEffects {
        mutating get {
            var weights = FourEffects([1, 0, 1, 1])
            for frame in of(.weight) {
                guard let kind = EffectKind(rawValue: frame.code), let value = frame.value else {
                    continue
                }
                weights[kind] = value
                references["weight/\(kind.rawValue)"] = entry(frame)
            }
            return moved(weights)
        }
    }

    /// The weights times what the experts' survey gives each effect, against an equal share: the
    /// table says what a unit is worth, the experts which effect counts more.
    private mutating func moved(_ weights: FourEffects) -> FourEffects {
        guard !parameters.weightSurvey.isEmpty else { return weights }
        let name = parameters.weightSurvey
        let survey = data.surveys.first { $0.name == name && $0.isPairwise }
        let kinds = EffectKind.allCases.map(\.rawValue)
        guard let survey, let found = SurveyWeights(survey, competence: data.competence),
            !found.weights.isEmpty, found.weights.keys.allSatisfy(kinds.contains)
        else {
            note(
                "The survey \(name) has no comparisons of economic, social, ecological and indirect that can be used: weights are as programme.csv has them (judgements.csv).",
                "В опросе «\(name)» нет пригодных сравнений economic, social, ecological и indirect: веса — по programme.csv (judgements.csv)."
            )
            return weights
        }
        var result = weights
        let equal = 1 / Double(found.weights.count)
        for (item, share) in found.weights {
            guard let kind = EffectKind(rawValue: item) else { continue }
            result[kind] *= share / equal
            references["weight/\(item)"] = .result(
                method: "ahp",
                ResultKey(
                    object: ObjectCode(rawValue: "\(name)/\(survey.code(of: item))"),
                    component: "weight"))
        }
        return result
    }

    private mutating func sayWhoIsOut(
        _ projects: [Project], _ known: [ObjectCode: YearlyEffects]?
    ) {
        let taken = Set(projects.map(\.code))
        let out = effects.projects.map(\.code).filter { !taken.contains($0) }.map(\.rawValue)
        if !out.isEmpty {
            let list = out.joined(separator: ", ")
            note(
                "Not candidates, since nothing says who pays (kind funding in project_flows.csv): \(list).",
                "Не кандидаты: не сказано, кто платит (вид funding в project_flows.csv): \(list).")
        }
        guard let known else { return }
        let mute = projects.filter { known[$0.code]?.effects.isEmpty ?? true }
            .map(\.code.rawValue)
        if !mute.isEmpty {
            let list = mute.joined(separator: ", ")
            note(
                "Without effects, so that only targets and synergies speak for them (projects.csv, project_flows.csv): \(list).",
                "Без эффектов: за них говорят только цели и синергии (projects.csv, project_flows.csv): \(list)."
            )
        }
    }

    // MARK: Projects

    /// What a project takes and gives, by subject, in the subject's unit.
    private mutating func pieces(
        _ project: Project, _ money: Unit
    ) -> [String: [ProgrammeContext.Flow]] {
        var result: [String: [ProgrammeContext.Flow]] = [:]
        for flow in effects.projectFlows where flow.project == project.code {
            let subject: String
            var sign = 1.0
            switch flow.kind {
            case .funding:
                subject = "budget/\(flow.code)"
                units[subject] = units[subject] ?? money
            case .labour: subject = "labour/\(flow.code)"
            case .input, .waste: subject = "resource/\(flow.code)"
            case .output:
                subject = "resource/\(flow.code)"
                sign = -1
            case .emission: subject = "limit/\(flow.code)"
            case .service, .indicator: subject = "target/\(flow.code)"
            case .land: continue
            }
            let unit = units[subject] ?? flow.unit
            units[subject] = unit
            guard let amount = flow.amount.central, let value = flow.unit.convert(amount, to: unit)
            else {
                note(
                    "\(project.code.rawValue): \(flow.code) in \(flow.unit.symbol) cannot be put into \(unit.symbol) and is left out (project_flows.csv, programme.csv).",
                    "\(project.code.rawValue): \(flow.code) в \(flow.unit.symbol) не переводится в \(unit.symbol), не учтено (project_flows.csv, programme.csv)."
                )
                continue
            }
            result[subject, default: []].append(
                ProgrammeContext.Flow(
                    age: flow.age.map { $0 - 1 }, value: sign * value,
                    // Ranges are asked of what is taken alone: of money.
                    range: sign < 0
                        ? nil : flow.unit.convert(1, to: unit).map { flow.amount.scaled(by: $0) },
                    reference: .entry(table: "project_flows", key: flow.key, column: "value")))
        }
        if let jobs = project.jobs {
            result["target/jobs", default: []].append(
                ProgrammeContext.Flow(
                    age: nil, value: jobs,
                    reference: .entry(
                        table: "projects", key: [project.code.rawValue], column: "jobs")))
        }
        return result
    }

    private func candidate(
        _ project: Project, _ pieces: [String: [ProgrammeContext.Flow]],
        _ known: YearlyEffects?, _ money: Unit
    ) -> Candidate {
        let funded = (pieces.filter { $0.key.hasPrefix("budget/") }.values.flatMap { $0 })
            .compactMap(\.age).max()
        let build = project.buildYears ?? max(1, (funded ?? 0) + 1)
        let end = project.lifeYears.map { build + $0 }
        func profile(_ parts: [ProgrammeContext.Flow]) -> Profile {
            let lasting = parts.filter { $0.age == nil }.map(\.value).reduce(0, +)
            let length = max(build, (parts.compactMap(\.age).max() ?? -1) + 1, end ?? 0)
            var values = [Double](repeating: 0, count: length)
            for part in parts {
                if let age = part.age, age >= 0 { values[age] += part.value }
            }
            for age in values.indices where age >= build && end.map({ age < $0 }) ?? true {
                values[age] += lasting
            }
            return Profile(values, lasting: end == nil ? lasting : 0)
        }
        func profiles(_ prefix: String) -> [String: Profile] {
            var result: [String: Profile] = [:]
            for (subject, parts) in pieces where subject.hasPrefix(prefix + "/") {
                result[String(subject.dropFirst(prefix.count + 1))] = profile(parts)
            }
            return result
        }
        func atWork(_ value: Double) -> Profile {
            profile([
                ProgrammeContext.Flow(
                    age: nil, value: value, reference: .note(LocalizedText(en: "", ru: "")))
            ])
        }
        var candidate = Candidate(
            project.code, group: project.object, buildYears: build, life: project.lifeYears,
            effects: known.map { Self.effects(of: $0, money).values.map(atWork) } ?? [],
            funding: profiles("budget"), labour: profiles("labour"),
            emissions: profiles("limit"), indicators: profiles("target"),
            tax: known?.tax.flatMap { known?.money.convert($0 * 1e6, to: money) }.map(atWork)
                ?? Profile(), tier: project.tier, earliest: project.earliest,
            latest: project.latest)
        for (subject, parts) in pieces where subject.hasPrefix("resource/") {
            let name = String(subject.dropFirst("resource/".count))
            let amount = parts.map(\.value).reduce(0, +)
            if amount > 0 { candidate.inputs[name] = amount }
            if amount < 0 { candidate.outputs[name] = -amount }
        }
        return candidate
    }

    /// In a year at work, in the money of the programme.
    private static func effects(of known: YearlyEffects, _ money: Unit) -> FourEffects {
        FourEffects(
            EffectKind.allCases.map { kind in
                guard let value = known.effects[kind.rawValue] else { return 0 }
                return kind == .social ? value : known.money.convert(value * 1e6, to: money) ?? 0
            })
    }

    /// What is known of each two candidates: what they take and give, where they are, and what their
    /// industries buy of each other.
    private func ties(
        _ projects: [Project], _ flows: [[String: [ProgrammeContext.Flow]]]
    ) -> [CandidateTie] {
        let coordinates = Dictionary(
            data.places.compactMap { place in place.coordinates.map { (place.code, $0) } }
        ) { first, _ in first }
        func amounts(_ index: Int, _ sign: Double) -> [String: Double] {
            var amounts: [String: Double] = [:]
            for (subject, parts) in flows[index] where subject.hasPrefix("resource/") {
                let sum = sign * parts.filter { $0.age == nil }.map(\.value).reduce(0, +)
                if sum > 0 { amounts[subject] = sum }
            }
            return amounts
        }
        let inputs = projects.indices.map { amounts($0, 1) }
        let outputs = projects.indices.map { amounts($0, -1) }
        let trade = effects.tradeShares(projects)
        var ties: [CandidateTie] = []
        for first in projects.indices {
            for second in projects.indices where second > first {
                let (one, other) = (projects[first], projects[second])
                let distance = one.place.flatMap { coordinates[$0] }.flatMap { place in
                    other.place.flatMap { coordinates[$0] }.map(place.kilometres)
                }
                ties.append(
                    CandidateTie(
                        first: first, second: second,
                        signs: .init(
                            flow: max(
                                SynergyEstimator.flow(from: outputs[first], to: inputs[second]),
                                SynergyEstimator.flow(from: outputs[second], to: inputs[first])),
                            input: SynergyEstimator.shared(inputs[first], inputs[second]),
                            trade: trade[first][second], distance: distance)))
            }
        }
        return ties
    }

    /// How the effects move with the numbers that they rest on.
    private func outlook(_ projects: [Project], _ money: Unit) -> Outlook? {
        let effects = effects
        let codes = projects.map(\.code)
        let taken = Set(codes)
        // What only other projects rest on moves nothing here.
        let inputs = effects.uncertainInputs.filter { input in
            switch input.subject {
            case .assumption, .price: true
            case .sales(let code): taken.contains(code)
            case .flow(let place): taken.contains(effects.projectFlows[place].project)
            }
        }
        guard !inputs.isEmpty else { return nil }
        return Outlook(
            inputs: inputs.map {
                Outlook.Input(
                    code: $0.code, range: $0.range, unit: $0.unit, isShared: $0.isShared,
                    reference: $0.reference)
            },
            effects: { values in
                let subjects = Dictionary(
                    uniqueKeysWithValues: values.map { (inputs[$0.key].subject, $0.value) })
                let known = effects.setting(subjects).yearlyEffects() ?? [:]
                return codes.map { code in
                    known[code].map { Self.effects(of: $0, money) } ?? FourEffects()
                }
            })
    }

    // MARK: Rules

    private func addOrder(_ places: [ObjectCode: Int], _ programme: inout ProgrammeData) {
        var alternatives: [String: (after: Int, before: [Int], lag: Int)] = [:]
        for row in data.precedences {
            guard let before = places[row.before], let after = places[row.after] else { continue }
            guard let word = row.alternative else {
                programme.precedences.append(Precedence(after, needs: [before], lag: row.lag))
                continue
            }
            let key = "\(row.after.rawValue)\n\(word)"
            let known = alternatives[key] ?? (after, [], row.lag)
            alternatives[key] = (after, known.before + [before], max(known.lag, row.lag))
        }
        for (_, choice) in alternatives.sorted(by: { $0.key < $1.key }) {
            programme.precedences.append(
                Precedence(choice.after, needs: choice.before, lag: choice.lag))
        }
    }

    private mutating func addSynergies(
        _ places: [ObjectCode: Int], _ money: Unit, _ programme: inout ProgrammeData
    ) {
        var found: [[Int]: FourEffects] = [:]
        var order: [[Int]] = []
        for row in data.synergies {
            let members = row.members.compactMap { places[$0] }
            guard members.count == row.members.count, let kind = EffectKind(rawValue: row.effect)
            else { continue }
            let target = kind == .social ? Unit("persons") ?? .one : money
            let value = row.unit.convert(row.value, to: target) ?? row.value
            if found[members] == nil { order.append(members) }
            found[members, default: FourEffects()][kind] += value
            let names = row.members.map(\.rawValue).joined(separator: " + ")
            references["synergy/\(names)/\(row.effect)"] = .entry(
                table: "synergies", key: row.key, column: "value")
        }
        programme.synergies = order.map { Synergy($0, found[$0] ?? FourEffects()) }
    }

    private mutating func addMoney(_ money: Unit, _ programme: inout ProgrammeData) {
        let years = programme.years
        for frame in of(.budget) {
            guard let year = frame.year, let position = years.firstIndex(of: year) else { continue }
            guard let value = frame.value,
                let amount = (frame.unit ?? money).convert(value, to: money)
            else { continue }
            var budget =
                programme.budgets[frame.code]
                ?? .init([Double](repeating: 0, count: years.count))
            budget.amounts[position] += amount
            programme.budgets[frame.code] = budget
            references["budget/\(frame.code)/\(year)"] = entry(frame)
        }
        for change in parameters.scenario.budgets {
            guard let position = years.firstIndex(of: change.year),
                programme.budgets[change.source] != nil
            else {
                note(
                    "The change of a budget fits no source and year of the programme (programme.csv): \(change.rawValue).",
                    "Изменение бюджета не относится ни к одному источнику и году программы (programme.csv): \(change.rawValue)."
                )
                continue
            }
            let old = programme.budgets[change.source]?.amounts[position] ?? 0
            programme.budgets[change.source]?.amounts[position] = max(0, change.applied(to: old))
            references["budget/\(change.source)/\(change.year)"] = .parameter("scenario.budget")
        }
        for frame in of(.carryOver) {
            programme.budgets[frame.code]?.carriesOver = true
            programme.budgets[frame.code]?.interest = frame.value ?? 0
        }
        if let frame = of(.coFunding).first, let share = frame.value {
            let names = frame.code.split(separator: "/").map(String.init)
            if names.count == 2 {
                programme.coFunding = .init(names[0], atLeast: share, of: names[1])
            }
        }
        if let frame = of(.reinvestment).first, let share = frame.value {
            programme.reinvestment = .init(share, into: frame.code)
        }
    }

    /// Values from given years on; before the first, and without a year, the one without a year.
    private mutating func steps(
        _ kind: ProgrammeFrame.Kind, _ code: String, _ years: [Year], otherwise: Double
    ) -> [Double] {
        let own = of(kind).filter { $0.code == code }
        let subject = own.first.flatMap(Self.subject) ?? ""
        return years.map { year in
            let fitting = own.filter { ($0.year ?? .min) <= year }
                .max { ($0.year ?? .min) < ($1.year ?? .min) }
            guard let fitting, let value = fitting.value else { return otherwise }
            references["\(subject)/\(year)"] = entry(fitting)
            // Several kinds may be about one resource.
            references["\(kind.rawValue)/\(subject)/\(year)"] = entry(fitting)
            guard let unit = fitting.unit, let common = units[subject] else { return value }
            return unit.convert(value, to: common) ?? value
        }
    }

    private func codes(_ kind: ProgrammeFrame.Kind) -> [String] {
        Set(of(kind).map(\.code)).sorted()
    }

    private mutating func addBounds(_ programme: inout ProgrammeData) {
        let years = programme.years
        for code in codes(.labour) {
            programme.labour[code] = steps(.labour, code, years, otherwise: .infinity)
        }
        for code in codes(.limit) {
            let base = steps(.base, code, years, otherwise: 0).first ?? 0
            if let frame = of(.base).first(where: { $0.code == code }) {
                references["base/limit/\(code)"] = entry(frame)
            }
            programme.limits[code] = .init(
                base: base, most: steps(.limit, code, years, otherwise: .infinity))
        }
        for code in codes(.target) {
            programme.targets[code] = .init(
                base: 0, least: steps(.target, code, years, otherwise: -.infinity),
                penalty: of(.penalty).first { $0.code == code }?.value)
        }
        if let people = population {
            for frame in of(.norm) {
                guard let value = frame.value else { continue }
                let least = value * people / 1000
                programme.targets[frame.code] = .init(
                    base: 0,
                    least: years.map { $0 >= (frame.year ?? .min) ? least : -.infinity },
                    penalty: of(.penalty).first { $0.code == frame.code }?.value)
                for year in years {
                    references["target/\(frame.code)/\(year)"] = entry(frame)
                }
            }
        } else if !of(.norm).isEmpty {
            note(
                "Norms need the population of the region (observations.csv).",
                "Для норм нужно население региона (observations.csv).")
        }
        let kinds: [ProgrammeFrame.Kind] = [.stock, .inflow, .capacity, .imports, .demand]
        for code in Set(kinds.flatMap(codes)).sorted() {
            programme.resources[code] = .init(
                stock: steps(.stock, code, years, otherwise: 0).first ?? 0,
                inflow: steps(.inflow, code, years, otherwise: 0).first ?? 0,
                capacity: steps(.capacity, code, years, otherwise: .infinity).first ?? .infinity,
                imports: steps(.imports, code, years, otherwise: 0),
                importCost: importCost(code), demand: steps(.demand, code, years, otherwise: 0))
        }
        // What nobody bounds is had and sold outside.
        let bounded = Set(programme.resources.keys)
        for index in programme.candidates.indices {
            programme.candidates[index].inputs = programme.candidates[index].inputs.filter {
                bounded.contains($0.key)
            }
            programme.candidates[index].outputs = programme.candidates[index].outputs.filter {
                bounded.contains($0.key)
            }
        }
        programme.startsAYear = of(.starts).first?.value.map { Int($0) }
    }

    /// What a unit of a resource costs outside the region, in the money of the programme and the
    /// resource's unit.
    private mutating func importCost(_ code: String) -> Double {
        guard let frame = of(.importCost).first(where: { $0.code == code }),
            let value = frame.value
        else { return 0 }
        guard let own = frame.unit, let money = of(.budget).lazy.compactMap(\.unit).first,
            let resource = units["resource/\(code)"]
        else { return value }
        guard let cost = own.convert(value, to: money / resource) else {
            note(
                "import_cost of \(code) in \(own.symbol) cannot be put into \((money / resource).symbol) and is left out (programme.csv).",
                "import_cost для \(code) в \(own.symbol) не переводится в \((money / resource).symbol), не учтено (programme.csv)."
            )
            return 0
        }
        return cost
    }

    /// The latest population of the region, in persons.
    private var population: Double? {
        guard let series = data.series(parameters.populationMeasure) else { return nil }
        guard let year = series.years(of: [parameters.region]).last else { return nil }
        let cell = series[parameters.region, year]
        return series.measure.unit.convert(cell.value, to: Unit("persons") ?? .one)
    }

    private mutating func addChoices(
        _ places: [ObjectCode: Int], _ programme: inout ProgrammeData
    ) {
        let scenario = parameters.scenario
        let musts = of(.must).map { ObjectCode(rawValue: $0.code) } + scenario.must
        let bans = of(.ban).map { ObjectCode(rawValue: $0.code) } + scenario.ban
        for (codes, isMust) in [(musts, true), (bans, false)] {
            for code in codes {
                guard let index = places[code] else {
                    note(
                        "\(code.rawValue) is no candidate, and can be neither required nor banned (programme.csv).",
                        "\(code.rawValue) не кандидат: его нельзя ни потребовать, ни запретить (programme.csv)."
                    )
                    continue
                }
                if isMust {
                    programme.candidates[index].isRequired = true
                } else {
                    programme.candidates[index].isBanned = true
                }
            }
        }
    }

    /// As the frames say; 1 for each tier that has another after it, where they are silent.
    private func tierThresholds(_ programme: ProgrammeData) -> [Int: Int] {
        let tiers = Set(programme.candidates.compactMap(\.tier))
        var result: [Int: Int] = [:]
        for tier in tiers where tiers.contains(tier + 1) { result[tier] = 1 }
        for frame in of(.tier) {
            guard let tier = Int(frame.code), let value = frame.value else { continue }
            result[tier] = Int(value)
        }
        return result
    }
}
