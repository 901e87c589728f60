public import Clusters
public import Consensus
public import Effects
public import Foresight
public import InputOutput
public import Monitoring
public import Programme
public import Region
public import Relatedness
public import ResourceCycles
public import Space
public import Specialisation
public import Wording

/// The settings of a run: those of `uklad.yaml`, overridden by those of the command line.
public struct RunParameters: Hashable, Sendable {
    /// The region that the programme is about.
    public var region: PlaceCode = ""
    /// The level of the places that it is compared with.
    public var level = "region"
    /// The measure of population and of gross regional product.
    public var populationMeasure: MeasureCode = "population"
    public var productMeasure: MeasureCode = "grp"
    /// The measure of population of settlements.
    public var settlementMeasure: MeasureCode = "population"
    /// The measure of the number of enterprises by activity.
    public var enterprisesMeasure: MeasureCode = "enterprises"
    /// The measures that the multiplier–accelerator of the region is estimated from.
    public var incomeMeasure: MeasureCode = "income"
    public var consumptionMeasure: MeasureCode = "consumption"
    public var investmentMeasure: MeasureCode = "investment"
    /// The measure that technological modes are shares of.
    public var modesMeasure: MeasureCode = "value_added"
    /// How many nearest places count as neighbours in spatial methods.
    public var neighbours = 5
    public var specialisation = SpecialisationParameters()
    public var relatedness = RelatednessParameters()
    public var space = SpaceParameters()
    public var clusters = ClusterParameters()
    public var inputOutput = FlowParameters()
    public var deposits = DepositParameters()
    /// Years over which heaps are followed.
    public var cycleYears = 15
    public var effects = EffectParameters()
    public var programme = ProgrammeParameters()
    public var foresight = ForesightParameters()
    public var consensus = ConsensusParameters()
    public var monitoring = MonitoringParameters()
    /// The survey of comparisons that says how much each effect counts; empty for none.
    public var weightSurvey = ""
    public var scenario = Scenario()

    public init() {}

    /// The parameters that settings write; what is not set keeps its default.
    ///
    /// - Throws: ``ParameterFailure`` for the first setting that is unknown or unreadable.
    public init(settings: [String: String]) throws(ParameterFailure) {
        self.init()
        for (key, text) in settings.sorted(by: { $0.key < $1.key }) {
            guard let setting = Setting.all.first(where: { $0.key == key }) else {
                throw ParameterFailure(.unknown(key))
            }
            guard setting.read(&self, text) else {
                throw ParameterFailure(.unreadable(setting, value: text))
            }
        }
    }

    /// Every setting as text, by key: for the manifest and for comparing two runs.
    public var texts: [String: String] {
        var result: [String: String] = [:]
        for setting in Setting.all { result[setting.key] = setting.text(self) }
        return result
    }
}

/// One setting: its key in `uklad.yaml` and in `--set`, and how it is read and written.
public struct Setting: Sendable {
    public let key: String
    public let meaning: LocalizedText
    /// What its text may be.
    public let expectation: LocalizedText
    let read: @Sendable (inout RunParameters, String) -> Bool
    public let text: @Sendable (RunParameters) -> String

