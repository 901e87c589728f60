import Wording

extension Settings {
    /// A setting that `uklad.yaml` may have.
    struct Known: Sendable {
        let name: String
        /// What a new workspace's file shows.
        let example: String
        let meaning: LocalizedText

        init(_ name: String, _ example: String, _ english: String, _ russian: String) {
            self.name = name
            self.example = example
            meaning = LocalizedText(en: english, ru: russian)
        }
    }

    /// The keys under `specialisation` are those of `SpecialisationParameters`.
    static let known: [Known] = [
        Known(
            "region", "", "The region the programme is about: a code of places.csv.",
            "Регион, о котором программа: код из places.csv."),
        Known(
            "level", "region", "The level of the places it is compared with.",
            "Уровень мест, с которыми его сравнивают."),
        Known(
            "measures.population", "population", "The measure of population.",
            "Показатель населения."),
        Known(
            "measures.grp", "grp", "The measure of gross regional product.",
            "Показатель валового регионального продукта."),
        Known(
            "measures.settlements", "population", "The measure of population of settlements.",
            "Показатель населения населённых пунктов."),
        Known(
            "measures.enterprises", "enterprises",
            "The measure of the number of enterprises by activity.",
            "Показатель числа предприятий по видам деятельности."),
        Known(
            "measures.income", "income",
            "The measure of people's income, for the multiplier–accelerator.",
            "Показатель доходов населения, для мультипликатора — акселератора."),
        Known(
            "measures.consumption", "consumption", "The measure of their consumption.",
            "Показатель их потребления."),
        Known(
            "measures.investment", "investment", "The measure of investment.",
            "Показатель инвестиций."),
        Known(
            "measures.modes", "value_added", "What technological modes are shares of.",
            "В чём считаются доли укладов."),
        Known(
            "neighbours", "5", "How many nearest places count as neighbours.",
            "Сколько ближайших мест считать соседями."),
        Known(
            "specialisation.reference", "all",
            "The economy a region is compared with: all regions, or the rest without it.",
            "База сравнения: all — все регионы, rest — остальные без него."),
        Known(
            "specialisation.suppressed", "bounds",
            "Figures hidden by the office: exclude, bounds (a range) or impute.",
            "Скрытые статистикой значения: exclude — без них, bounds — границы, impute — досчёт."),
        Known("specialisation.seed", "20180101", "Seed of simulations.", "Начало случайных чисел."),
        Known(
            "specialisation.bootstrapReplicates", "9999", "Replicates of the bootstrap.",
            "Повторов бутстрепа."),
        Known(
            "specialisation.simulationReplicates", "999", "Replicates of simulated tests.",
            "Повторов в имитационных проверках."),
        Known(
            "specialisation.starLocationQuotient", "2",
            "Location quotient from which a cluster earns its star.",
            "Коэффициент локализации, с которого кластер получает звезду."),
        Known(
            "specialisation.starTopShare", "0.1",
            "Share of regions from the top that earn the other stars.",
            "Доля лучших регионов, получающих остальные звёзды."),
        Known(
            "specialisation.starMinimumMass", "",
            "Mass from which an activity may earn stars; empty for none.",
            "Масса, с которой отрасль может получить звёзды; пусто — без порога."),
        Known(
            "specialisation.focalBandwidthInKilometres", "500",
            "Bandwidth of the focal location quotient, kilometres.",
            "Ширина окна фокального коэффициента локализации, км."),
        Known(
            "specialisation.atkinsonAversion", "0.5", "Aversion to inequality of Atkinson's index.",
            "Неприятие неравенства в индексе Аткинсона."),
        Known(
            "specialisation.averagingYears", "3", "Years of the averaged location quotient.",
            "Число лет в среднем коэффициенте локализации."),
        Known(
            "specialisation.markovClasses", "5", "Income classes of the Markov chains.",
            "Число классов дохода в цепях Маркова."),
        Known(
            "relatedness.threshold", "1",
            "Location quotient from which an activity counts as present.",
            "Коэффициент локализации, с которого отрасль считается представленной."),
        Known(
            "relatedness.similarity", "proximity",
            "How activities are compared: cosine, jaccard, proximity, association or chance.",
            "Мера близости отраслей: cosine, jaccard, proximity, association или chance."),
        Known(
            "relatedness.selfInclusion", "no",
            "Whether an activity counts among those related to it: no or yes.",
            "Считать ли отрасль связанной с собой: no или yes."),
        Known(
            "space.potentialExponent", "1", "Power of distance in the potential.",
            "Степень расстояния в потенциале."),
        Known(
            "space.detour", "1.3",
            "How many times longer a road is than the great circle, where its length is not known.",
            "Во сколько раз дорога длиннее дуги большого круга, где её длина неизвестна."),
        Known(
            "space.speed", "60", "Kilometres an hour, where minutes are not known.",
            "Км в час, где время в пути неизвестно."),
        Known(
            "space.coreSize", "100000",
            "People from which a settlement can be the core of an agglomeration.",
            "Население, с которого пункт может быть ядром агломерации."),
        Known(
            "space.agglomerationMinutes", "90",
            "Minutes from the core to the border of its agglomeration.",
            "Минут от ядра до границы агломерации."),
        Known(
            "space.poleMinutes", "60", "Minutes within which a growth pole is the strongest.",
            "Минут, в пределах которых полюс роста сильнейший."),
        Known(
            "space.poleScore", "0.7", "Score from which a settlement is a growth pole.",
            "Балл, с которого пункт — полюс роста."),
        Known(
            "space.spotReach", "5", "Kilometres within which plants are one spot.",
            "Км, в пределах которых предприятия — одно скопление."),
        Known(
            "space.spotPlants", "5", "Plants that make a spot.",
            "Сколько предприятий составляют скопление."),
        Known(
            "space.spotPeople", "none",
            "People employed within reach that make a spot instead of plants; none counts plants.",
            "Занятых в радиусе, составляющих скопление вместо предприятий; none — считать предприятия."
        ),
        Known(
            "space.spotMinutes", "none",
            "Minutes within which plants are one spot, instead of kilometres; none for kilometres.",
            "Минут, в пределах которых предприятия — одно скопление, вместо км; none — км."),
        Known(
            "space.accessMinutes", "60", "Minutes within which people are in reach.",
            "Минут, в пределах которых люди в досягаемости."),
        Known(
            "space.accessDecay", "60", "Minutes over which people count e times less in access.",
            "Минут, за которые вес людей в доступности падает в e раз."),
        Known(
            "space.commuterShare", "0.1",
            "Share of the employed who work in the core, from which a settlement belongs to it.",
            "Доля занятых, работающих в ядре, с которой пункт входит в агломерацию."),
        Known(
            "space.replicates", "1000", "Draws behind the bands of K-density.",
            "Случайных выборок для полос К-плотности."),
        Known("space.seed", "20180101", "Seed of these draws.", "Начало случайных чисел."),
        Known(
            "clusters.nearest", "10", "Strongest links of each industry that are kept.",
            "Сколько сильнейших связей отрасли учитывать."),
        Known(
            "clusters.seeds", "50", "Partitions that the consensus of clusters is made from.",
            "Число разбиений в консенсусе кластеров."),
        Known("clusters.seed", "20180101", "Seed of the partitions.", "Начало случайных чисел."),
        Known(
            "clusters.criticalMass", "30", "Participants that make a critical mass.",
            "Число участников, составляющее критическую массу."),
        Known(
            "clusters.replicates", "999", "Replicates of the sensitivity of the type.",
            "Повторов проверки устойчивости типа кластера."),
        Known(
            "inputOutput.rule", "flegg",
            "How a country's flow table is brought to the region: simple, crossIndustry, flegg, augmentedFlegg.",
            "Как таблица «затраты — выпуск» страны приводится к региону: simple, crossIndustry, flegg, augmentedFlegg."
        ),
        Known(
            "inputOutput.delta", "none",
            "Flegg's δ; none finds it from known imports, or takes 0.3.",
            "δ Флегга; none — подобрать по известному ввозу или принять 0,3."),
        Known(
            "deposits.draws", "10000", "Draws behind the distribution of a deposit's value.",
            "Случаев в распределении стоимости месторождения."),
        Known(
            "deposits.seed", "20180101", "Seed of these draws.", "Зерно этих случаев."),
        Known(
            "cycles.years", "15", "Years over which heaps are followed.",
            "Сколько лет прослеживать отвалы."),
        Known(
            "effects.years", "15", "Years that effects are followed.",
            "Сколько лет прослеживать эффекты."),
        Known(
            "effects.draws", "10000", "Draws behind the ranges of effects.",
            "Случаев в диапазонах эффектов."),
        Known(
            "effects.seed", "20180101", "Seed of these draws.", "Зерно этих случаев."),
        Known(
            "effects.shock", "none",
            "A lasting change of demand: wiod35:c2 exports -10%, or none.",
            "Длительное изменение спроса: wiod35:c2 exports -10% или none."),
        Known(
            "programme.gap", "0.000001",
            "How far the programme may be from the best, relative to it.",
            "На сколько программа может отставать от лучшей, доля."),
        Known(
            "programme.seconds", "none", "Seconds that a search may take, or none.",
            "Секунд на поиск или none."),
        Known(
            "programme.front", "2", "Points along each effect of the front.",
            "Точек по каждому эффекту фронта."),
        Known(
            "programme.questions", "none",
            "What is asked besides the programme: front, order, shares, risk, robustness, why:PROJECT, or none.",
            "Что спросить кроме программы: front, order, shares, risk, robustness, why:ПРОЕКТ или none."
        ),
        Known(
            "programme.scenarios", "20",
            "Cases that plans under uncertainty are chosen for.",
            "Случаев, для которых выбираются планы при неопределённости."),
        Known(
            "programme.aversion", "0.5",
            "How much the worst cases count beside the mean, 0 to 1.",
            "Насколько худшие случаи важны рядом со средним, от 0 до 1."),
        Known(
            "programme.level", "0.8",
            "The share of cases that are not among the worst.",
            "Доля случаев, не относящихся к худшим."),
        Known(
            "programme.synergies", "stated",
            "Which synergies count: stated in synergies.csv, or estimated where nothing is stated.",
            "Какие синергии учитываются: stated — из synergies.csv, estimated — ещё и оценки."),
        Known(
            "programme.synergyShare", "0.2",
            "The most that an estimated synergy may be worth, as a share of the smaller project.",
            "Наибольшая оценка синергии, доля меньшего проекта."),
        Known(
            "programme.synergyReach", "100",
            "Kilometres at which an estimated synergy is worth 1/e.",
            "Километры, на которых оценка синергии слабее в e раз."),
        Known(
            "programme.weightSurvey", "none",
            "Survey of comparisons between effects that moves their weights, or none.",
            "Опрос со сравнением эффектов, меняющий их веса, или none."),
        Known(
            "programme.seed", "20180101", "Seed of the cases and draws.",
            "Зерно случаев и розыгрышей."),
        Known(
            "foresight.horizon", "5", "Years that are forecast.", "Лет прогноза."),
        Known(
            "foresight.level", "0.05",
            "How unlikely a chance lead has to be for a model to replace the last value.",
            "Шанс случайного опережения, ниже которого модель заменяет последнее значение."),
        Known(
            "foresight.paths", "1000", "Paths drawn for the bands of short series.",
            "Траекторий для полос коротких рядов."),
        Known(
            "foresight.seed", "20180101", "Seed of these paths.", "Зерно этих траекторий."),
        Known(
            "foresight.modeYears", "15", "Years that technological modes are followed.",
            "На сколько лет прослеживаются уклады."),
        Known(
            "foresight.modeTarget", "0.3",
            "The share of modes 5 and 6 together that is aimed at.",
            "Целевая доля 5-го и 6-го укладов вместе."),
        Known(
            "consensus.range", "2",
            "The largest range between quartiles that counts as agreement.",
            "Наибольший межквартильный размах, считающийся согласием."),
        Known(
            "consensus.change", "0.1",
            "The largest change of a median between rounds that counts as stable.",
            "Наибольшее изменение медианы между турами, считающееся устойчивостью."),
        Known(
            "consensus.inconsistency", "0.1",
            "The consistency ratio from which comparisons are looked at again.",
            "Отношение согласованности, с которого сравнения пересматриваются."),
        Known(
            "consensus.simulations", "1000",
            "Random tables that eigenvalues are compared with.",
            "Случайных таблиц для сравнения собственных чисел."),
        Known(
            "consensus.seed", "20180101", "Seed of these tables.", "Зерно этих таблиц."),
        Known(
            "monitoring.amber", "0.05", "Share behind the plan from which an indicator is amber.",
            "Отставание от плана, с которого статус жёлтый."),
        Known(
            "monitoring.red", "0.1", "Share behind the plan from which it is red.",
            "Отставание от плана, с которого статус красный."),
        Known(
            "monitoring.allowance", "0.5", "What of an error cumulative sums leave out.",
            "Какую часть ошибки суммы не считают."),
        Known(
            "monitoring.limit", "4", "Cumulative sum over which there is an alarm.",
            "Сумма, выше которой тревога."),
        Known(
            "scenario.budget", "none",
            "Budgets changed for a question: regional-2029=+500, or none.",
            "Бюджеты, изменённые для вопроса: regional-2029=+500 или none."),
        Known(
            "scenario.price", "none", "Prices changed for a question: gallium=+20%, or none.",
            "Цены, изменённые для вопроса: gallium=+20% или none."),
        Known(
            "scenario.must", "none", "Projects required for a question, by commas, or none.",
            "Проекты, обязательные для вопроса, через запятую или none."),
        Known(
            "scenario.ban", "none", "Projects banned for a question, by commas, or none.",
            "Проекты, запрещённые для вопроса, через запятую или none."),
        Known(
            "microdata.path", "/data/establishments/*.parquet",
            "Parquet files of establishments, as the engine sees them; `uklad run` takes their sums.",
            "Файлы Parquet с предприятиями, как их видит движок; `uklad run` берёт из них суммы."),
        Known(
            "microdata.table", "", "In place of files: a table of the engine's catalogue.",
            "Вместо файлов: таблица каталога движка."),
        Known(
            "microdata.establishment", "establishment",
            "The column with the establishment's number.",
            "Столбец с номером предприятия."),
        Known(
            "microdata.place", "place", "The column with the code of the place.",
            "Столбец с кодом места."),
        Known(
            "microdata.activity", "activity", "The column with the code of the activity.",
            "Столбец с кодом вида деятельности."),
        Known("microdata.year", "year", "The column with the year.", "Столбец с годом."),
        Known(
            "microdata.people", "people", "The column with the people employed.",
            "Столбец с числом занятых."),
        Known(
            "microdata.x", "x", "The column with kilometres east on a plane.",
            "Столбец с километрами на восток на плоскости."),
        Known(
            "microdata.y", "y", "The column with kilometres north.",
            "Столбец с километрами на север."),
        Known(
            "microdata.classification", "microdata",
            "The classification of its activities; it goes before their codes.",
            "Классификация видов деятельности; ставится перед их кодами."),
        Known(
            "microdata.least", "3",
            "People of cells with fewer establishments are hidden, and of others so that these stay hidden.",
            "Занятые скрываются, где предприятий меньше; и в других ячейках, чтобы их нельзя было вычислить."
        ),
        Known(
            "microdata.largest", "0.85",
            "So are those of cells where one establishment has a larger share of them.",
            "Также скрываются, где доля одного предприятия больше."),
        Known(
            "microdata.mapping", "",
            "A mapping for the import of the sums, in place of our own.",
            "Описание соответствия для внесения сумм вместо нашего."),
    ]

    static var list: String { known.map { "`\($0.name)`" }.joined(separator: ", ") }

    static func isKnown(_ name: String) -> Bool { known.contains { $0.name == name } }

    /// The setting perhaps meant: one whose last word looks alike.
    static func suggestion(for name: String) -> String? {
        let names = known.map(\.name)
        let last = lastWord(name)
        let nearest = Suggestion.nearest(to: last, in: names.map(lastWord))
        return names.first { lastWord($0) == nearest }
    }

    private static func lastWord(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }
}
