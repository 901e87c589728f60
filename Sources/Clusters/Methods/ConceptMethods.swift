internal import Numerics
internal import Region
internal import Relatedness
internal import Specialisation
internal import Wording

/// What Bergman and Feser look at in a region, as a register (METHODS 4.5).
struct ConceptMethod: FindingMethod {
    typealias Context = ClusterContext

    let method = Method(
        id: "bergman-feser",
        name: LocalizedText(
            en: "Concepts of Bergman and Feser", ru: "Концепции Бергмана — Фезера"),
        section: "4.5",
        components: [
            Method.Component(
                "milieu",
                name: LocalizedText(
                    en: "science per 100 thousand people",
                    ru: "наука на 100 тысяч жителей"),
                formula: Expression("100000 * count(n) / N")),
            Method.Component(
                "rivalry",
                name: LocalizedText(
                    en: "rivalry of enterprises",
                    ru: "соперничество предприятий"),
                formula: Expression("1 - sum((z / sum(z))^2)")),
            Method.Component(
                "inertia",
                name: LocalizedText(
                    en: "inherited structure",
                    ru: "унаследованность структуры"),
                formula: Expression(
                    "mean((a - mean(a)) * (b - mean(b))) / (sdn(a) * sdn(b))")),
            Method.Component(
                "relatedEntry",
                name: LocalizedText(
                    en: "related entry",
                    ru: "связанность новых отраслей"),
                formula: Expression("mean(u) - mean(v)")),
            Method.Component(
                "externalEffects",
                name: LocalizedText(en: "external effects", ru: "внешние эффекты"),
                formula: Expression("x")),
        ],
        symbols: [
            Method.Symbol(
                "n", LocalizedText(en: "science organisations", ru: "научные организации")),
            Method.Symbol("N", LocalizedText(en: "people of the region", ru: "население региона")),
            Method.Symbol(
                "z", LocalizedText(en: "size of each enterprise", ru: "размер каждого предприятия")),
            Method.Symbol(
                "a",
                LocalizedText(
                    en: "shares of activities in the first year", ru: "доли отраслей в первый год")),
            Method.Symbol(
                "b", LocalizedText(en: "shares in the last year", ru: "доли в последний год")),
            Method.Symbol(
                "u",
                LocalizedText(
                    en: "first density of the activities that became present",
                    ru: "начальная плотность появившихся отраслей")),
            Method.Symbol(
                "v",
                LocalizedText(
                    en: "first density of those that stayed away",
                    ru: "начальная плотность не появившихся")),
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "Ellison–Glaeser's γ or M(r) of the region's industries",
                    ru: "γ Эллисона — Глейзера или M(r) отраслей региона")),
        ],
        reading: LocalizedText(
            en:
                "A register, not a score: science organisations of the workspace; rivalry is 1 − HHI of the sizes of enterprises; the inherited structure is the correlation of the shares of activities in the first and the last year; related entry is the first density of what became present less that of what stayed away. Near 1 the structure is inherited. A positive related entry: what comes is near to what was there.",
            ru:
                "Это реестр, а не балл: научные организации рабочей папки; соперничество — 1 − HHI размеров предприятий; унаследованность — корреляция долей отраслей в первый и последний год; связанность новых — начальная плотность появившихся отраслей минус не появившихся. Корреляция около 1 — структура унаследована. Положительная разность плотностей — появляется близкое к имевшемуся."
        ),
        literature: [
            "Bergman and Feser (1999), Industrial and regional clusters: concepts and comparative applications"
        ],
        paperTag: "P-bf")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        let panel = context.specialisation.panel
        var findings = Findings(measure: panel.measure, classification: panel.classification)
        guard let place = panel.places.firstIndex(where: { $0.code == context.region }),
            let last = panel.years.last
        else {
            findings.notices = [FoundClusters.lackingPanel]
            return findings
        }
        func key(_ component: String) -> ResultKey {
            ResultKey(place: context.region, year: last, component: component)
        }
        let science = context.establishments.filter { $0.kind == .science }
        let population = context.specialisation.population?[context.region, last] ?? .missing
        let scale =
            context.specialisation.population.flatMap { series in
                Unit("persons").flatMap { series.measure.unit.convert(1, to: $0) }
            } ?? 1
        let people = population.value * scale
        findings.list.append(
            Finding(
                method, key("milieu"),
                bindings: [
                    Derivation.Binding(
                        "n", .list(science.map { _ in 1 }),
                        from: science.map {
                            .entry(table: "establishments", key: [$0.code.rawValue], column: "kind")
                        }),
                    Derivation.Binding(
                        "N", people, unit: Unit("persons") ?? .one,
                        from: .figure(
                            context.specialisation.population?.measure.code ?? "", context.region,
                            nil,
                            last)),
                ],
                undefined: science.isEmpty
                    ? .missing("n") : population.state.isKnown && people > 0 ? nil : .missing("N"),
                quality: max(population.quality, science.map(\.quality).max() ?? .computed)))
        let firms = context.establishments.filter { $0.kind == .enterprise }
        let staffed = firms.compactMap { firm in firm.headcount.map { (firm, $0) } }
        let selling = firms.compactMap { firm in firm.revenue.map { (firm, $0) } }
        let isPeople = staffed.count >= selling.count
        let sized = isPeople ? staffed : selling
        findings.list.append(
            Finding(
                method, key("rivalry"),
                bindings: [
                    Derivation.Binding(
                        "z", .list(sized.map(\.1)),
                        unit: isPeople
                            ? Unit("persons") ?? .one : sized.first?.0.revenueUnit ?? .one,
                        from: sized.map {
                            .entry(
                                table: "establishments", key: [$0.0.code.rawValue],
                                column: isPeople ? "headcount" : "revenue")
                        })
                ],
                undefined: sized.isEmpty
                    ? .missing("z")
                    : sized.map(\.1).compensatedSum() > 0 ? nil : .zeroReference,
                coverage: firms.isEmpty ? 0 : Double(sized.count) / Double(firms.count),
                quality: sized.map(\.0.quality).max() ?? .computed))
        findings.list.append(inertia(place, panel, key("inertia"), context))
        findings.list.append(entry(place, panel, key("relatedEntry"), context))
        findings.list.append(
            Finding(
                method, key("externalEffects"), bindings: [],
                undefined: .missing("establishments"), coverage: 0))
        findings.notices = [
            LocalizedText(
                en:
                    "External effects need all establishments of an industry with sizes or coordinates.",
                ru:
                    "Для внешних эффектов нужны все предприятия отрасли с размерами или координатами."
            )
        ]
        return findings
    }

    private func inertia(
        _ place: Int, _ panel: Panel, _ key: ResultKey, _ context: ClusterContext
    ) -> Finding {
        guard let first = panel.years.indices.first, let last = panel.years.indices.last else {
            return Finding(
                method, key, bindings: [], undefined: .insufficientData(have: 0, need: 2))
        }
        let activities = panel.activities.indices.filter {
            panel[place, $0, first].state.isKnown && panel[place, $0, last].state.isKnown
        }
        func shares(_ time: Int) -> [Double] {
            let values = activities.map { panel[place, $0, time].value }
            let total = values.compensatedSum()
            return total > 0 ? values.map { $0 / total } : values
        }
        func binding(_ symbol: String, _ time: Int) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(shares(time)),
                from: activities.map {
                    .figure(
                        panel.measure.code, context.region, panel.activities[$0].code,
                        panel.years[time])
                })
        }
        var fault: Undefined?
        do throws(Undefined) {
            guard first < last else { throw .insufficientData(have: 1, need: 2) }
            _ = try PathDependence.structuralInertia(then: shares(first), now: shares(last))
        } catch {
            fault = error
        }
        let quality =
            activities.map {
                max(panel[place, $0, first].quality, panel[place, $0, last].quality)
            }.max() ?? .computed
        return Finding(
            method, key, bindings: [binding("a", first), binding("b", last)], undefined: fault,
            quality: quality)
    }

    private func entry(
        _ place: Int, _ panel: Panel, _ key: ResultKey, _ context: ClusterContext
    ) -> Finding {
        guard let first = panel.years.indices.first, let last = panel.years.indices.last,
            first < last
        else {
            return Finding(
                method, key, bindings: [], undefined: .insufficientData(have: 1, need: 2))
        }
        func presence(_ time: Int) -> Presence {
            let figures = YearFigures(context.specialisation, position: time)
            return Presence(places: figures.places.count, activities: figures.activities.count) {
                (figures.locationQuotient(place: $0, activity: $1).value ?? 0)
                    >= context.parameters.presence
            }
        }
        let (before, after) = (presence(first), presence(last))
        let density = relatednessDensity(
            before, similarity: relatedness(cooccurrence(before), by: .proximity))
        let absent = panel.activities.indices.filter {
            !before[place, $0] && density[place, $0].isFinite
        }
        func binding(_ symbol: String, _ list: [Int]) -> Derivation.Binding {
            Derivation.Binding(
                symbol, .list(list.map { density[place, $0] }),
                from: list.map {
                    .result(
                        method: "relatedness-density",
                        ResultKey(
                            place: context.region, activity: panel.activities[$0].code,
                            year: panel.years[first]))
                })
        }
        let entered = absent.filter { after[place, $0] }
        let stayed = absent.filter { !after[place, $0] }
        return Finding(
            method, key, bindings: [binding("u", entered), binding("v", stayed)],
            undefined: entered.isEmpty || stayed.isEmpty
                ? .insufficientData(have: min(entered.count, stayed.count), need: 1) : nil)
    }
}