    /// Every setting, in the order they are listed to a person.
    public static let all: [Setting] = [
        code(
            "region", \.region, LocalizedText(en: "region of the programme", ru: "регион программы")
        ),
        plain(
            "level", \.level,
            LocalizedText(en: "level of the places compared", ru: "уровень сравниваемых мест")),
        code(
            "measures.population", \.populationMeasure,
            LocalizedText(en: "measure of population", ru: "показатель населения")),
        code(
            "measures.grp", \.productMeasure,
            LocalizedText(en: "measure of gross regional product", ru: "показатель ВРП")),
        code(
            "measures.settlements", \.settlementMeasure,
            LocalizedText(
                en: "measure of population of settlements",
                ru: "показатель населения населённых пунктов")),
        code(
            "measures.enterprises", \.enterprisesMeasure,
            LocalizedText(
                en: "measure of the number of enterprises by activity",
                ru: "показатель числа предприятий по видам деятельности")),
        code(
            "measures.income", \.incomeMeasure,
            LocalizedText(
                en: "measure of income of the region's people, at constant prices",
                ru: "показатель доходов населения региона в постоянных ценах")),
        code(
            "measures.consumption", \.consumptionMeasure,
            LocalizedText(
                en: "measure of their consumption, at constant prices",
                ru: "показатель их потребления в постоянных ценах")),
        code(
            "measures.investment", \.investmentMeasure,
            LocalizedText(
                en: "measure of investment, at constant prices",
                ru: "показатель инвестиций в постоянных ценах")),
        code(
            "measures.modes", \.modesMeasure,
            LocalizedText(
                en: "measure that technological modes are shares of",
                ru: "показатель, в котором считаются доли укладов")),
        whole(
            "neighbours", \.neighbours, 1...100,
            LocalizedText(en: "nearest places that are neighbours", ru: "число ближайших соседей")),
        choice(
            "specialisation.reference", \.specialisation.reference,
            LocalizedText(en: "reference economy", ru: "база сравнения")),
        choice(
            "specialisation.suppressed", \.specialisation.suppressed,
            LocalizedText(en: "policy for hidden cells", ru: "как быть со скрытыми ячейками")),
        seed(
            "specialisation.seed", \.specialisation.seed,
            LocalizedText(en: "seed of simulated results", ru: "зерно случайных чисел")),
        whole(
            "specialisation.bootstrapReplicates", \.specialisation.bootstrapReplicates,
            99...1_000_000,
            LocalizedText(en: "bootstrap replicates", ru: "повторов бутстрепа")),
        whole(
            "specialisation.simulationReplicates", \.specialisation.simulationReplicates,
            99...1_000_000,
            LocalizedText(en: "replicates of simulated tests", ru: "повторов имитационных тестов")),
        number(
            "specialisation.starLocationQuotient", \.specialisation.starLocationQuotient, 0...1000,
            LocalizedText(
                en: "location quotient of a star", ru: "коэффициент локализации для «звезды»")),
        number(
            "specialisation.starTopShare", \.specialisation.starTopShare, 0.001...1,
            LocalizedText(
                en: "share of regions with a star", ru: "доля регионов со «звездой»")),
        optionalNumber(
            "specialisation.starMinimumMass", \.specialisation.starMinimumMass, 0...1e15,
            LocalizedText(en: "smallest mass for stars", ru: "наименьшая масса для «звёзд»")),
        number(
            "specialisation.focalBandwidthInKilometres",
            \.specialisation.focalBandwidthInKilometres, 1...20_000,
            LocalizedText(
                en: "bandwidth of the focal quotient, km",
                ru: "ширина окна фокального коэффициента, км")),
        number(
            "specialisation.atkinsonAversion", \.specialisation.atkinsonAversion, 0.01...100,
            LocalizedText(en: "aversion to inequality", ru: "неприятие неравенства")),
        whole(
            "specialisation.averagingYears", \.specialisation.averagingYears, 1...100,
            LocalizedText(
                en: "years of the averaged location quotient",
                ru: "лет в среднем коэффициенте локализации")),
        whole(
            "specialisation.markovClasses", \.specialisation.markovClasses, 2...20,
            LocalizedText(
                en: "income classes of Markov chains", ru: "классов дохода в цепях Маркова")
        ),
        number(
            "relatedness.threshold", \.relatedness.threshold, 0.01...100,
            LocalizedText(
                en: "location quotient from which an activity is present",
                ru: "коэффициент локализации, с которого отрасль представлена")),
        choice(
            "relatedness.similarity", \.relatedness.similarity,
            LocalizedText(en: "similarity of activities", ru: "мера близости отраслей")),
        choice(
            "relatedness.selfInclusion", \.relatedness.selfInclusion,
            LocalizedText(
                en: "whether an activity counts among those related to it",
                ru: "считать ли отрасль связанной с собой")),
        number(
            "space.potentialExponent", \.space.potentialExponent, 0.1...5,
            LocalizedText(
                en: "power of distance in the potential",
                ru: "степень расстояния в потенциале")),
        number(
            "space.detour", \.space.detour, 1...5,
            LocalizedText(
                en: "road over great circle, where a length is not known",
                ru: "дорога к дуге большого круга, где длина неизвестна")),
        number(
            "space.speed", \.space.speed, 5...300,
            LocalizedText(
                en: "kilometres an hour, where minutes are not known",
                ru: "км в час, где время в пути неизвестно")),
        number(
            "space.coreSize", \.space.coreSize, 1000...100_000_000,
            LocalizedText(
                en: "people from which a settlement is the core of an agglomeration",
                ru: "население, с которого пункт — ядро агломерации")),
        number(
            "space.agglomerationMinutes", \.space.agglomerationMinutes, 1...600,
            LocalizedText(
                en: "minutes from the core to the border of an agglomeration",
                ru: "минут от ядра до границы агломерации")),
        number(
            "space.poleMinutes", \.space.poleMinutes, 1...600,
            LocalizedText(
                en: "minutes within which a growth pole is the strongest",
                ru: "минут, в пределах которых полюс роста сильнейший")),
        number(
            "space.poleScore", \.space.poleScore, 0...1,
            LocalizedText(
                en: "score from which a settlement is a growth pole",
                ru: "балл, с которого пункт — полюс роста")),
        number(
            "space.spotReach", \.space.spotReach, 0.01...1000,
            LocalizedText(
                en: "kilometres within which plants are one spot",
                ru: "км, в пределах которых предприятия — одно скопление")),
        whole(
            "space.spotPlants", \.space.spotPlants, 2...100_000,
            LocalizedText(
                en: "plants that make a spot", ru: "предприятий в скоплении")),
        optionalNumber(
            "space.spotPeople", \.space.spotPeople, 1...100_000_000,
            LocalizedText(
                en: "people employed that make a spot, instead of plants",
                ru: "занятых в скоплении, вместо предприятий")),
        optionalNumber(
            "space.spotMinutes", \.space.spotMinutes, 1...600,
            LocalizedText(
                en: "minutes within which plants are one spot, instead of kilometres",
                ru: "минут, в пределах которых предприятия — одно скопление, вместо км")),
        number(
            "space.accessMinutes", \.space.accessMinutes, 1...600,
            LocalizedText(
                en: "minutes within which people are in reach",
                ru: "минут, в пределах которых люди в досягаемости")),
        number(
            "space.accessDecay", \.space.accessDecay, 1...600,
            LocalizedText(
                en: "minutes over which people count e times less",
                ru: "минут, за которые вес людей падает в e раз")),
        number(
            "space.commuterShare", \.space.commuterShare, 0...1,
            LocalizedText(
                en: "share of the employed who work in the core of their agglomeration",
                ru: "доля занятых, работающих в ядре агломерации")),
        whole(
            "space.replicates", \.space.replicates, 99...100_000,
            LocalizedText(
                en: "draws behind the bands of K-density",
                ru: "случайных выборок для полос К-плотности")),
        seed(
            "space.seed", \.space.seed,
            LocalizedText(en: "seed of these draws", ru: "зерно этих выборок")),
        whole(
            "clusters.nearest", \.clusters.nearest, 1...1000,
            LocalizedText(
                en: "strongest links of each industry that are kept",
                ru: "сильнейших связей отрасли")),
        whole(
            "clusters.seeds", \.clusters.seeds, 1...10_000,
            LocalizedText(
                en: "partitions that the consensus is made from",
                ru: "разбиений в консенсусе")),
        seed(
            "clusters.seed", \.clusters.seed,
            LocalizedText(en: "seed of the partitions", ru: "зерно разбиений")),
        number(
            "clusters.criticalMass", \.clusters.criticalMass, 1...1_000_000,
            LocalizedText(
                en: "participants that make a critical mass",
                ru: "участников в критической массе")),
        whole(
            "clusters.replicates", \.clusters.replicates, 1...1_000_000,
            LocalizedText(
                en: "replicates of the sensitivity of the type",
                ru: "повторов проверки устойчивости типа")),
        choice(
            "inputOutput.rule", \.inputOutput.rule,
            LocalizedText(
                en: "how a country's flow table is brought to the region",
                ru: "как таблица «затраты — выпуск» страны приводится к региону")),
        optionalNumber(
            "inputOutput.delta", \.inputOutput.delta, 0...1,
            LocalizedText(
                en: "Flegg's δ, instead of one found from known imports",
                ru: "δ Флегга вместо найденной по известному ввозу")),
        whole(
            "deposits.draws", \.deposits.draws, 100...10_000_000,
            LocalizedText(
                en: "draws behind the distribution of a deposit's value",
                ru: "случаев в распределении стоимости месторождения")),
        seed(
            "deposits.seed", \.deposits.seed,
            LocalizedText(en: "seed of these draws", ru: "зерно этих случаев")),
        whole(
            "cycles.years", \.cycleYears, 1...200,
            LocalizedText(
                en: "years over which heaps are followed",
                ru: "лет, на которые прослеживаются отвалы")),
        whole(
            "effects.years", \.effects.years, 1...100,
            LocalizedText(en: "years that are looked ahead", ru: "лет вперёд")),
        whole(
            "effects.draws", \.effects.draws, 100...10_000_000,
            LocalizedText(
                en: "draws behind the ranges of effects", ru: "случаев в диапазонах эффектов")),
        seed(
            "effects.seed", \.effects.seed,
            LocalizedText(en: "seed of these draws", ru: "зерно этих случаев")),
        Setting(
            key: "effects.shock",
            meaning: LocalizedText(
                en: "a lasting change of demand to follow over the years",
                ru: "длительное изменение спроса, которое прослеживается по годам"),
            expectation: DemandShock.expectation,
            read: { parameters, text in
                parameters.effects.shock = DemandShock(rawValue: text)
                return text == "none" || parameters.effects.shock != nil
            }, text: { $0.effects.shock?.rawValue ?? "none" }),
        number(
            "programme.gap", \.programme.gap, 0...1,
            LocalizedText(
                en: "how far the programme may be from the best, relative to it",
                ru: "на сколько программа может отставать от лучшей, доля")),
        optionalNumber(
            "programme.seconds", \.programme.seconds, 0.1...1_000_000,
            LocalizedText(
                en: "seconds that a search for a programme may take",
                ru: "секунд на поиск программы")),
        whole(
            "programme.front", \.programme.front, 1...50,
            LocalizedText(
                en: "points along each effect of the front besides the first",
                ru: "точек по каждому эффекту фронта кроме первой")),
        list(
            "programme.questions", \.programme.questions,
            LocalizedText(
                en: "what is asked besides the programme",
                ru: "что спрошено кроме самой программы"),
            LocalizedText(
                en: "front, order, shares, risk, robustness, why:PROJECT, by commas",
                ru: "front, order, shares, risk, robustness, why:ПРОЕКТ через запятую")),
        whole(
            "programme.scenarios", \.programme.scenarios, 2...1000,
            LocalizedText(
                en: "cases that plans under uncertainty are chosen for",
                ru: "случаев, для которых выбираются планы при неопределённости")),
        number(
            "programme.aversion", \.programme.aversion, 0...1,
            LocalizedText(
                en: "how much the worst cases count beside the mean",
                ru: "насколько худшие случаи важны рядом со средним")),
        number(
            "programme.level", \.programme.level, 0...0.999,
            LocalizedText(
                en: "the share of cases that are not among the worst",
                ru: "доля случаев, не относящихся к худшим")),
        choice(
            "programme.synergies", \.programme.synergies,
            LocalizedText(
                en: "which synergies the programme counts",
                ru: "какие синергии учитывает программа")),
        number(
            "programme.synergyShare", \.programme.estimator.share, 0...1,
            LocalizedText(
                en: "the most that an estimated synergy may be worth, as a share",
                ru: "наибольшая оценка синергии, доля")),
        number(
            "programme.synergyReach", \.programme.estimator.reach, 0.001...100_000,
            LocalizedText(
                en: "kilometres at which an estimated synergy is worth 1/e",
                ru: "километры, на которых оценка синергии слабее в e раз")),
        Setting(
            key: "programme.weightSurvey",
            meaning: LocalizedText(
                en: "survey of comparisons between effects that moves their weights",
                ru: "опрос со сравнением эффектов, меняющий их веса"),
            expectation: LocalizedText(
                en: "the name of a survey of judgements.csv, or none",
                ru: "имя опроса из judgements.csv или none"),
            read: { parameters, text in
                parameters.weightSurvey = text == "none" ? "" : text
                return !text.isEmpty
            }, text: { $0.weightSurvey.isEmpty ? "none" : $0.weightSurvey }),
        seed(
            "programme.seed", \.programme.seed,
            LocalizedText(
                en: "seed of the cases and draws", ru: "зерно случаев и розыгрышей")),
        whole(
            "foresight.horizon", \.foresight.horizon, 1...50,
            LocalizedText(en: "years that are forecast", ru: "лет прогноза")),
        number(
            "foresight.level", \.foresight.level, 0...1,
            LocalizedText(
                en: "how unlikely a chance lead has to be for a model to be used",
                ru: "шанс случайного опережения, ниже которого модель применяется")),
        whole(
            "foresight.paths", \.foresight.paths, 100...1_000_000,
            LocalizedText(
                en: "paths drawn for the bands of short series",
                ru: "траекторий для полос коротких рядов")),
        seed(
            "foresight.seed", \.foresight.seed,
            LocalizedText(en: "seed of these paths", ru: "зерно этих траекторий")),
        whole(
            "foresight.modeYears", \.foresight.modeYears, 1...100,
            LocalizedText(
                en: "years that technological modes are followed",
                ru: "на сколько лет прослеживаются уклады")),
        number(
            "foresight.modeTarget", \.foresight.modeTarget, 0.001...0.999,
            LocalizedText(
                en: "share of modes 5 and 6 together that is aimed at",
                ru: "целевая доля 5-го и 6-го укладов вместе")),
        number(
            "consensus.range", \.consensus.range, 0...1e9,
            LocalizedText(
                en: "largest range between quartiles that is agreement",
                ru: "наибольший межквартильный размах, считающийся согласием")),
        number(
            "consensus.change", \.consensus.change, 0...1,
            LocalizedText(
                en: "largest change of a median between rounds that is stable, a share",
                ru: "наибольшее изменение медианы между турами, считающееся устойчивостью, доля")),
        number(
            "consensus.inconsistency", \.consensus.inconsistency, 0...10,
            LocalizedText(
                en: "consistency ratio from which comparisons are looked at again",
                ru: "отношение согласованности, с которого сравнения пересматриваются")),
        whole(
            "consensus.simulations", \.consensus.simulations, 100...1_000_000,
            LocalizedText(
                en: "random tables that eigenvalues are compared with",
                ru: "случайных таблиц для сравнения собственных чисел")),
        seed(
            "consensus.seed", \.consensus.seed,
            LocalizedText(en: "seed of these tables", ru: "зерно этих таблиц")),
        number(
            "monitoring.amber", \.monitoring.amber, 0...1,
            LocalizedText(
                en: "share behind the plan from which an indicator is amber",
                ru: "отставание от плана, с которого статус жёлтый, доля")),
        number(
            "monitoring.red", \.monitoring.red, 0...10,
            LocalizedText(
                en: "share behind the plan from which it is red",
                ru: "отставание от плана, с которого статус красный, доля")),
        number(
            "monitoring.allowance", \.monitoring.allowance, 0...10,
            LocalizedText(
                en: "what of an error cumulative sums leave out (k)",
                ru: "какую часть ошибки суммы не считают (k)")),
        number(
            "monitoring.limit", \.monitoring.limit, 0.1...100,
            LocalizedText(
                en: "cumulative sum over which there is an alarm (h)",
                ru: "сумма, выше которой тревога (h)")),
        list(
            "scenario.budget", \.scenario.budgets,
            LocalizedText(
                en: "budgets changed for a question", ru: "бюджеты, изменённые для вопроса"),
            LocalizedText(
                en: "SOURCE-YEAR=CHANGE, several by commas: regional-2029=+500",
                ru: "ИСТОЧНИК-ГОД=ИЗМЕНЕНИЕ через запятую: regional-2029=+500")),
        list(
            "scenario.price", \.scenario.prices,
            LocalizedText(
                en: "prices changed for a question", ru: "цены, изменённые для вопроса"),
            LocalizedText(
                en: "PRODUCT=CHANGE, several by commas: gallium=+20%",
                ru: "ПРОДУКТ=ИЗМЕНЕНИЕ через запятую: gallium=+20%")),
        list(
            "scenario.must", \.scenario.must,
            LocalizedText(
                en: "projects required for a question", ru: "проекты, обязательные для вопроса"),
            LocalizedText(en: "codes of projects by commas", ru: "коды проектов через запятую")),
        list(
            "scenario.ban", \.scenario.ban,
            LocalizedText(
                en: "projects banned for a question", ru: "проекты, запрещённые для вопроса"),
            LocalizedText(en: "codes of projects by commas", ru: "коды проектов через запятую")),
    ]

