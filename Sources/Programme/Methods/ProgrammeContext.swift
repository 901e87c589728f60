internal import Optimisation
public import Region
private import Synchronization
public import Wording

/// Settings of the methods on programmes.
public struct ProgrammeParameters: Hashable, Sendable {
    /// The relative gap at which a search for the programme ends.
    public var gap = 1e-6
    /// The most seconds that a search may take; a plan found so far is kept, with its gap.
    public var seconds: Double?
    /// Points along each effect of the front besides the first.
    public var front = 2
    /// Ways the effects may turn out that plans are chosen for.
    public var scenarios = 20
    /// How much the worst cases count beside the mean (λ), and which share of cases is not among
    /// them (α).
    public var aversion = 0.5
    public var level = 0.8
    public var seed: UInt64 = 20_180_101
    public var estimator = SynergyEstimator()
    public var synergies = SynergyUse.stated
    /// What is asked besides the programme: each takes many searches.
    public var questions: [ProgrammeQuestion] = []

    public init() {}
}

/// Which synergies a programme counts.
public enum SynergyUse: String, Hashable, Sendable, CaseIterable {
    case stated
    /// Estimates where the table states nothing of a pair.
    case estimated
}

/// A question about a programme that takes searches of its own.
public enum ProgrammeQuestion: Hashable, Sendable, RawRepresentable {
    case front, order, shares, risk, robustness
    /// Why a project starts when it does.
    case why(ObjectCode)

    public init?(rawValue: String) {
        switch rawValue {
        case "front": self = .front
        case "order": self = .order
        case "shares": self = .shares
        case "risk": self = .risk
        case "robustness": self = .robustness
        default:
            guard rawValue.hasPrefix("why:"), rawValue.count > 4 else { return nil }
            self = .why(ObjectCode(rawValue: String(rawValue.dropFirst(4))))
        }
    }

    public var rawValue: String {
        switch self {
        case .front: "front"
        case .order: "order"
        case .shares: "shares"
        case .risk: "risk"
        case .robustness: "robustness"
        case .why(let code): "why:\(code.rawValue)"
        }
    }
}

/// What the methods on programmes look at.
public struct ProgrammeContext: Sendable {
    public var data: ProgrammeData { didSet { memory = Memory() } }
    /// What a unit of each effect counts in the choice.
    public var weights: FourEffects { didSet { memory = Memory() } }
    public var region: PlaceCode
    /// The unit of money of the programme.
    public var money: Unit
    /// Where the effects of each candidate are explained.
    public var effectKeys: [[EffectKind: ResultKey]]
    /// Where what each candidate takes and gives stands, by subject: `budget/regional`.
    public var flows: [[String: [Flow]]]
    /// Where the frames stand, by subject and year: `budget/regional/2027`.
    public var frames: [String: InputReference]
    /// How many projects of a tier have to be at work before the next, to be compared with the free
    /// order where the programme itself is free.
    public var tiers: [Int: Int]
    /// What is known of each two candidates.
    public var ties: [CandidateTie] = []
    /// Synergies as the table states them.
    public var tableSynergies: [Synergy] = []
    /// What projects could be combined of; nil where no table says.
    public var combination: Combination?
    /// Projects that carry out a variant.
    public var drafted: [Combination.Variant: [ObjectCode]] = [:]
    /// Who carries out each candidate; nil where nobody is named.
    public var participants: [String?]
    /// What is lacking, or left out.
    public var notices: [LocalizedText]
    public var parameters: ProgrammeParameters { didSet { memory = Memory() } }
    /// How the effects may turn out; nil where nothing has a range.
    public var outlook: Outlook?
    /// Between which the yearly rate may lie; nil where no range is known.
    public var rateRange: RangedNumber?
    /// Kept by copies, so that the methods of a run search once.
    private var memory = Memory()

    /// An amount that a candidate takes or gives.
    public struct Flow: Sendable {
        /// 0 in the year it starts; nil for every year at work.
        public let age: Int?
        public let value: Double
        /// Between what it may turn out.
        public let range: RangedNumber
        public let reference: InputReference

        public init(
            age: Int?, value: Double, range: RangedNumber? = nil, reference: InputReference
        ) {
            self.age = age
            self.value = value
            self.range = range ?? RangedNumber(value)
            self.reference = reference
        }
    }