/// Porter's diamond from the scores of experts (METHODS 4.3): survey `diamond` of the table
/// `judgements`, first the corner, second the cluster or nothing for the region.
struct DiamondMethod: FindingMethod {
    typealias Context = ClusterContext

    private static let names: [(Diamond.Corner, LocalizedText)] = [
        (.factors, LocalizedText(en: "factor conditions", ru: "факторные условия")),
        (.demand, LocalizedText(en: "demand", ru: "спрос")),
        (
            .related,
            LocalizedText(
                en: "related and supporting industries", ru: "родственные и поддерживающие отрасли")
        ),
        (.rivalry, LocalizedText(en: "strategy and rivalry", ru: "стратегия и соперничество")),
    ]

    let scope = MethodScope.regions

    let method = Method(
        id: "diamond", name: LocalizedText(en: "Porter's diamond", ru: "Ромб Портера"),
        section: "4.3",
        components: names.map { corner, name in
            Method.Component(corner.rawValue, name: name, formula: Expression("mean(x)"))
        } + [
            Method.Component(
                "geometric",
                name: LocalizedText(en: "geometric mean", ru: "среднее геометрическое"),
                formula: Expression("exp(mean(ln(c / 10)))")),
            Method.Component(
                "area",
                name: LocalizedText(
                    en: "area, of the full rhombus", ru: "площадь, доля полного ромба"),
                formula: Expression("(F / 10 + R / 10) * (D / 10 + S / 10) / 4")),
            Method.Component(
                "least", name: LocalizedText(en: "the weakest corner", ru: "слабейший угол"),
                formula: Expression("minimum(c)")),
        ],
        symbols: [
            Method.Symbol(
                "x",
                LocalizedText(
                    en: "scores of the experts, 0 to 10", ru: "оценки экспертов, от 0 до 10")),
            Method.Symbol(
                "c", LocalizedText(en: "the corners that have a score", ru: "углы с оценкой")),
            Method.Symbol("F", LocalizedText(en: "factor conditions", ru: "факторные условия")),
            Method.Symbol("R", LocalizedText(en: "related industries", ru: "родственные отрасли")),
            Method.Symbol("D", LocalizedText(en: "demand", ru: "спрос")),
            Method.Symbol(
                "S", LocalizedText(en: "strategy and rivalry", ru: "стратегия и соперничество")),
        ],
        reading: LocalizedText(
            en:
                "The weakest corner is where to begin. The area punishes a lopsided diamond: without a score of one corner there is none. The scores are opinions; the report on agreement says how far the experts are one.",
            ru:
                "Начинать со слабейшего угла. Площадь наказывает за перекос; без оценки одного угла её нет. Оценки — мнения; насколько эксперты едины, скажет отчёт о согласованности."
        ),
        literature: ["Porter (1990), The competitive advantage of nations"], paperTag: "P-diam")