    private typealias Path<Value> = any WritableKeyPath<RunParameters, Value> & Sendable

    private static func plain(
        _ key: String, _ path: Path<String>, _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning, expectation: LocalizedText(en: "a word", ru: "слово"),
            read: { parameters, text in
                parameters[keyPath: path] = text
                return !text.isEmpty
            },
            text: { $0[keyPath: path] })
    }

    private static func code<Value: Code & SendableMetatype>(
        _ key: String, _ path: Path<Value>, _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning, expectation: LocalizedText(en: "a code", ru: "код"),
            read: { parameters, text in
                parameters[keyPath: path] = Value(rawValue: text)
                return !text.isEmpty
            },
            text: { $0[keyPath: path].rawValue })
    }

    private static func choice<Value: CaseIterable & RawRepresentable<String> & SendableMetatype>(
        _ key: String, _ path: Path<Value>, _ meaning: LocalizedText
    ) -> Setting {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return Setting(
            key: key, meaning: meaning,
            expectation: LocalizedText(en: "one of \(words)", ru: "одно из: \(words)"),
            read: { parameters, text in
                guard let value = Value(rawValue: text) else { return false }
                parameters[keyPath: path] = value
                return true
            },
            text: { $0[keyPath: path].rawValue })
    }

    /// Several by commas; `none` for none.
    private static func list<Value: RawRepresentable<String> & SendableMetatype>(
        _ key: String, _ path: Path<[Value]>, _ meaning: LocalizedText,
        _ expectation: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning, expectation: expectation,
            read: { parameters, text in
                let words = text == "none" ? [] : text.split(separator: ",")
                let values = words.compactMap {
                    Value(rawValue: String($0.trimmingPrefix(while: \.isWhitespace)))
                }
                parameters[keyPath: path] = values
                return values.count == words.count
            },
            text: { parameters in
                let values = parameters[keyPath: path]
                return values.isEmpty ? "none" : values.map(\.rawValue).joined(separator: ",")
            })
    }

    private static func whole(
        _ key: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning,
            expectation: LocalizedText(
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
                ru: "целое число от \(range.lowerBound) до \(range.upperBound)"),
            read: { parameters, text in
                guard let value = Int(text), range.contains(value) else { return false }
                parameters[keyPath: path] = value
                return true
            },
            text: { String($0[keyPath: path]) })
    }

    private static func seed(
        _ key: String, _ path: Path<UInt64>, _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning,
            expectation: LocalizedText(
                en: "a whole number of 0 or more", ru: "целое число не меньше 0"),
            read: { parameters, text in
                guard let value = UInt64(text) else { return false }
                parameters[keyPath: path] = value
                return true
            },
            text: { String($0[keyPath: path]) })
    }

    private static func number(
        _ key: String, _ path: Path<Double>, _ range: ClosedRange<Double>, _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning, expectation: expectation(range),
            read: { parameters, text in
                guard let value = Double(text), range.contains(value) else { return false }
                parameters[keyPath: path] = value
                return true
            },
            text: { Expression.plainNumber($0[keyPath: path]) })
    }

    private static func optionalNumber(
        _ key: String, _ path: Path<Double?>, _ range: ClosedRange<Double>,
        _ meaning: LocalizedText
    ) -> Setting {
        Setting(
            key: key, meaning: meaning, expectation: expectation(range),
            read: { parameters, text in
                if text == "none" {
                    parameters[keyPath: path] = nil
                    return true
                }
                guard let value = Double(text), range.contains(value) else { return false }
                parameters[keyPath: path] = value
                return true
            },
            text: { $0[keyPath: path].map { Expression.plainNumber($0) } ?? "none" })
    }

    private static func expectation(_ range: ClosedRange<Double>) -> LocalizedText {
        let low = Expression.plainNumber(range.lowerBound)
        let high = Expression.plainNumber(range.upperBound)
        return LocalizedText(
            en: "a number from \(low) to \(high), with a decimal point",
            ru: "число от \(low) до \(high) с десятичной точкой")
    }
}