    public init(
        data: ProgrammeData, weights: FourEffects, region: PlaceCode, money: Unit,
        effectKeys: [[EffectKind: ResultKey]] = [], flows: [[String: [Flow]]] = [],
        frames: [String: InputReference] = [:], tiers: [Int: Int] = [:],
        participants: [String?] = [],
        notices: [LocalizedText] = [], parameters: ProgrammeParameters = .init()
    ) {
        self.data = data
        self.weights = weights
        self.region = region
        self.money = money
        self.effectKeys = effectKeys
        self.flows = flows
        self.frames = frames
        self.tiers = tiers
        self.participants = participants
        self.notices = notices
        self.parameters = parameters
    }

    /// What came of the search for the programme.
    enum Solved: Sendable {
        case found(ProgrammeModel, ProgrammeAnswer)
        case impossible(InfeasibilityReport)
        case lacking([LocalizedText])
        case stopped
    }

    private final class Memory: Sendable {
        let solved = Mutex<Solved?>(nil)
    }

    /// The programme, searched for once.
    func solved() throws(CancellationError) -> Solved {
        let answer = memory.solved.withLock { known in
            if let known { return known }
            let found = search()
            if case .stopped = found { return found }
            known = found
            return found
        }
        if case .stopped = answer { throw CancellationError() }
        return answer
    }

    /// The projects of the programme with the years they work in; nil where there is no programme.
    public func chosen() throws(CancellationError) -> [ObjectCode: ClosedRange<Year>]? {
        guard case .found(_, let answer) = try solved(), let plan = answer.plan else { return nil }
        var result: [ObjectCode: ClosedRange<Year>] = [:]
        for (index, start) in plan.starts.enumerated() {
            guard let start else { continue }
            let candidate = data.candidates[index]
            let first = data.years[start] + candidate.buildYears
            let last = candidate.life.map { first + $0 - 1 } ?? max(first, 9999)
            result[candidate.code] = first...last
        }
        return result
    }

    /// A search with the settings of the run.
    func newSearch() throws(ProgrammeFailure) -> ProgrammeSearch {
        var options = SolverOptions()
        options.relativeGap = parameters.gap
        options.timeLimit = parameters.seconds
        var search = try ProgrammeSearch(options)
        search.progress = SearchWatch.current?.progress
        return search
    }

    private func search() -> Solved {
        guard !data.candidates.isEmpty, !data.years.isEmpty else { return .lacking(notices) }
        do throws(ProgrammeFailure) {
            let model: ProgrammeModel
            do throws(ProgrammeFault) { model = try ProgrammeModel(data) } catch {
                return .lacking(notices + data.faults.map(\.words))
            }
            var search = try newSearch()
            let answer = try search.best(
                model, weights: weights,
                start: data.greedyPlan(weights: weights, rule: .effectForMoney))
            if Task.isCancelled {
                if answer.plan != nil { SearchWatch.current?.stopped(answer, data) }
                return .stopped
            }
            if answer.plan != nil { return .found(model, answer) }
            if answer.status == .infeasible {
                return .impossible(try search.infeasibility(of: model))
            }
            return .lacking(notices + [ProgrammeFailure.withoutPlan.words])
        } catch {
            return Task.isCancelled ? .stopped : .lacking(notices + [error.words])
        }
    }

    /// The plan, or findings that say why there is none.
    func opening() throws(CancellationError) -> (
        findings: Findings, found: (model: ProgrammeModel, answer: ProgrammeAnswer, plan: Plan)?
    ) {
        var findings = Findings()
        findings.notices = notices
        switch try solved() {
        case .found(let model, let answer):
            findings.parameters = opening(answer)
            return (findings, answer.plan.map { (model, answer, $0) })
        case .impossible(let report):
            findings.notices += words(of: report)
        case .lacking(let words):
            findings.notices = words
        case .stopped:
            throw CancellationError()
        }
        return (findings, nil)
    }

    private func opening(_ answer: ProgrammeAnswer) -> [ResultTable.Parameter] {
        var list = EffectKind.allCases.map { kind in
            ResultTable.Parameter("weight.\(kind.rawValue)", Expression.plainNumber(weights[kind]))
        }
        list.append(.init("gap", Expression.plainNumber(answer.relativeGap ?? 0)))
        return list
    }