    func findings(in context: ClusterContext) throws(CancellationError) -> Findings {
        var findings = Findings()
        let corners = Set(Diamond.Corner.allCases.map(\.rawValue))
        let scores = context.diamondScores.filter {
            corners.contains($0.corner) && (0...10).contains($0.score)
        }
        let left = context.diamondScores.count - scores.count
        if left > 0 {
            findings.notices.append(
                LocalizedText(
                    en:
                        "\(left) scores are not of a corner (\(corners.sorted().joined(separator: ", "))) or not within 0 to 10.",
                    ru:
                        "Оценок не по углам (\(corners.sorted().joined(separator: ", "))) или вне 0–10: \(left)."
                ))
        }
        if scores.isEmpty {
            findings.notices.append(
                LocalizedText(
                    en:
                        "Needs scores of experts: survey diamond of judgements.csv, first the corner (factors, demand, related, rivalry), second the cluster, value from zero to ten.",
                    ru:
                        "Нужны оценки экспертов: опрос diamond в judgements.csv, first — угол (factors, demand, related, rivalry), second — кластер, value от нуля до десяти."
                ))
        }
        for cluster in Set(scores.map(\.cluster)).sorted() {
            findings.list += list(cluster, scores.filter { $0.cluster == cluster }, context)
        }
        return findings
    }

