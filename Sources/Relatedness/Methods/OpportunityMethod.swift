internal import Numerics
internal import Region
internal import Specialisation
internal import Wording

/// What a place could come to do, and what each new activity would open (METHODS 2.5).
struct OpportunityMethod: YearMethod {
    var parameters = RelatednessParameters()

    struct Prepared: Sendable {
        let year: RelatednessYear
        let complexity: ComplexityMethod.Prepared
        /// PCI, where it is defined.
        let ofActivity: [Double?]
        /// Σ φ of each activity.
        let sums: [Double]
    }

    let subjects: [Subject] = [.place, .cell]
    let method = Method(
        id: "opportunity",
        name: LocalizedText(
            en: "Opportunity outlook and gain", ru: "Перспективность и выигрыш возможностей"),
        section: "2.5",
        components: [
            Method.Component(
                "outlook",
                name: LocalizedText(en: "opportunity outlook", ru: "перспективность"),
                formula: Expression("sum(omega * PCI)")),
            Method.Component(
                "gain",
                name: LocalizedText(
                    en: "opportunity gain of the activity", ru: "выигрыш возможностей от отрасли"),
                formula: Expression("sum(phi / Phi * PCI) - omega_p * PCI_p")),
        ],
        symbols: [
            RelatednessLetters.density, RelatednessLetters.complexity,
            RelatednessLetters.similarity,
            Method.Symbol(
                "Phi",
                LocalizedText(
                    en: "sum of an activity's similarities", ru: "сумма близостей отрасли")),
            Method.Symbol(
                "omega_p",
                LocalizedText(
                    en: "density around the activity gained", ru: "плотность вокруг новой отрасли")),
            Method.Symbol(
                "PCI_p",
                LocalizedText(
                    en: "complexity of the activity gained", ru: "сложность новой отрасли")),
        ],
        reading: LocalizedText(
            en:
                "Lists run over what the place lacks. Outlook: high where much that is complex is near. Gain: by how much the outlook would change with the activity; 0 for what the place has. Compare within one year.",
            ru:
                "Списки — по отраслям, которых у места нет. Перспективность высока, если рядом много сложного. Выигрыш — на сколько она изменилась бы с новой отраслью; 0 для того, что уже есть. Сравнивайте внутри года."
        ),
        literature: ["Hausmann et al. (2014), The Atlas of Economic Complexity"],
        paperTag: "P-comb")

    private var complexity: ComplexityMethod { ComplexityMethod(parameters: parameters) }

    func prepare(_ figures: YearFigures) -> Prepared {
        var own = parameters
        own.selfInclusion = .no
        let prepared = complexity.prepare(figures)
        let year = RelatednessYear(figures, own)
        let index = figures.activities.map { activity -> Double? in
            guard let (part, position) = prepared.activities[activity],
                let found = try? prepared.parts[part].get()
            else { return nil }
            return found.activities[position]
        }
        return Prepared(
            year: year, complexity: prepared, ofActivity: index,
            sums: figures.activities.map { year.similarity.row($0).compensatedSum() })
    }

    func settings(in context: SpecialisationContext) -> [ResultTable.Parameter] {
        [
            .init("threshold", Expression.plainNumber(parameters.threshold)),
            .init("similarity", parameters.similarity.rawValue),
        ]
    }

    func inputs(
        _ component: Int, at spot: Spot, in figures: YearFigures, _ prepared: Prepared
    ) throws(Undefined) -> Inputs {
        var inputs = Inputs()
        guard let place = spot.place else { return inputs }
        guard prepared.complexity.places[place] != nil else { throw .emptyRegion }
        let presence = prepared.year.presence
        let lacked = figures.activities.filter {
            !presence[place, $0] && prepared.sums[$0] > 0 && prepared.ofActivity[$0] != nil
        }
        let source = { (activity: Int) in
            figures.result(ResultNames.complexity, activity: activity, component: "activity")
        }
        func add(_ activities: [Int]) {
            inputs.add(
                "PCI", activities.map { Interval(prepared.ofActivity[$0] ?? 0) },
                from: activities.map(source))
        }
        guard let activity = spot.activity else {
            add(lacked)
            inputs.add(
                "omega", lacked.map { Interval(density(place, $0, prepared)) },
                from: lacked.map { densitySource(place, $0, figures) })
            return inputs
        }
        if presence[place, activity] { return inputs }
        guard prepared.sums[activity] > 0, let own = prepared.ofActivity[activity] else {
            throw presence.ubiquity[activity] == 0 ? .emptyIndustry : .noNeighbour
        }
        let opened = lacked.filter {
            $0 != activity && prepared.year.similarity[activity, $0] > 0
        }
        add(opened)
        inputs.add(
            "phi", opened.map { Interval(prepared.year.similarity[activity, $0]) },
            from: opened.map { prepared.year.note(activity, $0, in: figures) })
        inputs.add(
            "Phi", opened.map { Interval(prepared.sums[$0]) },
            from: opened.map { _ in
                .note(
                    LocalizedText(
                        en: "sum over all other activities", ru: "сумма по всем другим отраслям"))
            })
        inputs.add(
            "omega_p", density(place, activity, prepared),
            from: densitySource(place, activity, figures))
        inputs.add("PCI_p", own, from: source(activity))
        return inputs
    }

    private func density(_ place: Int, _ activity: Int, _ prepared: Prepared) -> Double {
        let row = prepared.year.similarity.row(activity)
        let own = zip(row.indices, row).enumerated().map { offset, element in
            prepared.year.presence[place, offset] ? element.1 : 0
        }
        return own.compensatedSum() / prepared.sums[activity]
    }

    private func densitySource(
        _ place: Int, _ activity: Int, _ figures: YearFigures
    ) -> InputSource {
        parameters.includesSelf
            ? .note(
                LocalizedText(
                    en: "without the activity itself", ru: "без самой отрасли"))
            : figures.result(ResultNames.density, place: place, activity: activity)
    }

    func formula(_ component: Int, of inputs: Inputs?, in figures: YearFigures) -> Expression {
        guard let inputs, component == 1 else { return method.components[component].formula }
        if !inputs.has("PCI_p") { return .number(0) }
        return method.components[component].formula
    }

    func number(_ component: Int, from inputs: Inputs, in figures: YearFigures) throws(Undefined)
        -> Double
    {
        if component == 0 {
            return zip(inputs.list("omega"), inputs.list("PCI")).map { $0 * $1 }.compensatedSum()
        }
        guard inputs.has("PCI_p") else { return 0 }
        let opened = zip(zip(inputs.list("phi"), inputs.list("Phi")), inputs.list("PCI")).map {
            $0.0 / $0.1 * $1
        }
        return opened.compensatedSum() - inputs["omega_p"] * inputs["PCI_p"]
    }
}