    /// Whether a question was asked; where it was not, the findings say how to ask.
    func asks(_ question: ProgrammeQuestion, _ findings: inout Findings) -> Bool {
        if parameters.questions.contains(question) { return true }
        findings.notices.append(
            LocalizedText(
                en:
                    "Not asked in this run: programme.questions=\(question.rawValue) asks it of programme.csv.",
                ru:
                    "В этом расчёте не спрошено: programme.questions=\(question.rawValue) задаст вопрос о programme.csv."
            ))
        return false
    }

    // MARK: Keys and references

    func key(_ component: String, year: Year? = nil, of subject: String? = nil) -> ResultKey {
        ResultKey(
            place: region, object: subject.map { ObjectCode(rawValue: $0) }, year: year,
            component: component)
    }

    func key(_ component: String, _ candidate: Int) -> ResultKey {
        ResultKey(
            place: region, object: data.candidates[candidate].code, component: component)
    }

    /// Where the weight of an effect is from.
    func weightReference(_ kind: EffectKind) -> InputReference {
        frames["weight/\(kind.rawValue)"]
            ?? .note(LocalizedText(en: "default weight", ru: "вес по умолчанию"))
    }

    func entry(_ candidate: Int, _ column: String) -> InputReference {
        .entry(
            table: "projects", key: [data.candidates[candidate].code.rawValue], column: column)
    }

    func reference(_ candidate: Int, _ kind: EffectKind) -> InputReference {
        guard effectKeys.indices.contains(candidate), let key = effectKeys[candidate][kind] else {
            return .note(
                LocalizedText(
                    en: data.candidates[candidate].code.rawValue,
                    ru: data.candidates[candidate].code.rawValue))
        }
        return .result(method: "four-effects", key)
    }

    /// What a candidate takes or gives of a subject at an age, piece by piece.
    func pieces(_ candidate: Int, _ subject: String, age: Int) -> [Flow] {
        guard flows.indices.contains(candidate) else { return [] }
        let project = data.candidates[candidate]
        return (flows[candidate][subject] ?? []).filter {
            $0.age.map { $0 == age } ?? project.works(atAge: age)
        }
    }
}

// MARK: Words

extension ProgrammeFault {
    var words: LocalizedText {
        switch self {
        case .circle(let codes):
            let list = codes.map(\.rawValue).joined(separator: " → ")
            return LocalizedText(
                en:
                    "These projects wait for each other, so that none can start (precedence.csv): \(list).",
                ru: "Эти проекты ждут друг друга, ни один не начать (precedence.csv): \(list).")
        case .synergyWithItself(let code):
            return LocalizedText(
                en: "A synergy of \(code.rawValue) with itself (synergies.csv).",
                ru: "Синергия \(code.rawValue) с самим собой (synergies.csv).")
        case .longerThanHorizon(let code, let years):
            return LocalizedText(
                en:
                    "\(code.rawValue) is required and comes to work after the last year: it is built for \(years) (projects.csv, programme.csv).",
                ru:
                    "\(code.rawValue) обязателен, но заработает после последнего года: строится лет — \(years) (projects.csv, programme.csv)."
            )
        case .requiredAndBanned(let code):
            return LocalizedText(
                en: "\(code.rawValue) is both required and banned (programme.csv).",
                ru: "\(code.rawValue) и обязателен, и запрещён (programme.csv).")
        case .bothRequired(let one, let other):
            return LocalizedText(
                en:
                    "\(one.rawValue) and \(other.rawValue) are variants of one object and both required (programme.csv).",
                ru:
                    "\(one.rawValue) и \(other.rawValue) — варианты одного объекта, и оба обязательны (programme.csv)."
            )
        case .years(let subject, let have, let need):
            return LocalizedText(
                en: "\(subject) has \(have) years and needs \(need) (programme.csv).",
                ru: "\(subject): лет \(have), нужно \(need) (programme.csv).")
        case .notAQuantity(let subject):
            return LocalizedText(
                en: "A number of \(subject) is no quantity (projects.csv, project_flows.csv).",
                ru: "Число у \(subject) — не величина (projects.csv, project_flows.csv).")
        }
    }
}

