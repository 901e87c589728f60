internal import Region
internal import Wording

/// Settings of the methods on agreement.
public struct ConsensusParameters: Hashable, Sendable {
    /// The largest range between quartiles that counts as agreement, in units of the scores.
    public var range = 2.0
    /// The largest change of a median between rounds that counts as stable, as a share.
    public var change = 0.1
    /// The consistency ratio from which comparisons are to be looked at again.
    public var inconsistency = 0.1
    public var simulations = 1000
    public var seed: UInt64 = 20_180_101

    public init() {}
}

/// A question put to experts, with all that they said in all rounds.
public struct Survey: Hashable, Sendable {
    public struct Judgement: Hashable, Sendable {
        public let expert: String
        public let first: String
        /// nil for a score.
        public let second: String?
        public let value: Double
        public let round: Int

        public init(expert: String, first: String, second: String?, value: Double, round: Int) {
            self.expert = expert
            self.first = first
            self.second = second
            self.value = value
            self.round = round
        }
    }

    public let name: String
    public let judgements: [Judgement]

    public init(name: String, judgements: [Judgement]) {
        self.name = name
        self.judgements = judgements
    }

    /// Whether things are compared in pairs.
    public var isPairwise: Bool { judgements.contains { $0.second != nil } }
    public var lastRound: Int { judgements.map(\.round).max() ?? 1 }
    public var experts: [String] { Set(judgements.map(\.expert)).sorted() }

    /// What is judged, in the order it first appears.
    public var items: [String] {
        var seen: Set<String> = []
        return judgements.flatMap { [$0.first] + [$0.second].compactMap { $0 } }
            .filter { seen.insert($0).inserted }
    }

    /// What an item is called in results: effects of programmes have names of their own, since a
    /// cluster or a factor may be called the same.
    public func code(of item: String) -> String {
        let effects: Set = ["economic", "social", "ecological", "indirect"]
        return effects.isSuperset(of: items) ? "effect-\(item)" : item
    }

    /// Comparisons of an expert in the last round.
    func pairs(of expert: String) throws(PairwiseJudgements.Fault) -> PairwiseJudgements {
        let round = lastRound
        let own = judgements.filter { $0.expert == expert && $0.round == round }
        return try PairwiseJudgements(
            items: items,
            pairs: own.compactMap { judgement in
                judgement.second.map { (judgement.first, $0, judgement.value) }
            })
    }

    /// Experts by items in a round; only experts who scored every item.
    func table(round: Int) -> (experts: [String], scores: [[Double]]) {
        let items = items
        var result: (experts: [String], scores: [[Double]]) = ([], [])
        for expert in experts {
            let own = Dictionary(
                judgements.filter { $0.expert == expert && $0.round == round }
                    .map { ($0.first, $0.value) }
            ) { _, last in last }
            let row = items.compactMap { own[$0] }
            guard row.count == items.count else { continue }
            result.experts.append(expert)
            result.scores.append(row)
        }
        return result
    }
}

/// The weights that a survey of comparisons in pairs comes to.
public struct SurveyWeights: Sendable {
    /// By item, of sum 1: from the comparisons of the group.
    public let weights: [String: Double]

    /// - Returns: nil where the survey has no comparisons that can be used.
    public init?(_ survey: Survey, competence: [String: Double]) {
        let group = GroupJudgements(survey, competence)
        guard let judgements = group.together, let found = try? Priorities(judgements) else {
            return nil
        }
        weights = Dictionary(uniqueKeysWithValues: zip(found.items, found.weights))
    }
}

/// Comparisons of all experts of a survey who can be used.
struct GroupJudgements {
    struct Member {
        let expert: String
        let judgements: PairwiseJudgements
        let competence: Double
    }

    let members: [Member]
    /// Experts whose comparisons cannot be used, with what is wrong.
    let faults: [(expert: String, fault: PairwiseJudgements.Fault)]
    let together: PairwiseJudgements?

    init(_ survey: Survey, _ competence: [String: Double]) {
        var members: [Member] = []
        var faults: [(expert: String, fault: PairwiseJudgements.Fault)] = []
        for expert in survey.experts {
            do throws(PairwiseJudgements.Fault) {
                members.append(
                    Member(
                        expert: expert, judgements: try survey.pairs(of: expert),
                        competence: competence[expert] ?? 1))
            } catch {
                faults.append((expert, error))
            }
        }
        self.members = members
        self.faults = faults
        together = try? PairwiseJudgements.group(members.map { ($0.judgements, $0.competence) })
    }
}

/// What the methods on agreement look at.
public struct ConsensusContext: Sendable {
    public let surveys: [Survey]
    /// Coefficients of competence by expert; 1 where nothing is said.
    public let competence: [String: Double]
    public let factors: [ExternalFactor]
    public let parameters: ConsensusParameters

    public init(
        surveys: [Survey], competence: [String: Double] = [:], factors: [ExternalFactor] = [],
        parameters: ConsensusParameters = .init()
    ) {
        self.surveys = surveys
        self.competence = competence
        self.factors = factors
        self.parameters = parameters
    }

    static let lacking = LocalizedText(
        en: "Needs judgements of experts (judgements.csv, experts.csv).",
        ru: "Нужны оценки экспертов (judgements.csv, experts.csv).")

    func key(_ component: String, _ parts: [String]) -> ResultKey {
        ResultKey(object: ObjectCode(rawValue: parts.joined(separator: "/")), component: component)
    }

    func reference(_ survey: Survey, _ judgement: Survey.Judgement) -> InputReference {
        .entry(
            table: "judgements",
            key: [
                judgement.expert, survey.name, judgement.first, judgement.second ?? "",
                "\(judgement.round)",
            ], column: "value")
    }
}

extension PairwiseJudgements.Fault {
    func words(of expert: String, in survey: String) -> LocalizedText {
        let who = LocalizedText(
            en: "Left out of \(survey), expert \(expert) (judgements.csv): ",
            ru: "Не учтён в «\(survey)», эксперт \(expert) (judgements.csv): ")
        func number(_ value: Double) -> String {
            Expression.plainNumber((value * 1000).rounded() / 1000)
        }
        let what =
            switch self {
            case .notReciprocal(let first, let second, let forward, let backward):
                LocalizedText(
                    en:
                        "\(first) to \(second) is \(number(forward)) one way and \(number(backward)) the other, which is no inverse; keep one of them.",
                    ru:
                        "\(first) к \(second) — \(number(forward)), обратно — \(number(backward)), это не обратные числа; оставьте одно."
                )
            case .notARatio(let first, let second, let value):
                LocalizedText(
                    en: "\(first) to \(second) is \(number(value)); a ratio is over zero.",
                    ru: "\(first) к \(second) — \(number(value)); отношение больше нуля.")
            case .withItself(let item):
                LocalizedText(
                    en: "\(item) is compared with itself.", ru: "\(item) сравнивается с собой.")
            case .unconnected(let items):
                LocalizedText(
                    en:
                        "nothing compares \(items.joined(separator: ", ")) with the rest; add one comparison each.",
                    ru:
                        "\(items.joined(separator: ", ")) ни с чем не сравнивается; добавьте по сравнению."
                )
            case .tooFew:
                LocalizedText(en: "one thing has no weight.", ru: "у одного предмета нет веса.")
            }
        return LocalizedText(en: who.english + what.english, ru: who.russian + what.russian)
    }
}