/// A setting that can't be used.
public struct ParameterFailure: Worded, Sendable {
    enum Fact: Sendable {
        case unknown(String)
        case unreadable(Setting, value: String)
        case unknownRegion(String, level: String)
    }

    let fact: Fact

    init(_ fact: Fact) { self.fact = fact }

    public var message: Message {
        switch fact {
        case .unknown(let key):
            let keys = Setting.all.map(\.key).joined(separator: ", ")
            return Message(
                what: LocalizedText(
                    en: "There is no setting \"\(key)\".", ru: "Настройки «\(key)» нет."),
                place: LocalizedText(
                    en: "settings (uklad.yaml, --set)", ru: "настройки (uklad.yaml, --set)"),
                expected: LocalizedText(en: "one of: \(keys).", ru: "одна из: \(keys)."),
                remedy: LocalizedText(
                    en: "Correct the key or remove the line.",
                    ru: "Исправьте ключ или уберите строку."))
        case .unreadable(let setting, let value):
            return Message(
                what: LocalizedText(
                    en: "The setting \"\(setting.key)\" can't be \"\(value)\".",
                    ru: "Настройка «\(setting.key)» не может быть равна «\(value)»."),
                place: LocalizedText(
                    en: "settings (uklad.yaml, --set)", ru: "настройки (uklad.yaml, --set)"),
                expected: LocalizedText(
                    en: setting.expectation[.english] + ".", ru: setting.expectation[.russian] + "."
                ),
                remedy: LocalizedText(en: "Correct the value.", ru: "Исправьте значение."))
        case .unknownRegion(let region, let level):
            return Message(
                what: LocalizedText(
                    en: "The region \"\(region)\" is not among the places compared.",
                    ru: "Региона «\(region)» нет среди сравниваемых мест."),
                place: LocalizedText(
                    en: "uklad.yaml, settings \"region\" and \"level\"",
                    ru: "uklad.yaml, настройки «region» и «level»"),
                expected: LocalizedText(
                    en: "a code of places.csv with level \"\(level)\" and in_panel 1.",
                    ru: "код из places.csv с уровнем «\(level)» и in_panel 1."),
                remedy: LocalizedText(
                    en: "Correct the setting, or add the region to places.csv.",
                    ru: "Исправьте настройку или добавьте регион в places.csv."))
        }
    }
}