    private func list(
        _ cluster: String, _ scores: [ClusterContext.DiamondScore], _ context: ClusterContext
    ) -> [Finding] {
        func key(_ component: String) -> ResultKey {
            ResultKey(
                place: context.region,
                object: cluster.isEmpty ? nil : ObjectCode(rawValue: cluster), component: component)
        }
        var list: [Finding] = []
        var corners: [(Diamond.Corner, Double)] = []
        for (corner, _) in Self.names {
            let own = scores.filter { $0.corner == corner.rawValue }
            let finding = Finding(
                method, key(corner.rawValue),
                bindings: [
                    Derivation.Binding(
                        "x", .list(own.map(\.score)),
                        from: own.map { .note(LocalizedText(en: $0.expert, ru: $0.expert)) })
                ], undefined: own.isEmpty ? .missing(corner.rawValue) : nil,
                coverage: own.isEmpty ? 0 : 1, quality: .estimate)
            if let value = finding.derivation.outcome.value { corners.append((corner, value)) }
            list.append(finding)
        }
        guard !corners.isEmpty else { return list }
        let coverage = Double(corners.count) / 4
        let c = Derivation.Binding(
            "c", .list(corners.map(\.1)),
            from: corners.map { .result(method: method.id, key($0.0.rawValue)) })
        let isZero = corners.contains { $0.1 == 0 }
        list.append(
            Finding(
                method, key("geometric"), formula: isZero ? Expression("minimum(c)") : nil,
                bindings: [c], coverage: coverage, quality: .estimate))
        func binding(_ symbol: String, _ corner: Diamond.Corner) -> Derivation.Binding? {
            corners.first { $0.0 == corner }.map {
                Derivation.Binding(
                    symbol, $0.1, from: .result(method: method.id, key(corner.rawValue)))
            }
        }
        let four = [
            binding("F", .factors), binding("R", .related), binding("D", .demand),
            binding("S", .rivalry),
        ].compactMap(\.self)
        let lacks = Diamond.Corner.allCases.first { corner in
            !corners.contains { $0.0 == corner }
        }
        list.append(
            Finding(
                method, key("area"), bindings: four,
                undefined: lacks.map { .missing($0.rawValue) }, coverage: coverage,
                quality: .estimate))
        list.append(
            Finding(
                method, key("least"), bindings: [c], coverage: coverage, quality: .estimate))
        return list
    }
}