extension ProgrammeFailure {
    /// What went wrong and what to do.
    public var words: LocalizedText {
        switch self {
        case .data(let fault): fault.words
        case .stopped: LocalizedText(en: "The search was stopped.", ru: "Поиск остановлен.")
        case .withoutPlan:
            LocalizedText(
                en:
                    "No plan was found in the time given (programme.seconds in uklad.yaml, programme.csv).",
                ru:
                    "За отведённое время план не найден (programme.seconds в uklad.yaml, programme.csv)."
            )
        case .solver(let error):
            LocalizedText(
                en:
                    "The solver HiGHS gave no answer: \(error.words.english) No programme is chosen (programme.csv).",
                ru:
                    "Решатель HiGHS не дал ответа: \(error.words.russian) Программа не выбрана (programme.csv)."
            )
        }
    }
}

extension Breach.Group {
    /// What the user calls the rules of a group.
    public var words: LocalizedText {
        switch self {
        case .variants: LocalizedText(en: "one variant an object", ru: "один вариант на объект")
        case .precedence: LocalizedText(en: "what it waits for", ru: "очерёдность проектов")
        case .tiers: LocalizedText(en: "order of tiers", ru: "порядок очередей")
        case .budget: LocalizedText(en: "money", ru: "деньги")
        case .coFunding: LocalizedText(en: "co-funding", ru: "софинансирование")
        case .labour: LocalizedText(en: "people", ru: "люди")
        case .resources: LocalizedText(en: "resources", ru: "ресурсы")
        case .limits: LocalizedText(en: "limits of what is given off", ru: "пределы выбросов")
        case .targets: LocalizedText(en: "targets", ru: "цели")
        case .starts: LocalizedText(en: "starts a year", ru: "число начинаемых в год")
        case .required: LocalizedText(en: "required projects", ru: "обязательные проекты")
        }
    }
}

extension ProgrammeContext {
    /// Why no plan keeps all rules, and the three cheapest ways out.
    func words(of report: InfeasibilityReport) -> [LocalizedText] {
        func one(_ change: Relaxation.Change) -> LocalizedText {
            let subject = change.subject.isEmpty ? "" : " \(change.subject)"
            let year = change.year.map { " \(data.years[$0])" } ?? ""
            let amount =
                change.amount > 0
                ? " +\(Expression.plainNumber((change.amount * 100).rounded(.up) / 100))" : ""
            return LocalizedText(
                en: change.group.words.english + subject + year + amount,
                ru: change.group.words.russian + subject + year + amount)
        }
        func all(_ changes: [Relaxation.Change]) -> LocalizedText {
            let list = changes.prefix(8).map(one)
            let more = changes.count > 8 ? "; …" : ""
            return LocalizedText(
                en: list.map(\.english).joined(separator: "; ") + more,
                ru: list.map(\.russian).joined(separator: "; ") + more)
        }
        var notices: [LocalizedText] = []
        let conflict = all(report.conflict)
        notices.append(
            LocalizedText(
                en: "No plan keeps every rule (programme.csv)."
                    + (report.conflict.isEmpty
                        ? "" : " These contradict each other: \(conflict.english)."),
                ru: "Ни один план не соблюдает всех правил (programme.csv)."
                    + (report.conflict.isEmpty
                        ? "" : " Противоречат друг другу: \(conflict.russian).")))
        for (index, way) in report.ways.enumerated() {
            let changes = all(way.changes)
            notices.append(
                LocalizedText(
                    en: "Way out \(index + 1): \(changes.english).",
                    ru: "Выход \(index + 1): \(changes.russian)."))
        }
        return notices
    }
}

extension SolverError {
    var words: LocalizedText {
        switch self {
        case .libraryNotFound(let paths):
            let list = paths.joined(separator: ", ")
            return LocalizedText(
                en: "its library is in none of \(list).",
                ru: "библиотеки нет ни в одном из мест: \(list).")
        case .notTheLibrary(let path, let detail):
            return LocalizedText(
                en: "\(path) is not its library (\(detail)).",
                ru: "\(path) — не его библиотека (\(detail)).")
        case .refused(let detail):
            return LocalizedText(
                en: "it refused the model (\(detail)).", ru: "модель не принята (\(detail)).")
        }
    }
}
